#include "command/quote_json.hpp"

#include <algorithm>
#include <set>

#include "command/json_object.hpp"

// Cards as JSON, version 1 and 2.
namespace slipway::command {

namespace {

constexpr std::size_t kMostBytes = 16UL * 1024 * 1024;
constexpr unsigned kMostUnits = 1'000'000;

constexpr auto kStatuses =
    std::to_array<Choice<refund::CardStatus>>({{"active", refund::CardStatus::Active},
                                               {"lost", refund::CardStatus::Lost},
                                               {"frozen", refund::CardStatus::Frozen},
                                               {"expired", refund::CardStatus::Expired},
                                               {"refunded", refund::CardStatus::Refunded},
                                               {"closed", refund::CardStatus::Closed}});
constexpr auto kOldKinds =
    std::to_array<Choice<refund::LotKind>>({{"stored_value", refund::LotKind::StoredValue},
                                            {"sessions", refund::LotKind::Sessions},
                                            {"time", refund::LotKind::Time}});
constexpr auto kKinds =
    std::to_array<Choice<refund::LotKind>>({{"stored_value", refund::LotKind::StoredValue},
                                            {"sessions", refund::LotKind::Sessions},
                                            {"time", refund::LotKind::Time},
                                            {"points", refund::LotKind::Points}});
constexpr auto kDisclosures =
    std::to_array<Choice<refund::Disclosure>>({{"unrecorded", refund::Disclosure::Unrecorded},
                                               {"told", refund::Disclosure::Told},
                                               {"not_told", refund::Disclosure::NotTold}});
constexpr auto kGiftStates = std::to_array<Choice<refund::GiftState>>(
    {{"kept", refund::GiftState::Kept}, {"returned", refund::GiftState::Returned}});
constexpr auto kPresences = std::to_array<Choice<refund::Presence>>(
    {{"kiosk", refund::Presence::AtKiosk}, {"staff", refund::Presence::WithStaff}});
constexpr auto kCurrencies =
    std::to_array<Choice<refund::Currency>>({{"CNY", refund::Currency::Cny},
                                             {"USD", refund::Currency::Usd},
                                             {"EUR", refund::Currency::Eur}});

// What every object of one card file is read with.
struct Form {
  int version = 1;
  refund::Currency currency = refund::Currency::Cny;

