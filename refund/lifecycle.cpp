#include "refund/lifecycle.hpp"

#include <algorithm>

#include "refund/require.hpp"

namespace slipway::refund {

namespace {

constexpr auto kRequestTable = std::to_array<RequestRow>({
    {RequestState::Filed, Event::ReviewBegan, RequestState::InReview},
    {RequestState::Filed, Event::Withdrawal, RequestState::Withdrawn},
    {RequestState::Filed, Event::Expiry, RequestState::Expired},

    {RequestState::InReview, Event::DocumentsAsked, RequestState::NeedsInfo},
    {RequestState::InReview, Event::ApprovalsComplete, RequestState::Approved},
    {RequestState::InReview, Event::Rejection, RequestState::Rejected},
    {RequestState::InReview, Event::Withdrawal, RequestState::Withdrawn},
    {RequestState::InReview, Event::Expiry, RequestState::Expired},

    {RequestState::NeedsInfo, Event::DocumentsGiven, RequestState::InReview},
    {RequestState::NeedsInfo, Event::Withdrawal, RequestState::Withdrawn},
    {RequestState::NeedsInfo, Event::Expiry, RequestState::Expired},

    {RequestState::Approved, Event::Confirmation, RequestState::Confirmed},
    {RequestState::Approved, Event::Withdrawal, RequestState::Withdrawn},
    {RequestState::Approved, Event::Expiry, RequestState::Expired},

    // Expiry here means that no voucher of the request is live any more (security.md 5.1).
    {RequestState::Confirmed, Event::LegPaid, RequestState::Confirmed},
    {RequestState::Confirmed, Event::PayoutBegan, RequestState::Paying},
    {RequestState::Confirmed, Event::Expiry, RequestState::Expired},

    {RequestState::Paying, Event::Posted, RequestState::Paid},
    {RequestState::Paying, Event::PayoutLost, RequestState::InDoubt},
    {RequestState::Paying, Event::LegFailure, RequestState::LegFailed},

    {RequestState::InDoubt, Event::ReconciledPaid, RequestState::Paid},
    {RequestState::InDoubt, Event::ReconciledUnpaid, RequestState::Confirmed},

    {RequestState::LegFailed, Event::PayeeCorrected, RequestState::Confirmed},

    {RequestState::Paid, Event::Reinstatement, RequestState::Reinstated},
    {RequestState::Paid, Event::Archival, RequestState::Archived},
});

constexpr auto kVoucherTable = std::to_array<VoucherRow>({
    {VoucherState::Issued, VoucherEvent::Printed, VoucherState::Printed},
    {VoucherState::Issued, VoucherEvent::Unsure, VoucherState::Review},
    // The paper left and its report was lost: legal and common.
    {VoucherState::Issued, VoucherEvent::Redemption, VoucherState::Redeemed},
    {VoucherState::Issued, VoucherEvent::Expiry, VoucherState::Expired},
    {VoucherState::Issued, VoucherEvent::Voiding, VoucherState::Void},

    {VoucherState::Printed, VoucherEvent::Redemption, VoucherState::Redeemed},
    {VoucherState::Printed, VoucherEvent::Expiry, VoucherState::Expired},
    {VoucherState::Printed, VoucherEvent::Voiding, VoucherState::Void},

    {VoucherState::Review, VoucherEvent::Printed, VoucherState::Printed},
    {VoucherState::Review, VoucherEvent::FoundOut, VoucherState::Printed},
    {VoucherState::Review, VoucherEvent::FoundMissing, VoucherState::Void},
    {VoucherState::Review, VoucherEvent::Redemption, VoucherState::Redeemed},
    {VoucherState::Review, VoucherEvent::Expiry, VoucherState::Expired},
    {VoucherState::Review, VoucherEvent::Voiding, VoucherState::Void},
});

// Boot answers Printing only: what was queued was never begun, what ended stays ended. A job that
// ended without paper is followed by another job, never begun again.
constexpr auto kJobTable = std::to_array<JobRow>({
    {JobState::Queued, JobEvent::Began, JobState::Printing},

    {JobState::Printing, JobEvent::PaperSeen, JobState::Printed},
    {JobState::Printing, JobEvent::NoPaper, JobState::NotPrinted},
    {JobState::Printing, JobEvent::Lost, JobState::Unsure},
    {JobState::Printing, JobEvent::Boot, JobState::Unsure},

    {JobState::Unsure, JobEvent::StationSaidPrinted, JobState::Printed},
    {JobState::Unsure, JobEvent::StationSaidVoid, JobState::NotPrinted},
});

template <typename Table>
constexpr bool answers_each_once(const Table& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = i + 1; j < table.size(); ++j) {
      if (table[i].from == table[j].from && table[i].event == table[j].event) return false;
    }
  }
  return true;
}
static_assert(answers_each_once(kRequestTable));
static_assert(answers_each_once(kVoucherTable));
static_assert(answers_each_once(kJobTable));

template <typename Table, typename State, typename Happening>
std::optional<State> look_up(const Table& table, State state, Happening event) {
  for (const auto& row : table) {
    if (row.from == state && row.event == event) return row.to;
  }
  return std::nullopt;
}

