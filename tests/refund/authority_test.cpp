#include "refund/authority.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

Staff person(const std::string& id, const std::string& role, const std::string& member = "") {
  return {id, id, role, *capabilities_of(role), member};
}

Policy two_tiers() {
  Policy policy;
  policy.tiers = {{Money{20'000}, 1, {}}, {Money{200'000}, 2, {}}, {Money{Money::kMost}, 3, {}}};
  return policy;
}

// Mission 3.4: 0..20000:manager  20001..200000:manager+finance  above:owner+finance.
Policy roles_by_tier() {
  Policy policy;
  policy.tiers = {{Money{20'000}, 1, {"manager"}},
                  {Money{200'000}, 2, {"manager", "finance"}},
                  {Money{Money::kMost}, 2, {"owner", "finance"}}};
  return policy;
}

Claim claim_over(std::int64_t running) {
  Claim claim;
  claim.beneficiary_member = "m-7";
  claim.amount = claim.running_sum = Money{running};
  return claim;
}

Claim approved_by(Claim claim, const std::vector<Staff>& people) {
  for (const Staff& one : people) {
    claim.approvers.push_back(one.id);
    claim.roles[one.id] = one.role;
  }
  return claim;
}

RequestId request(std::uint8_t number) {
  RequestId id{};
  id[0] = number;
  return id;
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
  std::set<std::string> told;
  // One more than the last: a value that nobody wrote gets the words of the last one.
  for (int one = 0; one <= static_cast<int>(Objection::StoreDailyMost) + 1; ++one) {
    told.insert(phrase_of(static_cast<Objection>(one)).zh);
    told.insert(phrase_of(static_cast<Objection>(one)).en);
  }
  CHECK(told.size() == 16);
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

TEST_CASE("a tier is decided at limit - 1, limit and limit + 1, by number and by roles") {
  const Policy policy = roles_by_tier();
  const auto roles = [&](std::int64_t sum) { return roles_missing(policy, claim_over(sum)); };
  using Roles = std::vector<std::string>;
  CHECK(roles(19'999) == Roles{"manager"});
  CHECK(roles(20'000) == Roles{"manager"});
  CHECK(roles(20'001) == Roles{"manager", "finance"});
  CHECK(roles(199'999) == Roles{"manager", "finance"});
  CHECK(roles(200'000) == Roles{"manager", "finance"});
  CHECK(roles(200'001) == Roles{"owner", "finance"});
  CHECK(approvers_needed(policy, Money{20'000}) == 1);
  CHECK(approvers_needed(policy, Money{20'001}) == 2);
  CHECK(approvers_needed(policy, Money{200'001}) == 2);
}

TEST_CASE("a tier that names more roles than people needs as many people as roles") {
  Policy policy;
  policy.tiers = {{Money{20'000}, 3, {}}, {Money{Money::kMost}, 1, {"manager", "manager"}}};
  CHECK(approvals_missing(policy, claim_over(20'001)) == 3);
  policy.tiers[0].approvers = 1;
  CHECK(approvals_missing(policy, claim_over(20'001)) == 2);
  const Claim once = approved_by(claim_over(20'001), {person("lin", "manager")});
  CHECK(roles_missing(policy, once) == std::vector<std::string>{"manager"});
}

TEST_CASE("an approver of one role cannot stand for another") {
  const Policy policy = roles_by_tier();
  const Claim two_managers =
      approved_by(claim_over(100'000), {person("lin", "manager"), person("wu", "manager")});
  CHECK(approvals_missing(policy, two_managers) == 1);
  CHECK(roles_missing(policy, two_managers) == std::vector<std::string>{"finance"});
  CHECK(words_of_missing(policy, two_managers).zh == "还差 1 人批准，其中须有：财务。");
  CHECK(words_of_missing(policy, two_managers).en == "1 approval missing, among them: finance.");
  CHECK(words_of_missing(policy, claim_over(100'000)).zh ==
        "还差 2 人批准，其中须有：店长、财务。");
  const Claim both = approved_by(two_managers, {person("zhou", "finance")});
  CHECK(approvals_missing(policy, both) == 0);
  CHECK(words_of_missing(policy, both).en == "All approvals are there.");
  CHECK(words_of_missing(two_tiers(), claim_over(100'000)).en == "2 approvals missing.");

  const Claim one_manager = approved_by(claim_over(100'000), {person("lin", "manager")});
  CHECK(objection(policy, person("wu", "manager"), one_manager, {}) == Objection::OtherRoleNeeded);
  CHECK_FALSE(objection(policy, person("zhou", "finance"), one_manager, {}));
  CHECK(objection(policy, person("lin", "manager"), one_manager, {}) == Objection::HasApproved);
  CHECK_FALSE(objection(two_tiers(), person("wu", "manager"), one_manager, {}));
}

TEST_CASE("who has approved may complete what nobody else is asked for any more") {
  Policy policy = two_tiers();
  policy.risk.one_more_from = 50;
  Claim claim = approved_by(claim_over(10'000), {person("lin", "manager")});
  claim.risk = 50;
  CHECK(objection(policy, person("lin", "manager"), claim, {}) == Objection::HasApproved);
  claim.risk = 0;
  CHECK(approvals_missing(policy, claim) == 0);
  CHECK_FALSE(objection(policy, person("lin", "manager"), claim, {}));
  CHECK(objection(policy, person("cai", "cashier"), claim, {}) == Objection::NotCapable);
}

TEST_CASE("somebody whose role is not known fills no role") {
  Claim claim = claim_over(10'000);
  claim.approvers = {"lin"};
  CHECK(roles_missing(roles_by_tier(), claim) == std::vector<std::string>{"manager"});
  CHECK(approvals_missing(roles_by_tier(), claim) == 1);
}

TEST_CASE("no set of people completes a request without every role of its tier") {
  REQUIRE(rc::check("roles", [] {
    const std::vector<std::string> names = {"manager", "finance", "owner", "auditor"};
    Policy policy;
    policy.tiers = {{Money{20'000}, *rc::gen::inRange(1, 4), {}},
                    {Money{Money::kMost}, *rc::gen::inRange(1, 4), {}}};
    for (Tier& tier : policy.tiers) {
      tier.roles = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(names));
      if (tier.roles.size() > 4) tier.roles.resize(4);
    }
    Claim claim = claim_over(*rc::gen::element(20'000, 20'001));
    claim.risk = *rc::gen::element(0, 49, 50, 80);
    std::map<std::string, int> there;
    int people = 0;
    while (approvals_missing(policy, claim) > 0) {
      const int before = approvals_missing(policy, claim);
      const std::string role = *rc::gen::elementOf(names);
      const std::string id = "p" + std::to_string(people++);
      RC_PRE(people < 200);
      claim.approvers.push_back(id);
      claim.roles[id] = role;
      ++there[role];
      RC_ASSERT(approvals_missing(policy, claim) <= before);
      RC_ASSERT(before - 1 <= approvals_missing(policy, claim));
    }
    std::map<std::string, int> asked;
    for (const std::string& role : policy.tiers[claim.amount == Money{20'000} ? 0 : 1].roles)
      ++asked[role];
    for (const auto& [role, count] : asked)
      RC_ASSERT(there[role] >= count);
    RC_ASSERT(people >= approvers_needed(policy, claim));
  }));
}

TEST_CASE("splitting a refund never evades a tier, in number or roles") {
  REQUIRE(rc::check("the last part is as hard as the whole", [] {
    Policy policy = roles_by_tier();
    policy.tiers[0].approvers = *rc::gen::inRange(1, 5);  // even where a table falls
    const auto parts = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 150'000)));
    Money running;
    int most = 0;
    for (const std::int64_t part : parts) {
      running = running + Money{part};
      const int needed = approvers_needed(policy, claim_over(running.minor));
      RC_ASSERT(most <= needed);
      most = needed;
    }
    const Claim whole = claim_over(running.minor);
    RC_ASSERT(most == approvers_needed(policy, whole));
    Claim last = whole;
    last.amount = Money{parts.back()};
    RC_ASSERT(roles_missing(policy, last) == roles_missing(policy, whole));
    RC_ASSERT(approvals_missing(policy, last) == approvals_missing(policy, whole));
  }));
}

TEST_CASE("a risk adds one approver from its threshold on: 49, 50, 51") {
  const Policy policy = two_tiers();
  Claim claim = claim_over(20'000);
  claim.risk = 49;
  CHECK(approvers_needed(policy, claim) == 1);
  claim.risk = 50;
  CHECK(approvers_needed(policy, claim) == 2);
  claim.risk = 51;
  CHECK(approvals_missing(policy, claim) == 2);
}

TEST_CASE("what one person approves in a day: limit - 1, limit, limit + 1") {
  Policy policy = two_tiers();
  const Staff lin = person("lin", "manager");
  const Claim claim = claim_over(10'000);
  CHECK_FALSE(objection(policy, lin, claim, {Money{900'000}, Money{900'000}}));
  policy.authority.approver_daily_most = Money{50'000};
  CHECK_FALSE(objection(policy, lin, claim, {Money{39'999}, {}}));
  CHECK_FALSE(objection(policy, lin, claim, {Money{40'000}, {}}));
  CHECK(objection(policy, lin, claim, {Money{40'001}, {}}) == Objection::ApproverDailyMost);
}

TEST_CASE("what a store approves in a day: limit - 1, limit, limit + 1") {
  Policy policy = two_tiers();
  policy.authority.store_daily_most = Money{50'000};
  const Staff lin = person("lin", "manager");
  const Claim claim = claim_over(10'000);
  CHECK_FALSE(objection(policy, lin, claim, {{}, Money{39'999}}));
  CHECK_FALSE(objection(policy, lin, claim, {{}, Money{40'000}}));
  CHECK(objection(policy, lin, claim, {{}, Money{40'001}}) == Objection::StoreDailyMost);
}

TEST_CASE(
    "an owner's approval lifts the daily limits, so that they never hold money past its day") {
  Policy policy = two_tiers();
  policy.authority.approver_daily_most = policy.authority.store_daily_most = Money{1};
  const Claim claim = claim_over(100'000);
  const Staff fan = person("fan", "owner");
  CHECK_FALSE(objection(policy, fan, claim, {}));
  CHECK_FALSE(objection(policy, person("lin", "manager"), approved_by(claim, {fan}), {}));
  const Claim by_finance = approved_by(claim, {person("zhou", "finance")});
  CHECK(objection(policy, person("lin", "manager"), by_finance, {}) ==
        Objection::ApproverDailyMost);
  Claim nameless = claim;
  nameless.approvers = {"fan"};
  CHECK(objection(policy, person("lin", "manager"), nameless, {}) == Objection::ApproverDailyMost);
}

TEST_CASE("without a word in the policy nothing is approved without a person") {
  Claim claim = claim_over(1);
  CHECK_FALSE(may_approve_alone(two_tiers(), claim, {}));
}

TEST_CASE("the station alone approves only small, plain requests of members themselves") {
  Policy policy = two_tiers();
  policy.authority.auto_most = Money{5'000};
  CHECK(may_approve_alone(policy, claim_over(4'999), {}));
  CHECK(may_approve_alone(policy, claim_over(5'000), {}));
  CHECK_FALSE(may_approve_alone(policy, claim_over(5'001), {}));
  policy.authority.auto_most = Money{30'000};
  CHECK(may_approve_alone(policy, claim_over(20'000), {}));
  CHECK_FALSE(may_approve_alone(policy, claim_over(20'001), {}));

  Claim risky = claim_over(5'000);
  risky.risk = 1;
  CHECK_FALSE(may_approve_alone(policy, risky, {}));
  for (const Exit exit : {Exit::Right, Exit::ByPolicy, Exit::ByReview, Exit::None}) {
    Claim claim = claim_over(5'000);
    claim.exit = exit;
    CHECK(may_approve_alone(policy, claim, {}) == (exit == Exit::Right || exit == Exit::ByPolicy));
  }
  Claim filed = claim_over(5'000);
  filed.filer_staff = "cai";
  CHECK_FALSE(may_approve_alone(policy, filed, {}));
  Claim helped = claim_over(5'000);
  helped.assistants = {"cai"};
  CHECK_FALSE(may_approve_alone(policy, helped, {}));

  policy.authority.store_daily_most = Money{9'000};
  CHECK(may_approve_alone(policy, claim_over(5'000), {{}, Money{4'000}}));
  CHECK_FALSE(may_approve_alone(policy, claim_over(5'000), {{}, Money{4'001}}));
}

TEST_CASE("the sample follows from the closed day alone and comes near its rate") {
  const Digest head = digest_of("the head of the day");
  CHECK_FALSE(is_drawn(head, request(1), 0));
  CHECK(is_drawn(head, request(1), 10'000));
  int drawn = 0;
  int moved = 0;
  for (int i = 0; i < 4'000; ++i) {
    RequestId id{};
    id[14] = static_cast<std::uint8_t>(i / 256);
    id[15] = static_cast<std::uint8_t>(i % 256);
    const bool is_in = is_drawn(head, id, 500);
    CHECK(is_in == is_drawn(head, id, 500));
    if (is_in) CHECK(is_drawn(head, id, 501));
    drawn += is_in ? 1 : 0;
    moved += is_in != is_drawn(digest_of("one more entry"), id, 500) ? 1 : 0;
  }
  CHECK(drawn > 150);
  CHECK(drawn < 250);
  CHECK(moved > 250);  // another head draws other requests
}

TEST_CASE("a drawn request is looked at by somebody who audits and had no part in it") {
  Claim claim = approved_by(claim_over(10'000), {person("fan", "owner")});
  claim.filer_staff = "zhou";
  CHECK(objection_to_recheck(person("lin", "manager"), claim) == Objection::NotCapable);
  CHECK(objection_to_recheck(person("fan", "owner"), claim) == Objection::HasApproved);
  CHECK(objection_to_recheck(person("zhou", "finance"), claim) == Objection::IsFiler);
  CHECK(objection_to_recheck(person("qian", "finance", "m-7"), claim) == Objection::IsBeneficiary);
  CHECK_FALSE(objection_to_recheck(person("qian", "finance"), claim));
}

TEST_CASE("roles have names") {
  CHECK(phrase_of_role("manager").zh == "店长");
  CHECK(phrase_of_role("finance").zh == "财务");
  CHECK(phrase_of_role("cashier").zh == "收银");
  CHECK(phrase_of_role("owner").zh == "店主");
  CHECK(phrase_of_role("regional").en == "regional");
}
