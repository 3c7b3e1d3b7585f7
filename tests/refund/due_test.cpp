#include "refund/due.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"
#include "tests/refund/sample_policy.hpp"
#include "tests/refund/sample_settlement.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

Date day(const char* text) {
  return *date_from(text);
}

Policy plain_policy() {
  Policy policy;
  policy.clause = "《会员卡章程》第 6 条";
  policy.clause_en = "Card terms, section 6";
  policy.shop.name = "《会员卡章程》第 6 条";
  policy.shop.name_en = "Card terms, section 6";
  return policy;
}

Window window(int days, int pay_within) {
  Window window;
  window.days = days;
  window.pay_within_days = pay_within;
  return window;
}

Terms beijing() {
  Terms terms;
  terms.name = "北京市单用途预付卡管理条例";
  terms.name_en = "Beijing Regulations on Single-purpose Prepaid Cards";
  terms.windows = {window(7, 5)};
  return terms;
}

Wish filed(const char* at) {
  Wish wish;
  wish.reason = kMember;
  wish.filed_at = *instant_from(at);
  return wish;
}

}  // namespace

TEST_CASE("a decision is promised so many hours after filing, less the wait for papers") {
  Policy policy = plain_policy();
  policy.review_hours = 24;
  const Instant at = *instant_from("2026-11-21 20:38");
  CHECK(review_due(policy, at).at == *instant_from("2026-11-22 20:38"));
  CHECK(review_promise(policy) ==
        Phrase{"店长将在 24 小时内审核。", "The manager reviews it within 24 hours."});
  const ReviewDue due = review_due(policy, at, std::chrono::hours(30));
  CHECK(due.at == *instant_from("2026-11-24 02:38"));
  CHECK(due.words.zh == "最迟 2026-11-24 02:38 告诉您结果。");
  CHECK(due.words.en == "You will know the result by 2026-11-24 02:38.");
}

