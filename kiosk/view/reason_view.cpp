#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

const char* icon_of(refund::Reason reason) {
  switch (reason) {
    case refund::Reason::Moving:
      return "map-pin";
    case refund::Reason::Rarely:
      return "calendar";
    case refund::Reason::Unsatisfied:
      return "frown";
    case refund::Reason::StoreChanged:
      return "store";
    case refund::Reason::Health:
      return "heart-pulse";
    case refund::Reason::Mistake:
      return "undo-2";
    case refund::Reason::Undisclosed:
      return "eye-off";
    case refund::Reason::Minor:  // for staff
      break;
  }
  return "info";
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Reasons& shown) {
  const int columns = stage.is_wide() && !stage.is_paged() ? 3 : 2;
  Blocks rows;
  int place = 0;
  for (const refund::Reason reason : refund::kReasons) {
    const std::string words = stage.say(refund::phrase_of(reason));
    auto* line = row(20);
    line->append(*tile(icon_of(reason), {"grey"}));
    auto* label = text(words, {"strong"});
    label->set_hexpand(true);
    label->set_valign(Gtk::Align::CENTER);
    line->append(*label);
    auto* card = card_button(*line, words, {"entry", "reason"},
                             [stage, place] { stage.tell(Chosen{place}); });
    if (shown.chosen == reason) card->add_css_class("sel");
    if (place % columns == 0) {
      auto* fresh = row(stage.is_wide() ? 14 : 20);
      fresh->set_homogeneous(true);
      rows.push_back(fresh);
    }
    dynamic_cast<Gtk::Box&>(*rows.back()).append(*card);
    ++place;
  }
  Blocks title = {text(_("May we ask why?"), {"h1"})};
  if (!stage.is_compact())
    title.push_back(text(_("It helps the store. You don't have to say."), {"lead"}));
  Drawing drawing;
  drawing.content = listed(stage, title, rows);
  Actions wanted;
  wanted.secondary = _("Back");
  drawing.actions = actions(stage, wanted);
  return drawing;
}

}  // namespace slipway::kiosk::view
