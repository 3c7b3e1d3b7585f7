#include "refund/payout_plan.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "refund/payout_words.hpp"
#include "tests/refund/sample_payout.hpp"

using namespace slipway::refund;
using namespace slipway::tests;
using namespace slipway::tests::payout;

TEST_CASE("worked example 5: the young lot goes back as it came, the old one by bank") {
  const Account account = of({paid_by("2024-10-01 10:00", 50'000, "A"),  //
                              paid_by("2025-11-18 10:00", 100'000, "B")});
  const PayoutPlan found = plan(account, usual(), {22'227, 100'000}, bank(), on("2025-11-21"));
  CHECK(found.total == Money{122'227});
  REQUIRE(found.legs.size() == 2);
  CHECK(found.legs[0].route == Route::Original);
  CHECK(found.legs[0].parts == std::vector<LegPart>{{"B", Money{100'000}}});
  CHECK(found.legs[0].amount == Money{100'000});
  CHECK(found.legs[0].payment_reference == "pay-B");
  CHECK(found.legs[0].part_number == 1);
  CHECK(found.legs[0].arrives == day("2025-11-26"));
  CHECK(found.legs[0].words.zh ==
        "¥1,000.00 原路退回当时付款的微信支付，最迟 2025-11-26 到账。遇法定节假日顺延。");
  CHECK(found.legs[1].route == Route::Bank);
  CHECK(found.legs[1].amount == Money{22'227});
  CHECK(found.legs[1].words.zh ==
        "¥222.27 转到本人银行卡 •••• 0128，最迟 2025-11-26 到账。遇法定节假日顺延。");
  REQUIRE(found.detours.size() == 1);
  CHECK(found.detours[0].lot == "A");
  CHECK(found.detours[0].words.zh ==
        "2024-10-01 的付款已满 416 天，原路退回只限 365 天内，改走下一种方式。");
  CHECK(found.papers.empty());
}

TEST_CASE("worked example 5 in cash is refused before signing, and an account makes it possible") {
  const Account account = of({paid_by("2024-10-01 10:00", 50'000, "A"),  //
                              paid_by("2025-11-18 10:00", 100'000, "B")});
  const PlanRefusal found = refusal(account, usual(), {22'227, 100'000}, cash(), on("2025-11-21"));
  CHECK(found.ground == PlanGround::AccountNeeded);
  CHECK(found.placed == Money{100'000});
  CHECK(found.unplaced == Money{22'227});
  CHECK(closures(found.detours) ==
        std::vector{Closure::TooOld, Closure::CashCap, Closure::NoAccount});
  CHECK(found.reason.zh == "¥222.27 只能转到您本人的银行卡，还没有卡号。");
  Payee with_account = cash();
  with_account.bank_card = kAccount;
  CHECK(plan(account, usual(), {22'227, 100'000}, with_account, on("2025-11-21")).legs.size() == 2);
}

TEST_CASE("worked example 5 from the card to the legs and to the day on which they are due") {
  Policy policy = usual();
  policy.shop.cause_of[kMember] = Cause::Member;
  policy.shop.windows.resize(1);
  policy.shop.windows[0].days = 7;
  policy.shop.windows[0].waives_fee = true;
  policy.shop.windows[0].pay_within_days = 5;
  policy.shop.fee[Cause::Member] = Fee{200, Money{500}, Money{20'000}, true};
  policy.floors.resize(1);
  policy.floors[0].cause_of[kMember] = Cause::Member;
  policy.floors[0].price[Cause::Member] = PriceBasis::ListCapped;
  policy.floors[0].bonus[Cause::Member] = BonusShare::None;
  policy.floors[0].windows.resize(1);
  policy.floors[0].windows[0].days = 7;
  policy.floors[0].windows[0].needs_first_time = true;
  Account account = of({stored("2024-10-01 10:00", 50'000, 5'000, 30'000),  //
                        stored("2025-11-18 10:00", 100'000, 20'000, 0)});
  for (Lot& lot : account.lots) {
    lot.payment_method = "wechat";
    lot.id = lot.payment_reference = to_text(lot.sold_at);
  }
  account.lots[0].uses[0].at = *instant_from("2024-11-01 10:00");
  Wish wish;
  wish.reason = kMember;
  wish.filed_at = *instant_from("2025-11-21 10:00");
  const Settlement settlement = settle(account, policy, wish);
  REQUIRE(settlement.total.minor == 122'227);
  const auto found = plan_payout(settlement, bank(), on("2025-11-21"));
  REQUIRE(found);
  REQUIRE(found->legs.size() == 2);
  CHECK(found->legs[0].amount == Money{100'000});
  CHECK(found->legs[0].route == Route::Original);
  CHECK(found->legs[1].amount == Money{22'227});
  CHECK(found->legs[1].route == Route::Bank);
  CHECK(pay_due(settlement, wish).day == day("2025-11-26"));
}

TEST_CASE("a card of three lots gives three legs") {
  const Account account = of({paid_by("2025-06-01 10:00", 30'000, "A"),            //
                              paid_by("2025-07-01 10:00", 20'000, "B", "alipay"),  //
                              paid_by("2025-08-01 10:00", 10'000, "C", "card")});
  const PayoutPlan found = plan(account, usual(), {30'000, 19'999, 1}, bank(""), on("2025-11-21"));
  REQUIRE(found.legs.size() == 3);
  CHECK(found.legs[0].amount + found.legs[1].amount + found.legs[2].amount == Money{50'000});
  CHECK(
      found.legs[1].words.en ==
      "¥199.99 back to the Alipay that paid. There by 2025-11-26. Public holidays may add to it.");
  CHECK(found.legs[2].words.zh.find("当时付款的银行卡") != std::string::npos);
}

TEST_CASE("lots of one payment share a leg, and one that gives nothing has none") {
  Account account = of({paid_by("2025-06-01 10:00", 30'000, "A", "other"),  //
                        paid_by("2025-06-01 10:00", 20'000, "B", "other"),  //
                        paid_by("2025-06-02 10:00", 20'000, "C", "other")});
  account.lots[1].payment_reference = "pay-A";
  account.lots[0].payment_parts = 2;
  const PayoutPlan found = plan(account, usual(), {5, 7, 0}, bank(), on("2025-11-21"));
  REQUIRE(found.legs.size() == 1);
  CHECK(found.legs[0].parts == std::vector<LegPart>{{"A", Money{5}}, {"B", Money{7}}});
  CHECK(found.legs[0].part_number == 3);
  CHECK(found.legs[0].words.zh.find("付款的账户（该笔付款的第 3 次退款）") != std::string::npos);
}

TEST_CASE("what a route does not take as a whole goes on to the next") {
  Policy policy = usual();
  policy.payout[0].most = Money{15'000};
  policy.payout[1].most = Money{1'000};
  const Account account = of({paid_by("2025-11-01 10:00", 10'000, "A"),  //
                              paid_by("2025-11-02 10:00", 10'000, "B"),  //
                              paid_by("2025-11-03 10:00", 10'000, "C")});
  const PayoutPlan found = plan(account, policy, {10'000, 5'500, 700}, bank(), on("2025-11-21"));
  REQUIRE(found.legs.size() == 4);
  CHECK(found.legs[0].parts == std::vector<LegPart>{{"A", Money{10'000}}});
  CHECK(found.legs[1].parts == std::vector<LegPart>{{"B", Money{5'000}}});
  CHECK(found.legs[2].route == Route::Bank);
  CHECK(found.legs[2].parts == std::vector<LegPart>{{"B", Money{500}}, {"C", Money{500}}});
  CHECK(found.legs[3].route == Route::Cash);
  CHECK(found.legs[3].amount == Money{200});
  CHECK(closures(found.detours) ==
        std::vector{Closure::MostReached, Closure::MostReached, Closure::MostReached});
  CHECK(found.detours[0].words.zh == "原路退回每次申请最多 ¥150.00，其余 ¥5.00 走下一种方式。");
}

TEST_CASE("a payment takes back no more than was paid; interest above it goes another way") {
  Account account = of({paid_by("2025-11-01 10:00", 10'000, "A")});
  const PayoutPlan found = plan(account, usual(), {10'050}, cash(), on("2025-11-21"));
  REQUIRE(found.legs.size() == 2);
  CHECK(found.legs[0].amount == Money{10'000});
  CHECK(found.legs[1].route == Route::Cash);
  CHECK(found.legs[1].amount == Money{50});
  CHECK(closures(found.detours) == std::vector{Closure::AbovePayment});
  account.lots[0].refunded = Money{4'000};
  CHECK(plan(account, usual(), {6'000}, bank(), on("2025-11-21")).legs.size() == 1);
  CHECK(plan(account, usual(), {6'001}, bank(), on("2025-11-21")).legs.size() == 2);
}

TEST_CASE("a lot without a payment to refund goes the next way and says why") {
  Account account = of({paid_by("2025-11-01 10:00", 10'000, "A", "cash"),  //
                        paid_by("2025-11-02 10:00", 10'000, "B")});
  account.lots[1].payment_reference.clear();
  const PayoutPlan found = plan(account, usual(), {10'000, 10'000}, bank(), on("2025-11-21"));
  CHECK(only_route(found) == Route::Bank);
  CHECK(closures(found.detours) == std::vector{Closure::PaidInCash, Closure::NoReference});
}

TEST_CASE("what somebody else's account paid needs that person's papers") {
  Account account = of({paid_by("2025-11-01 10:00", 20'000, "A")});
  account.lots[0].paid_by_other = true;
  Policy policy = usual();
  const PayoutPlan strict = plan(account, policy, {20'000}, bank(), on("2025-11-21"));
  CHECK(only_route(strict) == Route::Bank);
  CHECK(closures(strict.detours) == std::vector{Closure::OthersAccount});
  REQUIRE(strict.papers.size() == 1);
  CHECK(strict.papers[0].lot == "A");
  CHECK(strict.papers[0].words.zh ==
        "2025-11-01 的款项由他人账户支付，退到您名下前，请店长核对付款人的身份证件和书面同意。");

  policy.payout[1].most = Money{19'000};
  const PayoutPlan two_ways = plan(account, policy, {20'000}, bank(), on("2025-11-21"));
  CHECK(two_ways.legs.size() == 2);
  CHECK(two_ways.papers.size() == 1);

  policy.payout[0].same_name = false;
  const PayoutPlan to_payer = plan(account, policy, {20'000}, bank(), on("2025-11-21"));
  CHECK(only_route(to_payer) == Route::Original);
  CHECK(to_payer.papers.empty());

  policy.payout = {by(Route::Bank)};
  policy.payout[0].same_name = false;
  CHECK(plan(account, policy, {20'000}, bank(), on("2025-11-21")).papers.empty());
  policy.floors.resize(1);
  CHECK(plan(account, policy, {20'000}, bank(), on("2025-11-21")).papers.empty());
  policy.floors[0].limits.same_name = true;
  CHECK(plan(account, policy, {20'000}, bank(), on("2025-11-21")).papers.size() == 1);
}

TEST_CASE("of bank and cash the wished one comes first, the original route keeps its place") {
  Policy policy = usual();
  policy.payout = {by(Route::Cash), by(Route::Original), by(Route::Bank)};
  const Account account = of({paid_by("2025-11-01 10:00", 5'000, "A")});
  CHECK(only_route(plan(account, policy, {5'000}, bank(), on("2025-11-21"))) == Route::Bank);
  CHECK(only_route(plan(account, policy, {5'000}, cash(), on("2025-11-21"))) == Route::Cash);
  policy.payout = {by(Route::Original), by(Route::Cash), by(Route::Bank)};
  CHECK(only_route(plan(account, policy, {5'000}, cash(), on("2025-11-21"))) == Route::Original);
}

TEST_CASE("a member is told payments that go back to one kind of account as one") {
  const Policy policy = usual();
  const Account account = of(
      {paid_by("2026-05-01 10:00", 10'000, "A"), paid_by("2026-05-02 10:00", 20'000, "B", "alipay"),
       paid_by("2026-05-03 10:00", 40'000, "C"), paid_by("2024-05-03 10:00", 80'000, "D")});
  const PayoutPlan found =
      plan(account, policy, {10'000, 20'000, 40'000, 80'000}, bank(), on("2026-06-10"));
  REQUIRE(found.legs.size() == 4);
  const auto told = gathered(found.legs, policy, day("2026-06-10"));
  REQUIRE(told.size() == 3);
  CHECK(told[0].amount == Money{50'000});
  CHECK(told[0].payment_reference.empty());
  CHECK(told[0].words.zh.find("¥500.00 分 2 笔原路退回当时付款的微信支付，") == 0);
  CHECK(told[0].words.en.find("in 2 payments. There by") != std::string::npos);
  CHECK(told[1] == found.legs[1]);
  CHECK(told[2].route == Route::Bank);
}

TEST_CASE("a policy without payout rules has bank and cash") {
  Policy policy = usual();
  policy.payout.clear();
  const Account account = of({paid_by("2025-11-01 10:00", 5'000, "A")});
  CHECK(only_route(plan(account, policy, {5'000}, bank(), on("2025-11-21"))) == Route::Bank);
  CHECK(only_route(plan(account, policy, {5'000}, cash(), on("2025-11-21"))) == Route::Cash);
}

TEST_CASE("a wrong account is corrected, not worked around") {
  const Account account = of({paid_by("2025-11-01 10:00", 5'000, "A", "cash")});
  const PlanRefusal found =
      refusal(account, usual(), {5'000}, bank("6222021234567890127"), on("2025-11-21"));
  CHECK(found.ground == PlanGround::AccountWrong);
  CHECK(found.unplaced == Money{5'000});
  CHECK(found.detours.back().why == Closure::WrongAccount);
  CHECK(found.detours.back().lot.empty());
}

TEST_CASE("an account that is not needed is not asked for") {
  const Account account = of({paid_by("2025-11-01 10:00", 50'000, "A")});
  CHECK(only_route(plan(account, usual(), {50'000}, bank("1"), on("2025-11-21"))) ==
        Route::Original);
}

TEST_CASE("when no way is open the refusal says what can be paid now") {
  Policy policy = usual();
  const Account account = of({paid_by("2024-10-01 10:00", 50'000, "A")});
  policy.payout.resize(1);
  const PlanRefusal none = refusal(account, policy, {50'000}, bank(), on("2025-11-21"));
  CHECK(none.ground == PlanGround::NoRoute);
  CHECK(is_zero(none.placed));
  CHECK(none.next_step.zh == "请找店员办理，应付期限不变。");
  policy = usual();
  policy.payout[1].most = Money{30'000};
  const PlanRefusal some = refusal(account, policy, {50'000}, bank(), on("2025-11-21"));
  CHECK(some.ground == PlanGround::NoRoute);
  CHECK(some.placed == Money{30'000});
  CHECK(some.unplaced == Money{20'000});
  CHECK(some.next_step.zh == "可以先申请退 ¥300.00，其余请找店员办理，应付期限不变。");
}

TEST_CASE("nothing to pay is no plan") {
  CHECK(refusal(of({}), usual(), {}, cash(), on("2025-11-21")).ground == PlanGround::NothingToPay);
}

TEST_CASE("every route and every closure has words in both languages") {
  std::set<std::string> told;
  for (int route = 0; route <= kBeyond<Route, Route::Cash>; ++route) {
    told.insert(phrase_of(static_cast<Route>(route)).zh);
    told.insert(phrase_of(static_cast<Route>(route)).en);
  }
  CHECK(told.size() == 6);
  told.clear();
  for (int why = 0; why <= kBeyond<Closure, Closure::WrongAccount>; ++why) {
    ClosureFigures figures;
    figures.why = static_cast<Closure>(why);
    told.insert(words_of(figures).zh);
    told.insert(words_of(figures).en);
  }
  CHECK(told.size() == 20);
}

TEST_CASE("legs sum to the amount to the fen and stay inside every limit") {
  REQUIRE(rc::check("plans", [] {
    Policy policy = usual();
    for (PayoutRule& rule : policy.payout) {
      if (*rc::gen::arbitrary<bool>()) rule.most = Money{*rc::gen::inRange(0, 60'000)};
      if (*rc::gen::arbitrary<bool>()) rule.most_days = *rc::gen::inRange(0, 400);
      rule.same_name = *rc::gen::arbitrary<bool>();
    }
    std::rotate(policy.payout.begin(), policy.payout.begin() + *rc::gen::inRange(0, 3),
                policy.payout.end());
    policy.payout.resize(*rc::gen::inRange<std::size_t>(0, 4));
    Account account;
    std::vector<std::int64_t> shares;
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
      Lot lot = paid_by("2025-01-01 10:00", *rc::gen::inRange(0, 40'000), std::to_string(i),
                        *rc::gen::element<std::string>("wechat", "card", "cash"));
      lot.sold_at += std::chrono::days(*rc::gen::inRange(0, 400));
      lot.payment_parts = *rc::gen::inRange(45, 55);
      lot.paid_by_other = *rc::gen::arbitrary<bool>();
      if (lot.payment_method == "card") lot.payment_reference = "one";
      account.lots.push_back(lot);
      shares.push_back(*rc::gen::inRange<std::int64_t>(0, lot.paid.minor + 100));
    }
    const Settlement settlement = settlement_of(account, policy, shares);
    const Payee wish = *rc::gen::element(bank(), bank(""), bank("12"), cash());
    const PayoutDay when = on("2026-02-10", *rc::gen::inRange(0, 12'000));
    const auto found = plan_payout(settlement, wish, when);
    if (!found) {
      RC_ASSERT(found.error().placed + found.error().unplaced == settlement.total);
      RC_ASSERT(is_zero(settlement.total) || is_positive(found.error().unplaced));
      return;
    }
    Money sum;
    Money in_cash = when.cash_paid;
    std::map<std::string, Money> by_lot;
    std::set<std::string> references;
    for (const Leg& leg : found->legs) {
      Money parts;
      for (const LegPart& part : leg.parts) {
        RC_ASSERT(is_positive(part.amount));
        parts = parts + part.amount;
        by_lot[part.lot] = by_lot[part.lot] + part.amount;
      }
      RC_ASSERT(parts == leg.amount);
      RC_ASSERT(is_positive(leg.amount));
      sum = sum + leg.amount;
      if (leg.route == Route::Cash) in_cash = in_cash + leg.amount;
      if (leg.route == Route::Original) {
        RC_ASSERT(leg.part_number >= 1);
        RC_ASSERT(references.insert(leg.payment_reference).second);
      }
    }
    RC_ASSERT(sum == settlement.total);
    RC_ASSERT(found->total == settlement.total);
    RC_ASSERT(in_cash == when.cash_paid || in_cash <= policy.cash_most);
    for (std::size_t i = 0; i < shares.size(); ++i)
      RC_ASSERT(by_lot[account.lots[i].id] == Money{shares[i]});
  }));
}
