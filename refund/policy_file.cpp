#include "refund/policy_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "refund/authority.hpp"
#include "refund/policy_table.hpp"
#include "refund/policy_terms.hpp"
#include "refund/sodium.hpp"
#include "refund/table_file.hpp"

namespace slipway::refund {

namespace {

constexpr std::size_t kMostTiers = 8;
constexpr std::size_t kMostFloors = 4;
constexpr std::size_t kMostYears = 10;
constexpr int kMostApprovers = 5;
constexpr int kMostDays = 3'650;

constexpr auto kRoutes = std::to_array<Choice<Route>>(
    {{"original", Route::Original}, {"bank", Route::Bank}, {"cash", Route::Cash}});
constexpr auto kCountings = std::to_array<Choice<DayCount>>(
    {{"calendar", DayCount::Calendar}, {"working", DayCount::Working}});
constexpr auto kLevels = std::to_array<Choice<Severity>>({{"void", Severity::Void},
                                                          {"breach", Severity::Breach},
                                                          {"warning", Severity::Warning},
                                                          {"advice", Severity::Advice}});
constexpr auto kUnits = std::to_array<Choice<std::int64_t>>(
    {{"0.01", 1}, {"0.05", 5}, {"0.10", 10}, {"0.50", 50}, {"1.00", 100}});

// The names of the parts that a policy used.
struct Used {
  std::map<std::string, std::string, std::less<>> packs;  // with their texts
  std::map<std::string, std::string, std::less<>> tables;
};

bool may_approve(const std::string& role) {
  const auto capabilities = capabilities_of(role);
  return capabilities && std::find(capabilities->begin(), capabilities->end(),
                                   Capability::Approve) != capabilities->end();
}

void read_roles(Table& table, Tier& tier) {
  if (!table.has("roles")) return;
  tier.roles = table.texts("roles", kMostApprovers);
  if (!std::all_of(tier.roles.begin(), tier.roles.end(), may_approve)) {
    table.refuse("roles", "roles that may approve");
  }
  if (static_cast<int>(tier.roles.size()) > tier.approvers) {
    table.refuse("roles", "not more than \"approvers\"");
  }
}

std::vector<Tier> read_tiers(Table& root, Currency currency) {
  std::vector<Table> tables = root.tables("tier", kMostTiers);
  std::vector<Tier> tiers;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Table& table = tables[i];
    const bool is_last = i + 1 == tables.size();
    Tier tier{Money{Money::kMost, currency}, 1, {}};
    if (is_last) {
      table.refuse("up_to", "none in the last tier, which covers everything above the others");
    } else {
      tier.up_to = table.amount("up_to", currency);
    }
    tier.approvers = static_cast<int>(table.number("approvers", 1, kMostApprovers));
    if (!tiers.empty() && tier.up_to <= tiers.back().up_to) {
      table.refuse("up_to", "more than in the tier before");
    }
    if (!tiers.empty() && tier.approvers < tiers.back().approvers) {
      table.refuse("approvers", "not fewer than in the tier before");
    }
    read_roles(table, tier);
    table.finish();
    tiers.push_back(std::move(tier));
  }
  return tiers;
}

// Without [[payout]]: a bank account of the member's name, and cash up to `cash_most`.
std::vector<PayoutRule> read_payout(Table& root, Money cash_most) {
  PayoutRule bank;
  PayoutRule cash;
  cash.route = Route::Cash;
  cash.most = cash_most;
  if (!root.has("payout")) return {bank, cash};
  std::vector<PayoutRule> rules;
  for (Table& table : root.tables("payout", kRoutes.size())) {
    PayoutRule rule;
    rule.route = table.choice("route", kRoutes);
    rule.most = table.amount_if("most", cash_most.currency);
    rule.most_days = table.number_if("most_days", 1, kMostDays);
    rule.same_name = table.truth("same_name", true);
    rule.most_parts = table.number_if("most_parts", 1, 1'000);
    if (rule.route == Route::Cash) {
      if (cash_most < rule.most.value_or(cash_most)) {
        table.refuse("most", "at most \"cash_most\" of the policy");
      }
      rule.most = rule.most.value_or(cash_most);
    }
    const bool is_repeated = std::any_of(
        rules.begin(), rules.end(), [&](const PayoutRule& one) { return one.route == rule.route; });
    if (is_repeated) table.refuse("route", "each route once");
    table.finish();
    rules.push_back(rule);
  }
  const bool has_cash = std::any_of(
      rules.begin(), rules.end(), [](const PayoutRule& rule) { return rule.route == Route::Cash; });
  if (!has_cash && is_positive(cash_most)) {
    root.refuse("cash_most", "\"0.00\", because no [[payout]] is in cash");
  }
  return rules;
}

Authority read_authority(Table& root, Currency currency) {
  Authority authority;
  authority.auto_most = zero(currency);
  if (!root.has("authority")) return authority;
  Table table = root.table("authority");
  authority.approver_daily_most = table.amount_if("approver_daily_most", currency);
  authority.store_daily_most = table.amount_if("store_daily_most", currency);
  authority.auto_most = table.amount("auto_most", authority.auto_most);
  authority.sample_basis_points = table.number("sample_basis_points", 0, 10'000, 0);
  table.finish();
  return authority;
}

RiskRule read_risk(Table& root) {
  RiskRule risk;
  if (!root.has("risk")) return risk;
  Table table = root.table("risk");
  risk.one_more_from = table.number_if("one_more_from", 1, 100).value_or(risk.one_more_from);
  risk.repeat_days = table.number_if("repeat_days", 0, kMostDays).value_or(risk.repeat_days);
  risk.payee_accounts = table.number_if("payee_accounts", 2, 1'000).value_or(risk.payee_accounts);
  risk.bonus_days = table.number_if("bonus_days", 0, kMostDays).value_or(risk.bonus_days);
  risk.similar_days = table.number_if("similar_days", 0, kMostDays).value_or(risk.similar_days);
  table.finish();
  return risk;
}

PartialRule read_partial(Table& root, Currency currency) {
  PartialRule partial;
  if (!root.has("partial")) return partial;
  Table table = root.table("partial");
  partial.allowed = table.truth("allowed", true);
  partial.least = table.amount_if("least", currency);
  table.finish();
  return partial;
}

Records read_records(Table& root) {
  Records records;
  if (!root.has("records")) return records;
  Table table = root.table("records");
  records.years = table.number_if("years", 0, 100).value_or(records.years);
  records.redacts_after = table.truth("redacts_after", true);
  table.finish();
  return records;
}

Rounding read_rounding(Table& root, Currency currency) {
  Rounding rounding{Money{1, currency}};
  if (!root.has("rounding")) return rounding;
  Table table = root.table("rounding");
  rounding.unit.minor = table.choice("unit", kUnits);
  table.finish();
  return rounding;
}

void read_clock(Table& root, Policy& policy) {
  const auto read = [&root](std::string_view key, int most, int& days) {
    days = root.number_if(key, 1, most).value_or(days);
  };
  read("review_hours", 720, policy.review_hours);
  read("pay_days", 365, policy.pay_days);
  read("bank_days", 60, policy.bank_days);
  read("voucher_days", kMostDays, policy.voucher_days);
  read("request_days", kMostDays, policy.request_days);
  policy.counting = root.choice("counting", kCountings, DayCount::Calendar);
}

Terms read_pack(const std::string& name, const std::string& text, const TermsSetting& setting,
                std::optional<Money> cheapest_service, FirstMistake& mistake) {
  const std::string file = "packs/" + name + ".toml";
  const Node tree = tree_or_nothing(text, file, mistake);
  Table root(tree, "", file, mistake);
  if (root.choice("currency", kCurrencyNames) != setting.currency) {
    root.refuse("currency", "\"" + std::string(letters(setting.currency)) + "\", the policy's");
  }
  Terms terms = read_floor(std::move(root), setting, cheapest_service);
  terms.id = name;
  return terms;
}

// Takes note of a part that the policy names; null, and a mistake, when it is not at hand.
const std::string* use(const std::map<std::string, std::string, std::less<>>& parts,
                       const std::string& name,
                       std::map<std::string, std::string, std::less<>>& used) {
  const auto found = parts.find(name);
  if (found == parts.end()) return nullptr;
  used.insert(*found);
  return &found->second;
}

std::vector<Terms> read_floors(Table& root, const TermsSetting& setting,
                               std::optional<Money> cheapest_service, FirstMistake& mistake,
                               Used& used) {
  std::vector<Terms> floors;
  if (root.holds_tables("floor")) {
    for (Table& table : root.tables("floor", kMostFloors)) {
      floors.push_back(read_floor(std::move(table), setting, cheapest_service));
      floors.back().id = "floor-" + std::to_string(floors.size());
    }
    return floors;
  }
  for (const std::string& name : root.texts("floor", kMostFloors)) {
    if (const std::string* text = use(setting.parts.packs, name, used.packs)) {
      floors.push_back(read_pack(name, *text, setting, cheapest_service, mistake));
    } else {
      root.refuse("floor", "names of packs that are at hand: " + names_of(setting.parts.packs));
    }
  }
  return floors;
}

void read_rates_of(const Terms& terms, const PolicyParts& parts, Policy& policy,
                   FirstMistake& mistake, Used& used) {
  for (const auto& [cause, interest] : terms.interest) {
    if (policy.rates.contains(interest.table)) continue;
    if (const std::string* text = use(parts.tables, interest.table, used.tables)) {
      policy.rates[interest.table] = read_rates(interest.table, *text, mistake);
    }
  }
}

std::optional<HolidayTable> read_years(Table& root, const PolicyParts& parts, FirstMistake& mistake,
                                       Used& used) {
  std::optional<HolidayTable> all;
  if (!root.has("holidays")) return all;
  for (const std::string& name : root.texts("holidays", kMostYears)) {
    const std::string* text = use(parts.tables, name, used.tables);
    if (text == nullptr) {
      root.refuse("holidays", "names of tables that are at hand: " + names_of(parts.tables));
      return all;
    }
    HolidayTable year = read_holidays(name, *text, mistake);
    if (!all) {
      all = std::move(year);
      continue;
    }
    if (year.first_year != all->last_year + 1) {
      root.refuse("holidays", "tables of years that follow each other");
    }
    all->last_year = year.last_year;
    all->name += " " + year.name;
    all->source += "; " + year.source;
    all->off.merge(year.off);
    all->working.merge(year.working);
  }
  return all;
}

Policy read_root(Table root, const PolicyParts& parts, FirstMistake& mistake, Used& used) {
  Policy policy;
  policy.name = root.text("name");
  policy.version = static_cast<int>(root.number("version", 1, 1'000'000));
  const Currency currency = root.choice("currency", kCurrencyNames);
  policy.clause = root.text("clause");
  policy.clause_en = root.text("clause_en");
  policy.cash_most = root.amount("cash_most", currency);
  read_clock(root, policy);
  policy.holidays = read_years(root, parts, mistake, used);
  policy.payout = read_payout(root, policy.cash_most);
  policy.tiers = read_tiers(root, currency);
  policy.authority = read_authority(root, currency);
  policy.risk = read_risk(root);
  policy.partial = read_partial(root, currency);
  policy.records = read_records(root);
  policy.rounding = read_rounding(root, currency);
  policy.lint_level = root.choice("lint_level", kLevels, policy.lint_level);
  const TermsSetting setting{currency, parts};
  policy.shop = read_shop(root.table("shop"), setting);
  policy.floors = read_floors(root, setting, policy.shop.residual.cheapest_service, mistake, used);
  root.finish();
  read_rates_of(policy.shop, parts, policy, mistake, used);
  for (const Terms& floor : policy.floors)
    read_rates_of(floor, parts, policy, mistake, used);
  return policy;
}

std::string manifest(std::string_view toml, const Used& used) {
  std::string lines = "slipway policy 1\npolicy " + to_hex(digest_of(toml)) + "\n";
  for (const auto& [name, text] : used.packs)
    lines += "pack " + name + " " + to_hex(digest_of(text)) + "\n";
  for (const auto& [name, text] : used.tables)
    lines += "table " + name + " " + to_hex(digest_of(text)) + "\n";
  return lines;
}

tl::expected<Policy, PolicyMistake> read(std::string_view toml, const PolicyParts& parts,
                                         Used& used) {
  FirstMistake mistake;
  const Node tree = tree_or_nothing(toml, "", mistake);
  Policy policy = read_root(Table(tree, "", "", mistake), parts, mistake, used);
  if (mistake.found) return tl::unexpected(*std::move(mistake.found));
  return policy;
}

}  // namespace

tl::expected<Policy, PolicyMistake> read_policy(std::string_view toml, const PolicyParts& parts) {
  Used used;
  auto policy = read(toml, parts, used);
  if (!policy) return policy;
  const bool is_alone = used.packs.empty() && used.tables.empty();
  policy->hash = to_hex(digest_of(is_alone ? std::string(toml) : manifest(toml, used)));
  return policy;
}

tl::expected<std::string, PolicyMistake> manifest_of(std::string_view toml,
                                                     const PolicyParts& parts) {
  Used used;
  const auto policy = read(toml, parts, used);
  if (!policy) return tl::unexpected(policy.error());
  return manifest(toml, used);
}

}  // namespace slipway::refund
