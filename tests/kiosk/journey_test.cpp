// Whole visits, from the first touch to the last paper, under virtual time.
#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk {

using namespace std::chrono_literals;
using test::Counter;

TEST_CASE("a tapped card becomes a filed request with a printed slip") {
  Counter counter;
  counter.tap();
  REQUIRE(counter.screen() == Screen::Verify);
  CHECK(counter.asked<sync::Identify>().at(0).card_uid == "04DE5F1E");
  counter.type("123");
  REQUIRE(counter.screen() == Screen::Verify);
  counter.type("4");
  REQUIRE(counter.screen() == Screen::Account);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Quote);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Reason);
  counter.choose(0);
  REQUIRE(counter.screen() == Screen::Payout);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::BankCard);
  counter.type("6222021234567890128");
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Review);
  CHECK(counter.told<devices::BeginSignature>().size() == 1);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Review);  // not signed yet
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Submitted);
  CHECK(counter.told<devices::EndSignature>().size() == 1);

  const auto filed = counter.asked<sync::StoreFiling>();
  REQUIRE(filed.size() == 1);
  const refund::Filing& filing = filed[0].filing;
  CHECK(filing.kiosk == "kiosk-1");
  CHECK(filing.card_uid == "04DE5F1E");
  CHECK(filing.pin == "1234");
  CHECK(filing.reason == refund::kReasons[0]);
  CHECK(filing.payee.bank_card == "6222021234567890128");
  CHECK(filing.quoted == refund::Money{88'650, refund::Currency::Cny});
  CHECK(refund::is_signed(filing.signature));

  const auto slips = counter.printed();
  REQUIRE(slips.size() == 1);
  const auto& slip = std::get<paper::RequestSlip>(slips[0].slip);
  CHECK(slip.slip_code == refund::slip_code(filing.id));
  CHECK(slip.amount == filing.quoted);
  CHECK(std::get<scene::Submitted>(counter.face().scene).lead ==
        refund::Phrase{"请取走申请单。店长将在今天 21:00 前审核。",
                       "Take your slip. The manager reviews it by 21:00."});
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Attract);
}

TEST_CASE("nothing is shown as filed before it is on disk") {
  Counter counter;
  counter.disk = Counter::Disk::Silent;
  counter.go_to_review();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Submitting);
  CHECK(counter.printed().empty());
  const auto id = counter.asked<sync::StoreFiling>().at(0).filing.id;
  counter.give(sync::SyncEvent{sync::Stored{id, refund::slip_code(id)}});
  CHECK(counter.screen() == Screen::Submitted);
  CHECK(counter.printed().size() == 1);
}

TEST_CASE("an approved request becomes a printed voucher, its intent noted first") {
  Counter counter;
  counter.go_to_confirm();
  REQUIRE(counter.screen() == Screen::Confirm);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Confirm);  // not signed
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Done);

  const auto confirmed = counter.asked<sync::Confirm>();
  REQUIRE(confirmed.size() == 1);
  CHECK(confirmed[0].version == 7);
  CHECK(confirmed[0].amount == refund::Money{88'650, refund::Currency::Cny});
  CHECK(confirmed[0].pin == "1234");

  std::size_t noted = counter.effects.size();
  std::size_t printed = counter.effects.size();
  std::size_t told = counter.effects.size();
  for (std::size_t i = 0; i < counter.effects.size(); ++i) {
    if (const auto* command = std::get_if<sync::SyncCommand>(&counter.effects[i])) {
      if (std::holds_alternative<sync::NoteVoucher>(*command)) noted = i;
      if (std::holds_alternative<sync::NotePaper>(*command)) told = i;
    }
    if (std::holds_alternative<PrintSlip>(counter.effects[i])) printed = i;
  }
  CHECK(noted < printed);
  CHECK(printed < told);
  REQUIRE(told < counter.effects.size());
  const auto papers = counter.asked<sync::NotePaper>();
  CHECK(papers[0].paper.news == sync::PaperNews::Printed);
  CHECK(papers[0].paper.voucher_number == 42);
  CHECK(counter.printed()[0].job == counter.asked<sync::NoteVoucher>()[0].job);
  counter.wait(60s);
  CHECK(counter.screen() == Screen::Attract);
}

TEST_CASE("a confirmation that comes too late says why, and leads to where the request stands") {
  Counter counter;
  counter.to_confirmation = sync::CannotDo{{"这笔申请已撤回。", "This request was withdrawn."}};
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::NotConfirmed);
  const auto message = std::get<scene::Said>(counter.face().scene).message;
  CHECK(message.title.en == "This can't be confirmed now");
  CHECK(message.sentence.zh == "这笔申请已撤回。");
  CHECK(counter.printed().empty());
  counter.request_state = refund::RequestState::Withdrawn;
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Tracked);
  CHECK(std::get<scene::Tracked>(counter.face().scene).tracked.state ==
        refund::RequestState::Withdrawn);
}

