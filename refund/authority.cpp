#include "refund/authority.hpp"

#include <algorithm>
#include <set>

#include "refund/require.hpp"

namespace slipway::refund {

namespace {

constexpr std::string_view kOwner = "owner";

bool contains(const std::vector<std::string>& people, const std::string& person) {
  return std::find(people.begin(), people.end(), person) != people.end();
}

// What part somebody had in a request, when they had one.
std::optional<Objection> part_in(const Staff& staff, const Claim& claim) {
  if (staff.id == claim.filer_staff) return Objection::IsFiler;
  if (!staff.member_id.empty() && staff.member_id == claim.beneficiary_member) {
    return Objection::IsBeneficiary;
  }
  if (contains(claim.assistants, staff.id)) return Objection::IsAssistant;
  if (contains(claim.approvers, staff.id)) return Objection::HasApproved;
  return std::nullopt;
}

std::set<std::string> people_of(const Claim& claim) {
  return {claim.approvers.begin(), claim.approvers.end()};
}

const Tier& tier_of(const Policy& policy, Money running_sum) {
  require(!policy.tiers.empty());
  const auto found = std::find_if(policy.tiers.begin(), policy.tiers.end() - 1,
                                  [&](const Tier& tier) { return running_sum <= tier.up_to; });
  return *found;
}

bool has_owner(const Claim& claim) {
  const std::set<std::string> people = people_of(claim);
  return std::any_of(people.begin(), people.end(), [&](const std::string& person) {
    const auto role = claim.roles.find(person);
    return role != claim.roles.end() && role->second == kOwner;
  });
}

bool is_above(const std::optional<Money>& most, Money sum) {
  return most && *most < sum;
}

}  // namespace

bool has(const Staff& staff, Capability capability) {
  return std::find(staff.capabilities.begin(), staff.capabilities.end(), capability) !=
         staff.capabilities.end();
}

std::optional<std::vector<Capability>> capabilities_of(std::string_view role) {
  using enum Capability;
  if (role == "cashier") return std::vector{Redeem};
  if (role == "manager") return std::vector{Approve, Redeem, Reconcile};
  if (role == "finance") return std::vector{Approve, Reconcile, Audit};
  if (role == "owner") return std::vector{Approve, Redeem, Reconcile, Enrol, Audit};
  return std::nullopt;
}

std::optional<Objection> objection(const Staff& staff, const Claim& claim) {
  if (!has(staff, Capability::Approve)) return Objection::NotCapable;
  return part_in(staff, claim);
}

std::optional<Objection> objection(const Policy& policy, const Staff& staff, const Claim& claim,
                                   const DaySums& day) {
  if (const auto found = objection(staff, claim)) {
    const bool is_complete = approvals_missing(policy, claim) == 0;
    if (*found != Objection::HasApproved || !is_complete) return found;
  }
  if (!roles_missing(policy, claim).empty()) {
    Claim after = claim;
    after.approvers.push_back(staff.id);
    after.roles[staff.id] = staff.role;
    if (approvals_missing(policy, after) == approvals_missing(policy, claim)) {
      return Objection::OtherRoleNeeded;
    }
  }
  if (staff.role == kOwner || has_owner(claim)) return std::nullopt;
  const Authority& authority = policy.authority;
  if (is_above(authority.approver_daily_most, day.by_approver + claim.amount)) {
    return Objection::ApproverDailyMost;
  }
  if (is_above(authority.store_daily_most, day.by_store + claim.amount)) {
    return Objection::StoreDailyMost;
  }
  return std::nullopt;
}

Phrase phrase_of(Objection objection) {
  switch (objection) {
    case Objection::NotCapable:
      return {"您没有批准退款的权限。", "Your role may not approve refunds."};
    case Objection::IsFiler:
      return {"这笔申请由您代为提交，须由另一人批准。",
              "You filed this request, so another person must approve it."};
    case Objection::IsBeneficiary:
      return {"这是您本人的会员卡，须由另一人批准。",
              "This is your own card, so another person must approve it."};
    case Objection::IsAssistant:
      return {"您协助了这位会员办理，须由另一人批准。",
              "You helped this member at the kiosk, so another person must approve it."};
    case Objection::HasApproved:
      return {"您已批准过，第二次批准须由另一人完成。",
              "You have approved already; the next approval must be another person's."};
    case Objection::OtherRoleNeeded:
      return {"还差的批准须由其他岗位的人完成。",
              "The approvals still missing must come from people in other roles."};
    case Objection::ApproverDailyMost:
      return {"加上这一笔，您今天批准的金额会超过上限。请另一人批准，或请店主先批准。",
              "With this one you would approve more than your daily limit. Another person may, "
              "or the owner approves it first."};
    case Objection::StoreDailyMost:
      break;
  }
  return {"加上这一笔，门店今天批准的金额会超过上限。请店主先批准；应付期限不变。",
          "With this one the store would approve more than its daily limit. The owner approves "
          "it first; the day on which it is due stays the same."};
}

int approvers_needed(const Policy& policy, Money running_sum) {
  require(!policy.tiers.empty());
  int needed = 0;
  for (const Tier& tier : policy.tiers) {
    needed = std::max({needed, tier.approvers, static_cast<int>(tier.roles.size())});
    if (running_sum <= tier.up_to) break;
  }
  return needed;
}

int approvers_needed(const Policy& policy, const Claim& claim) {
  const bool is_risky = claim.risk >= policy.risk.one_more_from;
  return approvers_needed(policy, claim.running_sum) + (is_risky ? 1 : 0);
}

std::vector<std::string> roles_missing(const Policy& policy, const Claim& claim) {
  std::vector<std::string> missing = tier_of(policy, claim.running_sum).roles;
  for (const std::string& person : people_of(claim)) {
    const auto role = claim.roles.find(person);
    if (role == claim.roles.end()) continue;
    const auto found = std::find(missing.begin(), missing.end(), role->second);
    if (found != missing.end()) missing.erase(found);
  }
  return missing;
}

int approvals_missing(const Policy& policy, const Claim& claim) {
  const int by_number = approvers_needed(policy, claim) - static_cast<int>(people_of(claim).size());
  return std::max(by_number, static_cast<int>(roles_missing(policy, claim).size()));
}

Phrase phrase_of_role(std::string_view role) {
  if (role == "manager") return {"店长", "manager"};
  if (role == "finance") return {"财务", "finance"};
  if (role == "cashier") return {"收银", "cashier"};
  if (role == kOwner) return {"店主", "owner"};
  return {std::string(role), std::string(role)};
}

Phrase words_of_missing(const Policy& policy, const Claim& claim) {
  const int missing = approvals_missing(policy, claim);
  if (missing == 0) return {"批准已齐。", "All approvals are there."};
  const std::string count = std::to_string(missing);
  std::string zh = "还差 " + count + " 人批准";
  std::string en = count + (missing == 1 ? " approval" : " approvals") + " missing";
  bool is_first = true;
  for (const std::string& role : roles_missing(policy, claim)) {
    const Phrase name = phrase_of_role(role);
    zh += (is_first ? "，其中须有：" : "、") + name.zh;
    en += (is_first ? ", among them: " : ", ") + name.en;
    is_first = false;
  }
  return {zh + "。", en + "."};
}

bool may_approve_alone(const Policy& policy, const Claim& claim, const DaySums& day) {
  const Authority& authority = policy.authority;
  if (!is_positive(authority.auto_most)) return false;
  const Money most = smaller(authority.auto_most, policy.tiers.front().up_to);
  if (!(claim.running_sum <= most)) return false;
  if (is_above(authority.store_daily_most, day.by_store + claim.amount)) return false;
  if (claim.risk > 0) return false;
  if (claim.exit == Exit::ByReview || claim.exit == Exit::None) return false;
  return claim.filer_staff.empty() && claim.assistants.empty();
}

bool is_drawn(const Digest& head, const RequestId& id, std::int64_t basis_points) {
  const Digest drawn = digest_of("slipway sample 1 " + to_hex(head) + " " + to_hex(id));
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number = number << 8 | drawn[i];
  return static_cast<std::int64_t>(number % 10'000) < basis_points;
}

std::optional<Objection> objection_to_recheck(const Staff& staff, const Claim& claim) {
  if (!has(staff, Capability::Audit)) return Objection::NotCapable;
  return part_in(staff, claim);
}

}  // namespace slipway::refund
