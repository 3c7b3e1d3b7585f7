#include <vector>

#include "refund/quote.hpp"
#include "refund/sodium.hpp"
#include "tests/matchers.hpp"
#include "tests/refund/policy_texts.hpp"
#include "tests/refund/sample_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

// Every key that a policy can have, none of them at its standard.
const std::string kEveryKey = R"(name = "all"
version = 7
currency = "USD"
clause = "章程"
clause_en = "terms"
cash_most = "80.00"
review_hours = 5
pay_days = 6
counting = "working"
bank_days = 4
voucher_days = 20
request_days = 25
lint_level = "warning"
holidays = "cn-2026"
[[payout]]
route = "cash"
most = "50.00"
[[payout]]
route = "original"
most = "900.00"
most_days = 365
same_name = false
most_parts = 50
[[tier]]
up_to = "10.00"
approvers = 2
roles = ["manager", "finance"]
[[tier]]
approvers = 3
roles = "owner"
[authority]
approver_daily_most = "100.00"
store_daily_most = "200.00"
auto_most = "3.00"
sample_basis_points = 500
[risk]
one_more_from = 40
repeat_days = 30
payee_accounts = 2
bonus_days = 5
similar_days = 9
[partial]
allowed = false
least = "12.00"
[records]
years = 8
redacts_after = false
[rounding]
unit = "0.10"
[shop]
name = "店"
name_en = "shop"
[shop.cause_of]
moving = "void"
rarely = "member"
unsatisfied = "merchant"
store_changed = "merchant"
health = "neutral"
mistake = "member"
undisclosed = "member"
minor = "neutral"
[shop.exit]
window = "by_review"
member = "none"
merchant = "right"
neutral = "by_policy"
[[shop.window]]
days = 7
from = "activation"
needs = ["unused", "first_time"]
fee = "charged"
pay_within = 3
closes_after = 400
[[shop.window]]
days = 0
from = "contract"
needs = "none"
fee = "waived"
[shop.price]
window = "list_capped"
member = "list"
merchant = "charged"
[shop.bonus]
window = "first"
member = "none"
neutral = "ratio"
[shop.keep]
member = [{ from_day = 0, basis_points = 10000 }, { from_day = 30, basis_points = 8000 }]
[shop.fee.member]
basis_points = 200
least = "5.00"
most = "200.00"
disclosed = true
base = "paid"
proof = "record"
[shop.fee.neutral]
basis_points = 1
disclosed = false
[shop.gifts]
window = "return_or_pay"
member = "assess"
merchant = "keep"
[shop.points]
per_hundred = "1.50"
claws_back = false
[shop.interest.merchant]
table = "lpr1y"
from = "payment"
days_per_year = 360
[shop.interest.member]
basis_points = 150
from = "request"
[shop.residual]
below = "15.00"
cheapest_service = "9.00"
of = "card"
[shop.card]
lost = "lapses"
expired = "worthless"
[shop.articles]
price.member = ["第19条", "article 19"]
bonus = ["第18条", "article 18"]
[floor]
name = "法"
name_en = "law"
[floor.residual]
below = "10.00"
of = "card"
)";

std::string changed(const std::string& what, const std::string& by) {
  return replaced(kEveryKey, what, by);
}

Policy every_key() {
  auto policy = read_policy(kEveryKey, shipped_parts());
  if (!policy) FAIL(policy.error().line << ": " << policy.error().text);
  return std::move(*policy);
}

Money usd(std::int64_t cents) {
  return {cents, Currency::Usd};
}

}  // namespace