TEST_CASE("a card that was paused before the confirmation needs staff") {
  Counter counter;
  counter.to_confirmation = sync::Denied{
      sync::NoEntry::Paused, 0, {"这张卡今天暂停办理，请找店员。", "This card is paused."}};
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Blocked);
}

TEST_CASE("one payment tells its day, several tell their amounts and ways") {
  const refund::Date day = *refund::date_from("2026-12-09");
  sync::MethodOffer offer;
  offer.arrival = {"当场到前台领取", "At the desk, at once"};
  CHECK(planned_arrivals(offer).empty());
  const refund::Money part{44'325, refund::Currency::Cny};
  offer.legs = {{refund::Route::Bank, part, day, {"转到银行卡", "To the bank account."}}};
  CHECK(planned_arrivals(offer) ==
        std::vector<refund::Phrase>{{"最迟 2026-12-09", "By 2026-12-09"}});
  offer.legs[0].route = refund::Route::Cash;
  CHECK(planned_arrivals(offer) == std::vector<refund::Phrase>{offer.arrival});
  offer.legs[0].route = refund::Route::Original;  // which account it is stands in its words
  CHECK(planned_arrivals(offer) == std::vector<refund::Phrase>{offer.legs[0].words});
  offer.legs.push_back({refund::Route::Original, part, day, {"原路退回", "Back to the payment."}});
  CHECK(planned_arrivals(offer) ==
        std::vector<refund::Phrase>{offer.legs[0].words, offer.legs[1].words});
}

TEST_CASE("the payday with its source is on the screen after filing and on the slip") {
  Counter counter;
  counter.due = sync::Due{*refund::date_from("2026-12-06"), {"最迟付出", "Paid out by then."}};
  counter.go_to_review();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Submitted);
  CHECK(std::get<scene::Submitted>(counter.face().scene).due.en == "Paid out by then.");
  CHECK(std::get<paper::RequestSlip>(counter.printed().at(0).slip).due.zh == "最迟付出");
}

TEST_CASE("a voucher says what is left on the card") {
  Counter counter;
  const auto [stays, left] =
      GENERATE(table<std::int64_t, std::int64_t>({{0, 0}, {-30'000, 30'000}}));
  if (stays != 0) {
    refund::QuoteLine line;
    line.kind = refund::LineKind::Stays;
    line.amount = {stays, refund::Currency::Cny};
    counter.voucher_lines = {line};
  }
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  const auto slip = std::get<paper::VoucherSlip>(counter.printed().at(0).slip);
  CHECK(slip.balance_after == refund::Money{left, refund::Currency::Cny});
}

TEST_CASE("a card with a request under way shows that request") {
  Counter counter;
  counter.has_open_request = true;
  counter.tap();
  counter.type("1234");
  REQUIRE(counter.screen() == Screen::Tracked);
  const auto tracks = counter.asked<sync::Track>();
  REQUIRE(tracks.size() == 1);
  CHECK(tracks[0].card_uid == "04DE5F1E");
  CHECK(tracks[0].slip_code.empty());
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Confirm);
}

TEST_CASE("a half typed code does not follow the card that is tapped instead") {
  Counter counter;
  counter.has_open_request = true;
  counter.press(Button::Track);
  counter.type("7F4");
  counter.tap();
  counter.type("1234");
  REQUIRE(counter.screen() == Screen::Tracked);
  CHECK(counter.asked<sync::Track>().at(0).slip_code.empty());
}

TEST_CASE("amounts of a tracked request wait for the PIN") {
  Counter counter;
  counter.press(Button::Track);
  counter.type("7F4K29QD");
  REQUIRE(counter.screen() == Screen::Tracked);
  const auto before = std::get<scene::Tracked>(counter.face().scene);
  CHECK(before.next == scene::TrackNext::AskPin);
  CHECK(before.tracked.amount.minor == 0);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::TrackPin);
  counter.type("1234");
  REQUIRE(counter.screen() == Screen::Tracked);
  CHECK(std::get<scene::Tracked>(counter.face().scene).tracked.amount.minor == 88'650);
}

TEST_CASE("a scanned slip needs no typing, and nonsense from a scanner does nothing") {
  Counter counter;
  counter.give(Scanned{"!!"});
  CHECK(counter.screen() == Screen::Attract);
  counter.give(Scanned{"7f4k 29qd"});
  CHECK(counter.screen() == Screen::Tracked);
}

TEST_CASE("a request still under review leads nowhere but home") {
  Counter counter;
  counter.request_state = refund::RequestState::InReview;
  counter.go_to_confirm();
  CHECK(counter.screen() == Screen::Attract);
}

