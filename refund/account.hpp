#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/money.hpp"
#include "refund/phrase.hpp"
#include "refund/time.hpp"

namespace slipway::refund {

// What a card may still do. Only Active may file at the kiosk; every other one needs staff.
enum class CardStatus { Active, Lost, Frozen, Expired, Refunded, Closed };

// StoredValue is money on the card; Sessions are counted visits; Time is unlimited use between two
// days; Points were bought (paid) or earned (paid 0).
enum class LotKind { StoredValue, Sessions, Time, Points };

// One use of a lot. For StoredValue `charged` is what left the card; `list_price` is the
// undiscounted price of the same thing, of all its sessions together.
struct Use {
  std::string id;
  Instant at{};
  std::string item;  // what was bought, in the shop's words
  Money list_price;
  Money charged;
  int units = 0;  // sessions or points used; 0 for stored value
  // What others nearby take for it, when somebody found out: it caps a list price under ListCapped.
  std::optional<Money> market_price = {};

  friend bool operator==(const Use&, const Use&) = default;
};

// A thing given with a purchase (a bottle, a towel), and where it is now.
enum class GiftState { Kept, Returned };
struct Gift {
  std::string name;
  Money value;
  GiftState state = GiftState::Kept;

  friend bool operator==(const Gift&, const Gift&) = default;
};

// Whether the shop can show that this buyer was told the fee of a refund.
enum class Disclosure { Unrecorded, Told, NotTold };

// One top-up or purchase: what was paid, what was given on top, and what was used of it.
struct Lot {
  std::string id;
  LotKind kind = LotKind::StoredValue;
  Instant sold_at{};
  std::string name;  // "充1000送250"
  Money paid;
  Money bonus;
  int units = 0;                  // sessions or points bought, points earned; 0 for other kinds
  int bonus_units = 0;            // Sessions only
  Date starts{};                  // Time only: first day
  Date ends{};                    // Time only: last day
  std::string payment_method;     // "wechat", "alipay", "card", "cash"
  std::string payment_reference;  // the payment provider's own number
  std::string policy_hash;        // hex; policy text bound at sale
  Money refunded;                 // principal taken out by earlier refunds, before their fees
  std::optional<Instant> refunded_at;  // of the last earlier refund
  std::vector<Use> uses;
  std::vector<Gift> gifts;
  std::optional<Date> activated;  // first day of use, for a window that counts from it
  std::optional<Date> contract;   // signing day, when it is not the day of the sale
  std::optional<Date> stopped;    // Time only: first day on which the shop no longer served
  Disclosure fee_disclosure = Disclosure::Unrecorded;
  std::string earned_by;       // Points only: id of the lot whose purchase earned them
  int payment_parts = 0;       // refunds that its payment has taken already
  bool paid_by_other = false;  // from an account that is not in the member's name

  friend bool operator==(const Lot&, const Lot&) = default;
};

struct Member {
  std::string id;
  std::string name;
  std::string phone;  // digits only
  std::string tier;   // "金卡"

  friend bool operator==(const Member&, const Member&) = default;
};

// A card with everything the rules look at.
struct Account {
  Member member;
  std::string card_uid;     // upper-case hex, as a reader gives it
  std::string card_number;  // printed on the card
  CardStatus status = CardStatus::Active;
  Money held;  // set apart by open requests
  std::vector<Lot> lots;

  friend bool operator==(const Account&, const Account&) = default;
};

// Paid money not yet used, bonus not yet used (principal is spent first), over all stored value.
struct Balance {
  Money principal;
  Money bonus;
};
[[nodiscard]] Balance balance_of(const Account& account);

// What a screen or slip may show of a person: "王*明", "138 •••• ••••", "•••• 6217".
[[nodiscard]] std::string masked_name(std::string_view name);
[[nodiscard]] std::string masked_phone(std::string_view phone);
[[nodiscard]] std::string masked_card(std::string_view number);

[[nodiscard]] Phrase phrase_of(CardStatus status);

}  // namespace slipway::refund
