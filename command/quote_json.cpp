#include "command/quote_json.hpp"

#include "command/json_object.hpp"
#include "refund/policy_words.hpp"

// Quotes as JSON, version 3.
namespace slipway::command {

namespace {

// "886.50", "-963.50": for programs, without signs and groups.
std::string plain(refund::Money amount) {
  const std::int64_t size = amount.minor < 0 ? -amount.minor : amount.minor;
  std::string cents = std::to_string(size % 100);
  if (cents.size() < 2) cents.insert(0, 1, '0');
  return (amount.minor < 0 ? "-" : "") + std::to_string(size / 100) + "." + cents;
}

Json json_of(const refund::Phrase& phrase) {
  return {{"zh", phrase.zh}, {"en", phrase.en}};
}

std::string_view name_of(refund::LineKind kind) {
  constexpr auto names = std::to_array<std::string_view>(
      {"paid", "spent", "adjustment", "earlier_refund", "fee", "bonus_void", "stays", "retained",
       "gifts", "points", "interest", "rounding"});
  return names.at(static_cast<std::size_t>(kind));
}

std::string_view name_of(refund::Exit exit) {
  constexpr auto names =
      std::to_array<std::string_view>({"right", "by_policy", "by_review", "none"});
  return names.at(static_cast<std::size_t>(exit));
}

std::string_view name_of(refund::OptionKind kind) {
  constexpr auto names =
      std::to_array<std::string_view>({"with_staff", "extend", "transfer", "partial", "later"});
  return names.at(static_cast<std::size_t>(kind));
}

std::string_view name_of(refund::Route route) {
  constexpr auto names = std::to_array<std::string_view>({"original", "bank", "cash"});
  return names.at(static_cast<std::size_t>(route));
}

Json json_of(const std::vector<refund::QuoteLine>& lines) {
  Json list = Json::array();
  for (const refund::QuoteLine& line : lines) {
    list.push_back({{"kind", name_of(line.kind)},
                    {"rule", line.rule},
                    {"clause", json_of(line.clause)},
                    {"title", json_of(line.title)},
                    {"why", json_of(line.why)},
                    {"amount", plain(line.amount)}});
  }
  return list;
}

Json json_of(const refund::Refused& refused) {
  Json options = Json::array();
  for (const refund::Option& option : refused.options) {
    options.push_back({{"kind", name_of(option.kind)},
                       {"words", json_of(option.words)},
                       {"amount", plain(option.amount)}});
  }
  return {{"rule", refused.rule},
          {"reason", json_of(refused.reason)},
          {"next_step", json_of(refused.next_step)},
          {"options", options}};
}

Json json_of(const refund::Quote& quote) {
  return {{"version", 3},
          {"currency", refund::letters(quote.total.currency)},
          {"total", plain(quote.total)},
          {"cause", refund::key_of(quote.cause)},
          {"exit", name_of(quote.exit)},
          {"decider", quote.decider == refund::Decider::Shop ? "shop" : "floor"},
          {"shop_total", plain(quote.shop_total)},
          {"floor_total", plain(quote.floor_total)},
          {"policy_hash", quote.policy_hash},
          {"lines", json_of(quote.lines)},
          {"refused", quote.refused ? json_of(*quote.refused) : Json(nullptr)}};
}

Json json_of(const refund::Working& working, const refund::Terms& terms) {
  return {{"terms", terms.id},
          {"cause", refund::key_of(working.cause)},
          {"exit", name_of(working.exit)},
          {"paid", plain(working.paid)},
          {"earlier_refund", plain(working.earlier)},
          {"spent", plain(working.spent)},
          {"adjustment", plain(working.adjustment)},
          {"stays", plain(working.stays)},
          {"retained", plain(working.retained)},
          {"gifts", plain(working.gifts)},
          {"fee", plain(working.fee)},
          {"points", plain(working.points)},
          {"interest", plain(working.interest)},
          {"total", plain(working.total())}};
}

Json json_of(const refund::SettledLot& settled) {
  Json floors = Json::array();
  for (std::size_t i = 0; i < settled.floors.size(); ++i)
    floors.push_back(json_of(settled.floors[i], settled.policy->floors[i]));
  return {{"lot", settled.lot->id},
          {"policy_hash", settled.policy->hash},
          {"decided_by", settled.terms->id},
          {"share", plain(settled.share)},
          {"shop", json_of(settled.shop, settled.policy->shop)},
          {"floors", floors}};
}

std::string_view name_of(refund::PaydayBy by) {
  constexpr auto names = std::to_array<std::string_view>({"card", "shop", "floor"});
  return names.at(static_cast<std::size_t>(by));
}

Json json_of(const refund::Payday& payday) {
  return {{"day", refund::to_text(payday.day)},
          {"by", name_of(payday.by)},
          {"words", json_of(payday.words)}};
}

Json json_of(const refund::PayoutPlan& plan) {
  Json legs = Json::array();
  for (const refund::Leg& leg : plan.legs) {
    Json parts = Json::array();
    for (const refund::LegPart& part : leg.parts)
      parts.push_back({{"lot", part.lot}, {"amount", plain(part.amount)}});
    legs.push_back({{"route", name_of(leg.route)},
                    {"amount", plain(leg.amount)},
                    {"arrives", refund::to_text(leg.arrives)},
                    {"payment_reference", leg.payment_reference},
                    {"words", json_of(leg.words)},
                    {"parts", parts}});
  }
  return legs;
}

}  // namespace

std::string to_json(const refund::Quote& quote, const refund::Account& account,
                    const refund::DatedSettlement& dated, const refund::PayoutPlan* plan) {
  const refund::Settlement& settlement = dated.settlement;
  Json json = json_of(quote);
  Json lots = Json::array();
  for (const refund::SettledLot& settled : settlement.lots)
    lots.push_back(json_of(settled));
  json["computations"] = {
      {"shop", json_of(refund::lines_under(account, settlement, refund::Decider::Shop))},
      {"floor", json_of(refund::lines_under(account, settlement, refund::Decider::Floor))}};
  json["lots"] = lots;
  json["payday"] = quote.refused ? Json(nullptr) : json_of(dated.payday);
  json["legs"] = plan == nullptr ? Json(nullptr) : json_of(*plan);
  return json.dump(2);
}

}  // namespace slipway::command
