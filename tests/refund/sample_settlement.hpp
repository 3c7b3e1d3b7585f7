#pragma once

#include <cstddef>
#include <vector>

#include "refund/settlement.hpp"

// Settlements built by hand, for what comes after the amount is known.
namespace slipway::tests {

// Each lot of the card (they stand by sale) with its share. Points into `account` and `policy`.
inline refund::Settlement settlement_of(const refund::Account& account,
                                        const refund::Policy& policy,
                                        const std::vector<std::int64_t>& shares) {
  using namespace refund;
  Settlement settlement;
  settlement.policy = &policy;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    SettledLot settled;
    settled.lot = &account.lots.at(i);
    settled.policy = &policy;
    settled.terms = &policy.shop;
    settled.share = Money{shares[i]};
    settlement.total = settlement.total + settled.share;
    settlement.lots.push_back(settled);
  }
  return settlement;
}

}  // namespace slipway::tests
