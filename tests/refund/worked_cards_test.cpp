// The worked examples E5 and E6 of the requirements (part 3.5) and the court cases (F32): whole
// cards and other countries, with the figures of the text.
#include "tests/refund/worked_examples.hpp"

using namespace slipway::refund;
using namespace slipway::tests;
using namespace slipway::tests::examples;

namespace {

Terms shop_of_e5() {
  Terms terms = shop();
  Window window;
  window.days = 7;
  window.waives_fee = true;
  terms.windows = {window};
  terms.fee[Cause::Member] = fee_of(200, 500, 20'000);
  return terms;
}

Account card_of_e5() {
  return card({stored("2024-10-01 10:00", 50'000, 5'000, 30'000),
               stored("2025-11-18 10:00", 100'000, 20'000, 0)});
}

constexpr auto kDayOfE5 = "2025-11-21 10:00";

}  // namespace

TEST_CASE("E5: two lots of a returning member, personal reason") {
  const Policy policy = policy_of(shop_of_e5(), {law()});
  const PolicyArchive archive(policy);
  const Account account = card_of_e5();
  const Settlement found = settle(account, archive, wish_of(kPersonal, kDayOfE5));
  REQUIRE(found.lots.size() == 2);
  const SettledLot& a = found.lots[0];
  CHECK(a.is_by_shop());
  CHECK(a.shop.spent == Money{-27'273});
  CHECK(a.shop.principal() == Money{22'727});
  CHECK(a.shop.fee == Money{-500});
  CHECK(a.floors.at(0).total() == Money{20'000});
  CHECK(a.share == Money{22'227});
  const SettledLot& b = found.lots[1];
  CHECK(b.shop.cause == Cause::Window);
  CHECK(b.floors.at(0).cause == Cause::Member);
  CHECK(b.share == Money{100'000});
  CHECK(found.total == Money{122'227});
  CHECK(found.floor_total == Money{120'000});
}

TEST_CASE("E5: what the window is worth: the exit itself, and a fee of 2,000") {
  Terms without = shop_of_e5();
  without.windows.clear();
  const Policy policy = policy_of(without, {law()});
  const PolicyArchive archive(policy);
  const Account account = card_of_e5();
  const Settlement found = settle(account, archive, wish_of(kPersonal, kDayOfE5));
  REQUIRE(found.lots.size() == 2);
  CHECK(found.lots[1].shop.fee == Money{-2'000});
  CHECK(found.lots[1].shop.total() == Money{98'000});

  Terms with = shop_of_e5();
  without.exit[Cause::Member] = with.exit[Cause::Member] = Exit::None;
  CHECK(settled(account, policy_of(without, {}), kPersonal, kDayOfE5).ground == Ground::NoExit);
  CHECK(settled(account, policy_of(with, {}), kPersonal, kDayOfE5).total == Money{100'000});
}

TEST_CASE("E5: a local rule that asks only for unused grants the window by law") {
  Terms beijing = law();
  beijing.windows[0].needs_first_time = false;
  beijing.windows[0].needs_unused = true;
  const Policy policy = policy_of(shop_of_e5(), {law(), beijing});
  const PolicyArchive archive(policy);
  const Account account = card_of_e5();
  const Settlement found = settle(account, archive, wish_of(kPersonal, kDayOfE5));
  REQUIRE(found.lots.size() == 2);
  CHECK(found.lots[1].floors.at(0).cause == Cause::Member);
  CHECK(found.lots[1].floors.at(1).cause == Cause::Window);
  CHECK(found.lots[1].floors.at(1).exit == Exit::Right);
  CHECK(found.total == Money{122'227});
}

TEST_CASE("E6a: 500 yuan shown as 480 needs a disclosed fee and a floor that lets it be") {
  const Lot lot = stored("2025-06-01 10:00", 50'000, 0, 0);
  Terms terms = shop();
  terms.fee[Cause::Member] = fee_of(400, 0, 20'000);
  Terms capped = law();
  capped.fee[Cause::Member] = fee_of(400, 0, 20'000);
  CHECK(total(lot, policy_of(terms, {capped}), kPersonal) == 48'000);
  CHECK(total(lot, policy_of(terms, {law()}), kPersonal) == 50'000);
  capped.fee[Cause::Member].basis_points = 399;
  CHECK(total(lot, policy_of(terms, {capped}), kPersonal) == 48'005);
  capped.fee[Cause::Member].basis_points = 400;
  terms.fee[Cause::Member].disclosed = false;
  CHECK(total(lot, policy_of(terms, {capped}), kPersonal) == 50'000);
}

TEST_CASE("E6b: a year card, half used") {
  // Twelve months as twelve units, and as 360 days.
  CHECK(total(sessions(120'000, 12, 0, 6, 10'000), under_law(), kStoreMoved) == 60'000);
  const Lot lot = time_card("2025-12-01 10:00", 120'000, "2026-01-01", "2026-12-26");
  CHECK(settled(card({lot}), under_law(), kPersonal, "2026-06-30 10:00").total == Money{60'000});
}

TEST_CASE("E6c: a balance of 100,000 with a fee of half a percent") {
  Terms terms = shop();
  terms.fee[Cause::Member] = fee_of(50, 0, 20'000);
  CHECK(total(stored("2025-06-01 10:00", 100'000, 0, 0), policy_of(terms, {}), kPersonal) ==
        99'500);
}

namespace {

Policy abroad(Terms terms, Currency currency) {
  Policy policy = policy_of(std::move(terms), {});
  policy.cash_most.currency = currency;
  policy.tiers[0].up_to.currency = currency;
  policy.rounding.unit = Money{1, currency};
  policy.shop.points.per_hundred.currency = currency;
  if (policy.shop.residual.below) policy.shop.residual.below->currency = currency;
  return policy;
}

// The shipped pack.
Terms california() {
  std::string text = replaced(shipped_policy("beauty"), "currency = \"CNY\"", "currency = \"USD\"");
  text = replaced(text, "floor = \"cn-spc-2025\"", "floor = \"us-ca-2026\"");
  const auto policy = read_policy(text, shipped_parts());
  REQUIRE(policy);
  return policy->floors.at(0);
}

Account card_abroad(Lot lot, Currency currency) {
  lot.paid.currency = lot.bonus.currency = lot.refunded.currency = currency;
  Account account = card({std::move(lot)});
  account.held.currency = currency;
  return account;
}

}  // namespace

TEST_CASE("E6d: a contract made on the web in the EU, begun on request, withdrawn after ten days") {
  Terms directive = terms_called("eu-2011-83");
  Window window;
  window.days = 14;
  directive.windows = {window};
  const Lot lot = time_card("2026-03-01 10:00", 36'000, "2026-03-01", "2027-02-28");
  const Settlement found = settled(card_abroad(lot, Currency::Eur),
                                   abroad(directive, Currency::Eur), kPersonal, "2026-03-11 10:00");
  CHECK(found.total == Money{35'014, Currency::Eur});
}

TEST_CASE("E6e: a Californian card with less than 15 dollars is cashed out on request") {
  Terms code = terms_called("us-ca");
  for (const Cause cause : kCauses)
    code.exit[cause] = Exit::None;
  code.residual.below = Money{1'500};
  const Policy policy = abroad(code, Currency::Usd);
  const auto found = [&](std::int64_t left) {
    const Lot lot = stored("2026-03-01 10:00", left, 0, 0);
    return settled(card_abroad(lot, Currency::Usd), policy, kPersonal);
  };
  CHECK(found(1'499).total == Money{1'499, Currency::Usd});
  CHECK(found(1'500).total == Money{0, Currency::Usd});
  CHECK(found(1'500).ground == Ground::NoExit);
}

TEST_CASE("E6e: the 15 dollars are of the card, however often it was topped up") {
  Policy policy = abroad(terms_called("us-ca"), Currency::Usd);
  for (const Cause cause : kCauses)
    policy.shop.exit[cause] = Exit::None;
  policy.floors = {california()};
  const auto found = [&](std::int64_t first, std::int64_t second) {
    Account account = card_abroad(stored("2026-03-01 10:00", first, 0, 0), Currency::Usd);
    account.lots.push_back(
        card_abroad(stored("2026-03-02 10:00", second, 0, 0), Currency::Usd).lots.front());
    account.lots.back().id = "second";
    return settled(account, policy, kPersonal);
  };
  CHECK(found(1'000, 499).total == Money{1'499, Currency::Usd});
  CHECK(found(1'000, 500).ground == Ground::NoExit);
  CHECK(found(1'400, 1'400).ground == Ground::NoExit);
}

TEST_CASE("F32: Xiamen Haicang: 66 of 144 sessions for 46,080 come back after an illness") {
  Terms clause = shop();
  clause.keep[Cause::Neutral] = {{0, 7'000}};
  CHECK(total(sessions(4'608'000, 144, 0, 78, 0), policy_of(clause, {law()}), kIllness) ==
        2'112'000);
}

TEST_CASE("F32: Beijing Chaoyang: neither \"no refund\" nor \"expires\" holds") {
  Terms clause = shop();
  for (const Cause cause : kCauses)
    clause.exit[cause] = Exit::None;
  clause.expired_card = ExpiredCard::Worthless;
  Account account = card({sessions(2'074'000, 61, 0, 25, 34'000)});
  account.status = CardStatus::Expired;
  Wish wish = wish_of(kStoreMoved, "2026-06-21 10:00");
  wish.presence = Presence::WithStaff;
  CHECK(settle(account, PolicyArchive(policy_of(clause, {law()})), wish).total == Money{1'224'000});
  CHECK(settle(account, PolicyArchive(policy_of(clause, {})), wish).total == Money{0});
}

TEST_CASE("F32: 5,399 paid come back in full inside seven days, whatever the shop says") {
  Terms clause = shop();
  clause.exit[Cause::Member] = Exit::None;
  Terms floor = law();
  floor.exit[Cause::Member] = Exit::None;
  const Policy policy = policy_of(clause, {floor});
  const Account account = card({stored("2026-03-01 10:00", 539'900, 60'000, 0)});
  CHECK(settled(account, policy, kPersonal, "2026-03-08 23:59").total == Money{539'900});
  CHECK(settled(account, policy, kPersonal, "2026-03-09 00:00").ground == Ground::NoExit);
}

TEST_CASE("F32: Shanghai Minhang: a fee of a fifth is cut to a twentieth") {
  Terms clause = shop();
  clause.fee[Cause::Member] = fee_of(2'000, 0, Money::kMost);
  Terms floor = law();
  floor.fee[Cause::Member] = fee_of(500, 0, Money::kMost);
  const Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  CHECK(total(lot, policy_of(clause, {floor}), kPersonal) == 95'000);
  CHECK(total(lot, policy_of(clause, {}), kPersonal) == 80'000);
}
