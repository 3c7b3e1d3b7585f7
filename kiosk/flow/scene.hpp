#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/flow/session.hpp"
#include "kiosk/flow/words.hpp"

// What a screen shows, as values that need no deciding any more: flow makes them, views draw them.
namespace slipway::kiosk::scene {

struct Attract {
  bool may_read = true;
};
struct TapCard {};
struct Pin {
  std::string masked_card;  // empty while the station has not answered
  std::string masked_phone;
  std::size_t typed = 0;
  std::size_t digits = 0;
  int tries_left = 3;
  bool is_wrong = false;
  bool leaves = true;  // the button below left ends the visit; otherwise it goes back
};
struct Account {
  std::string masked_name;
  std::string tier;
  std::string masked_card;
  refund::Money principal;
  refund::Money bonus;
  refund::Money held;
  std::vector<sync::AccountOpened::HistoryRow> rows;  // of the kind chosen
  int kind = 0;
};
struct Quote {
  refund::Quote quote;
  refund::Phrase clause;
  bool leads_on = true;  // otherwise the primary button prints the explanation
};
struct Reasons {
  std::optional<refund::Reason> chosen;
};
struct Payout {
  std::vector<sync::MethodOffer> offers;
  refund::Method chosen = refund::Method::Cash;
  std::optional<refund::Money> amount;
};
struct BankCard {
  std::string grouped;      // "6222 0212 3"
  std::string masked_name;  // the holder is the member
  bool is_wrong = false;
};
// Where and what the member signs.
struct Signing {
  Sheet sheet = Sheet::None;
  refund::Signature signature;
  bool is_enough = false;
};
struct Review {
  std::optional<refund::Money> amount;  // nothing: the store works it out
  refund::Phrase payee;
  std::vector<refund::Phrase> arrivals;  // one per payment; none while the station is away
  refund::Phrase reason;
  Signing signing;
};
struct Submitted {
  std::string code;
  refund::Phrase lead;
  std::vector<sync::Step> steps;
  refund::Phrase due;  // by when the money leaves; may be empty
};
struct TrackEntry {
  std::string typed;
};
enum class TrackNext { AskPin, Confirm, Finish };
struct Tracked {
  sync::Tracked tracked;
  std::vector<refund::Phrase> arrivals;
  TrackNext next = TrackNext::Finish;
  bool may_withdraw = false;
  bool is_ended = false;  // without money: nothing arrives anywhere
};
struct Withdraw {
  refund::Money amount;
  std::string number;
  bool is_approved = false;
};
struct Withdrawn {
  refund::Money amount;
  std::string number;
  refund::Instant at{};
};
struct Confirm {
  refund::Money amount;
  refund::Phrase payee;
  std::vector<refund::Phrase> arrivals;
  Signing signing;
};
struct Done {
  refund::Money amount;
  std::vector<refund::Phrase> arrivals;
  refund::Phrase payee;
  bool is_cash = false;
  std::string number;
};
// One message with its buttons; `code` is shown huge when there is one.
struct Said {
  Message message;
  std::string code;
  bool is_waiting = false;
  refund::Phrase for_staff = {};  // small, below it; may be empty
};

}  // namespace slipway::kiosk::scene

namespace slipway::kiosk {

using Scene = std::variant<scene::Attract, scene::TapCard, scene::Pin, scene::Account, scene::Quote,
                           scene::Reasons, scene::Payout, scene::BankCard, scene::Review,
                           scene::Submitted, scene::TrackEntry, scene::Tracked, scene::Confirm,
                           scene::Withdraw, scene::Withdrawn, scene::Done, scene::Said>;

// The line of news above the content.
struct Banner {
  Tone tone = Tone::Calm;
  refund::Phrase text;
};

// Everything that a window shows.
struct Face {
  Screen screen = Screen::Attract;
  refund::Language language = refund::Language::Chinese;
  Access access = Access::Normal;
  refund::Phrase store_name;
  int step = 0;  // of five; 0: no progress bar
  std::optional<Banner> banner;
  std::optional<int> seconds_left;  // the warning lies over the screen
  bool may_stay = true;             // the warning can be answered with "keep going"
  bool is_unfiled = true;           // nothing was submitted in this visit
  Scene scene;
};

// When the payments are there, one line each; with several, and where money goes back to a payment,
// each tells its amount and its way. `arrival` is for cash, and for what is not planned.
[[nodiscard]] std::vector<refund::Phrase> arrivals_of(const std::vector<sync::PayoutLeg>& legs,
                                                      const refund::Phrase& arrival);
[[nodiscard]] inline std::vector<refund::Phrase> planned_arrivals(const sync::MethodOffer& offer) {
  return offer.legs.empty() ? std::vector<refund::Phrase>{}
                            : arrivals_of(offer.legs, offer.arrival);
}
[[nodiscard]] Scene scene_of(Screen screen, const Session& session, const Machine& machine);
[[nodiscard]] std::optional<Banner> banner_of(Screen screen, const Session& session,
                                              const Machine& machine);
[[nodiscard]] int step_of(Screen screen);

}  // namespace slipway::kiosk
