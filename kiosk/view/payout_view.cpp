#include <algorithm>

#include "kiosk/view/keypad.hpp"
#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

std::string joined(const std::string& a, const std::string& b) {
  return a.empty() ? b : b.empty() ? a : a + " · " + b;
}

const char* sign_of(refund::Method method) {
  switch (method) {
    case refund::Method::Cash:
      return "banknote";
    case refund::Method::Original:
      return "undo-2";
    case refund::Method::BankTransfer:
      break;
  }
  return "landmark";
}

// With several payments it is not the chosen account alone that gets money.
std::string name_of(const Stage& stage, const sync::MethodOffer& offer) {
  const bool is_split =
      std::any_of(offer.legs.begin(), offer.legs.end(),
                  [](const sync::PayoutLeg& leg) { return leg.route == refund::Route::Original; });
  if (is_split && offer.method == refund::Method::BankTransfer) {
    return _("Back as it was paid, the rest by bank");
  }
  return stage.say(refund::phrase_of(offer.method));
}

Gtk::Widget* radio(bool is_on) {
  auto* mark = row(0, {"radio"});
  if (is_on) mark->add_css_class("on");
  mark->set_valign(Gtk::Align::CENTER);
  return mark;
}

Gtk::Widget* offer_card(const Stage& stage, const sync::MethodOffer& offer, int index, bool is_best,
                        bool is_chosen) {
  const std::string name = name_of(stage, offer);
  auto* line = row(24);
  line->append(*tile(sign_of(offer.method), {offer.available ? "blue" : "grey"}));
  auto* words = column(6);
  auto* title = row(14, {"offertitle"});
  title->append(*text(name, {"h2"}));
  if (is_best) {
    auto* tag = text(_("Best"), {"tag", "good"});
    tag->set_valign(Gtk::Align::CENTER);
    title->append(*tag);
  }
  words->append(*title);
  const auto arrivals = planned_arrivals(offer);
  const std::string condition = stage.say(offer.condition);
  const bool is_short = arrivals.size() == 1 && offer.method != refund::Method::Original;
  if (offer.available && is_short) {
    words->append(*text(joined(stage.say(arrivals.front()), condition), {"muted", "small"}));
  } else {
    for (const refund::Phrase& arrival : arrivals)
      words->append(*text(stage.say(arrival), {"muted", "small"}));
    words->append(*text(condition, {"muted", "small"}));
  }
  words->set_hexpand(true);
  words->set_valign(Gtk::Align::CENTER);
  line->append(*words);
  line->append(offer.available ? *radio(is_chosen) : *icon("lock"));
  auto* card = card_button(*line, name, {"entry"}, [stage, index] { stage.tell(Chosen{index}); });
  card->set_sensitive(offer.available);
  if (is_chosen && offer.available) card->add_css_class("sel");
  return card;
}

Gtk::Widget* words(const Stage& stage, const scene::BankCard& shown) {
  auto* owner = text(shown.masked_name.empty()
                         ? std::string(_("The card must be in your name."))
                         : filled(_("The card must be in the name of %1."), {shown.masked_name}),
                     {"lead"});
  auto* field = row(0, {"field"});
  if (shown.is_wrong) field->add_css_class("wrong");
  auto* number = text(shown.grouped.empty() ? " " : shown.grouped, {"cardnumber", "num"});
  number->set_hexpand(true);
  field->append(*number);
  auto* advice =
      shown.is_wrong
          ? note("circle-alert", stage.say(phrase_of(Notice::BadCardNumber)), {"red"})
          : note("lock", _("The number is sealed and shown to nobody but the store's finance."),
                 {"good"});
  return asked(stage, text(_("Your bank card number"), {"h1"}), field, owner, advice,
               shown.is_wrong);
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Payout& shown) {
  Blocks cards;
  bool may_go_on = false;
  int index = 0;
  for (const sync::MethodOffer& offer : shown.offers) {
    const bool is_chosen = offer.available && offer.method == shown.chosen;
    may_go_on = may_go_on || is_chosen;
    const bool is_best = index == 0 && offer.available && shown.amount.has_value();
    cards.push_back(offer_card(stage, offer, index, is_best, is_chosen));
    ++index;
  }
  auto* title = text(_("Where should the money go?"), {"h1"});
  auto* lead =
      shown.amount
          ? text(filled(_("You get back %1"), {refund::to_text(*shown.amount)}), {"lead", "num"})
          : text(_("The store works out the amount when it receives your request."), {"lead"});
  Drawing drawing;
  // On a low page the methods come first.
  const bool is_low = stage.is_paged() && stage.is_compact();
  if (is_low) cards.push_back(lead);
  drawing.content = listed(stage, is_low ? Blocks{title} : Blocks{title, lead}, cards);
  Actions wanted;
  wanted.secondary = _("Back");
  wanted.primary = _("Next: review");
  wanted.may_go_on = may_go_on;
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

Drawing draw(const Stage& stage, const scene::BankCard& shown) {
  const KeyPage keys = key_page(stage, *words(stage, shown), *digit_keypad(stage));
  Drawing drawing;
  drawing.content = keys.content;
  drawing.refresh = [stage, keys](const Scene& newer) {
    keys.set_words(*words(stage, std::get<scene::BankCard>(newer)));
  };
  Actions wanted;
  wanted.secondary = _("Back");
  wanted.primary = _("Next: review");
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

}  // namespace slipway::kiosk::view
