#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

// The lifecycle of one request, as a table. The state is never stored: it is what the facts of the
// request fold to. Rows carry no conditions; whether an event may happen is decided before,
// and what must be done on entering a state is done after (both in station/book).
namespace slipway::refund {

enum class RequestState {
  Filed,       // the hold is placed
  InReview,    // a person looks at it
  NeedsInfo,   // the member is to bring something
  Approved,    // enough approvals; the member must confirm
  Rejected,    // hold released
  Withdrawn,   // by the member; hold released
  Expired,     // nobody came; hold released
  Confirmed,   // the member signed; the voucher is issued
  Paying,      // a leg of the payout is under way
  InDoubt,     // money may have left; only a person's reconciliation leads out
  LegFailed,   // the payee's data was wrong; amount not decided again
  Paid,        // posted
  Reinstated,  // money came back; the card lives again
  Archived,
};

// What happened to a request, as recorded. Approval means one person's approval; ApprovalsComplete
// follows it in the same transaction when enough different people have approved. LegPaid: one of
// several payments has left, and it was not the last, which is Posted.
enum class Event {
  ReviewBegan,
  DocumentsAsked,
  DocumentsGiven,
  ApprovalsComplete,
  Rejection,
  Withdrawal,
  Expiry,
  Confirmation,
  PayoutBegan,
  Posted,
  PayoutLost,
  ReconciledPaid,
  ReconciledUnpaid,
  LegFailure,
  PayeeCorrected,
  Reinstatement,
  Archival,
  LegPaid,
};

struct RequestRow {
  RequestState from;
  Event event;
  RequestState to;
};

// The whole behaviour; each (from, event) stands at most once, checked at compile time.
[[nodiscard]] std::span<const RequestRow> request_table();
// Where the event leads, or nothing when this state does not answer it.
[[nodiscard]] std::optional<RequestState> next(RequestState state, Event event);
// Folds a history that was recorded in order; `require`s that every event is answered.
[[nodiscard]] RequestState fold(std::span<const Event> history);
// True while the request's amount is set apart from the card: from filing until it is paid or ends
// without being paid. The same states are the ones in which a request is open.
[[nodiscard]] bool holds_money(RequestState state);
// No event is answered any more. Paid is not final: it may be archived or reinstated.
[[nodiscard]] bool is_final(RequestState state);

enum class VoucherState { Issued, Printed, Review, Redeemed, Void, Expired };
enum class VoucherEvent { Printed, Unsure, FoundOut, FoundMissing, Redemption, Expiry, Voiding };

struct VoucherRow {
  VoucherState from;
  VoucherEvent event;
  VoucherState to;
};
[[nodiscard]] std::span<const VoucherRow> voucher_table();
[[nodiscard]] std::optional<VoucherState> next(VoucherState state, VoucherEvent event);
// Issued, Printed or Review: at most one voucher of a request is live.
[[nodiscard]] bool is_live(VoucherState state);

enum class JobState { Queued, Printing, Printed, NotPrinted, Unsure };
enum class JobEvent { Began, PaperSeen, NoPaper, Lost, Boot, StationSaidPrinted, StationSaidVoid };

struct JobRow {
  JobState from;
  JobEvent event;
  JobState to;
};
[[nodiscard]] std::span<const JobRow> job_table();
[[nodiscard]] std::optional<JobState> next(JobState state, JobEvent event);

[[nodiscard]] std::string_view name_of(RequestState state);
[[nodiscard]] std::string_view name_of(Event event);
[[nodiscard]] std::string_view name_of(VoucherState state);
[[nodiscard]] std::string_view name_of(VoucherEvent event);
[[nodiscard]] std::string_view name_of(JobState state);
[[nodiscard]] std::string_view name_of(JobEvent event);
[[nodiscard]] std::optional<Event> event_from(std::string_view name);
[[nodiscard]] std::optional<VoucherEvent> voucher_event_from(std::string_view name);

}  // namespace slipway::refund