  [[nodiscard]] bool is_new() const { return version >= 2; }
};

void read_text(Object& object, std::string_view key, std::string& text) {
  if (object.has(key)) text = object.text(key);
}

void read_date(Object& object, std::string_view key, std::optional<refund::Date>& date) {
  if (object.has(key)) date = object.date(key);
}

refund::Money amount_or_zero(Object& object, std::string_view key, const Form& form) {
  return object.has(key) ? object.amount(key, form.currency) : refund::zero(form.currency);
}

refund::Use use_from(Object& object, refund::LotKind kind, const Form& form) {
  refund::Use use;
  const bool is_points = kind == refund::LotKind::Points;
  use.at = object.instant("at");
  read_text(object, "item", use.item);
  use.list_price = is_points ? amount_or_zero(object, "list_price", form)
                             : object.amount("list_price", form.currency);
  use.charged = refund::zero(form.currency);
  if (kind == refund::LotKind::Sessions || is_points) {
    use.units = object.number("units", 0, kMostUnits);
  } else {
    use.charged = object.amount("charged", form.currency);
  }
  if (form.is_new()) {
    read_text(object, "id", use.id);
    if (object.has("market_price")) use.market_price = object.amount("market_price", form.currency);
  }
  object.finish();
  return use;
}

refund::Gift gift_from(Object& object, const Form& form) {
  refund::Gift gift;
  gift.name = object.text("name");
  gift.value = object.amount("value", form.currency);
  if (object.has("state")) gift.state = object.choice("state", kGiftStates);
  object.finish();
  return gift;
}

// What version 2 says of a lot beyond version 1.
void read_more(Object& object, const Form& form, refund::Lot& lot) {
  read_text(object, "id", lot.id);
  read_text(object, "payment_method", lot.payment_method);
  read_text(object, "payment_reference", lot.payment_reference);
  read_text(object, "policy_hash", lot.policy_hash);
  read_text(object, "earned_by", lot.earned_by);
  if (object.has("payment_parts")) {
    lot.payment_parts = object.number("payment_parts", 0, kMostUnits);
  }
  if (object.has("paid_by_other")) lot.paid_by_other = object.truth("paid_by_other");
  if (object.has("refunded_at")) lot.refunded_at = object.instant("refunded_at");
  read_date(object, "activated", lot.activated);
  read_date(object, "contract", lot.contract);
  read_date(object, "stopped", lot.stopped);
  if (object.has("fee_disclosure")) {
    lot.fee_disclosure = object.choice("fee_disclosure", kDisclosures);
  }
  for (Object& gift : object.objects("gifts"))
    lot.gifts.push_back(gift_from(gift, form));
}

refund::Lot lot_from(Object& object, const Form& form, std::size_t place) {
  refund::Lot lot;
  lot.id = std::to_string(place);
  lot.kind = form.is_new() ? object.choice("kind", kKinds) : object.choice("kind", kOldKinds);
  lot.sold_at = object.instant("sold_at");
  read_text(object, "name", lot.name);
  lot.paid = object.amount("paid", form.currency);
  lot.bonus = amount_or_zero(object, "bonus", form);
  lot.refunded = amount_or_zero(object, "refunded", form);
  if (lot.kind == refund::LotKind::Sessions || lot.kind == refund::LotKind::Points) {
    lot.units = object.number("units", 1, kMostUnits);
  }
  if (lot.kind == refund::LotKind::Sessions && object.has("bonus_units")) {
    lot.bonus_units = object.number("bonus_units", 0, kMostUnits);
  }
  if (lot.kind == refund::LotKind::Time) {
    lot.starts = object.date("starts");
    lot.ends = object.date("ends");
  }
  if (form.is_new()) read_more(object, form, lot);
  for (Object& use : object.objects("uses"))
    lot.uses.push_back(use_from(use, lot.kind, form));
  object.finish();
  return lot;
}

void read_wish(Object object, const Form& form, CardFile& card) {
  if (object.has("part")) card.part = object.amount("part", form.currency);
  read_date(object, "ended", card.ended);
  read_date(object, "paid_on", card.paid_on);
  if (object.has("presence")) card.presence = object.choice("presence", kPresences);
  object.finish();
}

// Takes note of the first object in which a key stands twice, or that has more keys than any card.
class KeyCheck {
 public:
  // For the parser's callback: false for what is not to be kept.
  bool takes(Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event != Json::parse_event_t::key) return true;
    std::set<std::string>& keys = open_.back();
    const auto& key = parsed.get_ref<const std::string&>();
    const bool is_full = keys.size() == kMostKeys;
    if (!is_full && keys.insert(key).second) return true;
    if (!mistake_) {
      mistake_ = is_full ? "more than " + std::to_string(kMostKeys) + " keys stand in one object"
                         : (key.size() > kMostShown ? "a long key" : key) +
                               ": stands twice in one object; expected once";
    }
    return false;
  }
  [[nodiscard]] const std::optional<std::string>& mistake() const { return mistake_; }

 private:
  static constexpr std::size_t kMostKeys = 64;
  static constexpr std::size_t kMostShown = 40;
  std::vector<std::set<std::string>> open_;
  std::optional<std::string> mistake_;
};

// Where the text stops being JSON: its line when it has several.
std::string no_json(std::string_view json, std::size_t byte) {
  const auto before = json.substr(0, byte);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::string place = "byte " + std::to_string(byte);
  const bool has_lines = json.find('\n') != std::string_view::npos;
  return (has_lines ? "line " + std::to_string(line) + ", " + place : place) + ": this is no JSON";
}

}  // namespace

tl::expected<CardFile, std::string> card_from_json(std::string_view json) {
  if (json.size() > kMostBytes) return tl::unexpected(std::string("longer than 16 MiB"));
  Json parsed;
  KeyCheck keys;
  try {
    parsed = Json::parse(json, [&keys](int, Json::parse_event_t event, const Json& value) {
      return keys.takes(event, value);
    });
  } catch (const Json::parse_error& error) {
    return tl::unexpected(no_json(json, error.byte));
  } catch (const Json::out_of_range&) {
    return tl::unexpected(std::string("a number is far too large; amounts stand in quotes"));
  }
  std::optional<std::string> mistake = keys.mistake();
  Object object(parsed, "", mistake);
  Form form;
  form.version = object.number("version", 1, 2);
  form.currency = object.choice("currency", kCurrencies);
  CardFile card;
  refund::Account& account = card.account;
  account.status = object.choice("status", kStatuses);
  account.held = amount_or_zero(object, "held", form);
  if (form.is_new()) {
    read_text(object, "number", account.card_number);
    if (object.has("wish")) read_wish(object.object("wish"), form, card);
  }
  for (Object& lot : object.objects("lots"))
    account.lots.push_back(lot_from(lot, form, account.lots.size() + 1));
  object.finish();
  if (mistake) return tl::unexpected(*mistake);
  return card;
}

}  // namespace slipway::command
