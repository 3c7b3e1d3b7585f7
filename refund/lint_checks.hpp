#pragma once

#include <vector>

#include "refund/legal_bounds.hpp"
#include "refund/policy_lint.hpp"
#include "refund/policy_words.hpp"

// The parts of the linter, each for some of the sixteen parameters. They append what they find.
namespace slipway::refund {

// Whether one may leave, whose cause it is, lost and expired cards, clause and floor.
void lint_rights(const Policy& policy, std::vector<Finding>& findings);
void lint_windows(const Policy& policy, std::vector<Finding>& findings);
// Price basis, bonus, what is kept by age, gifts, points, residual.
void lint_prices(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings);
void lint_fees(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings);
void lint_interest(const Policy& policy, std::vector<Finding>& findings);
// Routes, cash, days, vouchers.
void lint_payout(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings);
// Approvers, automation, records.
void lint_control(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings);

// "会员原因：不退": what stands there for one cause.
[[nodiscard]] Phrase of_cause(Cause cause, const Phrase& value);

}  // namespace slipway::refund
