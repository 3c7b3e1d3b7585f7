#include "refund/policy_terms.hpp"

#include <array>
#include <utility>

namespace slipway::refund {

namespace {

constexpr std::size_t kMostWindows = 4;
constexpr std::size_t kMostSteps = 24;
constexpr int kMostYears = 100;
constexpr int kMostDays = 3'650;
constexpr std::int64_t kWhole = 10'000;  // basis points

constexpr auto kCauseNames = std::to_array<Choice<Cause>>({{"window", Cause::Window},
                                                           {"member", Cause::Member},
                                                           {"merchant", Cause::Merchant},
                                                           {"neutral", Cause::Neutral},
                                                           {"void", Cause::Void}});
// What a reason may lead to: the window is found by the age of a lot, never by a reason.
constexpr auto kCausesOfReasons = std::to_array<Choice<Cause>>({{"member", Cause::Member},
                                                                {"merchant", Cause::Merchant},
                                                                {"neutral", Cause::Neutral},
                                                                {"void", Cause::Void}});
constexpr auto kReasonNames =
    std::to_array<Choice<Reason>>({{"moving", Reason::Moving},
                                   {"rarely", Reason::Rarely},
                                   {"unsatisfied", Reason::Unsatisfied},
                                   {"store_changed", Reason::StoreChanged},
                                   {"health", Reason::Health},
                                   {"mistake", Reason::Mistake},
                                   {"undisclosed", Reason::Undisclosed}});
constexpr auto kExits = std::to_array<Choice<Exit>>({{"right", Exit::Right},
                                                     {"by_policy", Exit::ByPolicy},
                                                     {"by_review", Exit::ByReview},
                                                     {"none", Exit::None}});
constexpr auto kStarts =
    std::to_array<Choice<WindowStart>>({{"payment", WindowStart::Payment},
                                        {"activation", WindowStart::Activation},
                                        {"contract", WindowStart::Contract}});
constexpr auto kWindowFees = std::to_array<Choice<bool>>({{"waived", true}, {"charged", false}});
constexpr auto kResiduals =
    std::to_array<Choice<ResidualOf>>({{"lot", ResidualOf::Lot}, {"card", ResidualOf::Card}});
constexpr auto kPrices =
    std::to_array<Choice<PriceBasis>>({{"charged", PriceBasis::Charged},
                                       {"list", PriceBasis::List},
                                       {"list_capped", PriceBasis::ListCapped}});
constexpr auto kShares = std::to_array<Choice<BonusShare>>(
    {{"none", BonusShare::None}, {"ratio", BonusShare::Ratio}, {"first", BonusShare::First}});
constexpr auto kBases =
    std::to_array<Choice<FeeBase>>({{"remainder", FeeBase::Remainder}, {"paid", FeeBase::Paid}});
constexpr auto kProofs = std::to_array<Choice<bool>>({{"terms", false}, {"record", true}});
constexpr auto kGiftRules =
    std::to_array<Choice<GiftRule>>({{"keep", GiftRule::Keep},
                                     {"return_or_pay", GiftRule::ReturnOrPay},
                                     {"assess", GiftRule::Assess}});
constexpr auto kInterestStarts =
    std::to_array<Choice<InterestFrom>>({{"termination", InterestFrom::Termination},
                                         {"request", InterestFrom::Request},
                                         {"payment", InterestFrom::Payment}});
constexpr auto kLostCards = std::to_array<Choice<LostCard>>(
    {{"replaced", LostCard::Replaced}, {"lapses", LostCard::Lapses}});
constexpr auto kExpiredCards =
    std::to_array<Choice<ExpiredCard>>({{"refunded", ExpiredCard::Refunded},
                                        {"extended", ExpiredCard::Extended},
                                        {"worthless", ExpiredCard::Worthless}});
// What an article can be given for.
constexpr auto kAxes = std::to_array<std::string_view>(
    {"window", "exit", "price", "bonus", "keep", "fee", "gifts", "points", "interest", "time",
     "residual", "lost_card", "expired_card"});
constexpr auto kLimitNames = std::to_array<std::string_view>(
    {"cash_most", "named_card_most", "bearer_card_most", "validity_years_least",
     "bearer_years_least", "record_years_least", "transaction_years_least", "pay_days_most",
     "fee_basis_points_most", "same_name", "original_route"});

// What stands under a key for each cause, each read by `read(table, name of the cause)`.
template <typename Read>
auto per_cause(Table& terms, std::string_view key, Read read) {
  std::map<Cause, decltype(read(terms, key))> found;
  if (!terms.has(key)) return found;
  Table table = terms.table(key);
  for (const auto& cause : kCauseNames) {
    if (table.has(cause.name)) found[cause.value] = read(table, cause.name);
  }
  table.finish();
  return found;
}

template <typename T, std::size_t size>
std::map<Cause, T> chosen_per_cause(Table& terms, std::string_view key,
                                    const std::array<Choice<T>, size>& choices) {
  return per_cause(terms, key, [&](Table& table, std::string_view cause) {
    return table.choice(cause, choices);
  });
}

std::map<Reason, Cause> read_causes(Table table) {
  std::map<Reason, Cause> causes;
  for (const auto& reason : kReasonNames)
    causes[reason.value] = table.choice(reason.name, kCausesOfReasons);
  if (table.has("minor")) causes[Reason::Minor] = table.choice("minor", kCausesOfReasons);
  table.finish();
  return causes;
}

void read_needs(Table& table, Window& window) {
  const std::vector<std::string> needs = table.texts("needs", 2);
  for (const std::string& need : needs) {
    if (need == "unused") {
      window.needs_unused = true;
    } else if (need == "first_time") {
      window.needs_first_time = true;
    } else if (need != "none" || needs.size() > 1) {
      table.refuse("needs", "\"none\", \"unused\", \"first_time\" or the last two in a list");
    }
  }
}

Window read_window(Table& table) {
  Window window;
  window.days = static_cast<int>(table.number("days", 0, 365));
  window.from = table.choice("from", kStarts, WindowStart::Payment);
  if (table.has("needs")) read_needs(table, window);
  window.waives_fee = table.choice("fee", kWindowFees, true);
  window.pay_within_days = table.number_if("pay_within", 1, 365).value_or(0);
  window.closes_after_days = table.number_if("closes_after", 1, kMostDays);
  if (window.from != WindowStart::Activation) {
    table.refuse("closes_after", "none, unless \"from\" is \"activation\"");
  }
  table.finish();
  return window;
}

std::vector<Window> read_windows(Table& terms) {
  std::vector<Window> windows;
  if (!terms.has("window")) return windows;
  for (Table& table : terms.tables("window", kMostWindows))
    windows.push_back(read_window(table));
  return windows;
}

std::vector<KeepStep> read_steps(Table& keep, std::string_view cause) {
  std::vector<KeepStep> steps;
  for (Table& table : keep.tables(cause, kMostSteps)) {
    KeepStep step;
    step.from_day = static_cast<int>(table.number("from_day", 0, 36'500));
    step.basis_points = table.number("basis_points", 0, kWhole);
    if (steps.empty() && step.from_day != 0) table.refuse("from_day", "0 in the first step");
    if (!steps.empty() && step.from_day <= steps.back().from_day) {
      table.refuse("from_day", "a later day than in the step before");
    }
    table.finish();
    steps.push_back(step);
  }
  return steps;
}

Fee read_fee(Table table, Currency currency) {
  Fee fee;
  fee.basis_points = table.number("basis_points", 0, kWhole);
  fee.least = table.amount("least", zero(currency));
  fee.most = table.amount("most", Money{Money::kMost, currency});
  fee.disclosed = table.truth("disclosed");
  fee.base = table.choice("base", kBases, FeeBase::Remainder);
  fee.needs_proof = table.choice("proof", kProofs, false);
  if (fee.most < fee.least) table.refuse("most", "an amount that is not below \"least\"");
  table.finish();
  return fee;
}

PointsRule read_points(Table& terms, Currency currency) {
  PointsRule points{zero(currency), true};
  if (!terms.has("points")) return points;
  Table table = terms.table("points");
  points.per_hundred = table.amount("per_hundred", points.per_hundred);
  points.claws_back = table.truth("claws_back", true);
  table.finish();
  return points;
}

Interest read_interest(Table table, const PolicyParts& parts) {
  Interest interest;
  if (table.has("table")) {
    interest.table = table.text("table");
    if (parts.tables.find(interest.table) == parts.tables.end()) {
      table.refuse("table", "the name of a table that is at hand: " + names_of(parts.tables));
    }
    table.refuse("basis_points", "none beside a table");
  } else {
    interest.basis_points = table.number("basis_points", 0, kWhole);
  }
  interest.from = table.choice("from", kInterestStarts, InterestFrom::Termination);
  interest.days_per_year = static_cast<int>(table.number("days_per_year", 360, 366, 365));
  table.finish();
  return interest;
}

void read_card(Table& terms, Terms& read) {
  if (!terms.has("card")) return;
  Table table = terms.table("card");
  read.lost_card = table.choice("lost", kLostCards, LostCard::Replaced);
  read.expired_card = table.choice("expired", kExpiredCards, ExpiredCard::Refunded);
  table.finish();
}

std::map<std::string, Phrase> read_articles(Table& terms) {
  std::map<std::string, Phrase> articles;
  if (!terms.has("articles")) return articles;
  Table table = terms.table("articles");
  for (const std::string_view axis : kAxes) {
    if (!table.holds_tables(axis)) {
      if (auto phrase = table.phrase_if(axis)) articles[std::string(axis)] = std::move(*phrase);
      continue;
    }
    Table causes = table.table(axis);
    for (const auto& cause : kCauseNames) {
      if (auto phrase = causes.phrase_if(cause.name)) {
        articles[std::string(axis) + "." + std::string(cause.name)] = std::move(*phrase);
      }
    }
    causes.finish();
  }
  table.finish();
  return articles;
}

Limits read_limits(Table table, Currency currency) {
  Limits limits;
  limits.cash_most = table.amount_if("cash_most", currency);
  limits.named_card_most = table.amount_if("named_card_most", currency);
  limits.bearer_card_most = table.amount_if("bearer_card_most", currency);
  limits.validity_years_least = table.number_if("validity_years_least", 0, kMostYears);
  limits.bearer_years_least = table.number_if("bearer_years_least", 0, kMostYears);
  limits.record_years_least = table.number_if("record_years_least", 0, kMostYears);
  limits.transaction_years_least = table.number_if("transaction_years_least", 0, kMostYears);
  limits.pay_days_most = table.number_if("pay_days_most", 0, 365);
  limits.fee_basis_points_most = table.number_if("fee_basis_points_most", 0, kWhole);
  limits.same_name = table.truth("same_name", false);
  limits.original_route = table.truth("original_route", false);
  if (table.has("sources")) {
    Table sources = table.table("sources");
    for (const std::string_view name : kLimitNames) {
      if (auto phrase = sources.phrase_if(name)) {
        limits.sources[std::string(name)] = std::move(*phrase);
      }
    }
    sources.finish();
  }
  table.finish();
  return limits;
}

// All that the shop's terms and a floor have in common.
Terms read_common(Table& table, const TermsSetting& setting) {
  Terms terms;
  terms.name = table.text("name");
  terms.name_en = table.text("name_en");
  terms.articles = read_articles(table);
  terms.exit = chosen_per_cause(table, "exit", kExits);
  terms.windows = read_windows(table);
  terms.price = chosen_per_cause(table, "price", kPrices);
  terms.bonus = chosen_per_cause(table, "bonus", kShares);
  terms.keep = per_cause(table, "keep", read_steps);
  terms.fee = per_cause(table, "fee", [&](Table& fees, std::string_view cause) {
    return read_fee(fees.table(cause), setting.currency);
  });
  terms.gifts = chosen_per_cause(table, "gifts", kGiftRules);
  terms.points = read_points(table, setting.currency);
  terms.interest = per_cause(table, "interest", [&](Table& interests, std::string_view cause) {
    return read_interest(interests.table(cause), setting.parts);
  });
  read_card(table, terms);
  return terms;
}

}  // namespace

std::string names_of(const std::map<std::string, std::string, std::less<>>& texts) {
  std::string names;
  for (const auto& [name, text] : texts)
    names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? "there is none" : names;
}

Terms read_shop(Table table, const TermsSetting& setting) {
  Terms terms = read_common(table, setting);
  terms.id = "shop";
  terms.cause_of = read_causes(table.table("cause_of"));
  if (table.has("residual")) {
    Table residual = table.table("residual");
    terms.residual.below = residual.amount_if("below", setting.currency);
    terms.residual.cheapest_service = residual.amount_if("cheapest_service", setting.currency);
    terms.residual.of = residual.choice("of", kResiduals, ResidualOf::Lot);
    residual.finish();
  }
  table.finish();
  return terms;
}

Terms read_floor(Table table, const TermsSetting& setting, std::optional<Money> cheapest_service) {
  Terms terms = read_common(table, setting);
  if (table.has("cause_of")) terms.cause_of = read_causes(table.table("cause_of"));
  if (table.has("residual")) {
    Table residual = table.table("residual");
    terms.residual.below = residual.amount_if("below", setting.currency);
    terms.residual.of = residual.choice("of", kResiduals, ResidualOf::Lot);
    if (residual.truth("below_cheapest_service", false)) {
      terms.residual.cheapest_service = cheapest_service;
      if (!cheapest_service) {
        residual.refuse("below_cheapest_service",
                        "true only when the policy has shop.residual.cheapest_service");
      }
    }
    residual.finish();
  }
  if (table.has("limits")) terms.limits = read_limits(table.table("limits"), setting.currency);
  table.finish();
  return terms;
}

}  // namespace slipway::refund
