#pragma once

#include <functional>
#include <vector>

#include "refund/quote.hpp"

namespace slipway::refund {

// One computation of a lot, and the terms that it was made under; nothing leaves the lot out.
struct Chosen {
  const Working* working = nullptr;
  const Terms* terms = nullptr;
};
using Choice = std::function<Chosen(const SettledLot&)>;

// The lines of all lots, as `choice` picks a computation for each, in the order in which the member
// reads them (ux.md K3). Lots that were worked out alike share their lines, so that the order of
// lots does not matter. `bonus` is what lapses.
[[nodiscard]] std::vector<QuoteLine> lines_of(const Settlement& settlement, const Choice& choice,
                                              Money bonus);

}  // namespace slipway::refund
