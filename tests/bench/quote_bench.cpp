// What a quote costs: so many a second, and how that grows. The terms are a shop's with every axis
// ruled over one floor, as a salon has them.
#include "refund/quote.hpp"
#include "tests/bench/ratio.hpp"

namespace slipway::refund {
namespace {

Terms terms_called(const char* id) {
  Terms terms;
  terms.id = terms.name = terms.name_en = id;
  for (const Reason reason : kReasons)
    terms.cause_of[reason] = Cause::Member;
  for (const Cause cause : kCauses) {
    terms.price[cause] = PriceBasis::ListCapped;
    terms.bonus[cause] = BonusShare::Ratio;
    terms.fee[cause] = Fee{200, Money{500}, Money{20'000}, true, FeeBase::Remainder, false};
    terms.keep[cause] = {{0, 10'000}, {90, 9'500}, {365, 9'000}};
    terms.gifts[cause] = GiftRule::ReturnOrPay;
    terms.interest[cause] = Interest{150, "", InterestFrom::Termination, 365};
  }
  terms.windows = {Window{7, true, false, WindowStart::Payment, true, 5}};
  return terms;
}

PolicyArchive archive() {
  Policy policy;
  policy.name = "bench";
  policy.hash = "00";
  policy.shop = terms_called("shop");
  policy.floors = {terms_called("floor")};
  policy.cash_most = Money{10'000};
  policy.tiers = {{Money{Money::kMost}, 1, {}}};
  return PolicyArchive(policy);
}

Account card(int lots, int uses) {
  Account account;
  for (int i = 0; i < lots; ++i) {
    Lot lot;
    lot.id = "L" + std::to_string(i);
    lot.sold_at = *instant_from("2026-03-01 10:00") + std::chrono::hours(i);
    lot.paid = Money{100'000'000};
    lot.bonus = Money{33'333'333};
    lot.gifts = {{"毛巾", Money{5'000}, GiftState::Kept}};
    for (int j = 0; j < uses; ++j) {
      Use use;
      use.id = std::to_string(j);
      use.at = lot.sold_at;
      use.item = "剪发";
      use.list_price = Money{8'800 + j};
      use.charged = Money{7'040 + j};
      use.market_price = Money{8'000};
      lot.uses.push_back(use);
    }
    account.lots.push_back(lot);
  }
  return account;
}

Wish wish() {
  Wish wish;
  wish.reason = Reason::Rarely;
  wish.filed_at = *instant_from("2026-11-21 10:00");
  wish.paid_on = *date_from("2026-12-05");
  return wish;
}

// Items are quotes.
void quote_a_card(benchmark::State& state) {
  const PolicyArchive terms = archive();
  const Account account = card(1, static_cast<int>(state.range(0)));
  const Wish asked = wish();
  while (state.KeepRunning())
    benchmark::DoNotOptimize(quote(account, terms, asked));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(quote_a_card)
    ->ArgName("uses")
    ->Arg(1)
    ->Arg(10)
    ->Arg(1'000)
    ->Unit(benchmark::kMicrosecond);

// What the words cost: a whole quote against its numbers alone.
void quote_against_settle(benchmark::State& state) {
  const PolicyArchive terms = archive();
  const Account account = card(1, static_cast<int>(state.range(0)));
  const Wish asked = wish();
  bench::against(
      state, [&] { benchmark::DoNotOptimize(quote(account, terms, asked)); },
      [&] { benchmark::DoNotOptimize(settle(account, terms, asked)); });
}
BENCHMARK(quote_against_settle)
    ->ArgName("uses")
    ->Arg(1)
    ->Arg(10)
    ->Arg(1'000)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

// Ten times as much against ten times: 1 is linear growth, below it a fixed part shows.
void against_ten_small(benchmark::State& state, const Account& large, const Account& small) {
  const PolicyArchive terms = archive();
  const Wish asked = wish();
  bench::against(
      state, [&] { benchmark::DoNotOptimize(settle(large, terms, asked)); },
      [&] {
        for (int i = 0; i < 10; ++i)
          benchmark::DoNotOptimize(settle(small, terms, asked));
      });
}

void growth_with_uses(benchmark::State& state) {
  against_ten_small(state, card(1, 1'000), card(1, 100));
}
BENCHMARK(growth_with_uses)->UseManualTime()->Unit(benchmark::kMicrosecond);

void growth_with_lots(benchmark::State& state) {
  against_ten_small(state, card(1'000, 1), card(100, 1));
}
BENCHMARK(growth_with_lots)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace slipway::refund

BENCHMARK_MAIN();
