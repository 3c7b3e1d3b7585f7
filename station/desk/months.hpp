#pragma once

#include <array>
#include <span>

#include "refund/account.hpp"

namespace slipway::desk {

// What a member put on the card and used in one month, for the chart.
struct Month {
  int number = 1;  // 1 to 12
  refund::Money paid;
  refund::Money spent;
};

// The twelve months up to the one of `now`, in the shop's calendar, oldest first.
[[nodiscard]] std::array<Month, 12> months_of(std::span<const refund::Lot> lots,
                                              refund::Instant now);

}  // namespace slipway::desk