TEST_CASE("money is due within the policy's days, calendar or working") {
  Policy policy = plain_policy();
  const Account account = card({stored("2026-01-01 10:00", 1'000, 0, 0)});
  const Settlement settlement = settlement_of(account, policy, {1'000});
  const PayDue calendar = pay_due(settlement, filed("2026-11-21 10:00"));
  CHECK(calendar.day == day("2026-12-06"));
  CHECK(calendar.promised == calendar.day);
  CHECK_FALSE(calendar.legal);
  CHECK(calendar.words.zh == "最迟 2026-12-06 付出（申请之日起 15 天内，《会员卡章程》第 6 条）。");
  CHECK(calendar.words.en ==
        "Paid out by 2026-12-06 (within 15 days of filing, Card terms, section 6).");
  CHECK(calendar.legal_words.zh.empty());

  policy.counting = DayCount::Working;
  policy.pay_days = 3;
  const PayDue working = pay_due(settlement, filed("2026-11-20 10:00"));
  CHECK(working.day == day("2026-11-25"));
  CHECK(working.words.zh ==
        "最迟 2026-11-25 付出（申请之日起 3 个工作日内，《会员卡章程》第 6 条）。");
  CHECK(working.words.en ==
        "Paid out by 2026-11-25 (within 3 working days of filing, Card terms, section 6).");
}

TEST_CASE("working days of payment pass over the holidays of the policy's table") {
  Policy policy = plain_policy();
  policy.counting = DayCount::Working;
  policy.pay_days = 1;
  policy.holidays = HolidayTable{"cn", "", 2025, 2025, {day("2025-10-01")}, {}};
  const Account account = card({stored("2025-01-01 10:00", 1'000, 0, 0)});
  const PayDue due = pay_due(settlement_of(account, policy, {1'000}), filed("2025-09-30 10:00"));
  CHECK(due.day == day("2025-10-02"));
  CHECK(due.words.en ==
        "Paid out by 2025-10-02 (within 1 working day of filing, Card terms, section 6).");
}

TEST_CASE("a window's own term counts for a lot that is inside it and is paid") {
  Policy policy = plain_policy();
  policy.shop.windows = {window(7, 3)};
  const Account account = card({stored("2026-01-01 10:00", 1'000, 0, 0),  //
                                stored("2026-11-18 10:00", 2'000, 0, 0)});
  const Wish wish = filed("2026-11-21 10:00");
  CHECK(pay_due(settlement_of(account, policy, {1'000, 2'000}), wish).day == day("2026-11-24"));
  CHECK(pay_due(settlement_of(account, policy, {1'000, 0}), wish).day == day("2026-12-06"));
  CHECK(pay_due(settlement_of(account, policy, {1'000, 2'000}), filed("2026-11-26 10:00")).day ==
        day("2026-12-11"));
  policy.shop.windows.front().pay_within_days = 0;
  CHECK(pay_due(settlement_of(account, policy, {1'000, 2'000}), wish).day == day("2026-12-06"));
  policy.shop.windows.front().pay_within_days = 60;
  CHECK(pay_due(settlement_of(account, policy, {1'000, 2'000}), wish).day == day("2026-12-06"));
}

TEST_CASE("the legal day is told by itself, and the earlier of the two is the one that is owed") {
  Policy policy = plain_policy();
  policy.floors = {Terms{}, beijing()};
  const Account account = card({stored("2026-11-18 10:00", 2'000, 0, 0)});
  const PayDue due = pay_due(settlement_of(account, policy, {2'000}), filed("2026-11-21 10:00"));
  CHECK(due.promised == day("2026-12-06"));
  CHECK(due.legal == day("2026-11-26"));
  CHECK(due.day == day("2026-11-26"));
  CHECK(due.legal_words.zh ==
        "最迟 2026-11-26 付出（申请之日起 5 天内，北京市单用途预付卡管理条例）。");

  policy.pay_days = 2;
  const PayDue sooner = pay_due(settlement_of(account, policy, {2'000}), filed("2026-11-21 10:00"));
  CHECK(sooner.day == day("2026-11-23"));
  CHECK(sooner.legal == day("2026-11-26"));
}

TEST_CASE("a limit of the law counts whatever the shop promises, for every lot that is paid") {
  Policy policy = plain_policy();
  policy.pay_days = 30;
  policy.floors = {beijing()};
  policy.floors[0].limits.pay_days_most = 15;
  const Account account = card({stored("2026-01-01 10:00", 2'000, 0, 0)});
  const Wish wish = filed("2026-11-21 10:00");
  const PayDue due = pay_due(settlement_of(account, policy, {2'000}), wish);
  CHECK(due.promised == day("2026-12-21"));
  CHECK(due.day == day("2026-12-06"));
  CHECK(due.legal_words.zh ==
        "最迟 2026-12-06 付出（申请之日起 15 天内，北京市单用途预付卡管理条例）。");
  policy.floors[0].limits.sources["pay_days_most"] = {"第20条", "article 20"};
  CHECK(pay_due(settlement_of(account, policy, {2'000}), wish).legal_words.en ==
        "Paid out by 2026-12-06 (within 15 days of filing, article 20).");
  CHECK_FALSE(pay_due(settlement_of(account, policy, {0}), wish).legal);
}

TEST_CASE("of several floors and lots the earliest day counts") {
  Policy policy = plain_policy();
  policy.floors = {beijing(), beijing(), beijing()};
  policy.floors[1].windows.front().pay_within_days = 4;
  Policy older = policy;
  older.pay_days = 1;
  const Account account = card({stored("2026-11-17 10:00", 2'000, 0, 0),  //
                                stored("2026-11-18 10:00", 2'000, 0, 0)});
  Settlement settlement = settlement_of(account, policy, {2'000, 2'000});
  CHECK(pay_due(settlement, filed("2026-11-21 10:00")).legal == day("2026-11-25"));
  settlement.lots[0].policy = &older;
  const PayDue due = pay_due(settlement, filed("2026-11-21 10:00"));
  CHECK(due.promised == day("2026-11-22"));
  CHECK(due.words.en == "Paid out by 2026-11-22 (within 1 day of filing, Card terms, section 6).");
}

TEST_CASE("a countdown says what is left, that it is today, or by how much it is late") {
  const Date due = day("2026-12-06");
  CHECK(countdown(due, day("2026-12-04")).words.zh == "还剩 2 天");
  CHECK(countdown(due, day("2026-12-05")).words.en == "1 day left");
  CHECK(countdown(due, due).days == 0);
  CHECK(countdown(due, due).words.zh == "今天到期");
  CHECK(countdown(due, day("2026-12-09")).days == -3);
  CHECK(countdown(due, day("2026-12-09")).words.en == "3 days overdue");
}

TEST_CASE("cash is there at once, a transfer after working days and the holidays that are known") {
  Policy policy = plain_policy();
  policy.bank_days = 3;
  CHECK(arrival_of(Route::Cash, policy, day("2025-09-30")).day == day("2025-09-30"));
  CHECK(arrival_of(Route::Cash, policy, day("2025-09-30")).words.zh == "当场付清。");
  const Arrival unknown = arrival_of(Route::Bank, policy, day("2025-09-30"));
  CHECK(unknown.day == day("2025-10-03"));
  CHECK(unknown.words.zh == "最迟 2025-10-03 到账。遇法定节假日顺延。");
  HolidayTable table{"cn", "", 2025, 2025, {}, {day("2025-10-11")}};
  for (int i = 0; i < 8; ++i)
    table.off.insert(day("2025-10-01") + std::chrono::days(i));
  policy.holidays = table;
  const Arrival known = arrival_of(Route::Original, policy, day("2025-09-30"));
  CHECK(known.day == day("2025-10-11"));
  CHECK(known.words.en == "There by 2025-10-11.");
  const Arrival next_year = arrival_of(Route::Bank, policy, day("2025-12-30"));
  CHECK(next_year.day == day("2026-01-02"));
  CHECK(next_year.words.en == "There by 2026-01-02. Public holidays may add to it.");
}

TEST_CASE("more days never make a day earlier") {
  REQUIRE(rc::check("monotone", [] {
    const Date from = day("2026-01-01") + std::chrono::days(*rc::gen::inRange(0, 700));
    HolidayTable table;
    for (int i = 0; i < 30; ++i) {
      table.off.insert(from + std::chrono::days(*rc::gen::inRange(0, 60)));
      table.working.insert(from + std::chrono::days(*rc::gen::inRange(0, 60)));
    }
    const int days = *rc::gen::inRange(0, 40);
    const Date first = after_working_days(from, days, &table);
    const Date second = after_working_days(from, days + 1, &table);
    RC_ASSERT(first < second);
    RC_ASSERT(is_working_day(second, &table));
    int count = 0;
    for (Date on = from + std::chrono::days(1); on <= second; on += std::chrono::days(1))
      count += is_working_day(on, &table) ? 1 : 0;
    RC_ASSERT(count == days + 1);
  }));
}

TEST_CASE("a settlement is dated by the wish, else by the earlier of promise and law") {
  Policy policy = plain_policy();
  policy.shop.interest[Cause::Member].basis_points = 365;
  policy.shop.interest[Cause::Member].from = InterestFrom::Request;
  const Account account = card({stored("2026-01-01 10:00", 100'000, 0, 0)});
  Wish wish = filed("2026-11-21 10:00");
  const DatedSettlement shop = settle_to_payday(account, policy, wish);
  CHECK(shop.payday.by == PaydayBy::Shop);
  CHECK(shop.payday.day == day("2026-12-06"));
  CHECK(shop.settlement.total == Money{100'150});  // a fen and a half a day of 10,000
  CHECK(shop.payday.words.en ==
        "Worked out for payment on 2026-12-06; interest runs until then. " + shop.due.words.en);
  CHECK(settle_to_payday(account, PolicyArchive(policy), wish).settlement.total ==
        shop.settlement.total);

  Policy strict = policy;
  strict.floors = {Terms{}};
  strict.floors.front().limits.pay_days_most = 5;
  const DatedSettlement law = settle_to_payday(account, strict, wish);
  CHECK(law.payday.by == PaydayBy::Law);
  CHECK(law.payday.day == day("2026-11-26"));
  CHECK(law.settlement.total == Money{100'050});
  CHECK(law.payday.words.zh == "按 2026-11-26 付款计算，利息算到这一天。" + law.due.legal_words.zh);

  wish.paid_on = day("2026-12-21");
  const DatedSettlement named = settle_to_payday(account, strict, wish);
  CHECK(named.payday.by == PaydayBy::Wish);
  CHECK(named.payday.day == day("2026-12-21"));
  CHECK(named.due.day == day("2026-11-26"));
  CHECK(named.settlement.total == Money{100'300});
}
