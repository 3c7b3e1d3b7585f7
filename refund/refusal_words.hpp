#pragma once

#include "refund/quote.hpp"

namespace slipway::refund {

// The words for a settlement that has a ground: which it is, what would change it, and the next
// lawful options with their numbers.
[[nodiscard]] Refused refusal_of(const Account& account, const Settlement& settlement);

}  // namespace slipway::refund
