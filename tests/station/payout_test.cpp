#include "station/book/payout.hpp"

#include <algorithm>

#include "station/book/accounts.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::Method;

namespace {

const refund::Money kNothing = refund::zero(refund::Currency::Cny);

refund::Account account_in(const SmallShop& shop, const std::string& card) {
  auto books = shop.raw();
  auto account = book::account_of(books, card);
  REQUIRE(account);
  REQUIRE(account->has_value());
  return std::move(**account);
}

// What the rules make of this card, for somebody who is not satisfied, at noon.
struct Case {
  refund::Account account;
  refund::PolicyArchive archive;
  book::Appraisal appraisal;
  Case(refund::Account card, refund::Policy policy)
      : account(std::move(card)),
        archive(std::move(policy)),
        appraisal(book::appraised(account, archive, wish())) {}
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;
  ~Case() = default;

  static refund::Wish wish() {
    refund::Wish wish;
    wish.reason = refund::Reason::Unsatisfied;
    wish.filed_at = kNoon;
    return wish;
  }
};

refund::Money sum_of(const std::vector<sync::PayoutLeg>& legs) {
  refund::Money sum = kNothing;
  for (const sync::PayoutLeg& leg : legs)
    sum = sum + leg.amount;
  return sum;
}

}  // namespace

TEST_CASE("each method that is possible shows its legs, and they are the amount to the fen") {
  const SmallShop shop;
  const Case wang(account_in(shop, kWang), shop.terms().policy);
  const auto offers = book::offers_for(wang.appraisal, kNothing);
  REQUIRE(offers.size() == 2);
  const sync::MethodOffer& bank = offers.front();
  CHECK(bank.method == Method::BankTransfer);
  REQUIRE(bank.legs.size() == 1);
  CHECK(sum_of(bank.legs) == wang.appraisal.quote.total);
  CHECK(bank.legs.front().route == refund::Route::Bank);
  CHECK(bank.legs.front().arrives > wang.appraisal.due.day);
  // Nobody has given an account yet.
  CHECK(bank.legs.front().words.zh.find("0000") == std::string::npos);
  const sync::MethodOffer& cash = offers.back();
  CHECK_FALSE(cash.available);
  CHECK(cash.legs.empty());
  CHECK(cash.condition.en.find("Cash is limited to ¥100.00") != std::string::npos);
  CHECK(cash.condition.en.find("bank transfer") != std::string::npos);
}

TEST_CASE("cash that went out on the day counts against its cap") {
  const SmallShop shop;
  const Case li(account_in(shop, kLi), shop.terms().policy);
  const auto free = book::offers_for(li.appraisal, kNothing);
  CHECK(free.front().method == Method::Cash);
  CHECK(sum_of(free.front().legs) == li.appraisal.quote.total);
  const refund::Money room = refund::Money{10'000} - li.appraisal.quote.total;
  CHECK(book::planned(li.appraisal, {Method::Cash, ""}, room));
  const auto over = book::planned(li.appraisal, {Method::Cash, ""}, room + refund::Money{1});
  REQUIRE_FALSE(over);
  CHECK(book::told(over.error(), Method::Cash).en.find(refund::to_text(room + refund::Money{1})) !=
        std::string::npos);
}

TEST_CASE("a wish for cash never moves money to an account that came with it") {
  const SmallShop shop;
  const Case wang(account_in(shop, kWang), shop.terms().policy);
  CHECK_FALSE(book::planned(wang.appraisal, {Method::Cash, kBankCard}, kNothing));
}

TEST_CASE("a way back that is closed leaves the others, each with its reason") {
  const SmallShop shop;
  refund::Policy policy = shop.terms().policy;
  policy.payout.assign(2, {});
  policy.payout.front().route = refund::Route::Original;
  policy.payout.front().most_days = 1;
  policy.payout.back().route = refund::Route::Bank;
  const Case old(account_in(shop, kWang), policy);
  const auto plan = book::planned(old.appraisal, {Method::BankTransfer, kBankCard}, kNothing);
  REQUIRE(plan);
  REQUIRE(plan->legs.size() == 1);
  CHECK(plan->legs.front().route == refund::Route::Bank);
  const auto offers = book::offers_for(old.appraisal, kNothing);
  REQUIRE(offers.size() == 3);
  CHECK(offers.front().method == Method::BankTransfer);
  CHECK(offers[2].method == Method::Original);
  CHECK(offers[2].condition.en.find("days old") != std::string::npos);
  policy.payout.resize(1);
  const Case closed(account_in(shop, kWang), policy);
  const auto none = book::planned(closed.appraisal, {Method::BankTransfer, kBankCard}, kNothing);
  REQUIRE_FALSE(none);
  CHECK(none.error().ground == refund::PlanGround::NoRoute);
  CHECK(none.error().unplaced == closed.appraisal.quote.total);
  for (const sync::MethodOffer& offer : book::offers_for(closed.appraisal, kNothing))
    CHECK_FALSE(offer.available);
}

TEST_CASE("a bank rule with an end never leaves the rest to a second way that nobody signed for") {
  const SmallShop shop;
  refund::Policy policy = shop.terms().policy;
  policy.payout.assign(2, {});
  policy.payout.front().most = refund::Money{50'000};
  policy.payout.back().route = refund::Route::Cash;
  const Case wang(account_in(shop, kWang), policy);
  const auto plan = book::planned(wang.appraisal, {Method::BankTransfer, kBankCard}, kNothing);
  REQUIRE_FALSE(plan);
  CHECK(plan.error().placed == refund::Money{50'000});
}

TEST_CASE("what a member hears of a wrong account is that it is wrong") {
  const SmallShop shop;
  const Case wang(account_in(shop, kWang), shop.terms().policy);
  const auto wrong =
      book::planned(wang.appraisal, {Method::BankTransfer, "6222021234567890"}, kNothing);
  REQUIRE_FALSE(wrong);
  const auto told = book::told(wrong.error(), Method::BankTransfer);
  CHECK(told.zh.find("银行卡号有误") != std::string::npos);
  CHECK(told.zh.find("重新输入") != std::string::npos);
}

TEST_CASE(
    "money that another person's account paid asks for papers, before signing and at the desk") {
  const SmallShop shop;
  refund::Account account = account_in(shop, kWang);
  account.lots.front().paid_by_other = true;
  const Case wang(std::move(account), shop.terms().policy);
  const auto plan = book::planned(wang.appraisal, {Method::BankTransfer, kBankCard}, kNothing);
  REQUIRE(plan);
  REQUIRE(plan->papers.size() == 1);
  const auto offers = book::offers_for(wang.appraisal, kNothing);
  CHECK(offers.front().condition == plan->papers.front().words);
}

TEST_CASE("interest runs to the last day on which the money may leave") {
  const SmallShop shop;
  const Case wang(account_in(shop, kWang), shop.terms().policy);
  CHECK(wang.appraisal.due.day == refund::date_of(kNoon) + std::chrono::days{15});
  const auto& lines = wang.appraisal.quote.lines;
  const auto interest = std::find_if(lines.begin(), lines.end(), [](const auto& line) {
    return line.kind == refund::LineKind::Interest;
  });
  REQUIRE(interest != lines.end());
  // 3.00 % a year of 1,694.22 for 15 days.
  CHECK(refund::is_positive(interest->amount));
  CHECK(wang.appraisal.quote.total ==
        refund::quote(wang.account, shop.terms().policy, refund::Reason::Unsatisfied, kNoon).total +
            interest->amount);
}
