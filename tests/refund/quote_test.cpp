// The worked examples of the requirements (part 3.5), as far as the nine axes reach, and what the
// member is told.
#include "refund/quote.hpp"

#include "tests/catch.hpp"
#include "tests/matchers.hpp"
#include "tests/refund/sample_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;
using slipway::tests::containing;

namespace {

Quote quoted(const std::vector<Lot>& lots, const Policy& policy, Reason reason,
             const char* now = "2026-11-21 10:00") {
  return quote(card(lots), policy, reason, *instant_from(now));
}

const QuoteLine* line(const Quote& quote, LineKind kind) {
  for (const QuoteLine& one : quote.lines) {
    if (one.kind == kind) return &one;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("E1: a bonus card, merchant's cause, by the paid share") {
  const Quote found =
      quoted({stored("2025-06-01 10:00", 300'000, 100'000, 100'000)}, statutory(), kMerchant);
  CHECK(found.total == Money{225'000});
  CHECK(line(found, LineKind::Spent)->amount == Money{-75'000});
  CHECK(found.cause == Cause::Merchant);
}

TEST_CASE("E1: member's cause by the law, and the shop's better rule") {
  const std::vector lots{stored("2025-06-01 10:00", 300'000, 100'000, 100'000)};
  CHECK(quoted(lots, statutory(), kMember).total == Money{200'000});

  Policy policy = statutory();
  policy.shop.bonus[Cause::Member] = BonusShare::First;
  const Quote better = quoted(lots, policy, kMember);
  CHECK(better.total == Money{300'000});
  CHECK(better.decider == Decider::Shop);
  CHECK(better.shop_total == Money{300'000});
  CHECK(better.floor_total == Money{200'000});
}

TEST_CASE("E1: nearly used up, and nobody owes anything") {
  const std::vector lots{stored("2025-06-01 10:00", 300'000, 100'000, 359'400)};
  CHECK(quoted(lots, statutory(), kMerchant).total == Money{30'450});
  const Quote nothing = quoted(lots, statutory(), kMember);
  CHECK(nothing.total == Money{0});
  REQUIRE(nothing.refused);
  CHECK(nothing.refused->rule == "M9");
  CHECK_THAT(nothing.refused->reason.zh, containing("¥3,000.00"));
  CHECK_FALSE(nothing.refused->next_step.zh.empty());
}

TEST_CASE("E2: a discount card with a fee") {
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  lot.uses = {use(50'000, 40'000)};
  Policy policy = statutory();
  policy.shop.price[Cause::Member] = PriceBasis::Charged;
  policy.shop.fee[Cause::Member] = Fee{200, Money{500}, Money{20'000}, true};
  const Quote with_fee = quoted({lot}, policy, kMember);
  CHECK(with_fee.total == Money{58'800});
  CHECK(with_fee.floor_total == Money{50'000});
  CHECK(line(with_fee, LineKind::Fee)->amount == Money{-1'200});
  CHECK_THAT(line(with_fee, LineKind::Fee)->why.zh, containing("2%"));

  policy.shop.fee[Cause::Member].disclosed = false;
  const Quote undisclosed = quoted({lot}, policy, kMember);
  CHECK(undisclosed.total == Money{60'000});
  CHECK(line(undisclosed, LineKind::Fee)->amount == Money{0});
  CHECK_THAT(line(undisclosed, LineKind::Fee)->why.zh, containing("没有售卡时告知过手续费的凭据"));

  CHECK(quoted({lot}, policy, kMerchant).total == Money{60'000});
}

TEST_CASE("E2: the floor's list price is a line of its own") {
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  lot.uses = {use(50'000, 40'000)};
  const Quote found = quoted({lot}, statutory(), kMember);
  CHECK(found.total == Money{50'000});
  CHECK(line(found, LineKind::Spent)->amount == Money{-40'000});
  CHECK(line(found, LineKind::Adjustment)->amount == Money{-10'000});
  CHECK(line(found, LineKind::Adjustment)->title.zh == "优惠补差");
}

TEST_CASE("E3: session cards") {
  const Lot a = sessions("2025-06-01 10:00", 2'074'000, 61, 0, 25, 45'000);
  CHECK(quoted({a}, statutory(), kMerchant).total == Money{1'224'000});
  CHECK(quoted({a}, statutory(), kNeutral).total == Money{1'224'000});
  CHECK(quoted({a}, statutory(), kMember).total == Money{949'000});

  const Lot b = sessions("2025-06-01 10:00", 4'608'000, 144, 0, 78, 32'000);
  CHECK(quoted({b}, statutory(), kNeutral).total == Money{2'112'000});

  const Lot c = sessions("2025-06-01 10:00", 240'000, 10, 2, 5, 28'000);
  CHECK(quoted({c}, statutory(), kMerchant).total == Money{140'000});
  CHECK(quoted({c}, statutory(), kMember).total == Money{100'000});
}

TEST_CASE("E3: bonus sessions first") {
  Policy policy = statutory();
  policy.shop.bonus[Cause::Merchant] = BonusShare::First;
  const Lot lot = sessions("2025-06-01 10:00", 240'000, 10, 2, 5, 28'000);
  CHECK(quoted({lot}, policy, kMerchant).total == Money{240'000 - 3 * 24'000});
  const Lot barely = sessions("2025-06-01 10:00", 240'000, 10, 2, 1, 28'000);
  CHECK(quoted({barely}, policy, kMerchant).total == Money{240'000});
}

TEST_CASE("E4 without its interest: a year card that the merchant stops, by days") {
  const Lot lot = time_card("2025-05-20 10:00", 365'000, "2025-06-01", "2026-05-31");
  const auto total = [&](const char* now) {
    return quoted({lot}, statutory(), kMerchant, now).total;
  };
  CHECK(total("2025-09-01 10:00") == Money{273'000});
  CHECK(total("2025-06-01 00:00") == Money{365'000});
  CHECK(total("2025-05-31 23:59") == Money{365'000});
  CHECK(total("2026-05-31 23:59") == Money{1'000});
  CHECK(total("2026-06-01 00:00") == Money{0});
  CHECK(total("2030-06-01 00:00") == Money{0});
}

TEST_CASE("E5: two lots, a returning member, personal reason") {
  Policy policy = statutory();
  policy.shop.windows = {Window{7, false, false}};
  policy.shop.price[Cause::Member] = PriceBasis::Charged;
  policy.shop.bonus[Cause::Member] = BonusShare::Ratio;
  policy.shop.fee[Cause::Member] = Fee{200, Money{500}, Money{20'000}, true};
  const Lot a = stored("2024-10-01 10:00", 50'000, 5'000, 30'000);
  const Lot b = stored("2025-11-18 10:00", 100'000, 20'000, 0);
  const Quote found = quoted({a, b}, policy, kMember, "2025-11-21 10:00");
  CHECK(found.total == Money{122'227});
  CHECK(found.shop_total == Money{122'227});
  CHECK(found.floor_total == Money{120'000});
  CHECK(line(found, LineKind::Spent)->amount == Money{-27'273});
  CHECK(line(found, LineKind::Fee)->amount == Money{-500});
  CHECK(line(found, LineKind::Paid)->amount == Money{150'000});
  CHECK(line(found, LineKind::Paid)->rule == "M4");
  CHECK(line(found, LineKind::BonusVoid)->amount == Money{25'000});
}

TEST_CASE("E6: fee of four percent, half a year card, half a percent") {
  Policy policy = statutory();
  policy.shop.price[Cause::Member] = PriceBasis::Charged;
  policy.shop.fee[Cause::Member] = Fee{400, Money{0}, Money{20'000}, true};
  policy.floors[0].fee[Cause::Member] = policy.shop.fee[Cause::Member];
  const std::vector unused{stored("2025-06-01 10:00", 50'000, 0, 0)};
  CHECK(quoted(unused, policy, kMember).total == Money{48'000});
  policy.floors[0].fee.clear();
  CHECK(quoted(unused, policy, kMember).total == Money{50'000});

  const Lot year = time_card("2026-01-01 10:00", 120'000, "2026-01-01", "2026-12-26");
  CHECK(quoted({year}, statutory(), kMember, "2026-06-30 10:00").total == Money{60'000});

  policy.shop.fee[Cause::Member] = Fee{50, Money{0}, Money{20'000}, true};
  policy.floors[0].fee = policy.shop.fee;
  CHECK(quoted({stored("2025-06-01 10:00", 100'000, 0, 0)}, policy, kMember).total ==
        Money{99'500});
}

TEST_CASE("half a fen of a deduction stays with the member") {
  // 1 fen used of 1 paid and 1 bonus costs half a fen.
  const Quote found = quoted({stored("2025-06-01 10:00", 1, 1, 1)}, statutory(), kMerchant);
  CHECK(found.total == Money{1});
}

TEST_CASE("what was returned before and what is held is subtracted") {
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 30'000);
  lot.refunded = Money{20'000};
  const Quote partly = quoted({lot}, statutory(), kMember);
  CHECK(partly.total == Money{50'000});
  CHECK(line(partly, LineKind::EarlierRefund)->amount == Money{-20'000});

  Account account = card({lot});
  account.held = Money{10'000};
  const Quote held = quote(account, statutory(), kMember, *instant_from("2026-11-21 10:00"));
  CHECK(held.total == Money{40'000});
  CHECK(held.lines.back().title.zh == "申请中预留");
  CHECK(held.floor_total == Money{40'000});

  account.held = Money{90'000};
  const Quote all = quote(account, statutory(), kMember, *instant_from("2026-11-21 10:00"));
  CHECK(all.total == Money{0});
  REQUIRE(all.refused);
  CHECK(all.refused->rule == "F12");
}

TEST_CASE("the window ends with its last day and may ask for unused or first") {
  Policy policy = statutory();
  policy.shop.windows = {Window{7, true, false}};
  policy.shop.fee[Cause::Member] = Fee{1'000, Money{0}, Money{20'000}, true};
  policy.floors[0].price[Cause::Member] = PriceBasis::List;
  policy.floors[0].windows.clear();
  policy.floors[0].fee = policy.shop.fee;
  const auto total = [&](const std::vector<Lot>& lots, const char* now) {
    return quoted(lots, policy, kMember, now).total;
  };
  const Lot lot = stored("2026-11-01 20:00", 100'000, 0, 0);
  CHECK(total({lot}, "2026-11-08 23:59") == Money{100'000});
  CHECK(total({lot}, "2026-11-09 00:00") == Money{90'000});
  CHECK(total({stored("2026-11-01 20:00", 100'000, 0, 10'000)}, "2026-11-02 10:00") ==
        Money{81'000});
  policy.shop.windows = {Window{7, false, true}};
  CHECK(total({lot}, "2026-11-08 10:00") == Money{100'000});
  CHECK(total({stored("2025-11-01 20:00", 1'000, 0, 1'000), lot}, "2026-11-08 10:00") ==
        Money{90'000});
}

TEST_CASE("the lines speak the shop's words with their figures in both languages") {
  Lot lot = stored("2025-06-01 10:00", 100'000, 25'000, 0);
  lot.uses = {use(5'000, 4'000), use(5'000, 4'000), use(3'000, 3'000)};
  const Quote found = quoted({lot}, statutory(), kMember);
  REQUIRE(found.lines.size() == 5);
  CHECK(found.lines[0].title == Phrase{"累计充值本金", "Money you paid in"});
  CHECK(found.lines[1].title == Phrase{"已消费本金", "Principal already spent"});
  CHECK(found.lines[1].why.zh == "3 次消费共 ¥110.00，先用本金后用赠送金，其中本金 ¥110.00。");
  CHECK(found.lines[2].title == Phrase{"优惠补差", "Discount adjustment"});
  CHECK_THAT(found.lines[2].why.zh, containing("2 次消费") && containing("¥20.00"));
  CHECK_THAT(found.lines[2].why.en, containing("2 visits") && containing("¥20.00"));
  CHECK(found.lines[3].title == Phrase{"赠送金", "Bonus"});
  CHECK(found.lines[3].amount == Money{25'000});
  CHECK(found.lines[4].title == Phrase{"手续费", "Fee"});
  CHECK(found.lines[4].why == Phrase{"不收手续费。", "We charge none."});
  for (const QuoteLine& one : found.lines) {
    INFO(one.title.en);
    CHECK_FALSE(one.rule.empty());
    CHECK_FALSE(one.clause.zh.empty());
    CHECK_FALSE(one.clause.en.empty());
    CHECK_FALSE(one.why.zh.empty());
    CHECK_FALSE(one.why.en.empty());
  }
}

TEST_CASE("a card that is not active is refused with its ground and the next step") {
  for (const CardStatus status : {CardStatus::Lost, CardStatus::Frozen, CardStatus::Expired,
                                  CardStatus::Refunded, CardStatus::Closed}) {
    Account account = card({stored("2025-06-01 10:00", 100'000, 0, 0)});
    account.status = status;
    const Quote found = quote(account, statutory(), kMember, *instant_from("2026-11-21 10:00"));
    CHECK(found.total == Money{0});
    CHECK(found.lines.empty());
    REQUIRE(found.refused);
    CHECK_FALSE(found.refused->rule.empty());
    CHECK_FALSE(found.refused->reason.zh.empty());
    CHECK_FALSE(found.refused->reason.en.empty());
    CHECK_FALSE(found.refused->next_step.zh.empty());
    CHECK_FALSE(found.refused->next_step.en.empty());
  }
}

TEST_CASE("a card without any top-up is refused") {
  const Quote found = quoted({}, statutory(), kMember);
  REQUIRE(found.refused);
  CHECK(found.refused->rule == "M9");
}

TEST_CASE("records that cannot be computed with are a verdict and no crash") {
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  lot.uses = {use(1'000, 1'000)};
  SECTION("negative amount") {
    lot.paid = Money{-1};
  }
  SECTION("amount above the limit") {
    lot.bonus = Money{Money::kMost + 1};
  }
  SECTION("another currency") {
    lot.uses[0].charged = Money{1'000, Currency::Usd};
  }
  SECTION("negative use") {
    lot.uses[0].list_price = Money{-5};
  }
  SECTION("negative sessions") {
    lot.uses[0].units = -1;
  }
  SECTION("more returned than paid") {
    lot.refunded = Money{100'001};
  }
  SECTION("sessions without any") {
    lot.kind = LotKind::Sessions;
  }
  SECTION("days that end before they begin") {
    lot.kind = LotKind::Time;
    lot.starts = *date_from("2026-01-02");
    lot.ends = *date_from("2026-01-01");
  }
  SECTION("sold before any time") {
    lot.sold_at = Instant::min();
  }
  SECTION("sold after all time") {
    lot.sold_at = Instant::max();
  }
  SECTION("days before any time") {
    lot.kind = LotKind::Time;
    lot.starts = Date::min();
    lot.ends = Date::max();
  }
  SECTION("days without end") {
    lot.kind = LotKind::Time;
    lot.starts = *date_from("0001-01-01");
    lot.ends = *date_from("9999-12-31");
  }
  const Quote found = quoted({lot}, statutory(), kMember);
  CHECK(found.total == Money{0});
  REQUIRE(found.refused);
  CHECK(found.refused->rule == "V2");
}

TEST_CASE("a policy in another currency than the card is a verdict too") {
  Policy policy = statutory();
  policy.cash_most.currency = Currency::Usd;
  const Quote found = quoted({stored("2025-06-01 10:00", 100'000, 0, 0)}, policy, kMember);
  REQUIRE(found.refused);
  CHECK(found.refused->rule == "V2");
}

TEST_CASE("the largest amounts and the most uses still fit") {
  std::vector<Lot> lots;
  for (int i = 0; i < 10; ++i) {
    Lot lot = stored("2025-06-01 10:00", Money::kMost, Money::kMost - 1 - i, 0);
    lot.uses.assign(5'000, use(Money::kMost, Money::kMost - 7));
    lots.push_back(lot);
    Lot session = sessions("2025-06-01 10:00", Money::kMost, 999'983, 999'979, 0, 0);
    session.uses.assign(1'000, use(Money::kMost, 0));
    for (Use& one : session.uses)
      one.units = 1'000'000;
    lots.push_back(session);
  }
  lots.push_back(stored("2025-06-01 10:00", Money::kMost, Money::kMost - 1, Money::kMost - 3));
  CHECK(quoted(lots, statutory(), kMerchant).total.minor > 0);
  Policy policy = statutory();
  policy.shop.fee[Cause::Merchant] = Fee{9'999, Money{0}, Money{Money::kMost}, true};
  policy.floors[0].fee = policy.shop.fee;
  CHECK(quoted(lots, policy, kMerchant).total.minor > 0);
}
