#include "refund/authority.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

Staff person(const std::string& id, const std::string& role, const std::string& member = "") {
  return {id, id, role, *capabilities_of(role), member};
}

Policy two_tiers() {
  Policy policy;
  policy.tiers = {{Money{20'000}, 1}, {Money{200'000}, 2}, {Money{Money::kMost}, 3}};
  return policy;
}

}  // namespace

TEST_CASE("each role may do its own part and an unknown role nothing") {
  CHECK(has(person("lin", "manager"), Capability::Approve));
  CHECK_FALSE(has(person("lin", "manager"), Capability::Enrol));
  CHECK_FALSE(has(person("cai", "cashier"), Capability::Approve));
  CHECK(has(person("cai", "cashier"), Capability::Redeem));
  CHECK_FALSE(has(person("zhou", "finance"), Capability::Redeem));
  CHECK(has(person("fan", "owner"), Capability::Enrol));
  CHECK_FALSE(capabilities_of("root"));
  CHECK_FALSE(capabilities_of(""));
}

TEST_CASE("nobody approves what they filed, profit from, helped with or approved before") {
  Claim claim;
  claim.beneficiary_member = "m-7";
  claim.filer_staff = "cai";
  claim.assistants = {"zhou"};
  claim.approvers = {"fan"};
  CHECK(objection(person("cai", "cashier"), claim) == Objection::NotCapable);
  CHECK(objection(person("cai", "manager"), claim) == Objection::IsFiler);
  CHECK(objection(person("lin", "manager", "m-7"), claim) == Objection::IsBeneficiary);
  CHECK(objection(person("zhou", "finance"), claim) == Objection::IsAssistant);
  CHECK(objection(person("fan", "owner"), claim) == Objection::HasApproved);
  CHECK_FALSE(objection(person("lin", "manager"), claim));
  CHECK_FALSE(objection(person("lin", "manager", "m-8"), claim));
  for (const auto one : {Objection::NotCapable, Objection::IsFiler, Objection::IsBeneficiary,
                         Objection::IsAssistant, Objection::HasApproved}) {
    CHECK_FALSE(phrase_of(one).zh.empty());
    CHECK_FALSE(phrase_of(one).en.empty());
  }
}

TEST_CASE("a person who is no member is not taken for the member without a number") {
  CHECK_FALSE(objection(person("lin", "manager"), Claim{}));
}

TEST_CASE("approvals are counted by different people against the tier") {
  const Policy policy = two_tiers();
  Claim claim;
  claim.running_sum = Money{20'000};
  CHECK(approvals_missing(policy, claim) == 1);
  claim.running_sum = Money{20'001};
  CHECK(approvals_missing(policy, claim) == 2);
  claim.approvers = {"lin", "lin"};
  CHECK(approvals_missing(policy, claim) == 1);
  claim.approvers = {"lin", "fan", "zhou", "cai"};
  CHECK(approvals_missing(policy, claim) == 0);
  claim.running_sum = Money{Money::kMost} + Money{1};
  claim.approvers.clear();
  CHECK(approvals_missing(policy, claim) == 3);
}

TEST_CASE("splitting an amount never lowers the number of approvers") {
  REQUIRE(rc::check("the last part needs as many as the whole", [] {
    const Policy policy = two_tiers();
    const auto parts = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 150'000)));
    Money running;
    int most = 0;
    for (const std::int64_t part : parts) {
      running = running + Money{part};
      most = std::max(most, approvers_needed(policy, running));
    }
    RC_ASSERT(most == approvers_needed(policy, running));
  }));
}
