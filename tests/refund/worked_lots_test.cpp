// The worked examples E1 to E4 of the requirements (part 3.5): one lot each, with all their
// variants and the figures of the text.
#include "tests/refund/worked_examples.hpp"

using namespace slipway::refund;
using namespace slipway::tests;
using namespace slipway::tests::examples;

TEST_CASE("E1: a bonus card, merchant's cause, takes the paid share of what was used") {
  const Account account = card({stored("2025-06-01 10:00", 300'000, 100'000, 100'000)});
  const Policy policy = under_law();
  const PolicyArchive archive(policy);
  const Settlement found = settle(account, archive, wish_of(kStoreMoved, "2026-06-21 10:00"));
  REQUIRE(found.lots.size() == 1);
  CHECK(found.lots[0].decided.spent == Money{-75'000});
  CHECK(found.total == Money{225'000});
}

TEST_CASE("E1: a bonus card, member's cause, by the law") {
  CHECK(total(stored("2025-06-01 10:00", 300'000, 100'000, 100'000), under_law(), kPersonal) ==
        200'000);
}

TEST_CASE("E1: a shop that takes the bonus first is better and therefore paid") {
  Terms terms = shop();
  terms.bonus[Cause::Member] = BonusShare::First;
  const Account account = card({stored("2025-06-01 10:00", 300'000, 100'000, 100'000)});
  const Settlement found = settled(account, policy_of(terms, {law()}), kPersonal);
  CHECK(found.total == Money{300'000});
  CHECK(found.shop_total == Money{300'000});
  CHECK(found.floor_total == Money{200'000});
}

TEST_CASE("E1: sold to a minor: the contract is void, and the paid share of what was used stays") {
  CHECK(total(stored("2025-06-01 10:00", 300'000, 100'000, 100'000), under_law(), Reason::Minor) ==
        225'000);
}

TEST_CASE("E1: nearly used up, merchant's cause") {
  CHECK(total(stored("2025-06-01 10:00", 300'000, 100'000, 359'400), under_law(), kStoreMoved) ==
        30'450);
}

TEST_CASE("E1: nearly used up, member's cause: nothing comes back and nothing is owed") {
  const Account account = card({stored("2025-06-01 10:00", 300'000, 100'000, 359'400)});
  const Settlement found = settled(account, under_law(), kPersonal);
  CHECK(found.total == Money{0});
  CHECK(found.ground == Ground::NothingLeft);
}

TEST_CASE("E2: a discount card with a fee: the shop's terms are better than the list price") {
  const Policy policy = with_fee(fee_of(200, 500, 20'000));
  const PolicyArchive archive(policy);
  const Account account = card({discounted()});
  const Settlement found = settle(account, archive, wish_of(kPersonal, "2026-06-21 10:00"));
  CHECK(found.total == Money{58'800});
  REQUIRE(found.lots.size() == 1);
  CHECK(found.lots[0].is_by_shop());
  CHECK(found.lots[0].shop.spent == Money{-40'000});
  CHECK(found.lots[0].shop.fee == Money{-1'200});
  REQUIRE(found.lots[0].floors.size() == 1);
  CHECK(found.lots[0].floors[0].adjustment == Money{-10'000});
  CHECK(found.floor_total == Money{50'000});
}

TEST_CASE("E2: a fee that was not disclosed is not charged") {
  Fee fee = fee_of(200, 500, 20'000);
  fee.disclosed = false;
  CHECK(total(discounted(), with_fee(fee), kPersonal) == 60'000);
  fee.disclosed = true;
  Lot lot = discounted();
  lot.fee_disclosure = Disclosure::NotTold;
  CHECK(total(lot, with_fee(fee), kPersonal) == 60'000);
  lot.fee_disclosure = Disclosure::Unrecorded;
  CHECK(total(lot, with_fee(fee), kPersonal) == 58'800);
  fee.needs_proof = true;
  CHECK(total(lot, with_fee(fee), kPersonal) == 60'000);
  lot.fee_disclosure = Disclosure::Told;
  CHECK(total(lot, with_fee(fee), kPersonal) == 58'800);
}

TEST_CASE("E2: merchant's cause knows no fee") {
  CHECK(total(discounted(), with_fee(fee_of(200, 500, 20'000)), kStoreMoved) == 60'000);
}

TEST_CASE("E3a: 61 sessions, 25 used") {
  const Lot lot = sessions(2'074'000, 61, 0, 25, 45'000);
  CHECK(total(lot, under_law(), kStoreMoved) == 1'224'000);
  CHECK(total(lot, under_law(), kIllness) == 1'224'000);
  CHECK(total(lot, under_law(), kPersonal) == 949'000);
}

TEST_CASE("E3b: 144 sessions, 66 left, and a penalty of three tenths that the law does not know") {
  const Lot lot = sessions(4'608'000, 144, 0, 78, 32'000);
  CHECK(total(lot, under_law(), kIllness) == 2'112'000);
  Terms terms = shop();
  terms.keep[Cause::Neutral] = {{0, 7'000}};
  const Policy policy = policy_of(terms, {law()});
  const PolicyArchive archive(policy);
  const Account account = card({lot});
  const Settlement found = settle(account, archive, wish_of(kIllness, "2026-06-21 10:00"));
  REQUIRE(found.lots.size() == 1);
  CHECK(found.lots[0].shop.retained == Money{-633'600});
  CHECK_FALSE(found.lots[0].is_by_shop());
  CHECK(found.total == Money{2'112'000});
}

TEST_CASE("E3c: buy ten, get two, five used") {
  const Lot lot = sessions(240'000, 10, 2, 5, 28'000);
  CHECK(total(lot, under_law(), kStoreMoved) == 140'000);
  CHECK(total(lot, under_law(), kPersonal) == 100'000);
}

TEST_CASE("E4: a year card that the merchant stops, with interest until it is paid") {
  Lot lot = time_card("2025-05-25 10:00", 365'000, "2025-06-01", "2026-05-31");
  lot.stopped = *date_from("2025-09-01");
  Wish wish = wish_of(kStoreMoved, "2025-09-05 10:00");
  wish.ended = *date_from("2025-09-05");
  wish.paid_on = *date_from("2025-09-20");
  const Policy policy = under_law();
  const PolicyArchive archive(policy);
  const Account account = card({lot});
  const Settlement found = settle(account, archive, wish);
  REQUIRE(found.lots.size() == 1);
  CHECK(found.lots[0].decided.spent == Money{-92'000});
  CHECK(found.lots[0].decided.interest == Money{337});
  CHECK(found.lots[0].decided.interest_days == 15);
  CHECK(found.lots[0].decided.interest_basis_points == 300);
  CHECK(found.total == Money{273'337});
}

TEST_CASE("E4: the deposit rate on the same sum") {
  Lot lot = time_card("2025-05-25 10:00", 365'000, "2025-06-01", "2026-05-31");
  lot.stopped = *date_from("2025-09-01");
  Wish wish = wish_of(kStoreMoved, "2025-09-05 10:00");
  wish.paid_on = *date_from("2025-09-20");
  Terms terms = law();
  terms.interest[Cause::Merchant].table = "pboc1y";
  const Settlement found = settle(card({lot}), PolicyArchive(policy_of(terms, {terms})), wish);
  CHECK(found.total == Money{273'168});
}

TEST_CASE("E4: by the member's cause the days count to the end of the contract") {
  Lot lot = time_card("2025-05-25 10:00", 365'000, "2025-06-01", "2026-05-31");
  lot.stopped = *date_from("2025-09-01");
  Wish wish = wish_of(kPersonal, "2025-09-05 10:00");
  wish.paid_on = *date_from("2025-09-20");
  const Settlement found = settle(card({lot}), PolicyArchive(under_law()), wish);
  // 269/365 left; 269,000 x 1.50% x 15/365 = 165.82
  CHECK(found.total == Money{269'166});
}

TEST_CASE("E4: a card sold a day before the rate fell bears the rate of its contract") {
  Lot lot = time_card("2025-05-19 10:00", 365'000, "2025-06-01", "2026-05-31");
  lot.stopped = *date_from("2025-09-01");
  Wish wish = wish_of(kStoreMoved, "2025-09-05 10:00");
  wish.paid_on = *date_from("2025-09-20");
  // 273,000 x 3.10% x 15/365 = 347.79
  CHECK(settle(card({lot}), PolicyArchive(under_law()), wish).total == Money{273'348});
  lot.contract = *date_from("2025-05-20");
  CHECK(settle(card({lot}), PolicyArchive(under_law()), wish).total == Money{273'337});
}
