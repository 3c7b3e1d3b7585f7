#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "refund/phrase.hpp"
#include "refund/policy.hpp"
#include "refund/sodium.hpp"

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
  std::map<std::string, std::string> roles;  // of the approvers, by their id
  Money amount;                              // of this request alone
  Exit exit = Exit::Right;
  int risk = 0;  // points_of (risk.hpp)
};

enum class Objection {
  NotCapable,
  IsFiler,
  IsBeneficiary,
  IsAssistant,
  HasApproved,
  OtherRoleNeeded,    // what is still missing are approvals of other roles
  ApproverDailyMost,  // Authority::approver_daily_most
  StoreDailyMost,     // Authority::store_daily_most
};

// Why this person may not approve this request; nothing when they may. Separation of duties
// (security.md 4 row 6): enforced by the station on the raw message, whatever a desk shows.
[[nodiscard]] std::optional<Objection> objection(const Staff& staff, const Claim& claim);
[[nodiscard]] Phrase phrase_of(Objection objection);

// What was approved on that day before, without this request.
struct DaySums {
  Money by_approver;  // by the person who now wants to approve
  Money by_store;     // each request once
};

// The same with the roles of the tier and the sums of the day. A daily most is lifted for a request
// that an owner approves or has approved: it must not be able to hold money past its day. Who has
// approved may say so again once nobody is missing any more, because a risk has gone: that
// completes it.
[[nodiscard]] std::optional<Objection> objection(const Policy& policy, const Staff& staff,
                                                 const Claim& claim, const DaySums& day);

// How many different people must approve: those of the tier, and one more when the risk asks for
// it. A larger sum never needs fewer.
[[nodiscard]] int approvers_needed(const Policy& policy, const Claim& claim);
// The roles of the tier that none of the approvers has yet; a role that stands there twice needs
// two people. Nobody stands for a role that is not theirs.
[[nodiscard]] std::vector<std::string> roles_missing(const Policy& policy, const Claim& claim);
// Approvals still missing after those in the claim, those of missing roles included.
[[nodiscard]] int approvals_missing(const Policy& policy, const Claim& claim);
// "还差 2 人批准，其中须有：财务。" / "批准已齐。"
[[nodiscard]] Phrase words_of_missing(const Policy& policy, const Claim& claim);
// "财务"; a role that is not known by its own name.
[[nodiscard]] Phrase phrase_of_role(std::string_view role);

// Whether the station may approve without a person: only when the policy says up to which sum, and
// never a request with a risk, beyond the first tier, that leaves by review, or that staff filed or
// helped with.
[[nodiscard]] bool may_approve_alone(const Policy& policy, const Claim& claim, const DaySums& day);

// Whether a decided request is drawn to be looked at again: so many of 10,000, by a hash of the
// audit chain's head after the day was closed and of the request's id. The id stood before the
// head, and the head follows from everything that anybody did on the day: who adds something to
// move it leaves it in the chain. Anybody can draw again.
[[nodiscard]] bool is_drawn(const Digest& head, const RequestId& id, std::int64_t basis_points);
// Who may look at a drawn request: somebody who audits and had no part in it.
[[nodiscard]] std::optional<Objection> objection_to_recheck(const Staff& staff, const Claim& claim);

}  // namespace slipway::refund
