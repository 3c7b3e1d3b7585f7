#include "refund/lifecycle.hpp"

#include <rapidcheck.h>

#include <set>

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

constexpr int kStates = static_cast<int>(RequestState::Archived) + 1;
constexpr int kEvents = static_cast<int>(Event::LegPaid) + 1;

std::optional<RequestState> row_for(RequestState state, Event event) {
  for (const RequestRow& row : request_table()) {
    if (row.from == state && row.event == event) return row.to;
  }
  return std::nullopt;
}

template <typename State, typename Table>
std::set<State> reachable(State start, const Table& table) {
  std::set<State> reached{start};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& row : table) {
      if (reached.contains(row.from)) grew |= reached.insert(row.to).second;
    }
  }
  return reached;
}

}  // namespace

TEST_CASE("every state answers every event as its table says") {
  for (int s = 0; s < kStates; ++s) {
    for (int e = 0; e < kEvents; ++e) {
      const auto state = static_cast<RequestState>(s);
      const auto event = static_cast<Event>(e);
      INFO(name_of(state) << " + " << name_of(event));
      CHECK(next(state, event) == row_for(state, event));
    }
  }
}

TEST_CASE("every state can be reached and every event happens somewhere") {
  CHECK(reachable(RequestState::Filed, request_table()).size() == kStates);
  CHECK(reachable(VoucherState::Issued, voucher_table()).size() == 6);
  CHECK(reachable(JobState::Queued, job_table()).size() == 5);
  std::set<Event> events;
  for (const RequestRow& row : request_table())
    events.insert(row.event);
  CHECK(events.size() == kEvents);
}

TEST_CASE("an ended request answers nothing and holds nothing") {
  for (const auto state : {RequestState::Rejected, RequestState::Withdrawn, RequestState::Expired,
                           RequestState::Reinstated, RequestState::Archived}) {
    CHECK(is_final(state));
    CHECK_FALSE(holds_money(state));
  }
  CHECK_FALSE(is_final(RequestState::Paid));
  CHECK_FALSE(holds_money(RequestState::Paid));
}

TEST_CASE("money that may have left is led out of doubt by a reconciliation only") {
  for (const RequestRow& row : request_table()) {
    if (row.from != RequestState::InDoubt) continue;
    CHECK((row.event == Event::ReconciledPaid || row.event == Event::ReconciledUnpaid));
  }
}

TEST_CASE("nothing is paid that was not approved and confirmed") {
  REQUIRE(rc::check("any history that reaches Paid", [] {
    RequestState state = RequestState::Filed;
    bool approved = false;
    bool confirmed = false;
    const int steps = *rc::gen::inRange(0, 40);
    for (int i = 0; i < steps; ++i) {
      const auto event = static_cast<Event>(*rc::gen::inRange(0, kEvents));
      const auto to = next(state, event);
      if (!to) continue;
      approved |= event == Event::ApprovalsComplete;
      confirmed |= event == Event::Confirmation;
      state = *to;
      if (state == RequestState::Paying || state == RequestState::Paid) {
        RC_ASSERT(approved && confirmed);
      }
    }
  }));
}

TEST_CASE("the state is what the history folds to") {
  CHECK(fold({}) == RequestState::Filed);
  const std::vector<Event> history = {
      Event::ReviewBegan,  Event::DocumentsAsked, Event::DocumentsGiven, Event::ApprovalsComplete,
      Event::Confirmation, Event::PayoutBegan,    Event::PayoutLost,     Event::ReconciledUnpaid,
      Event::PayoutBegan,  Event::Posted,         Event::Archival};
  CHECK(fold(history) == RequestState::Archived);
}

TEST_CASE("a voucher is redeemed at most once and never after it died") {
  for (const auto state : {VoucherState::Redeemed, VoucherState::Void, VoucherState::Expired}) {
    CHECK_FALSE(is_live(state));
    for (int e = 0; e <= static_cast<int>(VoucherEvent::Voiding); ++e) {
      CHECK_FALSE(next(state, static_cast<VoucherEvent>(e)));
    }
  }
  for (const auto state : {VoucherState::Issued, VoucherState::Printed, VoucherState::Review}) {
    CHECK(is_live(state));
    CHECK(next(state, VoucherEvent::Redemption) == VoucherState::Redeemed);
  }
}

TEST_CASE("after a boot a job that was printing is unsure and only the station leads out") {
  CHECK(next(JobState::Printing, JobEvent::Boot) == JobState::Unsure);
  CHECK_FALSE(next(JobState::Queued, JobEvent::Boot));
  for (const JobRow& row : job_table()) {
    CHECK((row.to != JobState::Printing || row.from == JobState::Queued));
    if (row.from == JobState::Unsure) {
      CHECK((row.event == JobEvent::StationSaidPrinted || row.event == JobEvent::StationSaidVoid));
    }
  }
}

TEST_CASE("names come back as what they name") {
  for (int e = 0; e < kEvents; ++e) {
    CHECK(event_from(name_of(static_cast<Event>(e))) == static_cast<Event>(e));
  }
  for (int e = 0; e <= static_cast<int>(VoucherEvent::Voiding); ++e) {
    const auto event = static_cast<VoucherEvent>(e);
    CHECK(voucher_event_from(name_of(event)) == event);
  }
  CHECK_FALSE(event_from("Paid"));
  CHECK_FALSE(voucher_event_from(""));
  CHECK(name_of(RequestState::InDoubt) == "InDoubt");
  CHECK(name_of(VoucherState::Review) == "Review");
  CHECK(name_of(JobState::NotPrinted) == "NotPrinted");
  CHECK(name_of(JobEvent::StationSaidVoid) == "StationSaidVoid");
}
