#include "refund/legal_bounds.hpp"

#include "refund/policy_words.hpp"

namespace slipway::refund {

namespace {

enum class Side { Most, Least };

// A bound of this name while the floors are asked for a stricter one.
struct Search {
  std::string name;
  Side side = Side::Most;
  bool is_of_floor = false;
  Bound bound;

  void ask(const Terms& floor, std::optional<std::int64_t> number) {
    if (!number) return;
    const bool is_stricter = side == Side::Most ? *number < bound.number : bound.number < *number;
    if (is_of_floor && !is_stricter) return;
    is_of_floor = true;
    bound.number = *number;
    const auto source = floor.limits.sources.find(name);
    bound.article =
        source == floor.limits.sources.end() ? Phrase{floor.name, floor.name_en} : source->second;
  }
};

Search search(std::string name, Side side, std::int64_t standard, LawFact fact) {
  const Citation& citation = citation_of(fact);
  return {std::move(name), side, false, {standard, std::string(citation.row), citation.article}};
}

}  // namespace

LegalBounds bounds_of(const Policy& policy) {
  // The measures speak of yuan; another currency has a cap only where a floor names one.
  const bool is_yuan = policy.cash_most.currency == Currency::Cny;
  Search cash = search("cash_most", Side::Most, is_yuan ? kLegalNumbers.cash_most : Money::kMost,
                       LawFact::Cash);
  Search pay = search("pay_days_most", Side::Most, kLegalNumbers.pay_days, LawFact::Delay);
  Search years =
      search("record_years_least", Side::Least, kLegalNumbers.record_years, LawFact::Buyers);
  Search fee = search("fee_basis_points_most", Side::Most, kLegalNumbers.fee_basis_points,
                      LawFact::StandardTerms);
  for (const Terms& floor : policy.floors) {
    const Limits& limits = floor.limits;
    std::optional<std::int64_t> most;
    if (limits.cash_most) most = limits.cash_most->minor;
    cash.ask(floor, most);
    pay.ask(floor, limits.pay_days_most);
    years.ask(floor, limits.record_years_least);
    years.ask(floor, limits.transaction_years_least);
    fee.ask(floor, limits.fee_basis_points_most);
  }
  return {cash.bound, pay.bound, years.bound, fee.bound};
}

Phrase cited(const Policy& policy, std::string_view axis, std::optional<Cause> cause,
             LawFact fact) {
  const std::string general(axis);
  const std::string special = cause ? general + "." + std::string(key_of(*cause)) : general;
  for (const std::string& name : {special, general}) {
    for (const Terms& floor : policy.floors) {
      const auto article = floor.articles.find(name);
      if (article == floor.articles.end()) continue;
      return {floor.name + " " + article->second.zh, floor.name_en + ", " + article->second.en};
    }
  }
  return citation_of(fact).article;
}

Phrase cited_limit(const Policy& policy, const std::string& name, LawFact fact) {
  for (const Terms& floor : policy.floors) {
    const auto source = floor.limits.sources.find(name);
    if (source != floor.limits.sources.end()) return source->second;
  }
  return citation_of(fact).article;
}

}  // namespace slipway::refund
