#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "refund/law_facts.hpp"
#include "refund/policy.hpp"

// Which numbers and articles bind a policy: those that its floors name, else those of the facts.
namespace slipway::refund {

// A number that may not be passed, and who says so.
struct Bound {
  std::int64_t number = 0;
  std::string row;  // "F2"
  Phrase article;
};

struct LegalBounds {
  Bound cash_most;      // minor units of the policy's currency
  Bound pay_days_most;  // calendar days
  Bound record_years_least;
  Bound fee_basis_points_most;  // of the member's cause
};
// The strictest of the floors' limits each.
[[nodiscard]] LegalBounds bounds_of(const Policy& policy);

// The article that rules an axis: as the policy's floors name it, for this cause or for all, else
// as the fact has it.
[[nodiscard]] Phrase cited(const Policy& policy, std::string_view axis, std::optional<Cause> cause,
                           LawFact fact);
// The article behind a limit that is a yes or no: a floor's source of this name, else the fact's.
[[nodiscard]] Phrase cited_limit(const Policy& policy, const std::string& name, LawFact fact);

}  // namespace slipway::refund
