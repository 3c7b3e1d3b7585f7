// A member takes the request back at the kiosk, under virtual time.
#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk {
namespace {

using namespace std::chrono_literals;
using refund::RequestState;
using test::Counter;

scene::Tracked tracked(const Counter& counter) {
  REQUIRE(counter.screen() == Screen::Tracked);
  return std::get<scene::Tracked>(counter.face().scene);
}

// At the screen that says what follows from it.
void go_to_withdraw(Counter& counter) {
  counter.go_to_tracked();
  counter.press(Button::Withdraw);
  REQUIRE(counter.screen() == Screen::Withdraw);
}

}  // namespace

TEST_CASE("a request that is not confirmed can be withdrawn from its own screen") {
  for (const auto state : {RequestState::Filed, RequestState::InReview, RequestState::NeedsInfo,
                           RequestState::Approved}) {
    CAPTURE(refund::name_of(state));
    Counter counter;
    counter.request_state = state;
    counter.go_to_tracked();
    CHECK(tracked(counter).may_withdraw);
    counter.press(Button::Withdraw);
    REQUIRE(counter.screen() == Screen::Withdraw);
    const auto asked = std::get<scene::Withdraw>(counter.face().scene);
    CHECK(asked.amount == refund::Money{88'650});
    CHECK(asked.number == "R2611210412");
    CHECK(asked.is_approved == (state == RequestState::Approved));
    CHECK(counter.asked<sync::Withdraw>().empty());  // nothing yet: this is only the question
    counter.press(Button::Primary);
    REQUIRE(counter.screen() == Screen::Withdrawn);
    const auto sent = counter.asked<sync::Withdraw>();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].id == refund::RequestId{1});
    CHECK(sent[0].pin == counter.right_pin);
    const auto outcome = std::get<scene::Withdrawn>(counter.face().scene);
    CHECK(outcome.amount == refund::Money{88'650});
    CHECK(outcome.at == counter.now().wall);
    CHECK(outcome.number == "R2611210412");
    counter.press(Button::Primary);
    CHECK(counter.screen() == Screen::Attract);
    CHECK_FALSE(counter.flow.session().withdrawn);
  }
}

TEST_CASE("who sees the final amount and disagrees withdraws from there") {
  Counter counter;
  counter.go_to_confirm();
  REQUIRE(counter.screen() == Screen::Confirm);
  counter.sign();
  counter.press(Button::Withdraw);
  REQUIRE(counter.screen() == Screen::Withdraw);
  CHECK(counter.told<devices::EndSignature>().size() == 1);
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Withdrawn);
  CHECK(counter.asked<sync::Confirm>().empty());
}

TEST_CASE("after it the request is shown as withdrawn, and offers nothing more") {
  Counter counter;
  go_to_withdraw(counter);
  counter.press(Button::Primary);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Attract);
  counter.go_to_tracked();
  const auto shown = tracked(counter);
  CHECK(shown.tracked.state == RequestState::Withdrawn);
  CHECK(shown.is_ended);
  CHECK_FALSE(shown.may_withdraw);
  CHECK(shown.next == scene::TrackNext::Finish);
}

TEST_CASE("the slip alone withdraws nothing, and neither is what was confirmed withdrawn") {
  Counter counter;
  counter.press(Button::Track);
  counter.type("7F4K29QD");
  CHECK_FALSE(tracked(counter).may_withdraw);
  counter.press(Button::Withdraw);
  CHECK(counter.screen() == Screen::Tracked);
  for (const auto state :
       {RequestState::Confirmed, RequestState::Paying, RequestState::InDoubt, RequestState::Paid,
        RequestState::Rejected, RequestState::Expired, RequestState::Withdrawn}) {
    CAPTURE(refund::name_of(state));
    Counter late;
    late.request_state = state;
    late.go_to_tracked();
    CHECK_FALSE(tracked(late).may_withdraw);
    late.press(Button::Withdraw);
    CHECK(late.screen() == Screen::Tracked);
    CHECK(late.asked<sync::Withdraw>().empty());
  }
}

TEST_CASE("back leads to the request, leaving and silence lead home, and nothing was asked") {
  Counter back;
  go_to_withdraw(back);
  back.press(Button::Secondary);
  CHECK(back.screen() == Screen::Tracked);
  CHECK(back.asked<sync::Withdraw>().empty());

  Counter silent;
  go_to_withdraw(silent);
  silent.wait(91s);
  CHECK(silent.screen() == Screen::Attract);
  CHECK(silent.asked<sync::Withdraw>().empty());

  Counter helped;
  go_to_withdraw(helped);
  helped.press(Button::Help);
  CHECK(helped.asked<sync::CallStaff>().at(0).screen == "Withdraw");
  CHECK(helped.screen() == Screen::Withdraw);
}

TEST_CASE(
    "without the station nothing is called withdrawn, and asking again is the same question") {
  Counter counter;
  go_to_withdraw(counter);
  counter.station = Counter::Station::Absent;
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::WithdrawUnanswered);
  const auto said = std::get<scene::Said>(counter.face().scene);
  CHECK(said.message.sentence == message_of(Screen::WithdrawUnanswered)->sentence);
  counter.station = Counter::Station::Answers;
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Withdrawn);
  const auto sent = counter.asked<sync::Withdraw>();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].id == sent[1].id);
  CHECK(sent[0].pin == sent[1].pin);
}

TEST_CASE("an answer that comes after its time is believed all the same") {
  Counter counter;
  go_to_withdraw(counter);
  counter.station = Counter::Station::Silent;
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Withdrawing);
  counter.press(Button::Leave);  // nobody leaves between the question and its answer
  CHECK(counter.screen() == Screen::Withdrawing);
  counter.wait(13s);
  REQUIRE(counter.screen() == Screen::WithdrawUnanswered);
  const auto ticket = counter.flow.session().ticket;
  counter.give(sync::SyncEvent{sync::StationAnswer{ticket + 1, sync::Withdrawn{}}});
  CHECK(counter.screen() == Screen::WithdrawUnanswered);
  counter.give(sync::SyncEvent{
      sync::StationAnswer{ticket, sync::Withdrawn{{1}, counter.now().wall, {88'650}}}});
  CHECK(counter.screen() == Screen::Withdrawn);
}

TEST_CASE("a request that was confirmed meanwhile goes on, and the member reads that and sees it") {
  Counter counter;
  counter.to_withdrawal =
      sync::CannotDo{{"这笔退款已经确认，不能再撤回。", "This refund is confirmed already."}};
  go_to_withdraw(counter);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::NotWithdrawn);
  CHECK(std::get<scene::Said>(counter.face().scene).message.sentence.zh ==
        "这笔退款已经确认，不能再撤回。");
  counter.request_state = RequestState::Confirmed;
  counter.press(Button::Primary);
  CHECK(tracked(counter).tracked.state == RequestState::Confirmed);
  CHECK(tracked(counter).tracked.is_open);
}

TEST_CASE("a card that was paused meanwhile needs staff") {
  Counter counter;
  counter.to_withdrawal = sync::Denied{
      sync::NoEntry::Paused, 0, {"这张卡今天暂停办理，请找店员。", "This card is paused."}};
  go_to_withdraw(counter);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Blocked);
  CHECK(std::get<scene::Said>(counter.face().scene).message.sentence.zh ==
        "这张卡今天暂停办理，请找店员。");
}

}  // namespace slipway::kiosk