TEST_CASE("a reason that changes the amount shows the new amount first") {
  Counter counter;
  counter.totals = {{88'650, refund::Currency::Cny}, {103'650, refund::Currency::Cny}};
  counter.quote_of[3] = 1;
  counter.tap();
  counter.type("1234");
  counter.press(Button::Primary);
  counter.press(Button::Primary);
  counter.choose(3);
  REQUIRE(counter.screen() == Screen::Quote);
  CHECK(std::get<scene::Quote>(counter.face().scene).quote.total.minor == 103'650);
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Payout);
}

TEST_CASE("nothing to refund is explained on paper") {
  Counter counter;
  counter.totals = {{0, refund::Currency::Cny}};
  counter.tap();
  counter.type("1234");
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Quote);
  CHECK_FALSE(std::get<scene::Quote>(counter.face().scene).leads_on);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Explained);
  const auto slips = counter.printed();
  REQUIRE(slips.size() == 1);
  CHECK(std::get<paper::NoticeSlip>(slips[0].slip).sentence.zh == "本金已用完");
}

TEST_CASE("cash is offered by the station, and a locked method cannot be chosen") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.press(Button::Primary);
  counter.press(Button::Primary);
  counter.choose(0);
  counter.choose(1);  // cash, too much for it
  CHECK(std::get<scene::Payout>(counter.face().scene).chosen == refund::Method::BankTransfer);

  Counter small;
  small.totals = {{5'000, refund::Currency::Cny}};
  small.tap();
  small.type("1234");
  small.press(Button::Primary);
  small.press(Button::Primary);
  small.choose(0);
  small.choose(1);
  small.press(Button::Primary);
  REQUIRE(small.screen() == Screen::Review);
  small.sign();
  small.press(Button::Primary);
  CHECK(small.asked<sync::StoreFiling>().at(0).filing.payee.method == refund::Method::Cash);
}

TEST_CASE("what goes back the way it was paid asks for no account and says so on every paper") {
  Counter counter;
  const refund::Phrase words{"¥886.50 原路退回", "¥886.50 back to the WeChat Pay that paid."};
  sync::MethodOffer back;
  back.method = refund::Method::Original;
  back.available = true;
  back.legs = {{refund::Route::Original, {88'650, refund::Currency::Cny}, {}, words}};
  counter.offers = {back};
  counter.tap();
  counter.type("1234");
  counter.press(Button::Primary);
  counter.press(Button::Primary);
  counter.choose(0);
  REQUIRE(counter.screen() == Screen::Payout);
  CHECK(std::get<scene::Payout>(counter.face().scene).chosen == refund::Method::Original);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Review);
  const auto review = std::get<scene::Review>(counter.face().scene);
  CHECK(review.payee == refund::phrase_of(refund::Method::Original));
  CHECK(review.arrivals == std::vector<refund::Phrase>{words});
  counter.sign();
  counter.press(Button::Primary);
  const auto filed = counter.asked<sync::StoreFiling>();
  CHECK(filed.at(0).filing.payee == refund::Payee{refund::Method::Original, ""});
  const auto printed = counter.printed();
  const auto& slip = std::get<paper::RequestSlip>(printed.at(0).slip);
  CHECK(slip.arrivals == std::vector<refund::Phrase>{words});
  CHECK(slip.payee.method == refund::Method::Original);
}

TEST_CASE("language and text size change at once and end with the visit") {
  Counter counter;
  counter.tap();
  counter.press(Button::Language);
  counter.press(Button::LargerText);
  CHECK(counter.face().language == refund::Language::English);
  CHECK(counter.face().access == Access::Large);
  counter.press(Button::LargerText);
  CHECK(counter.face().access == Access::LargeContrast);
  counter.press(Button::Leave);
  CHECK(counter.face().language == refund::Language::Chinese);
  CHECK(counter.face().access == Access::Normal);
}

TEST_CASE("help is called and the visit kept meanwhile") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.press(Button::Help);
  CHECK(counter.asked<sync::CallStaff>().at(0).screen == "Account");
  REQUIRE(counter.face().banner);
  CHECK(counter.face().banner->text == phrase_of(Notice::StaffCalled));
  counter.wait(150s);
  CHECK(counter.screen() == Screen::Account);
  CHECK_FALSE(counter.face().seconds_left);
}

TEST_CASE("a card number that cannot be right is told, not taken") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.press(Button::Primary);
  counter.press(Button::Primary);
  counter.choose(0);
  counter.press(Button::Primary);
  counter.type("6222021234567890123");
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::BankCard);
  CHECK(std::get<scene::BankCard>(counter.face().scene).is_wrong);
  counter.press(Button::Clear);
  CHECK(std::get<scene::BankCard>(counter.face().scene).grouped.empty());
}

}  // namespace slipway::kiosk
