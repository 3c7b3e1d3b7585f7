#include "kiosk/view/figures.hpp"

#include <cmath>
#include <numbers>

#include "kiosk/flow/decider.hpp"
#include "paper/icon.hpp"

namespace slipway::kiosk::view {
namespace {

using Context = Cairo::RefPtr<Cairo::Context>;
constexpr double kTurn = 2 * std::numbers::pi;

void set_colour(const Context& context, const Gdk::RGBA& colour, double alpha = 1) {
  context->set_source_rgba(colour.get_red(), colour.get_green(), colour.get_blue(), alpha);
}

void words(const Context& context, const std::string& text, const char* font, double x, double y) {
  auto layout = Pango::Layout::create(context);
  layout->set_font_description(Pango::FontDescription(font));
  layout->set_text(text);
  context->move_to(x, y);
  layout->show_in_cairo_context(context);
  context->begin_new_path();
}

// A blur that costs fourteen fills instead of a filter.
void shadow(const Context& context, double x, double y, double width, double height, double radius,
            double blur, double alpha) {
  constexpr int kLayers = 14;
  for (int i = 0; i < kLayers; ++i) {
    const double out = blur * (1 - i / static_cast<double>(kLayers));
    paper::round_rectangle(context, x - out, y - out + blur / 2, width + 2 * out, height + 2 * out,
                           radius + out);
    context->set_source_rgba(0, 0.06, 0.05, alpha / kLayers);
    context->fill();
  }
}

void draw_slip(const Context& context) {
  shadow(context, -130, -230, 260, 440, 10, 34, 0.5);
  context->move_to(-130, -230);
  context->line_to(130, -230);
  context->line_to(130, 200);
  for (int i = 0; i < 13; ++i) {
    context->line_to(130 - (i + 0.5) * 20, 214);
    context->line_to(130 - (i + 1) * 20, 200);
  }
  context->close_path();
  context->set_source_rgb(0.99, 0.985, 0.965);
  context->fill();
  context->set_source_rgb(0.05, 0.37, 0.31);
  context->arc(0, -150, 40, 0, kTurn);
  context->fill();
  context->set_source_rgb(1, 1, 1);
  context->set_line_width(9);
  context->set_line_cap(Cairo::Context::LineCap::ROUND);
  context->set_line_join(Cairo::Context::LineJoin::ROUND);
  context->move_to(-17, -150);
  context->line_to(-4, -136);
  context->line_to(19, -163);
  context->stroke();
  const double lines[] = {150, 190, 120};
  for (int i = 0; i < 3; ++i) {
    paper::round_rectangle(context, -95, -80 + i * 34, lines[i], 12, 6);
    context->set_source_rgb(0.86, 0.85, 0.81);
    context->fill();
  }
  context->set_source_rgb(0.08, 0.13, 0.11);
  words(context, "¥886.50", "Inter Bold 32", -95, 40);
  for (int y = 0; y < 6; ++y)
    for (int x = 0; x < 16; ++x)
      if ((x * 7 + y * 13 + x * y) % 3 != 0) context->rectangle(-95 + x * 12, 116 + y * 12, 10, 10);
  context->set_source_rgb(0.2, 0.27, 0.25);
  context->fill();
}

void draw_card(const Context& context, const std::string& title) {
  shadow(context, -250, -158, 500, 316, 30, 46, 0.55);
  paper::round_rectangle(context, -250, -158, 500, 316, 30);
  auto gold = Cairo::LinearGradient::create(-250, -158, 250, 158);
  gold->add_color_stop_rgb(0, 0.97, 0.86, 0.62);
  gold->add_color_stop_rgb(0.55, 0.90, 0.71, 0.36);
  gold->add_color_stop_rgb(1, 0.80, 0.57, 0.22);
  context->set_source(gold);
  context->fill_preserve();
  context->save();
  context->clip();
  for (int i = 0; i < 9; ++i) {
    context->begin_new_sub_path();
    context->arc(270, 210, 90 + i * 46, 0, kTurn);
    context->set_source_rgba(1, 1, 1, 0.17);
    context->set_line_width(2);
    context->stroke();
  }
  context->restore();
  paper::round_rectangle(context, -206, -62, 76, 58, 12);
  context->set_source_rgba(1, 0.97, 0.86, 0.95);
  context->fill_preserve();
  context->set_source_rgba(0.45, 0.3, 0.05, 0.5);
  context->set_line_width(2);
  context->stroke();
  context->move_to(-206, -33);
  context->line_to(-130, -33);
  context->move_to(-168, -62);
  context->line_to(-168, -4);
  context->stroke();
  context->set_source_rgb(0.28, 0.18, 0.02);
  words(context, "•••• •••• 6217", "Inter SemiBold 27", -206, 62);
  words(context, title, "Inter, Noto Sans CJK SC Bold 25", -206, -132);
  for (int i = 0; i < 3; ++i) {
    context->begin_new_sub_path();
    context->arc(140, -34, 24 + i * 22, -0.7, 0.7);
    context->set_line_width(8);
    context->set_source_rgba(0.28, 0.18, 0.02, 0.85);
    context->stroke();
  }
}

void draw_hero(const Context& context, int width, int height, const Gdk::RGBA& dark,
               bool is_contrast, const std::string& title) {
  context->save();
  paper::round_rectangle(context, 0, 0, width, height, 44);
  context->clip();
  auto ground = Cairo::LinearGradient::create(0, 0, width, height);
  if (is_contrast) {
    ground->add_color_stop_rgb(0, 0, 0, 0);
    ground->add_color_stop_rgb(1, 0.07, 0.07, 0.07);
  } else {
    ground->add_color_stop_rgb(0, 0.075, 0.455, 0.38);
    ground->add_color_stop_rgb(1, dark.get_red(), dark.get_green(), dark.get_blue());
  }
  context->set_source(ground);
  context->paint();
  const double x = width * 0.5;
  const double y = height * 0.52;
  const double unit = std::min(width * 0.92, height * 1.5) / 920.0;
  for (int i = 0; i < 6; ++i) {
    context->arc(x, y, (230 + i * 120) * unit, 0, kTurn);
    context->set_source_rgba(1, 1, 1, 0.075 - i * 0.01);
    context->set_line_width(2.5);
    context->stroke();
  }
  context->save();
  context->translate(x + 168 * unit, y - 30 * unit);
  context->rotate(0.13);
  context->scale(unit, unit);
  draw_slip(context);
  context->restore();
  context->save();
  context->translate(x - 120 * unit, y + 40 * unit);
  context->rotate(-0.14);
  context->scale(unit, unit);
  draw_card(context, title);
  context->restore();
  context->restore();
  if (is_contrast) {
    paper::round_rectangle(context, 1.5, 1.5, width - 3, height - 3, 42);
    context->set_source_rgb(1, 1, 1);
    context->set_line_width(3);
    context->stroke();
  }
}

Gtk::Widget* tick(const sync::Step& step, int number) {
  auto* mark = row(0, {"tick"});
  mark->set_halign(Gtk::Align::CENTER);
  mark->set_valign(Gtk::Align::START);
  if (step.at && !step.is_current) {
    mark->add_css_class("done");
    auto* check = icon("check", {"s"});
    check->set_hexpand(true);
    mark->append(*check);
  } else {
    if (step.is_current) mark->add_css_class("now");
    auto* digit = text(std::to_string(number), {"num", "small", "strong"}, 0.5F);
    digit->set_hexpand(true);
    mark->append(*digit);
  }
  return mark;
}

}  // namespace

Gtk::Widget* hero(const Stage& stage) {
  auto* area = Gtk::make_managed<Gtk::DrawingArea>();
  area->add_css_class("heroground");
  area->set_hexpand(true);
  area->set_vexpand(true);
  const bool is_contrast = stage.access == Access::LargeContrast;
  area->set_draw_func([area, is_contrast, title = std::string(_("Member card"))](
                          const Context& context, int width, int height) {
    draw_hero(context, width, height, colour_of(*area), is_contrast, title);
  });
  return area;
}

Gtk::Widget* tap_picture() {
  auto* area = Gtk::make_managed<Gtk::DrawingArea>();
  area->add_css_class("tappicture");
  area->set_hexpand(true);
  area->set_vexpand(true);
  area->set_draw_func([area](const Context& context, int width, int height) {
    const double unit = std::min(width / 760.0, height / 560.0);
    const Gdk::RGBA ink = colour_of(*area);
    context->translate(width / 2.0, height / 2.0 - 30 * unit);
    context->scale(unit, unit);
    for (int i = 0; i < 4; ++i) {
      context->begin_new_sub_path();
      context->arc(0, 150, 120 + i * 62, kTurn * 0.545, kTurn * 0.955);
      set_colour(context, ink, 0.34 - i * 0.075);
      context->set_line_width(12);
      context->set_line_cap(Cairo::Context::LineCap::ROUND);
      context->stroke();
    }
    paper::round_rectangle(context, -230, 176, 460, 60, 30);
    set_colour(context, ink, 0.16);
    context->fill();
    context->save();
    context->translate(0, -10);
    context->rotate(-0.07);
    context->scale(0.78, 0.78);
    draw_card(context, _("Member card"));
    context->restore();
  });
  return area;
}

Gtk::Widget* split_bar(double share) {
  auto* area = Gtk::make_managed<Gtk::DrawingArea>();
  area->add_css_class("splitbar");
  area->set_hexpand(true);
  area->set_content_height(18);
  area->set_overflow(Gtk::Overflow::HIDDEN);
  area->set_draw_func([area, share](const Context& context, int width, int height) {
    set_colour(context, colour_of(*area));
    context->rectangle(0, 0, std::max(0.0, width * share - 3), height);
    context->fill();
  });
  return area;
}

Gtk::Widget* waiting_dots() {
  auto* area = Gtk::make_managed<Gtk::DrawingArea>();
  area->add_css_class("waiting");
  area->set_content_width(140);
  area->set_content_height(140);
  area->set_halign(Gtk::Align::CENTER);
  area->set_draw_func([area](const Context& context, int width, int height) {
    constexpr int kDots = 8;
    constexpr std::int64_t kPause = 120'000;  // microseconds
    const auto settings = Gtk::Settings::get_default();
    const bool moves = settings && settings->property_gtk_enable_animations().get_value();
    const auto clock = area->get_frame_clock();
    const int first =
        moves && clock ? static_cast<int>(clock->get_frame_time() / kPause % kDots) : 0;
    const Gdk::RGBA ink = colour_of(*area);
    for (int i = 0; i < kDots; ++i) {
      const double angle = kTurn * i / kDots - kTurn / 4;
      const double strength = ((i - first + kDots) % kDots + 1) / static_cast<double>(kDots);
      context->begin_new_sub_path();
      context->arc(width / 2.0 + std::cos(angle) * 50, height / 2.0 + std::sin(angle) * 50,
                   6 + 5 * strength, 0, kTurn);
      set_colour(context, ink, 0.15 + 0.85 * strength);
      context->fill();
    }
  });
  // Ten times a second is enough, and stops with the widget.
  Glib::signal_timeout().connect(
      sigc::bind_return(sigc::mem_fun(*area, &Gtk::Widget::queue_draw), true), 120);
  return area;
}

Blocks timeline(const Stage& stage, const std::vector<sync::Step>& steps) {
  auto* list = column(0, {"card", "timeline"});
  list->set_valign(stage.is_wide() ? Gtk::Align::CENTER : Gtk::Align::START);
  Blocks alone;
  int number = 0;
  for (const sync::Step& step : steps) {
    ++number;
    const bool is_last = stage.is_paged() || static_cast<std::size_t>(number) == steps.size();
    auto* line = row(24);
    auto* rail = column(0);
    rail->set_hexpand(false);
    rail->append(*tick(step, number));
    if (!is_last) {
      auto* bar = row(0, {"bar"});
      if (step.at) bar->add_css_class("done");
      bar->set_halign(Gtk::Align::CENTER);
      bar->set_vexpand(true);
      rail->append(*bar);
    }
    line->append(*rail);
    auto* words_of = column(2, {"steptitle"});
    words_of->append(*text(stage.say(step.title), {"strong"}));
    if (step.at) words_of->append(*text(refund::to_text(*step.at), {"muted", "small", "num"}));
    line->append(*words_of);
    if (stage.is_paged()) {
      line->add_css_class("row");
      line->add_css_class("timeline");
      alone.push_back(line);
    } else {
      list->append(*line);
    }
  }
  if (stage.is_paged()) return table(stage, alone);
  return {list};
}

Ring::Ring(int seconds, int size) : seconds_(seconds) {
  add_css_class("ring");
  set_halign(Gtk::Align::CENTER);
  area_.set_content_width(size);
  area_.set_content_height(size);
  area_.set_draw_func([this](const Context& context, int width, int height) {
    const Gdk::RGBA ink = colour_of(area_);
    const double radius = std::min(width, height) / 2.0 - 10;
    context->set_line_width(18);
    context->set_line_cap(Cairo::Context::LineCap::ROUND);
    context->arc(width / 2.0, height / 2.0, radius, 0, kTurn);
    set_colour(context, ink, 0.18);
    context->stroke();
    const double share = seconds_ / static_cast<double>(kWarning.count());
    context->arc(width / 2.0, height / 2.0, radius, -kTurn / 4, -kTurn / 4 + kTurn * share);
    set_colour(context, ink);
    context->stroke();
  });
  set_child(area_);
  number_.add_css_class("h1");
  number_.add_css_class("num");
  number_.set_halign(Gtk::Align::CENTER);
  number_.set_valign(Gtk::Align::CENTER);
  add_overlay(number_);
  show_seconds(seconds);
}

void Ring::show_seconds(int seconds) {
  seconds_ = seconds;
  number_.set_text(std::to_string(seconds));
  area_.queue_draw();
}

}  // namespace slipway::kiosk::view
