// What the linter compares a policy with, and where a finding begins and ends.
#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/refund/sound_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

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
          p.holidays = HolidayTable{};
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
      p.cash_most = Money{20'000};
      p.payout[2].most = p.cash_most;
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
