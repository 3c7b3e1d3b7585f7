#pragma once

#include <string>

#include "refund/account.hpp"
#include "refund/phrase.hpp"
#include "refund/policy.hpp"
#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/wire/kiosk_messages.hpp"

// What the station says to members and staff, in both languages. Short, with what to do next; never
// an error code, never an accusation.
namespace slipway::book {

[[nodiscard]] refund::Phrase told(sync::NoEntry why, int tries_left);
// Of a sealed stripe that was read before.
[[nodiscard]] refund::Phrase told_of_swipe_before();
// Why this card needs staff; for every status but Active.
[[nodiscard]] refund::Phrase told(refund::CardStatus status);

// Where a request stands and what the member can do next.
[[nodiscard]] refund::Phrase where_it_stands(const Store& store, const Request& request);
// Why a request that the member wants to take back goes on, and where it stands.
[[nodiscard]] refund::Phrase cannot_be_withdrawn(const Store& store, const Request& request);
// When and how the money arrives.
[[nodiscard]] refund::Phrase arrival_of(const refund::Policy& policy, refund::Method method);
// "批准", "Approved": one line of a request's history. Event nothing: one approval.
[[nodiscard]] refund::Phrase what_happened(const Fact& fact);
// After a decision, for the desk.
[[nodiscard]] refund::Phrase decided(refund::RequestState state, int approvals_missing);

// Who was quicker. The desk goes on after it: no full stop in Chinese.
[[nodiscard]] refund::Phrase dealt_with_by(const std::string& name);

}  // namespace slipway::book
