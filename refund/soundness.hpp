#pragma once

#include "refund/account.hpp"

namespace slipway::refund {

// True when the records of this account can be computed with: one currency, no negative amount,
// none above Money::kMost, no more returned than paid, session cards with sessions, time cards with
// days, and no more lots and uses than the arithmetic was made for.
[[nodiscard]] bool is_sound(const Account& account, Currency currency);

}  // namespace slipway::refund
