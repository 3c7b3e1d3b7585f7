#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "refund/phrase.hpp"
#include "refund/policy.hpp"

namespace slipway::refund {

enum class Capability { Approve, Redeem, Reconcile, Enrol, Audit };

struct Staff {
  std::string id;
  std::string name;
  std::string role;  // "manager", "finance", "cashier", "owner"
  std::vector<Capability> capabilities;
  std::string member_id;  // the member that this person is, empty when none
};

[[nodiscard]] bool has(const Staff& staff, Capability capability);
// What each role may do; nothing for an unknown role.
[[nodiscard]] std::optional<std::vector<Capability>> capabilities_of(std::string_view role);

// Everything about a request that decides who may approve it.
struct Claim {
  std::string beneficiary_member;       // whose card it is
  std::string filer_staff;              // staff who filed it for the member, empty at a kiosk
  std::vector<std::string> assistants;  // staff who helped at the kiosk
  std::vector<std::string> approvers;   // staff who have approved already
  Money running_sum;  // this request and the member's others of the same day that hold or paid
};

enum class Objection {
  NotCapable,
  IsFiler,
  IsBeneficiary,
  IsAssistant,
  HasApproved,
};

// Why this person may not approve this request; nothing when they may. Separation of duties
// (security.md 4 row 6): enforced by the station on the raw message, whatever a desk shows.
[[nodiscard]] std::optional<Objection> objection(const Staff& staff, const Claim& claim);
[[nodiscard]] Phrase phrase_of(Objection objection);

// Approvals still missing after those in the claim.
[[nodiscard]] int approvals_missing(const Policy& policy, const Claim& claim);

}  // namespace slipway::refund
