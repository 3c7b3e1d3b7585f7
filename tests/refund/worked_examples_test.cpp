// The six worked examples of the requirements (part 3.5) with all their variants, and the court
// cases (F32), with the figures of the text. Amounts in fen or cents.
#include <algorithm>
#include <utility>

#include "refund/settlement.hpp"
#include "tests/refund/policy_texts.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

constexpr auto kPersonal = Reason::Rarely;
constexpr auto kStoreMoved = Reason::StoreChanged;
constexpr auto kIllness = Reason::Health;

Terms terms_called(const char* id) {
  Terms terms;
  terms.id = terms.name = terms.name_en = id;
  for (const Reason reason : kReasons)
    terms.cause_of[reason] = Cause::Member;
  terms.cause_of[kStoreMoved] = Cause::Merchant;
  terms.cause_of[kIllness] = Cause::Neutral;
  return terms;
}

// The statutory pack of 3.4: window 7 days for the first time; merchant and neutral: charged and
// ratio; member: list, capped by the market, and none; interest as F18.
Terms law() {
  Terms terms = terms_called("cn-spc-2025");
  terms.exit = {{Cause::Window, Exit::Right},
                {Cause::Merchant, Exit::Right},
                {Cause::Void, Exit::Right},
                {Cause::Neutral, Exit::ByReview},
                {Cause::Member, Exit::ByPolicy}};
  Window window;
  window.days = 7;
  window.needs_first_time = true;
  window.waives_fee = true;
  terms.windows = {window};
  for (const Cause cause : kCauses) {
    terms.price[cause] = PriceBasis::Charged;
    terms.bonus[cause] = BonusShare::Ratio;
  }
  terms.bonus[Cause::Window] = BonusShare::None;
  terms.price[Cause::Member] = PriceBasis::ListCapped;
  terms.bonus[Cause::Member] = BonusShare::None;
  terms.interest[Cause::Merchant] = Interest{0, "lpr1y", InterestFrom::Termination, 365};
  terms.interest[Cause::Member] = Interest{0, "pboc1y", InterestFrom::Termination, 365};
  return terms;
}

// A shop whose terms for the member's cause are those of 3.3's default: charged and ratio.
Terms shop() {
  Terms terms = terms_called("shop");
  terms.bonus[Cause::Window] = BonusShare::None;
  return terms;
}

Policy policy_of(Terms shop_terms, std::vector<Terms> floors) {
  Policy policy;
  policy.name = "example";
  policy.hash = "00";
  policy.shop = std::move(shop_terms);
  policy.floors = std::move(floors);
  policy.rates["lpr1y"] = {
      "lpr1y", "", {{*date_from("2024-10-21"), 310}, {*date_from("2025-05-20"), 300}}};
  policy.rates["pboc1y"] = {"pboc1y", "", {{*date_from("2015-10-24"), 150}}};
  policy.cash_most = Money{10'000};
  policy.tiers = {{Money{Money::kMost}, 1, {}}};
  return policy;
}

Policy under_law() {
  return policy_of(law(), {law()});
}

Fee fee_of(std::int64_t basis_points, std::int64_t least, std::int64_t most) {
  Fee fee;
  fee.basis_points = basis_points;
  fee.least = Money{least};
  fee.most = Money{most};
  fee.disclosed = true;
  return fee;
}

Lot lot_of(LotKind kind, const char* sold_at, std::int64_t paid) {
  Lot lot;
  lot.id = sold_at;
  lot.kind = kind;
  lot.sold_at = *instant_from(sold_at);
  lot.paid = Money{paid};
  return lot;
}

void add_use(Lot& lot, std::int64_t list, std::int64_t charged, int units) {
  Use use;
  use.id = std::to_string(lot.uses.size());
  use.at = lot.sold_at;
  use.list_price = Money{list};
  use.charged = Money{charged};
  use.units = units;
  lot.uses.push_back(use);
}

Lot stored(const char* sold_at, std::int64_t paid, std::int64_t bonus, std::int64_t used) {
  Lot lot = lot_of(LotKind::StoredValue, sold_at, paid);
  lot.bonus = Money{bonus};
  if (used > 0) add_use(lot, used, used, 0);
  return lot;
}

Lot sessions(std::int64_t paid, int units, int bonus_units, int used, std::int64_t list) {
  Lot lot = lot_of(LotKind::Sessions, "2025-06-01 10:00", paid);
  lot.units = units;
  lot.bonus_units = bonus_units;
  for (int i = 0; i < used; ++i)
    add_use(lot, list, 0, 1);
  return lot;
}

Lot time_card(const char* sold_at, std::int64_t paid, const char* starts, const char* ends) {
  Lot lot = lot_of(LotKind::Time, sold_at, paid);
  lot.starts = *date_from(starts);
  lot.ends = *date_from(ends);
  return lot;
}

Account card(std::vector<Lot> lots) {
  Account account;
  account.card_uid = "04DE5F1E";
  account.lots = std::move(lots);
  return account;
}

Wish wish_of(Reason reason, const char* filed_at) {
  Wish wish;
  wish.reason = reason;
  wish.filed_at = *instant_from(filed_at);
  return wish;
}

// A whole card on an ordinary day long after any window; paid at once.
Settlement settled(const Account& account, const Policy& policy, Reason reason,
                   const char* filed_at = "2026-06-21 10:00") {
  Wish wish = wish_of(reason, filed_at);
  wish.paid_on = date_of(wish.filed_at);
  return settle(account, PolicyArchive(policy), wish);
}

std::int64_t total(const Lot& lot, const Policy& policy, Reason reason) {
  return settled(card({lot}), policy, reason).total.minor;
}

Lot discounted() {
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  add_use(lot, 50'000, 40'000, 0);
  return lot;
}

Policy with_fee(const Fee& fee) {
  Terms terms = shop();
  terms.fee[Cause::Member] = fee;
  return policy_of(terms, {law()});
}

}  // namespace

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
