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

// Interest runs until the last day on which the money may leave: a member who is paid on time never
// gets less than the screen said.
[[nodiscard]] Appraisal appraised(const refund::Account& account,
                                  const refund::PolicyArchive& archive, refund::Wish wish);

}  // namespace slipway::book
