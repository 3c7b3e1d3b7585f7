#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/authority.hpp"
#include "refund/lifecycle.hpp"
#include "refund/quote.hpp"
#include "refund/request.hpp"
#include "refund/sodium.hpp"
#include "station/book/legs.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"

// Requests as they stand in the books, and the one place where something happens to them.
namespace slipway::book {

// The actor of what the station does by itself, and its name where people's names stand.
inline constexpr std::string_view kStation = "station";
inline constexpr std::string_view kStationName = "Slipway";

// What happened, as it stands in the books. Event nothing: one person's approval.
struct Fact {
  std::optional<refund::Event> event;
  refund::Instant at{};
  std::string actor;    // "staff:lin", "kiosk:kiosk-1", "station"
  refund::Phrase told;  // what the member reads of it, may be empty
};

// A request with everything that its facts fold to.
struct Request {
  refund::RequestId id{};
  std::string number;  // "R2611210001"
  std::string slip_code;
  std::string member;
  std::string kiosk;
  refund::Filing filing;  // its PIN is empty
  refund::Payee payee;    // where the money goes in fact (payee_by in legs.hpp)
  std::vector<KeptLeg> legs;
  refund::Quote quote;  // recomputed when it was received
  refund::Digest content{};
  refund::Money amount;
  refund::Instant received_at{};
  refund::Date day{};
  std::vector<Fact> facts;
  refund::RequestState state = refund::RequestState::Filed;

  // Rises with every fact, approvals among them.
  [[nodiscard]] std::int64_t version() const { return static_cast<std::int64_t>(facts.size()); }
  // Ids of the staff who approved, in order.
  [[nodiscard]] std::vector<std::string> approvers() const;
  // The last time that this event happened.
  [[nodiscard]] const Fact* last(refund::Event event) const;
};

[[nodiscard]] sync::Result<std::optional<Request>> request_of(sync::Database& books,
                                                              const refund::RequestId& id);
// The newest with this slip code, or of this card.
[[nodiscard]] sync::Result<std::optional<Request>> request_by_code(sync::Database& books,
                                                                   std::string_view slip_code);
[[nodiscard]] sync::Result<std::optional<Request>> latest_request_of(sync::Database& books,
                                                                     std::string_view card_uid);

// The bytes of a filing that the books keep: canonical, without the PIN.
[[nodiscard]] std::vector<std::uint8_t> kept_form(refund::Filing filing);

// Puts a new request into the books with its hold, its number and its first fact (ReviewBegan: it
// lies in the inbox) and the audit entry "filed". Inside a transaction. `request` comes with
// filing, quote, kiosk, member and received_at, and leaves complete.
[[nodiscard]] sync::Result<void> add_request(sync::Database& books, Request& request);

// Appends a fact with its audit entry, and ends the hold when the new state holds no money. Inside
// a transaction. The caller has decided that this may happen now: `require`s that the state answers
// the event.
[[nodiscard]] sync::Result<void> record(sync::Database& books, Request& request,
                                        refund::Event event, refund::Instant at,
                                        std::string_view actor, refund::Phrase told = {});
// One person's approval. Fault::Conflict when they have approved before.
[[nodiscard]] sync::Result<void> record_approval(sync::Database& books, Request& request,
                                                 refund::Instant at, std::string_view staff);

// What decides who may approve it, with the running sum of the member's day; its risk is added by
// claim_of (risk.hpp).
[[nodiscard]] sync::Result<refund::Claim> plain_claim_of(sync::Database& books,
                                                         const Request& request);
// What this person and the store approved today, without this request.
[[nodiscard]] sync::Result<refund::DaySums> day_sums_of(sync::Database& books,
                                                        const Request& request,
                                                        std::string_view staff, refund::Date today);

}  // namespace slipway::book
