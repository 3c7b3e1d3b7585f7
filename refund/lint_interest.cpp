#include "refund/lint_checks.hpp"

namespace slipway::refund {

namespace {

const Interest* interest_of(const Terms& terms, Cause cause) {
  const auto found = terms.interest.find(cause);
  return found == terms.interest.end() ? nullptr : &found->second;
}

// The yearly rate as it stands today: the fixed one, or the last of the table.
std::int64_t rate_of(const Interest& interest, const Policy& policy) {
  const auto table = policy.rates.find(interest.table);
  if (table == policy.rates.end() || table->second.rates.empty()) return interest.basis_points;
  return table->second.rates.back().basis_points;
}

std::string key_for(Cause cause) {
  return "shop.interest." + std::string(key_of(cause));
}

void check_none(const Policy& policy, Cause cause, std::vector<Finding>& findings) {
  const bool is_merchant = cause == Cause::Merchant;
  findings.push_back(
      {"interest-none",
       is_merchant ? Severity::Breach : Severity::Warning,
       key_for(cause),
       "F18",
       cited(policy, "interest", cause, LawFact::Interest),
       of_cause(cause, {"不付利息", "no interest"}),
       {is_merchant ? "因商家原因退款，要按合同成立时的一年期贷款市场报价利率付利息。"
                    : "因会员原因退款，也要按合同成立时的一年期定期存款基准利率付利息。",
        is_merchant ? "When the merchant is the cause, interest is owed at the one-year loan prime "
                      "rate of the day of the contract."
                    : "Even when the member is the cause, interest is owed at the one-year "
                      "benchmark deposit rate of the day of the contract."},
       {is_merchant ? "写 table = \"lpr1y\"。" : "写 table = \"pboc1y\"。",
        is_merchant ? "Write table = \"lpr1y\"." : "Write table = \"pboc1y\"."}});
}

// True when a floor gives more for this cause today.
const Terms* better_floor(const Policy& policy, Cause cause, std::int64_t rate) {
  for (const Terms& floor : policy.floors) {
    const Interest* legal = interest_of(floor, cause);
    if (legal != nullptr && rate < rate_of(*legal, policy)) return &floor;
  }
  return nullptr;
}

void check_terms(const Policy& policy, Cause cause, const Interest& interest,
                 std::vector<Finding>& findings) {
  const Phrase stands = of_cause(cause, phrase_of(interest));
  const std::int64_t rate = rate_of(interest, policy);
  if (const Terms* floor = better_floor(policy, cause, rate)) {
    const std::string legal = percent_text(rate_of(*interest_of(*floor, cause), policy));
    findings.push_back(
        {"interest-too-low",
         Severity::Warning,
         key_for(cause),
         "F18",
         cited(policy, "interest", cause, LawFact::Interest),
         stands,
         {floor->name + "现为年利率 " + legal + "，章程写的低于它，容易被认定为不公平。",
          floor->name_en + " gives " + legal +
              " a year at present; terms below it are easily held "
              "to be unfair."},
         {"写与法定相同的利率表。", "Name the same rate table as the law."}});
  }
  if (interest.from == InterestFrom::Request) {
    findings.push_back(
        {"interest-starts-late",
         Severity::Breach,
         key_for(cause) + ".from",
         "F19",
         cited(policy, "interest", cause, LawFact::InterestStart),
         stands,
         {"利息应从合同解除时起算；从申请日起算，会员先停卡、后申请的就少算了。",
          "Interest runs from the day on which the contract ended; counted from the request, "
          "members who ask later lose some."},
         {"改为 from = \"termination\"，或更早的 payment。",
          "Write from = \"termination\", or payment, which is earlier."}});
  }
  if (interest.days_per_year > kLegalNumbers.days_per_year) {
    findings.push_back(
        {"interest-year-too-long",
         Severity::Warning,
         key_for(cause) + ".days_per_year",
         "F18",
         cited(policy, "interest", cause, LawFact::Interest),
         stands,
         {"一年没有这么多天，日息因此算少了，少的归了商家。",
          "No year has so many days; the daily interest comes out too small, in the shop's "
          "favour."},
         {"写 365。", "Write 365."}});
  }
}

}  // namespace

void lint_interest(const Policy& policy, std::vector<Finding>& findings) {
  for (const Cause cause : {Cause::Merchant, Cause::Member}) {
    const Interest* interest = interest_of(policy.shop, cause);
    if (interest == nullptr || (interest->table.empty() && interest->basis_points == 0)) {
      check_none(policy, cause, findings);
    } else {
      check_terms(policy, cause, *interest, findings);
    }
  }
}

}  // namespace slipway::refund