TEST_CASE("every key of a policy is read: payout, clock, authority and what is around them") {
  const Policy policy = every_key();
  CHECK(policy.name == "all");
  CHECK(policy.version == 7);
  CHECK(policy.clause == "章程");
  CHECK(policy.clause_en == "terms");
  CHECK(policy.cash_most == usd(8'000));
  CHECK(policy.review_hours == 5);
  CHECK(policy.pay_days == 6);
  CHECK(policy.counting == DayCount::Working);
  CHECK(policy.bank_days == 4);
  CHECK(policy.voucher_days == 20);
  CHECK(policy.request_days == 25);
  CHECK(policy.lint_level == Severity::Warning);
  REQUIRE(policy.holidays);
  CHECK(policy.holidays->name == "cn-2026");
  REQUIRE(policy.payout.size() == 2);
  CHECK(policy.payout[0].route == Route::Cash);
  CHECK(policy.payout[0].most == usd(5'000));
  CHECK(policy.payout[0].same_name);
  CHECK(policy.payout[1].route == Route::Original);
  CHECK(policy.payout[1].most == usd(90'000));
  CHECK(policy.payout[1].most_days == 365);
  CHECK_FALSE(policy.payout[1].same_name);
  CHECK(policy.payout[1].most_parts == 50);
  REQUIRE(policy.tiers.size() == 2);
  CHECK(policy.tiers[0].up_to == usd(1'000));
  CHECK(policy.tiers[0].roles == std::vector<std::string>{"manager", "finance"});
  CHECK(policy.tiers[1].up_to == usd(Money::kMost));
  CHECK(policy.tiers[1].roles == std::vector<std::string>{"owner"});
  CHECK(policy.authority.approver_daily_most == usd(10'000));
  CHECK(policy.authority.store_daily_most == usd(20'000));
  CHECK(policy.authority.auto_most == usd(300));
  CHECK(policy.authority.sample_basis_points == 500);
  CHECK(policy.risk.one_more_from == 40);
  CHECK(policy.risk.repeat_days == 30);
  CHECK(policy.risk.payee_accounts == 2);
  CHECK(policy.risk.bonus_days == 5);
  CHECK(policy.risk.similar_days == 9);
  CHECK_FALSE(policy.partial.allowed);
  CHECK(policy.partial.least == usd(1'200));
  CHECK(policy.records.years == 8);
  CHECK_FALSE(policy.records.redacts_after);
  CHECK(policy.rounding.unit == usd(10));
}

TEST_CASE("every key of a policy is read: the terms") {
  const Policy policy = every_key();
  const Terms& shop = policy.shop;
  CHECK(shop.id == "shop");
  CHECK(shop.name == "店");
  CHECK(shop.name_en == "shop");
  CHECK(shop.cause_of.at(Reason::Moving) == Cause::Void);
  CHECK(shop.cause_of.at(Reason::Health) == Cause::Neutral);
  CHECK(shop.cause_of.at(Reason::Minor) == Cause::Neutral);
  CHECK(shop.exit.at(Cause::Window) == Exit::ByReview);
  CHECK(shop.exit.at(Cause::Member) == Exit::None);
  CHECK(shop.exit.at(Cause::Neutral) == Exit::ByPolicy);
  CHECK_FALSE(shop.exit.contains(Cause::Void));
  REQUIRE(shop.windows.size() == 2);
  CHECK(shop.windows[0].from == WindowStart::Activation);
  CHECK(shop.windows[0].needs_unused);
  CHECK(shop.windows[0].needs_first_time);
  CHECK_FALSE(shop.windows[0].waives_fee);
  CHECK(shop.windows[0].pay_within_days == 3);
  CHECK(shop.windows[0].closes_after_days == 400);
  CHECK_FALSE(shop.windows[1].closes_after_days);
  CHECK(shop.windows[1].days == 0);
  CHECK(shop.windows[1].from == WindowStart::Contract);
  CHECK_FALSE(shop.windows[1].needs_unused);
  CHECK(shop.windows[1].waives_fee);
  CHECK(shop.price.at(Cause::Window) == PriceBasis::ListCapped);
  CHECK(shop.price.at(Cause::Member) == PriceBasis::List);
  CHECK_FALSE(shop.price.contains(Cause::Void));
  CHECK(shop.bonus.at(Cause::Window) == BonusShare::First);
  REQUIRE(shop.keep.at(Cause::Member).size() == 2);
  CHECK(shop.keep.at(Cause::Member)[1].from_day == 30);
  CHECK(shop.keep.at(Cause::Member)[1].basis_points == 8'000);
  const Fee& fee = shop.fee.at(Cause::Member);
  CHECK(fee.basis_points == 200);
  CHECK(fee.least == usd(500));
  CHECK(fee.most == usd(20'000));
  CHECK(fee.disclosed);
  CHECK(fee.base == FeeBase::Paid);
  CHECK(fee.needs_proof);
  CHECK(shop.fee.at(Cause::Neutral).least == usd(0));
  CHECK(shop.fee.at(Cause::Neutral).most == usd(Money::kMost));
  CHECK(shop.gifts.at(Cause::Member) == GiftRule::Assess);
  CHECK(shop.points.per_hundred == usd(150));
  CHECK_FALSE(shop.points.claws_back);
  CHECK(shop.interest.at(Cause::Merchant).table == "lpr1y");
  CHECK(shop.interest.at(Cause::Merchant).from == InterestFrom::Payment);
  CHECK(shop.interest.at(Cause::Merchant).days_per_year == 360);
  CHECK(shop.interest.at(Cause::Member).basis_points == 150);
  CHECK(shop.interest.at(Cause::Member).from == InterestFrom::Request);
  CHECK(policy.rates.at("lpr1y").rates.back().basis_points == 300);
  CHECK(shop.residual.below == usd(1'500));
  CHECK(shop.residual.cheapest_service == usd(900));
  CHECK(shop.residual.of == ResidualOf::Card);
  CHECK(policy.floors.at(0).residual.below == usd(1'000));
  CHECK(policy.floors.at(0).residual.of == ResidualOf::Card);
  CHECK(shop.lost_card == LostCard::Lapses);
  CHECK(shop.expired_card == ExpiredCard::Worthless);
  CHECK(shop.articles.at("price.member") == Phrase{"第19条", "article 19"});
  CHECK(shop.articles.at("bonus") == Phrase{"第18条", "article 18"});
  CHECK(shop.articles.size() == 2);
}

TEST_CASE("what a policy does not say is what the README calls standard") {
  std::string text = replaced(shipped_policy("beauty"), "[shop.residual]", "[shop.card]");
  text = replaced(text, "cheapest_service = \"38.00\"", "");
  text = replaced(text, "review_hours = 24\npay_days = 15\nbank_days = 3\nvoucher_days = 30\n", "");
  text = replaced(text, "holidays = [\"cn-2025\", \"cn-2026\"]\n", "");
  const auto policy = read_policy(text, shipped_parts());
  REQUIRE(policy);
  CHECK(policy->review_hours == 24);
  CHECK(policy->pay_days == 15);
  CHECK(policy->counting == DayCount::Calendar);
  CHECK(policy->bank_days == 3);
  CHECK(policy->voucher_days == 30);
  CHECK(policy->request_days == 30);
  CHECK(policy->lint_level == Severity::Breach);
  CHECK_FALSE(policy->holidays);
  REQUIRE(policy->payout.size() == 2);
  CHECK(policy->payout[0].route == Route::Bank);
  CHECK(policy->payout[0].same_name);
  CHECK(policy->payout[1].route == Route::Cash);
  CHECK(policy->payout[1].most == policy->cash_most);
  CHECK(is_zero(policy->authority.auto_most));
  CHECK(policy->authority.sample_basis_points == 0);
  CHECK(policy->risk.one_more_from == 50);
  CHECK(policy->partial.allowed);
  CHECK_FALSE(policy->partial.least);
  CHECK(policy->records.years == 5);
  CHECK(policy->rounding.unit == Money{1});
  CHECK_FALSE(policy->shop.cause_of.contains(Reason::Minor));
  CHECK(policy->shop.windows.at(0).waives_fee);
  CHECK(policy->shop.windows.at(0).from == WindowStart::Payment);
  CHECK(policy->shop.windows.at(0).pay_within_days == 0);
  CHECK_FALSE(policy->shop.windows.at(0).closes_after_days);
  CHECK_FALSE(policy->shop.residual.below);
  CHECK(policy->shop.residual.of == ResidualOf::Lot);
  CHECK(policy->shop.points.claws_back);
  CHECK(policy->shop.lost_card == LostCard::Replaced);
  CHECK(policy->shop.expired_card == ExpiredCard::Refunded);
}

TEST_CASE("cash is paid up to the policy's own limit, and not at all without a way to pay it") {
  const std::string standing = "route = \"cash\"\nmost = \"50.00\"\n";
  const auto silent = read_policy(changed(standing, "route = \"cash\"\n"), shipped_parts());
  REQUIRE(silent);
  CHECK(silent->payout[0].most == usd(8'000));
  const std::string bank = changed(standing, "route = \"bank\"\n");
  CHECK(mistake_in(bank).key == "cash_most");
  CHECK(read_policy(replaced(bank, "cash_most = \"80.00\"", "cash_most = \"0.00\""),
                    shipped_parts()));
}

TEST_CASE("a policy without parts is known by the hash of its bytes") {
  std::string text = replaced(kEveryKey, "holidays = \"cn-2026\"\n", "");
  text = replaced(text, "table = \"lpr1y\"", "basis_points = 300");
  CHECK(read_policy(text)->hash == to_hex(digest_of(text)));
  CHECK(read_policy(text)->hash == read_policy(text, shipped_parts())->hash);
  CHECK(read_policy(text + "# one more comment\n")->hash != read_policy(text)->hash);
}

TEST_CASE("tiers rise") {
  const std::string text = changed("[[tier]]\napprovers = 3",
                                   "[[tier]]\nup_to = \"10.00\"\n"
                                   "approvers = 2\n[[tier]]\n"
                                   "approvers = 3");
  const PolicyMistake found = mistake_in(text);
  CHECK(found.key == "tier.up_to");
  CHECK_THAT(found.text, containing("more than in the tier before"));
}

TEST_CASE("the number of approvers is that of the tier") {
  const Policy policy = read_shipped("beauty");
  CHECK(approvers_needed(policy, Money{200'000}) == 1);
  CHECK(approvers_needed(policy, Money{200'001}) == 2);
}

TEST_CASE("the shipped policies say what they said before they had a pack") {
  const Policy beauty = read_shipped("beauty");
  CHECK(beauty.name == "beauty-2026");
  CHECK(beauty.version == 3);
  CHECK(beauty.clause == "《会员卡章程》第 6 条");
  CHECK(beauty.cash_most == Money{10'000});
  CHECK(beauty.shop.cause_of.size() == kReasons.size());
  CHECK(beauty.shop.price.at(Cause::Member) == PriceBasis::ListCapped);
  CHECK(beauty.shop.bonus.at(Cause::Merchant) == BonusShare::Ratio);
  CHECK(beauty.shop.windows.at(0).needs_unused);
  CHECK(beauty.shop.fee.empty());
  REQUIRE(beauty.floors.size() == 1);
  CHECK(beauty.floors[0].windows.at(0).needs_first_time);
  const Policy fitness = read_shipped("fitness");
  CHECK(fitness.shop.fee.at(Cause::Member).basis_points == 200);
  CHECK(fitness.shop.fee.at(Cause::Member).least == Money{500});
  CHECK(fitness.shop.fee.at(Cause::Member).disclosed);
  CHECK(fitness.shop.fee.at(Cause::Member).needs_proof);
}

TEST_CASE("the salon gives a week to whoever used nothing, and on a first card to everybody") {
  const Policy beauty = read_shipped("beauty");
  const auto cause_on_28th = [&](const std::vector<Lot>& lots) {
    return quote(card(lots), beauty, kMember, *instant_from("2026-11-28 10:00")).cause;
  };
  const Lot older = stored("2026-01-05 10:00", 100'000, 0, 100'000);
  const Lot unused = stored("2026-11-21 10:00", 100'000, 0, 0);
  const Lot used = stored("2026-11-21 10:00", 100'000, 0, 20'000);
  CHECK(cause_on_28th({unused}) == Cause::Window);
  CHECK(cause_on_28th({used}) == Cause::Window);
  CHECK(cause_on_28th({older, unused}) == Cause::Member);  // of the older one
  CHECK(quote(card({older, unused}), beauty, kMember, *instant_from("2026-11-28 10:00")).total ==
        Money{100'000});
  CHECK(cause_on_28th({stored("2026-11-20 10:00", 100'000, 0, 0)}) == Cause::Member);
}