// Names in the order of the enumerators; they stand in the books, so they never change.
constexpr auto kRequestStates = std::to_array<std::string_view>(
    {"Filed", "InReview", "NeedsInfo", "Approved", "Rejected", "Withdrawn", "Expired", "Confirmed",
     "Paying", "InDoubt", "LegFailed", "Paid", "Reinstated", "Archived"});
constexpr auto kEvents = std::to_array<std::string_view>(
    {"ReviewBegan", "DocumentsAsked", "DocumentsGiven", "ApprovalsComplete", "Rejection",
     "Withdrawal", "Expiry", "Confirmation", "PayoutBegan", "Posted", "PayoutLost",
     "ReconciledPaid", "ReconciledUnpaid", "LegFailure", "PayeeCorrected", "Reinstatement",
     "Archival", "LegPaid"});
constexpr auto kVoucherStates =
    std::to_array<std::string_view>({"Issued", "Printed", "Review", "Redeemed", "Void", "Expired"});
constexpr auto kVoucherEvents = std::to_array<std::string_view>(
    {"Printed", "Unsure", "FoundOut", "FoundMissing", "Redemption", "Expiry", "Voiding"});
constexpr auto kJobStates =
    std::to_array<std::string_view>({"Queued", "Printing", "Printed", "NotPrinted", "Unsure"});
constexpr auto kJobEvents = std::to_array<std::string_view>(
    {"Began", "PaperSeen", "NoPaper", "Lost", "Boot", "StationSaidPrinted", "StationSaidVoid"});
static_assert(kRequestStates.size() == static_cast<std::size_t>(RequestState::Archived) + 1);
static_assert(kEvents.size() == static_cast<std::size_t>(Event::LegPaid) + 1);
static_assert(kVoucherStates.size() == static_cast<std::size_t>(VoucherState::Expired) + 1);
static_assert(kVoucherEvents.size() == static_cast<std::size_t>(VoucherEvent::Voiding) + 1);
static_assert(kJobStates.size() == static_cast<std::size_t>(JobState::Unsure) + 1);
static_assert(kJobEvents.size() == static_cast<std::size_t>(JobEvent::StationSaidVoid) + 1);

template <typename Names, typename Enumerator>
std::string_view name_in(const Names& names, Enumerator enumerator) {
  const auto index = static_cast<std::size_t>(enumerator);
  require(index < names.size());
  return names[index];
}

template <typename Enumerator, typename Names>
std::optional<Enumerator> enumerator_in(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enumerator>(found - names.begin());
}

}  // namespace

std::span<const RequestRow> request_table() {
  return kRequestTable;
}
std::span<const VoucherRow> voucher_table() {
  return kVoucherTable;
}
std::span<const JobRow> job_table() {
  return kJobTable;
}

std::optional<RequestState> next(RequestState state, Event event) {
  return look_up(kRequestTable, state, event);
}

std::optional<VoucherState> next(VoucherState state, VoucherEvent event) {
  return look_up(kVoucherTable, state, event);
}

std::optional<JobState> next(JobState state, JobEvent event) {
  return look_up(kJobTable, state, event);
}

RequestState fold(std::span<const Event> history) {
  RequestState state = RequestState::Filed;
  for (const Event event : history) {
    const std::optional<RequestState> to = next(state, event);
    require(to.has_value());
    state = *to;
  }
  return state;
}

bool holds_money(RequestState state) {
  switch (state) {
    case RequestState::Filed:
    case RequestState::InReview:
    case RequestState::NeedsInfo:
    case RequestState::Approved:
    case RequestState::Confirmed:
    case RequestState::Paying:
    case RequestState::InDoubt:
    case RequestState::LegFailed:
      return true;
    case RequestState::Rejected:
    case RequestState::Withdrawn:
    case RequestState::Expired:
    case RequestState::Paid:
    case RequestState::Reinstated:
    case RequestState::Archived:
      break;
  }
  return false;
}

bool is_final(RequestState state) {
  return std::none_of(kRequestTable.begin(), kRequestTable.end(),
                      [state](const RequestRow& row) { return row.from == state; });
}

bool is_live(VoucherState state) {
  return state == VoucherState::Issued || state == VoucherState::Printed ||
         state == VoucherState::Review;
}

std::string_view name_of(RequestState state) {
  return name_in(kRequestStates, state);
}
std::string_view name_of(Event event) {
  return name_in(kEvents, event);
}
std::string_view name_of(VoucherState state) {
  return name_in(kVoucherStates, state);
}
std::string_view name_of(VoucherEvent event) {
  return name_in(kVoucherEvents, event);
}
std::string_view name_of(JobState state) {
  return name_in(kJobStates, state);
}
std::string_view name_of(JobEvent event) {
  return name_in(kJobEvents, event);
}

std::optional<Event> event_from(std::string_view name) {
  return enumerator_in<Event>(kEvents, name);
}

std::optional<VoucherEvent> voucher_event_from(std::string_view name) {
  return enumerator_in<VoucherEvent>(kVoucherEvents, name);
}

}  // namespace slipway::refund
