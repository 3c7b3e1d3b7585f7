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
  }
  return "info";
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Reasons& shown) {
  auto* grid = Gtk::make_managed<Gtk::Grid>();
  grid->set_column_homogeneous(true);
  grid->set_row_spacing(stage.is_wide() ? 14 : 20);
  grid->set_column_spacing(stage.is_wide() ? 14 : 20);
  const int columns = stage.is_wide() ? 3 : 2;
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
    const bool is_last = static_cast<std::size_t>(place) + 1 == refund::kReasons.size();
    grid->attach(*card, place % columns, place / columns, is_last ? columns : 1);
    ++place;
  }
  auto* body = column(stage.is_wide() ? 16 : 36);
  body->append(*text(_("May we ask why?"), {"h1"}));
  if (!stage.is_compact())
    body->append(*text(_("It helps the store. You don't have to say."), {"lead"}));
  body->append(*scrolled(*grid));
  Drawing drawing;
  drawing.content = page(*body);
  Actions wanted;
  wanted.secondary = _("Back");
  drawing.actions = actions(stage, wanted);
  return drawing;
}

}  // namespace slipway::kiosk::view
