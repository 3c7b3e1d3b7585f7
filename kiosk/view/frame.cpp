#include "kiosk/view/frame.hpp"

namespace slipway::kiosk::view {
namespace {

constexpr int kSteps = 5;

std::string step_name(int step) {
  switch (step) {
    case 1:
      return _("Verify");
    case 2:
      return _("Your account");
    case 3:
      return _("Refund amount");
    case 4:
      return _("Payout");
    default:
      return _("Check and sign");
  }
}

Gtk::Widget* chip(const Stage& stage, const std::string& words, const std::string& icon_name,
                  Button press, bool is_on = false) {
  auto* made = button(words, icon_name, {"chip"}, [stage, press] { stage.press(press); });
  made->set_valign(Gtk::Align::CENTER);
  if (is_on) made->add_css_class("on");
  return made;
}

Gtk::Widget* top_bar(const Stage& stage, const Face& face) {
  auto* bar = row(0, {"topbar"});
  auto* mark = row(0, {"brandmark"});
  mark->append(*icon("store", {"s"}));
  mark->set_valign(Gtk::Align::CENTER);
  bar->append(*mark);
  auto* store = text(stage.say(face.store_name), {"brand"});
  store->set_wrap(false);
  store->set_ellipsize(Pango::EllipsizeMode::END);
  store->set_hexpand(true);
  bar->append(*store);
  bar->append(*chip(stage, _("Help"), "hand-helping", Button::Help));
  bar->append(
      *chip(stage, _("Aa"), "accessibility", Button::LargerText, stage.access != Access::Normal));
  const bool is_chinese = stage.language == refund::Language::Chinese;
  bar->append(*chip(stage, is_chinese ? "English" : "中文", "languages", Button::Language));
  return bar;
}

Gtk::Widget* progress(const Stage& stage, int step) {
  auto* box = column(10, {"steps"});
  auto* bar = row(10);
  bar->set_homogeneous(true);
  for (int i = 1; i <= kSteps; ++i) {
    auto* segment = row(0, {"seg"});
    if (i < step) segment->add_css_class("done");
    if (i == step) segment->add_css_class("now");
    bar->append(*segment);
  }
  box->append(*bar);
  if (!stage.is_compact() && !stage.is_paged())
    box->append(*text(filled(_("Step %1 of 5 · %2"), {std::to_string(step), step_name(step)}),
                      {"steptext", "num"}));
  return box;
}

Gtk::Widget* banner(const Stage& stage, const Banner& news) {
  auto* box = row(0, {"bannerplace"});
  auto* line = news_line(stage, news);
  line->set_hexpand(true);
  box->append(*line);
  return box;
}

// What becomes of the visit; a screen that was held for a quarter of an hour is not held on.
std::string farewell(const Face& face) {
  if (!face.may_stay)
    return face.is_unfiled ? _("Others may be waiting. We will sign you out soon; please start "
                               "again or ask staff. Nothing was submitted.")
                           : _("Others may be waiting. We will sign you out soon. Your request "
                               "stays submitted.");
  return face.is_unfiled ? _("We will sign you out soon and clear the screen. Nothing was "
                             "submitted; your balance is unchanged.")
                         : _("We will sign you out soon and clear the screen. Your request "
                             "stays submitted.");
}

}  // namespace

Gtk::Widget* framed(const Stage& stage, const Face& face, const Drawing& drawing) {
  auto* whole = column(0);
  whole->append(*top_bar(stage, face));
  if (face.step > 0) whole->append(*progress(stage, face.step));
  drawing.content->set_vexpand(true);
  if (face.banner && !stage.news) whole->append(*banner(stage, *face.banner));
  whole->append(*drawing.content);
  if (drawing.actions != nullptr) whole->append(*drawing.actions);
  return whole;
}

Gtk::Widget* warning(const Stage& stage, const Face& face, Ring** ring) {
  auto* ground = column(0, {"overlay"});
  ground->set_hexpand(true);
  ground->set_vexpand(true);
  auto* dialog = column(stage.is_compact() ? 14 : 24, {"dialog"});
  dialog->set_halign(Gtk::Align::CENTER);
  dialog->set_valign(Gtk::Align::CENTER);
  dialog->set_vexpand(true);
  *ring = Gtk::make_managed<Ring>(face.seconds_left.value_or(0), !stage.is_compact() ? 220
                                                                 : stage.is_paged()  ? 96
                                                                                     : 160);
  dialog->append(**ring);
  dialog->append(*text(face.may_stay ? _("Are you still there?") : _("Time is up"), {"h1"}, 0.5F));
  auto* sentence = text(farewell(face), {"lead"}, 0.5F);
  // Wide enough that its lines have room one under the other on a low screen.
  if (!stage.is_paged())
    sentence->set_max_width_chars(stage.language == refund::Language::Chinese ? 22 : 40);
  sentence->set_size_request(stage.is_paged() ? 760 : stage.is_compact() ? 560 : -1, -1);
  dialog->set_margin(stage.is_paged() ? 12 : 0);
  dialog->append(*sentence);
  auto* choice = row(24);
  choice->set_homogeneous(true);
  choice->append(*button(_("Sign out"), "log-out", {"kb", "secondary"},
                         [stage] { stage.press(Button::Leave); }));
  if (face.may_stay)
    choice->append(
        *button(_("Keep going"), "", {"kb", "primary"}, [stage] { stage.press(Button::Stay); }));
  dialog->append(*choice);
  ground->append(*dialog);
  return ground;
}

}  // namespace slipway::kiosk::view
