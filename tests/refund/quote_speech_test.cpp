// Whatever card it is: every line and every refusal is said in both languages, with the clause, and
// both computations add up by themselves.
#include "refund/quote.hpp"
#include "tests/catch.hpp"
#include "tests/refund/any_card.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

bool is_said(const Phrase& phrase) {
  return !phrase.zh.empty() && !phrase.en.empty();
}

bool is_said(const QuoteLine& line) {
  return !line.rule.empty() && is_said(line.clause) && is_said(line.title) && is_said(line.why);
}

bool is_said(const Refused& refused) {
  bool options = true;
  for (const Option& option : refused.options)
    options = options && is_said(option.words) && is_positive(option.amount);
  return !refused.rule.empty() && is_said(refused.reason) && is_said(refused.next_step) && options;
}

Money sum_of(const std::vector<QuoteLine>& lines) {
  Money sum;
  for (const QuoteLine& line : lines) {
    if (line.kind != LineKind::BonusVoid) sum = sum + line.amount;
  }
  return sum;
}

// What an auditor compares: each computation by itself adds up to its own total before holds.
bool adds_up(const Account& account, const Settlement& settlement) {
  Money shop;
  Money floor;
  for (const SettledLot& lot : settlement.lots) {
    shop = shop + lot.shop.total();
    Money best;
    for (const Working& working : lot.floors) {
      if (best < working.total()) best = working.total();
    }
    floor = floor + best;
  }
  return sum_of(lines_under(account, settlement, Decider::Shop)) == shop &&
         sum_of(lines_under(account, settlement, Decider::Floor)) == floor;
}

}  // namespace

TEST_CASE("five thousand cards are explained in both languages") {
  int refusals = 0;
  for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
    SeededChance chance(seed);
    PolicyArchive archive(any_policy(chance, "today"));
    archive.add(any_policy(chance, "old"));
    Account account = any_account(chance, 4, {"", "today", "old", chance.one_in(50) ? "x" : ""});
    if (chance.one_in(40)) account.held.minor = -1;
    const Wish wish = any_wish(chance, 200'000);
    const Settlement settlement = settle(account, archive, wish);
    const Quote quote = quote_of(account, settlement);
    INFO("card " << seed);
    for (const QuoteLine& line : quote.lines)
      REQUIRE(is_said(line));
    if (quote.refused) {
      REQUIRE(is_said(*quote.refused));
      ++refusals;
    } else {
      REQUIRE(adds_up(account, settlement));
      REQUIRE(is_said(comparison_of(quote)));
    }
  }
  CHECK(refusals > 500);
}
