#include "station/view/chart.hpp"

#include <pangomm/layout.h>

#include <algorithm>
#include <numbers>

#include "station/view/colour.hpp"
#include "station/view/pieces.hpp"

namespace slipway::desk::view {
namespace {

using Context = Cairo::RefPtr<Cairo::Context>;

constexpr double kLeft = 46;
constexpr double kBottom = 24;
constexpr double kTop = 8;

void use(const Context& context, const paper::Colour& colour) {
  context->set_source_rgba(colour.red, colour.green, colour.blue, colour.alpha);
}

// A bar that stands on the axis, round above.
void bar(const Context& context, double x, double base, double width, double height) {
  if (height <= 0) return;
  constexpr double kPi = std::numbers::pi;
  const double radius = std::min({4.0, width / 2, height});
  const double y = base - height;
  context->begin_new_path();
  context->arc(x + radius, y + radius, radius, kPi, 1.5 * kPi);
  context->arc(x + width - radius, y + radius, radius, -kPi / 2, 0);
  context->line_to(x + width, base);
  context->line_to(x, base);
  context->close_path();
  context->fill();
}

// The distance between two lines of the scale in whole yuan: four or five lines, round numbers.
std::int64_t step_for(std::int64_t most) {
  std::int64_t power = 1;
  while (power * 10 <= most)
    power *= 10;
  for (const std::int64_t step : {power / 5, power / 4, power / 2, power, power * 2}) {
    if (step > 0 && most <= step * 5) return step;
  }
  return power * 5;
}

std::string scale_text(std::int64_t yuan) {
  if (language() == refund::Language::Chinese && yuan >= 10'000) {
    const std::string tenth = yuan % 10'000 == 0 ? "" : "." + std::to_string(yuan / 1'000 % 10);
    return std::to_string(yuan / 10'000) + tenth + "万";
  }
  if (yuan >= 10'000) return std::to_string(yuan / 1'000) + "k";
  return std::to_string(yuan);
}

}  // namespace

Chart::Chart(const std::array<Month, 12>& months) : months_(months) {
  set_hexpand(true);
  set_vexpand(true);
  set_content_height(150);
  set_content_width(200);
  add_css_class("chart");
  set_draw_func(sigc::mem_fun(*this, &Chart::draw));
  refund::Money paid = refund::zero(months.front().paid.currency);
  refund::Money spent = paid;
  for (const Month& month : months) {
    paid = paid + month.paid;
    spent = spent + month.spent;
  }
  name_widget(*this, filled(_("Last 12 months: topped up %1, spent %2"),
                            {refund::to_text(paid), refund::to_text(spent)}));
}

void Chart::write(const Context& context, const std::string& text, double x, double y,
                  double align) {
  auto layout = create_pango_layout(text);
  Pango::FontDescription font("Inter, Noto Sans CJK SC");
  font.set_absolute_size(12 * PANGO_SCALE);
  layout->set_font_description(font);
  int width = 0;
  int height = 0;
  layout->get_pixel_size(width, height);
  context->move_to(x - width * align, y - height / 2.0);
  layout->show_in_cairo_context(context);
  context->begin_new_path();
}

void Chart::draw(const Context& context, int width, int height) {
  std::int64_t most = 1;
  for (const Month& month : months_) {
    most = std::max({most, month.paid.minor / 100, month.spent.minor / 100});
  }
  const std::int64_t step = step_for(most);
  const std::int64_t top = (most + step - 1) / step * step;
  const double base = height - kBottom;
  const auto high = [&](std::int64_t yuan) {
    return (base - kTop) * static_cast<double>(yuan) / static_cast<double>(top);
  };
  context->set_line_width(1);
  for (std::int64_t yuan = 0; yuan <= top; yuan += step) {
    const double y = static_cast<int>(base - high(yuan)) + 0.5;
    use(context, token(*this, "line"));
    context->move_to(kLeft, y);
    context->line_to(width, y);
    context->stroke();
    use(context, text_colour(*this));
    write(context, scale_text(yuan), kLeft - 8, y, 1);
  }
  const double slot = (width - kLeft) / static_cast<double>(months_.size());
  const double thick = std::min(10.0, slot * 0.32);
  for (std::size_t i = 0; i < months_.size(); ++i) {
    const double centre = kLeft + slot * (static_cast<double>(i) + 0.5);
    use(context, token(*this, "primary"));
    bar(context, centre - thick - 1, base, thick, high(months_[i].paid.minor / 100));
    use(context, token(*this, "amber_fill"));
    bar(context, centre + 1, base, thick, high(months_[i].spent.minor / 100));
    use(context, text_colour(*this));
    write(context, std::to_string(months_[i].number), centre, height - 9, 0.5);
  }
}

}  // namespace slipway::desk::view
