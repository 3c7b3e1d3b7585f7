#pragma once

#include "refund/account.hpp"
#include "refund/due.hpp"
#include "refund/policy_archive.hpp"
#include "refund/quote.hpp"
#include "refund/settlement.hpp"

// What the rules make of a card for one wish: how much comes back, and by when. One place, so that
// the screen, the filing, the approval and the recomputation years later give the same fen.
namespace slipway::book {

struct Appraisal {
  refund::Settlement settlement;  // points into the account and the archive
  refund::Quote quote;
  refund::PayDue due;
};

// Interest runs until the last day on which the money may leave (refund::settle_to_payday).
[[nodiscard]] Appraisal appraised(const refund::Account& account,
                                  const refund::PolicyArchive& archive, const refund::Wish& wish);

}  // namespace slipway::book
