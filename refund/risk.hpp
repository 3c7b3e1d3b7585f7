#pragma once

#include <span>
#include <string>
#include <vector>

#include "refund/account.hpp"
#include "refund/due.hpp"
#include "refund/lifecycle.hpp"
#include "refund/policy.hpp"

// What makes a request odd, as named reasons with their figures. A risk never refuses anything and
// never costs the member a day: it asks for one approver more.
namespace slipway::refund {

enum class RiskKind {
  RepeatedRefund,  // refunded before, bought again, and refunded again
  SharedPayee,     // one bank account for many members
  AfterBonus,      // right after money or sessions were given
  SimilarPending,  // another open request much like this one
};

// What each reason counts: fixed, so that the same history gives the same score in every shop; from
// which sum on it matters is the policy's (RiskRule::one_more_from). Two of them make 50 and more.
[[nodiscard]] int points_of(RiskKind kind);

// Another request that the books know.
struct KnownRequest {
  std::string member;
  std::string payee;  // the same text for the same account (a keyed digest); empty for cash
  Instant filed_at{};
  Money amount;
  RequestState state = RequestState::Filed;
};

// The request that is looked at.
struct RiskQuestion {
  const Account& account;
  std::string payee;  // as in KnownRequest
  Money amount;
  Instant filed_at{};
};

struct RiskReason {
  RiskKind kind = RiskKind::RepeatedRefund;
  int points = 0;
  Phrase words;  // with its figures
  friend bool operator==(const RiskReason&, const RiskReason&) = default;
};

// At most one reason of each kind, in the order of RiskKind. `others` in any order, without the
// request itself.
[[nodiscard]] std::vector<RiskReason> risk_of(const RiskQuestion& question,
                                              std::span<const KnownRequest> others,
                                              const RiskRule& rule);

// The score: the sum of the reasons' points.
[[nodiscard]] int points_of(std::span<const RiskReason> reasons);
// "风险分 30 + 20 = 50，达到 50，须多一人批准。"
[[nodiscard]] Phrase words_of(std::span<const RiskReason> reasons, const RiskRule& rule);

// How long a look that a risk asks for may still take: until the day on which the money must have
// left, which it does not move. `days` is 0 on that day and stays 0 after it.
struct LookTime {
  Date until{};
  int days = 0;
  Phrase words;
};
[[nodiscard]] LookTime look_time(const PayDue& due, Date today);

}  // namespace slipway::refund
