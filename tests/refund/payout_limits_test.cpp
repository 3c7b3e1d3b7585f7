// How old, how often and how much: what closes a route of a payout.
#include "refund/payout_plan.hpp"
#include "tests/refund/sample_payout.hpp"

using namespace slipway::refund;
using namespace slipway::tests;
using namespace slipway::tests::payout;

TEST_CASE("the original route closes after its days: 364, 365, 366") {
  const Account account = of({paid_by("2025-01-01 23:59", 20'000, "A")});
  const auto route_on = [&](const char* when) {
    return only_route(plan(account, usual(), {20'000}, bank(), on(when)));
  };
  CHECK(route_on("2025-12-31") == Route::Original);
  CHECK(route_on("2026-01-01") == Route::Original);
  CHECK(route_on("2026-01-02") == Route::Bank);
}

TEST_CASE("a payment takes so many refunds: 48 before, 49, 50") {
  Account account = of({paid_by("2025-11-01 10:00", 20'000, "A")});
  account.lots[0].payment_parts = 48;
  CHECK(plan(account, usual(), {9}, bank(), on("2025-11-21")).legs[0].part_number == 49);
  account.lots[0].payment_parts = 49;
  CHECK(plan(account, usual(), {9}, bank(), on("2025-11-21")).legs[0].part_number == 50);
  account.lots[0].payment_parts = 50;
  const PayoutPlan found = plan(account, usual(), {9}, bank(), on("2025-11-21"));
  CHECK(only_route(found) == Route::Bank);
  CHECK(found.detours[0].words.zh ==
        "2025-11-01 的付款已退过 50 次，每笔最多 50 次，改走下一种方式。");
}

TEST_CASE("cash up to the cap of the request: limit - 1, limit, limit + 1") {
  const Account account = of({paid_by("2025-11-01 10:00", 6'000, "A", "cash"),  //
                              paid_by("2025-11-02 10:00", 6'000, "B", "cash")});
  for (const std::int64_t second : {4'999, 5'000}) {
    const PayoutPlan found = plan(account, usual(), {5'000, second}, cash(), on("2025-11-21"));
    CHECK(only_route(found) == Route::Cash);
    CHECK(found.legs[0].parts.size() == 2);
    CHECK(found.legs[0].arrives == day("2025-11-21"));
    CHECK(found.legs[0].words.zh.find("现金，凭退款凭证到前台领取，30 天内有效。") !=
          std::string::npos);
  }
  const PlanRefusal over = refusal(account, usual(), {5'000, 5'001}, cash(), on("2025-11-21"));
  CHECK(over.ground == PlanGround::AccountNeeded);
  CHECK(over.unplaced == Money{10'001});
  CHECK(over.detours[2].words.zh ==
        "现金最多 ¥100.00（《会员卡章程》第 6 条），这次有 ¥100.01，因此不付现金。");
}

TEST_CASE("cash that left on the same day counts against the cap") {
  const Account account = of({paid_by("2025-11-01 10:00", 6'000, "A", "cash")});
  CHECK(only_route(plan(account, usual(), {4'000}, cash(), on("2025-11-21", 5'999))) ==
        Route::Cash);
  CHECK(only_route(plan(account, usual(), {4'000}, cash(), on("2025-11-21", 6'000))) ==
        Route::Cash);
  CHECK(refusal(account, usual(), {4'000}, cash(), on("2025-11-21", 6'001)).ground ==
        PlanGround::AccountNeeded);
}

TEST_CASE("a rule may limit cash below the policy's cap, never above it") {
  Policy policy = usual();
  const Account account = of({paid_by("2025-11-01 10:00", 20'000, "A", "cash")});
  policy.payout[2].most = Money{5'000};
  CHECK(only_route(plan(account, policy, {5'000}, cash(), on("2025-11-21"))) == Route::Cash);
  CHECK(refusal(account, policy, {5'001}, cash(), on("2025-11-21")).unplaced == Money{5'001});
  policy.payout[2].most = Money{90'000};
  CHECK(refusal(account, policy, {10'001}, cash(), on("2025-11-21")).unplaced == Money{10'001});
  policy.payout[2].most.reset();
  CHECK(refusal(account, policy, {10'001}, cash(), on("2025-11-21")).unplaced == Money{10'001});
  CHECK(only_route(plan(account, policy, {10'000}, cash(), on("2025-11-21"))) == Route::Cash);
}

TEST_CASE("the law's cap on cash counts where the shop's is higher, and is told with its source") {
  Policy policy = usual();
  policy.cash_most = Money{50'000};
  policy.payout[2].most.reset();
  policy.floors.resize(3);
  policy.floors[0].limits.cash_most = Money{60'000};
  policy.floors[1].limits.cash_most = Money{10'000};
  policy.floors[1].name = "法释〔2025〕4号";
  policy.floors[1].name_en = "Fa Shi [2025] 4";
  const Account account = of({paid_by("2025-11-01 10:00", 20'000, "A", "cash")});
  for (const std::int64_t share : {9'999, 10'000})
    CHECK(only_route(plan(account, policy, {share}, cash(), on("2025-11-21"))) == Route::Cash);
  CHECK(refusal(account, policy, {10'001}, cash(), on("2025-11-21")).detours[1].words.en ==
        "Cash is limited to ¥100.00 (Fa Shi [2025] 4); this is ¥100.01, so "
        "none is paid in cash.");
  policy.floors[1].limits.sources["cash_most"] = {"《办法》第21条", "Measures, article 21"};
  CHECK(refusal(account, policy, {10'001}, cash(), on("2025-11-21")).detours[1].words.zh ==
        "现金最多 ¥100.00（《办法》第21条），这次有 ¥100.01，因此不付现金。");
}
