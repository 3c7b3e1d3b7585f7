#include "refund/policy_lint.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

// A policy in which there is nothing to find.
Policy sound() {
  Policy policy;
  policy.name = "sound";
  policy.clause = "《会员卡章程》第 6 条";
  policy.clause_en = "Card terms, section 6";
  Terms& shop = policy.shop;
  shop.name = policy.clause;
  shop.name_en = policy.clause_en;
  shop.cause_of = {{Reason::Moving, Cause::Neutral},       {Reason::Rarely, Cause::Member},
                   {Reason::Unsatisfied, Cause::Merchant}, {Reason::StoreChanged, Cause::Merchant},
                   {Reason::Health, Cause::Neutral},       {Reason::Mistake, Cause::Member},
                   {Reason::Undisclosed, Cause::Member}};
  shop.exit = {{Cause::Window, Exit::Right},
               {Cause::Member, Exit::ByPolicy},
               {Cause::Merchant, Exit::Right},
               {Cause::Neutral, Exit::ByReview},
               {Cause::Void, Exit::Right}};
  Window window;
  window.days = 7;
  window.waives_fee = true;
  window.pay_within_days = 5;
  shop.windows = {window};
  for (const Cause cause : kCauses) {
    shop.price[cause] = PriceBasis::Charged;
    shop.bonus[cause] = BonusShare::Ratio;
    shop.gifts[cause] = GiftRule::Keep;
  }
  shop.price[Cause::Member] = PriceBasis::ListCapped;
  shop.bonus[Cause::Member] = BonusShare::None;
  shop.keep[Cause::Member] = {{0, 10'000}, {30, 9'800}};
  Fee fee;
  fee.basis_points = 200;
  fee.least = Money{500};
  fee.most = Money{20'000};
  fee.disclosed = true;
  fee.needs_proof = true;
  shop.fee[Cause::Member] = fee;
  shop.interest[Cause::Merchant].table = "lpr1y";
  shop.interest[Cause::Member].table = "pboc1y";
  shop.residual.below = Money{0};
  policy.rates["lpr1y"].rates = {{Date{}, 310}, {Date{std::chrono::days{20'228}}, 300}};
  policy.rates["pboc1y"].rates = {{Date{}, 150}};

  Terms law = shop;
  law.name = "法释〔2025〕4号";
  law.name_en = "Fa Shi [2025] 4";
  law.fee.clear();
  law.windows.front().needs_first_time = true;
  law.windows.front().pay_within_days = 0;
  Terms local;
  local.name = "北京市单用途预付卡管理条例";
  local.name_en = "Beijing's regulation";
  local.windows = {window};
  local.windows.front().needs_unused = true;
  policy.floors = {law, local};

  PayoutRule original;
  original.route = Route::Original;
  original.most_days = 365;
  PayoutRule bank;
  PayoutRule cash;
  cash.route = Route::Cash;
  cash.most = Money{10'000};
  policy.payout = {original, bank, cash};
  policy.cash_most = Money{10'000};
  policy.tiers = {{Money{200'000}, 1, {}}, {Money{Money::kMost}, 2, {"owner"}}};
  policy.rounding.unit = Money{1};
  return policy;
}

using Change = std::function<void(Policy&)>;
std::vector<Finding> findings_after(const Change& change) {
  Policy policy = sound();
  change(policy);
  return lint(policy);
}

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

TEST_CASE("a window that is too short is found once for each law that gives more") {
  const auto findings = findings_after([](Policy& p) { p.shop.windows[0].days = 3; });
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].id == "window-shorter");
  CHECK(findings[0].severity == Severity::Breach);
  CHECK(findings[0].why.en.find("Fa Shi [2025] 4 says: within 7 days") != std::string::npos);
  CHECK(findings[1].id == "window-shorter");
}

TEST_CASE("two windows together may hold what the law gives") {
  const auto findings = findings_after([](Policy& p) {
    Window narrow = p.shop.windows[0];
    narrow.needs_unused = true;
    narrow.days = 15;
    p.shop.windows.insert(p.shop.windows.begin(), narrow);
  });
  CHECK(findings.empty());
  const auto short_and_narrow = findings_after([](Policy& p) {
    p.shop.windows[0].needs_unused = true;
    Window early = p.shop.windows[0];
    early.days = 3;
    p.shop.windows.push_back(early);
  });
  REQUIRE(short_and_narrow.size() == 1);
  CHECK(short_and_narrow[0].id == "window-narrower");
  CHECK(short_and_narrow[0].stands.en.find("; within 3 days") != std::string::npos);
}

TEST_CASE("a window that starts at activation or at a contract is compared with the law's start") {
  CHECK(findings_after([](Policy& p) {
          p.shop.windows[0].from = WindowStart::Activation;
          p.shop.windows[0].closes_after_days = 365;
        }).empty());
  CHECK(findings_after([](Policy& p) {
          for (Terms& floor : p.floors)
            floor.windows[0].from = WindowStart::Contract;
          p.shop.windows[0].from = WindowStart::Contract;
        }).empty());
}

TEST_CASE("a policy fails by findings as grave as its own level, and graver ones") {
  const std::vector<Severity> levels{Severity::Void, Severity::Breach, Severity::Warning,
                                     Severity::Advice};
  CHECK(sound().lint_level == Severity::Breach);
  for (const Severity level : levels) {
    for (const Severity severity : levels) {
      Policy policy = sound();
      policy.lint_level = level;
      Finding finding;
      finding.severity = severity;
      CHECK(fails(finding, policy) == (severity <= level));
    }
  }
}

TEST_CASE("a small remainder counted by the card is less than one counted by the lot") {
  const auto by_card = [](Policy& p) {
    p.shop.residual.below = Money{1'000};
    p.shop.residual.cheapest_service = Money{3'800};
    p.shop.residual.of = ResidualOf::Card;
  };
  for (const bool is_below : {true, false}) {
    const auto lot = findings_after([&](Policy& p) {
      by_card(p);
      (is_below ? p.floors[1].residual.below : p.floors[1].residual.cheapest_service) = Money{100};
    });
    REQUIRE(lot.size() == 1);
    CHECK(lot[0].id == "residual-kept");
    CHECK(lot[0].severity == Severity::Breach);
    const auto card = findings_after([&](Policy& p) {
      by_card(p);
      p.floors[1].residual = p.shop.residual;
    });
    CHECK(card.empty());
  }
}

TEST_CASE("a way back to the payment, and cash up to the policy's own limit, are no finding") {
  CHECK(findings_after([](Policy& p) {
          p.floors[1].limits.original_route = true;
          p.payout[2].most.reset();
        }).empty());
}

TEST_CASE("a minor's card that counts as no contract, as the law has it, is no finding") {
  CHECK(findings_after([](Policy& p) { p.shop.cause_of[Reason::Minor] = Cause::Void; }).empty());
}

TEST_CASE("a fee that takes nothing, or that no window lets through, is no finding") {
  CHECK(findings_after([](Policy& p) { p.shop.fee[Cause::Merchant] = {}; }).empty());
  CHECK(findings_after([](Policy& p) {
          p.shop.fee[Cause::Window] = p.shop.fee[Cause::Member];
        }).empty());
  const auto least_only = findings_after([](Policy& p) {
    p.shop.fee[Cause::Neutral] = p.shop.fee[Cause::Member];
    p.shop.fee[Cause::Neutral].basis_points = 0;
  });
  REQUIRE(least_only.size() == 1);
  CHECK(least_only[0].id == "fee-without-fault");
}

TEST_CASE("terms that favour the member more than the law are no finding") {
  CHECK(findings_after([](Policy& p) {
          p.shop.exit.clear();
          p.shop.bonus.clear();
          p.shop.keep[Cause::Neutral] = {{0, 10'000}};
          p.shop.gifts.clear();
          p.shop.interest[Cause::Member].from = InterestFrom::Payment;
          p.shop.residual.below = Money{2'000};
          p.floors[1].residual.below = Money{1'000};
          p.shop.residual.cheapest_service = Money{3'800};
          p.floors[1].residual.cheapest_service = Money{3'800};
          p.payout.clear();
          p.pay_days = 10;
          p.counting = DayCount::Working;
          p.holidays.emplace();
          p.shop.windows[0].needs_unused = false;
        }).empty());
}

TEST_CASE("a small remainder that is paid out by a rule of the shop is not kept") {
  const auto by_review = [](Policy& p) { p.shop.exit[Cause::Member] = Exit::ByReview; };
  CHECK(findings_after([&](Policy& p) {
          by_review(p);
          p.shop.residual.cheapest_service = Money{3'800};
        }).empty());
  CHECK(findings_after([&](Policy& p) {
          by_review(p);
          p.shop.residual.below = Money{1'000};
        }).empty());
}

TEST_CASE("limits of the floors go before the numbers of the facts, the strictest first") {
  const auto with_limits = [](const Change& change) {
    return findings_after([&](Policy& p) {
      p.floors[0].limits.cash_most = Money{20'000};
      p.floors[0].limits.fee_basis_points_most = 1'000;
      p.floors[0].limits.record_years_least = 6;
      p.floors[1].limits.transaction_years_least = 3;
      p.floors[0].limits.pay_days_most = 15;
      p.floors[1].limits.pay_days_most = 10;
      p.floors[1].limits.sources["pay_days_most"] = {"北京第一条", "Beijing, article 1"};
      p.cash_most = p.payout[2].most.emplace(20'000);
      p.shop.fee[Cause::Member].basis_points = 1'000;
      p.records.years = 6;
      p.pay_days = 10;
      change(p);
    });
  };
  CHECK(with_limits([](Policy&) {}).empty());
  const auto late = with_limits([](Policy& p) { p.pay_days = 11; });
  REQUIRE(late.size() == 1);
  CHECK(late[0].article.en == "Beijing, article 1");
  const auto gone = with_limits([](Policy& p) { p.records.years = 5; });
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].article.zh == "法释〔2025〕4号");
}

TEST_CASE("articles of the floors go before those of the facts, the cause before the axis") {
  const auto article = [](const std::string& axis) {
    const auto findings = findings_after([&](Policy& p) {
      p.floors[1].articles[axis] = {"第三条", "article 3"};
      p.shop.price[Cause::Merchant] = PriceBasis::List;
    });
    return findings.at(0).article.en;
  };
  CHECK(article("price") == "Beijing's regulation, article 3");
  CHECK(article("price.merchant") == "Beijing's regulation, article 3");
  CHECK(article("bonus") == "Fa Shi [2025] 4, article 18(1)");
  const auto named = findings_after([](Policy& p) {
    p.payout[1].same_name = false;
    p.floors[1].limits.sources["same_name"] = {"第五条", "article 5"};
  });
  CHECK(named.at(0).article.en == "article 5");
}

TEST_CASE("another currency has a cap on cash only where a floor names one") {
  const auto in_dollars = [](std::optional<Money> cap) {
    Policy policy = sound();
    const auto dollars = [](Money& amount) { amount.currency = Currency::Usd; };
    policy.cash_most = Money{100'000, Currency::Usd};
    dollars(*policy.payout[2].most);
    dollars(policy.authority.auto_most);
    dollars(policy.shop.points.per_hundred);
    dollars(policy.shop.fee[Cause::Member].least);
    policy.floors[0].limits.cash_most = cap;
    return lint(policy);
  };
  CHECK(in_dollars(std::nullopt).empty());
  CHECK(in_dollars(Money{50'000, Currency::Usd}).at(0).id == "cash-above-cap");
}

TEST_CASE("interest is compared by the rates of today, or not at all without them") {
  const auto without_rates = findings_after([](Policy& p) {
    p.rates["lpr1y"].rates.clear();
    p.rates.erase("pboc1y");
  });
  CHECK(without_rates.empty());
  CHECK(findings_after([](Policy& p) { p.floors[0].interest.clear(); }).empty());
}

TEST_CASE("the gravest findings come first") {
  const auto findings = findings_after([](Policy& p) {
    p.clause_en = "";
    p.records.redacts_after = false;
    p.pay_days = 16;
    p.shop.lost_card = LostCard::Lapses;
  });
  REQUIRE(findings.size() == 4);
  CHECK(std::is_sorted(findings.begin(), findings.end(),
                       [](const Finding& a, const Finding& b) { return a.severity < b.severity; }));
  std::set<std::string> words;
  for (const Finding& finding : findings)
    words.insert(phrase_of(finding.severity).en);
  CHECK(words == std::set<std::string>{"void", "breach", "warning", "advice"});
}
