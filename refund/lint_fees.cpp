#include "refund/lint_checks.hpp"

#include <algorithm>

namespace slipway::refund {

namespace {

bool is_charged(const Fee& fee) {
  return fee.basis_points > 0 || is_positive(fee.least);
}

// One fee with its cause, and where its findings go.
struct Reading {
  const Policy& policy;
  Cause cause;
  const Fee& fee;
  std::vector<Finding>& findings;

  void add(const char* id, Severity severity, std::string_view field, LawFact fact, Phrase why,
           Phrase mend) const {
    add(id, severity, field, citation_of(fact).row, cited(policy, "fee", cause, fact),
        std::move(why), std::move(mend));
  }
  void add(const char* id, Severity severity, std::string_view field, std::string_view row,
           Phrase article, Phrase why, Phrase mend) const {
    const std::string key = "shop.fee." + std::string(key_of(cause));
    findings.push_back({id, severity, field.empty() ? key : key + "." + std::string(field),
                        std::string(row), std::move(article), of_cause(cause, phrase_of(fee)),
                        std::move(why), std::move(mend)});
  }
};

void check_right(const Reading& reading) {
  if (reading.cause == Cause::Window) {
    const std::vector<Window>& windows = reading.policy.shop.windows;
    if (std::all_of(windows.begin(), windows.end(),
                    [](const Window& one) { return one.waives_fee; })) {
      return;
    }
    reading.add("fee-in-window", Severity::Void, "", LawFact::SevenDays,
                {"七日无理由退的是本金，不能扣手续费。",
                 "Within the no-reason days the principal comes back; no fee may be taken of it."},
                {"去掉这项手续费，或在 shop.window 写 fee = \"waived\"。",
                 "Drop the fee, or write fee = \"waived\" under shop.window."});
  } else if (reading.cause != Cause::Member) {
    reading.add("fee-without-fault", Severity::Breach, "", LawFact::Performance,
                {"不是会员的过错却收手续费，等于换个名字的违约金。",
                 "A fee when the member is not at fault is a penalty by another name."},
                {"去掉这项手续费。", "Drop this fee."});
  }
}

void check_size(const Reading& reading, const Bound& bound) {
  const Fee& fee = reading.fee;
  if (fee.basis_points > bound.number) {
    const std::string cap = percent_text(bound.number);
    reading.add(
        "fee-above-cap", Severity::Void, "basis_points", bound.row, bound.article,
        {"手续费高于 " + cap + "，加重会员责任，不公平的部分无效；法院曾把 20% 的手续费减到 5%。",
         "A fee above " + cap +
             " burdens the member unfairly and is void to that extent; a court has cut one "
             "of 20% to 5%."},
        {"写为不超过 " + std::to_string(bound.number) + "。",
         "Write at most " + std::to_string(bound.number) + "."});
  }
  if (fee.base == FeeBase::Paid) {
    reading.add("fee-on-what-was-used", Severity::Breach, "base", LawFact::Principal,
                {"按实付总额收费，连会员已经用掉的部分也要再付一次费用。",
                 "A fee on all that was paid charges the member for what is used up as well."},
                {"改为 base = \"remainder\"（按余额计）。", "Write base = \"remainder\"."});
  }
  if (kLegalNumbers.least_fee_most < fee.least.minor) {
    reading.add(
        "fee-eats-small-balance", Severity::Warning, "least", LawFact::Unfair,
        {"最低收费 " + to_text(fee.least) + "，余额小的会员一分也拿不回来，与“概不退款”无异。",
         "With a minimum of " + to_text(fee.least) +
             " a small balance comes back as nothing, which is no refund by another name."},
        {"降低最低收费，或对小额余额免收。",
         "Lower the minimum, or charge none on small balances."});
  }
}

void check_disclosure(const Reading& reading) {
  if (!reading.fee.disclosed) {
    reading.add("fee-undisclosed", Severity::Breach, "disclosed", LawFact::StandardTerms,
                {"手续费没有在售卡时以显著方式告知会员，不得收取（系统也不会扣）。",
                 "A fee that was not pointed out when the card was sold may not be taken (and is "
                 "not)."},
                {"在售卡协议里写明并请会员签收，再写 disclosed = true；否则去掉这项。",
                 "Put it into the agreement that the buyer signs and write disclosed = true, or "
                 "drop it."});
  } else if (!reading.fee.needs_proof) {
    reading.add("fee-without-proof", Severity::Advice, "disclosed", LawFact::Evidence,
                {"发生争议时，商家拿不出这位会员知情的记录，法院可以采信会员的说法。",
                 "In a dispute a shop without a record that this member was told may not be "
                 "believed."},
                {"写 proof = \"record\"：只对有告知记录的卡收费。",
                 "Write proof = \"record\": only where the card's record shows it."});
  }
}

}  // namespace

void lint_fees(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings) {
  for (const auto& [cause, fee] : policy.shop.fee) {
    if (!is_charged(fee)) continue;
    const Reading reading{policy, cause, fee, findings};
    check_right(reading);
    check_size(reading, bounds.fee_basis_points_most);
    check_disclosure(reading);
  }
}

}  // namespace slipway::refund
