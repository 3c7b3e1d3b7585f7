// Every clause that the linter marks, one by one.
#include "tests/catch.hpp"
#include "tests/refund/sound_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

// A clause that a policy may have, and the only finding that it makes.
struct Case {
  std::string id;
  Severity severity;
  std::string key;
  std::string rule;
  Change change;
};

const std::vector<Case> kCases = {
    {"no-refunds", Severity::Void, "shop.exit.member", "F12",
     [](Policy& p) {
       p.shop.exit[Cause::Member] = Exit::None;
       p.shop.residual.below = Money{1'000};
     }},
    {"right-by-consent", Severity::Breach, "shop.exit.merchant", "F15",
     [](Policy& p) { p.shop.exit[Cause::Merchant] = Exit::ByReview; }},
    {"right-by-consent", Severity::Breach, "shop.exit.window", "F16",
     [](Policy& p) { p.shop.exit[Cause::Window] = Exit::ByReview; }},
    {"right-by-consent", Severity::Breach, "shop.exit.void", "F13",
     [](Policy& p) { p.shop.exit[Cause::Void] = Exit::ByReview; }},
    {"lost-card-not-replaced", Severity::Void, "shop.card.lost", "F12",
     [](Policy& p) { p.shop.lost_card = LostCard::Lapses; }},
    {"expires-worthless", Severity::Void, "shop.card.expired", "F24",
     [](Policy& p) { p.shop.expired_card = ExpiredCard::Worthless; }},
    {"merchants-doing-on-member", Severity::Void, "shop.cause_of.store_changed", "F15",
     [](Policy& p) { p.shop.cause_of[Reason::StoreChanged] = Cause::Member; }},
    {"quality-on-member", Severity::Breach, "shop.cause_of.unsatisfied", "F6",
     [](Policy& p) { p.shop.cause_of[Reason::Unsatisfied] = Cause::Member; }},
    {"illness-on-member", Severity::Warning, "shop.cause_of.health", "F15",
     [](Policy& p) { p.shop.cause_of[Reason::Health] = Cause::Member; }},
    {"minor-bound", Severity::Breach, "shop.cause_of.minor", "F13",
     [](Policy& p) { p.shop.cause_of[Reason::Minor] = Cause::Member; }},
    {"clause-missing", Severity::Breach, "clause", "F8", [](Policy& p) { p.clause = " "; }},
    {"clause-missing", Severity::Breach, "shop.name", "F8", [](Policy& p) { p.shop.name = ""; }},
    {"clause-missing-english", Severity::Advice, "clause_en", "F8",
     [](Policy& p) { p.clause_en = ""; }},
    {"clause-missing-english", Severity::Advice, "shop.name_en", "F8",
     [](Policy& p) { p.shop.name_en = "\t"; }},
    {"no-floor", Severity::Breach, "floor", "F12", [](Policy& p) { p.floors.clear(); }},

    {"window-missing", Severity::Warning, "shop.window", "F16",
     [](Policy& p) { p.shop.windows.clear(); }},
    {"window-narrower", Severity::Warning, "shop.window", "F16",
     [](Policy& p) {
       p.shop.windows[0].needs_first_time = true;
       p.floors[1].windows[0].needs_first_time = true;
       p.floors[0].windows[0].needs_first_time = false;
     }},
    {"window-without-end", Severity::Advice, "shop.window.from", "F12",
     [](Policy& p) { p.shop.windows[0].from = WindowStart::Activation; }},
    {"window-starts-early", Severity::Warning, "shop.window", "F16",
     [](Policy& p) {
       p.shop.windows[0].from = WindowStart::Contract;
       p.floors.pop_back();
     }},
    {"window-pays-late", Severity::Breach, "shop.window.pay_within", "F27",
     [](Policy& p) { p.shop.windows[0].pay_within_days = 0; }},
    {"window-pays-late", Severity::Breach, "shop.window.pay_within", "F27",
     [](Policy& p) { p.shop.windows[0].pay_within_days = 6; }},

    {"list-price-against-member", Severity::Breach, "shop.price.merchant", "F20",
     [](Policy& p) { p.shop.price[Cause::Merchant] = PriceBasis::List; }},
    {"list-price-against-member", Severity::Breach, "shop.price.neutral", "F20",
     [](Policy& p) { p.shop.price[Cause::Neutral] = PriceBasis::ListCapped; }},
    {"list-price-against-member", Severity::Warning, "shop.price.window", "F20",
     [](Policy& p) { p.shop.price[Cause::Window] = PriceBasis::List; }},
    {"list-price-uncapped", Severity::Advice, "shop.price.member", "F21",
     [](Policy& p) { p.shop.price[Cause::Member] = PriceBasis::List; }},
    {"principal-used-first", Severity::Breach, "shop.bonus.neutral", "F20",
     [](Policy& p) { p.shop.bonus[Cause::Neutral] = BonusShare::None; }},
    {"lapses-by-age", Severity::Void, "shop.keep.member", "F12",
     [](Policy& p) {
       p.shop.keep[Cause::Member] = {{0, 10'000}, {365, 0}};
     }},
    {"penalty", Severity::Void, "shop.keep.merchant", "F12",
     [](Policy& p) {
       p.shop.keep[Cause::Merchant] = {{0, 7'000}};
     }},
    {"penalty", Severity::Void, "shop.keep.void", "F12",
     [](Policy& p) {
       p.shop.keep[Cause::Void] = {{0, 9'999}};
     }},
    {"penalty-for-leaving", Severity::Breach, "shop.keep.member", "F17",
     [](Policy& p) {
       p.shop.keep[Cause::Member] = {{0, 10'000}, {30, 7'000}};
     }},
    {"gifts-against-member", Severity::Breach, "shop.gifts.merchant", "F28",
     [](Policy& p) { p.shop.gifts[Cause::Merchant] = GiftRule::ReturnOrPay; }},
    {"gifts-against-member", Severity::Warning, "shop.gifts.neutral", "F23",
     [](Policy& p) { p.shop.gifts[Cause::Neutral] = GiftRule::ReturnOrPay; }},
    {"points-negative", Severity::Breach, "shop.points.per_hundred", "F17",
     [](Policy& p) { p.shop.points.per_hundred = Money{-1}; }},
    {"residual-kept", Severity::Warning, "shop.residual", "F27",
     [](Policy& p) { p.shop.exit[Cause::Member] = Exit::ByReview; }},
    {"residual-kept", Severity::Warning, "shop.residual", "F27",
     [](Policy& p) {
       p.shop.exit[Cause::Member] = Exit::ByReview;
       p.shop.residual.below = std::nullopt;
     }},
    {"residual-kept", Severity::Breach, "shop.residual", "F27",
     [](Policy& p) { p.floors[1].residual.below = Money{1'000}; }},
    {"residual-kept", Severity::Breach, "shop.residual", "F27",
     [](Policy& p) { p.floors[1].residual.cheapest_service = Money{3'800}; }},

    {"fee-in-window", Severity::Void, "shop.fee.window", "F16",
     [](Policy& p) {
       p.shop.fee[Cause::Window] = p.shop.fee[Cause::Member];
       p.shop.windows[0].waives_fee = false;
     }},
    {"fee-without-fault", Severity::Breach, "shop.fee.merchant", "F6",
     [](Policy& p) { p.shop.fee[Cause::Merchant] = p.shop.fee[Cause::Member]; }},
    {"fee-above-cap", Severity::Void, "shop.fee.member.basis_points", "F7",
     [](Policy& p) { p.shop.fee[Cause::Member].basis_points = 501; }},
    {"fee-on-what-was-used", Severity::Breach, "shop.fee.member.base", "F17",
     [](Policy& p) { p.shop.fee[Cause::Member].base = FeeBase::Paid; }},
    {"fee-eats-small-balance", Severity::Warning, "shop.fee.member.least", "F12",
     [](Policy& p) { p.shop.fee[Cause::Member].least = Money{1'001}; }},
    {"fee-undisclosed", Severity::Breach, "shop.fee.member.disclosed", "F7",
     [](Policy& p) { p.shop.fee[Cause::Member].disclosed = false; }},
    {"fee-without-proof", Severity::Advice, "shop.fee.member.disclosed", "F25",
     [](Policy& p) { p.shop.fee[Cause::Member].needs_proof = false; }},

    {"interest-none", Severity::Breach, "shop.interest.merchant", "F18",
     [](Policy& p) { p.shop.interest.erase(Cause::Merchant); }},
    {"interest-none", Severity::Warning, "shop.interest.member", "F18",
     [](Policy& p) { p.shop.interest[Cause::Member] = {}; }},
    {"interest-too-low", Severity::Warning, "shop.interest.merchant", "F18",
     [](Policy& p) { p.shop.interest[Cause::Merchant].table = "pboc1y"; }},
    {"interest-too-low", Severity::Warning, "shop.interest.merchant", "F18",
     [](Policy& p) {
       p.shop.interest[Cause::Merchant].table = "";
       p.shop.interest[Cause::Merchant].basis_points = 299;
     }},
    {"interest-starts-late", Severity::Breach, "shop.interest.merchant.from", "F19",
     [](Policy& p) { p.shop.interest[Cause::Merchant].from = InterestFrom::Request; }},
    {"interest-year-too-long", Severity::Warning, "shop.interest.member.days_per_year", "F18",
     [](Policy& p) { p.shop.interest[Cause::Member].days_per_year = 366; }},

    {"cash-above-cap", Severity::Breach, "cash_most", "F2",
     [](Policy& p) { p.cash_most = Money{10'001}; }},
    {"cash-above-cap", Severity::Breach, "payout.most", "F2",
     [](Policy& p) { p.payout[2].most = Money{50'000}; }},
    {"payee-other-name", Severity::Breach, "payout.same_name", "F2",
     [](Policy& p) { p.payout[1].same_name = false; }},
    {"original-route-missing", Severity::Breach, "payout", "F27",
     [](Policy& p) {
       p.payout.erase(p.payout.begin());
       p.floors[1].limits.original_route = true;
     }},
    {"large-sums-unpayable", Severity::Breach, "payout", "F26",
     [](Policy& p) { p.payout[1].most = Money{500'000}; }},
    {"pays-late", Severity::Breach, "pay_days", "F26", [](Policy& p) { p.pay_days = 16; }},
    {"review-outlasts-payment", Severity::Breach, "review_hours", "F26",
     [](Policy& p) {
       p.pay_days = 3;
       p.review_hours = 73;
     }},
    {"working-days-without-holidays", Severity::Advice, "holidays", "F26",
     [](Policy& p) {
       p.pay_days = 10;
       p.counting = DayCount::Working;
     }},
    {"request-lapses-early", Severity::Warning, "request_days", "F26",
     [](Policy& p) { p.request_days = 14; }},
    {"voucher-lapses-early", Severity::Warning, "voucher_days", "F26",
     [](Policy& p) { p.voucher_days = 3; }},

    {"one-person-unlimited", Severity::Breach, "tier", "V8",
     [](Policy& p) { p.tiers.back().approvers = 1; }},
    {"one-person-unlimited", Severity::Breach, "tier", "V8", [](Policy& p) { p.tiers.clear(); }},
    {"one-approver-for-all", Severity::Warning, "tier", "V8",
     [](Policy& p) {
       p.tiers.back().approvers = 1;
       p.authority.approver_daily_most = Money{1'000'000};
     }},
    {"automatic-without-sampling", Severity::Breach, "authority.auto_most", "C3",
     [](Policy& p) { p.authority.auto_most = Money{5'000}; }},
    {"automatic-approval", Severity::Advice, "authority.auto_most", "C3",
     [](Policy& p) {
       p.authority.auto_most = Money{5'000};
       p.authority.sample_basis_points = 500;
     }},
    {"records-too-short", Severity::Breach, "records.years", "F3",
     [](Policy& p) { p.records.years = 4; }},
    {"records-never-redacted", Severity::Warning, "records.redacts_after", "F33",
     [](Policy& p) { p.records.redacts_after = false; }},
};

}  // namespace

TEST_CASE("a sound policy has no findings") {
  for (const Finding& finding : lint(sound()))
    FAIL_CHECK(finding.id);
}

TEST_CASE("every bad clause is found, alone, with its weight, key and row of the law") {
  for (const Case& one : kCases) {
    INFO(one.id << " " << one.key);
    const std::vector<Finding> findings = findings_after(one.change);
    REQUIRE(findings.size() == 1);
    const Finding& found = findings.front();
    CHECK(found.id == one.id);
    CHECK(found.severity == one.severity);
    CHECK(found.key == one.key);
    CHECK(found.rule == one.rule);
    CHECK(fails(found, sound()) == (one.severity <= Severity::Breach));
  }
}

TEST_CASE(
    "a finding says in both languages what stands there, what it offends, why, and the cure") {
  for (const Case& one : kCases) {
    INFO(one.id << " " << one.key);
    const std::vector<Finding> findings = findings_after(one.change);
    REQUIRE_FALSE(findings.empty());
    const Finding& found = findings.front();
    for (const Phrase& phrase : {found.article, found.stands, found.why, found.mend}) {
      CHECK_FALSE(phrase.zh.empty());
      CHECK_FALSE(phrase.en.empty());
      CHECK(phrase.zh != phrase.en);
    }
    CHECK(found.why.zh.ends_with("。"));
    CHECK(found.why.en.ends_with("."));
  }
}
