#pragma once

#include <optional>
#include <string>
#include <vector>

#include "refund/payout_plan.hpp"
#include "refund/request.hpp"
#include "refund/sodium.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// The payments of a request as they were planned when it was filed, and what is known of those that
// have left. They stand in the books, for a shop's books follow each payment on its own.
namespace slipway::book {

struct KeptLeg {
  refund::Leg leg;       // its parts are not kept: the card and the policy of the filing give them
  std::string transfer;  // the bank's or the provider's own number; empty: it has not left yet
};

// Inside a transaction.
[[nodiscard]] sync::Result<void> keep_legs(sync::Database& books, const refund::RequestId& id,
                                           const refund::PayoutPlan& plan);
// In their order. Nothing for a request of a time before they were kept: it is one payment, by the
// method that was filed.
[[nodiscard]] sync::Result<std::vector<KeptLeg>> legs_of(sync::Database& books,
                                                         const refund::RequestId& id);

// Over all that is kept of them; nothing when nothing is.
[[nodiscard]] sync::Result<std::optional<refund::Digest>> digest_of_legs(
    sync::Database& books, const refund::RequestId& id);

// Where the money goes in fact: a member who chose while the station was away could not know that
// all of it goes back the way that it was paid.
[[nodiscard]] refund::Payee payee_by(const std::vector<KeptLeg>& legs, const refund::Payee& wish);

// How many of them have left.
[[nodiscard]] int paid_of(const std::vector<KeptLeg>& legs);

// True when the books have this number of a bank or provider already.
[[nodiscard]] sync::Result<bool> has_transfer(sync::Database& books, const std::string& reference);
// That a leg has left, with its audit entry. Inside a transaction.
[[nodiscard]] sync::Result<void> keep_transfer(sync::Database& books, const refund::RequestId& id,
                                               int leg, const std::string& reference,
                                               const std::string& staff, refund::Instant at);

}  // namespace slipway::book
