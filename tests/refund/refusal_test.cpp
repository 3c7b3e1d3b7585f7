// A refusal names what is still the member's, whatever kind of card it is.
#include "refund/refusal_words.hpp"

#include "refund/quote.hpp"
#include "tests/matchers.hpp"
#include "tests/refund/sample_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

const Instant kNow = *instant_from("2025-11-21 10:00");

// Terms that let nobody leave for a reason of their own.
Policy shut() {
  Policy policy = statutory();
  policy.shop.windows.clear();
  policy.shop.residual = {};
  policy.shop.exit[Cause::Member] = Exit::None;
  policy.floors.clear();
  return policy;
}

std::vector<Option> options(const Account& account) {
  const Quote found = quote(account, shut(), kMember, kNow);
  REQUIRE(found.refused);
  return found.refused->options;
}

}  // namespace

TEST_CASE(
    "who may not leave may transfer or use the balance, and what is left of sessions and days") {
  const auto both = options(card({stored("2025-01-05 10:00", 100'000, 20'000, 0),
                                  sessions("2025-01-05 10:00", 240'000, 10, 0, 5, 24'000)}));
  REQUIRE(both.size() == 4);
  CHECK(both[0].kind == OptionKind::Transfer);
  CHECK(both[0].amount == Money{120'000});
  CHECK(both[0].words == Phrase{"可以把余额 ¥1,200.00 转让给别人，由店员登记。",
                                "You can transfer the balance of ¥1,200.00 to somebody else; staff "
                                "will note it."});
  CHECK(both[1].kind == OptionKind::Transfer);
  CHECK(both[1].amount == Money{120'000});
  CHECK(both[1].words ==
        Phrase{"可以把没用完的次数、时间或积分（实付合 ¥1,200.00）转让给别人，由店员登记。",
               "You can transfer the sessions, days or points that are left (paid with ¥1,200.00) "
               "to somebody else; staff will note it."});
  CHECK(both[2].words.zh == "余额 ¥1,200.00 可以继续使用。");
  CHECK(both[3].kind == OptionKind::Later);
  CHECK_THAT(both[3].words.en, containing("You can still use the sessions"));

  const auto days =
      options(card({time_card("2025-11-20 10:00", 36'500, "2025-11-21", "2026-11-20")}));
  REQUIRE(days.size() == 2);
  CHECK(days[0].amount == Money{36'500});
}

TEST_CASE("sessions of an expired card are prolonged as a balance is") {
  Account account = card({sessions("2025-01-05 10:00", 240'000, 10, 0, 5, 24'000)});
  account.status = CardStatus::Expired;
  const auto found = options(account);
  REQUIRE_FALSE(found.empty());
  CHECK(found.back().kind == OptionKind::Extend);
  CHECK(found.back().words.zh ==
        "可以免费延期，没用完的次数、时间或积分（实付合 ¥1,200.00）继续有效。");
}

TEST_CASE(
    "a card of gifts only was not paid for, and points that a purchase earned are no purchase") {
  Lot points = lot_of(LotKind::Points, "2025-01-05 10:00", 0);
  points.id = "P";
  points.units = 100;
  const Quote none =
      quote(card({stored("2025-01-05 10:00", 0, 20'000, 0)}), statutory(), kMember, kNow);
  REQUIRE(none.refused);
  CHECK_THAT(none.refused->reason.zh, containing("没有您实付的款项"));
  CHECK_THAT(none.refused->reason.en, containing("Nothing on this card was paid for"));
  REQUIRE_FALSE(none.lines.empty());
  CHECK(none.lines.front().why == Phrase{"没有实付的款项。", "Nothing was paid in."});
  const Quote one =
      quote(card({stored("2025-01-05 10:00", 100'000, 0, 0), points}), statutory(), kMember, kNow);
  CHECK_THAT(one.lines.front().why.en, containing("in 1 top-up."));
}
