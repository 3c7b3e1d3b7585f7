#include "refund/authority.hpp"

#include <algorithm>
#include <set>

#include "refund/require.hpp"

namespace slipway::refund {

namespace {

bool contains(const std::vector<std::string>& people, const std::string& person) {
  return std::find(people.begin(), people.end(), person) != people.end();
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
  if (staff.id == claim.filer_staff) return Objection::IsFiler;
  if (!staff.member_id.empty() && staff.member_id == claim.beneficiary_member) {
    return Objection::IsBeneficiary;
  }
  if (contains(claim.assistants, staff.id)) return Objection::IsAssistant;
  if (contains(claim.approvers, staff.id)) return Objection::HasApproved;
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
  }
  return {};
}

int approvers_needed(const Policy& policy, Money running_sum) {
  require(!policy.tiers.empty());
  for (const Tier& tier : policy.tiers) {
    if (running_sum <= tier.up_to) return tier.approvers;
  }
  return policy.tiers.back().approvers;
}

int approvals_missing(const Policy& policy, const Claim& claim) {
  const std::set<std::string> people(claim.approvers.begin(), claim.approvers.end());
  const int needed = approvers_needed(policy, claim.running_sum);
  return std::max(0, needed - static_cast<int>(people.size()));
}

}  // namespace slipway::refund
