// What is wrong with the records of a card, named by purchase and visit.
#include "refund/soundness.hpp"

#include <functional>
#include <set>

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

const Instant kNow = *instant_from("2026-11-21 10:00");

Account sound_card() {
  Lot lot;
  lot.id = "L1";
  lot.kind = LotKind::Time;
  lot.sold_at = *instant_from("2026-03-01 10:00");
  lot.paid = Money{100'000};
  lot.starts = *date_from("2026-03-01");
  lot.ends = *date_from("2027-02-28");
  lot.activated = lot.contract = lot.stopped = lot.starts;
  lot.gifts = {{"毛巾", Money{5'000}, GiftState::Kept}};
  Use use;
  use.id = "U1";
  use.at = *instant_from("2026-04-01 10:00");
  use.list_price = use.charged = Money{8'800};
  use.market_price = Money{8'000};
  lot.uses = {use};
  Account account;
  account.lots = {lot};
  return account;
}

std::optional<Flaw> flaw_after(const std::function<void(Account&)>& change) {
  Account account = sound_card();
  change(account);
  return flaw_of(account, Currency::Cny, kNow);
}

std::optional<Flaw> flaw_of_lot(const std::function<void(Lot&)>& change) {
  return flaw_after([&](Account& account) { change(account.lots[0]); });
}

Flaw of_lot(FlawKind kind) {
  return {kind, "L1", ""};
}

Flaw of_use(FlawKind kind) {
  return {kind, "L1", "U1"};
}

}  // namespace

TEST_CASE("a sound card has no flaw, and an empty one neither") {
  CHECK_FALSE(flaw_after([](Account&) {}));
  CHECK_FALSE(flaw_of(Account{}, Currency::Cny, kNow));
  CHECK_FALSE(flaw_of_lot([](Lot& lot) {
    lot.activated.reset();
    lot.contract.reset();
    lot.stopped.reset();
    lot.uses[0].market_price.reset();
  }));
}

TEST_CASE("amounts: another currency, below nothing, above all") {
  CHECK(flaw_after([](Account& account) { account.held.minor = -1; }) ==
        Flaw{FlawKind::NegativeAmount, "", ""});
  CHECK(flaw_of_lot([](Lot& lot) { lot.paid.currency = Currency::Usd; }) ==
        of_lot(FlawKind::MixedCurrencies));
  CHECK(flaw_of_lot([](Lot& lot) { lot.bonus.minor = Money::kMost + 1; }) ==
        of_lot(FlawKind::AmountTooLarge));
  CHECK(flaw_of_lot([](Lot& lot) { lot.refunded.minor = -1; }) == of_lot(FlawKind::NegativeAmount));
  CHECK(flaw_of_lot([](Lot& lot) { lot.refunded.minor = 100'001; }) ==
        of_lot(FlawKind::ReturnedMoreThanPaid));
  CHECK(flaw_of_lot([](Lot& lot) { lot.gifts[0].value.minor = -1; }) ==
        of_lot(FlawKind::NegativeAmount));
  CHECK(flaw_of_lot([](Lot& lot) { lot.uses[0].list_price.minor = -1; }) ==
        of_use(FlawKind::NegativeAmount));
  CHECK(flaw_of_lot([](Lot& lot) { lot.uses[0].charged.currency = Currency::Eur; }) ==
        of_use(FlawKind::MixedCurrencies));
  CHECK(flaw_of_lot([](Lot& lot) { lot.uses[0].market_price->minor = -1; }) ==
        of_use(FlawKind::NegativeAmount));
}

TEST_CASE("counts: below nothing, above a million, none where some were bought") {
  for (const int count : {-1, 1'000'001}) {
    CHECK(flaw_of_lot([&](Lot& lot) { lot.units = count; }) == of_lot(FlawKind::CountOutOfRange));
    CHECK(flaw_of_lot([&](Lot& lot) { lot.bonus_units = count; }) ==
          of_lot(FlawKind::CountOutOfRange));
    CHECK(flaw_of_lot([&](Lot& lot) { lot.uses[0].units = count; }) ==
          of_use(FlawKind::CountOutOfRange));
  }
  for (const LotKind kind : {LotKind::Sessions, LotKind::Points}) {
    CHECK(flaw_of_lot([&](Lot& lot) { lot.kind = kind; }) == of_lot(FlawKind::NoUnits));
  }
}

TEST_CASE("days: impossible ones, ends before starts, what is still to come") {
  for (const char* text : {"1899-12-31", "9999-12-31"}) {
    const Date day = *date_from(text);
    for (const auto member : {&Lot::activated, &Lot::contract, &Lot::stopped}) {
      CHECK(flaw_of_lot([&](Lot& lot) { lot.*member = day; }) == of_lot(FlawKind::ImpossibleDay));
    }
    CHECK(flaw_of_lot([&](Lot& lot) { lot.starts = day; }) == of_lot(FlawKind::ImpossibleDay));
    CHECK(flaw_of_lot([&](Lot& lot) { lot.ends = day; }) == of_lot(FlawKind::ImpossibleDay));
  }
  for (const Instant moment : {Instant::min(), Instant::max()}) {
    CHECK(flaw_of_lot([&](Lot& lot) { lot.sold_at = moment; }) == of_lot(FlawKind::ImpossibleDay));
  }
  CHECK(flaw_of_lot([](Lot& lot) { lot.uses[0].at = Instant::min(); }) ==
        of_use(FlawKind::ImpossibleDay));
  // The first day of 1900 begins by the shop's clock, eight hours before that of Greenwich.
  for (const auto& [moment, is_sound] :
       {std::pair("1899-12-31 23:59", false), std::pair("1900-01-01 00:00", true)}) {
    const Instant at = *instant_from(moment);
    CHECK(flaw_of_lot([&](Lot& lot) { lot.sold_at = at; }).has_value() != is_sound);
    CHECK(flaw_of_lot([&](Lot& lot) { lot.uses[0].at = at; }).has_value() != is_sound);
  }
  Account last = sound_card();
  last.lots[0].sold_at = *instant_from("9998-12-31 23:59");
  CHECK_FALSE(flaw_of(last, Currency::Cny, *instant_from("9998-12-31 23:59")));
  CHECK(flaw_of_lot([](Lot& lot) { std::swap(lot.starts, lot.ends); }) ==
        of_lot(FlawKind::EndsBeforeStart));
  CHECK(flaw_of_lot([](Lot& lot) { lot.ends = lot.starts + std::chrono::days(40'000); }) ==
        of_lot(FlawKind::EndsBeforeStart));
  const Instant tomorrow = kNow + std::chrono::days(2);
  CHECK(flaw_of_lot([&](Lot& lot) { lot.sold_at = tomorrow; }) == of_lot(FlawKind::SoldInFuture));
  CHECK(flaw_of_lot([&](Lot& lot) { lot.uses[0].at = tomorrow; }) ==
        of_use(FlawKind::UsedInFuture));
}

TEST_CASE("a use after all was taken out is a flaw, one before it is none") {
  const auto taken_out = [](const char* when) {
    return flaw_of_lot([&](Lot& lot) {
      lot.refunded = lot.paid;
      lot.refunded_at = *instant_from(when);
    });
  };
  CHECK(taken_out("2026-03-31 10:00") == of_use(FlawKind::UsedAfterRefund));
  CHECK_FALSE(taken_out("2026-04-02 10:00"));
  CHECK_FALSE(flaw_of_lot([](Lot& lot) {
    lot.refunded = Money{1};
    lot.refunded_at = lot.sold_at;
  }));
}

TEST_CASE("a lot stands once, and there are not more lots and uses than anybody has") {
  CHECK(flaw_after([](Account& account) { account.lots.push_back(account.lots[0]); }) ==
        of_lot(FlawKind::DuplicateLot));
  CHECK(flaw_after([](Account& account) { account.lots.resize(10'001); }) ==
        Flaw{FlawKind::TooManyLots, "", ""});
  CHECK(flaw_of_lot([](Lot& lot) { lot.uses.resize(1'000'001, lot.uses[0]); }) ==
        Flaw{FlawKind::TooManyUses, "", ""});
}

TEST_CASE("every flaw is told in both languages, with purchase and visit") {
  std::set<std::string> told;
  for (int kind = 0; kind <= static_cast<int>(FlawKind::TooManyUses); ++kind) {
    const Phrase phrase = phrase_of(Flaw{static_cast<FlawKind>(kind), "L1", "U1"});
    CHECK(phrase.zh.find("L1") != std::string::npos);
    CHECK(phrase.en.find("visit U1") != std::string::npos);
    told.insert(phrase.en);
  }
  CHECK(told.size() == 14);
  CHECK(phrase_of(Flaw{FlawKind::TooManyLots, "", ""}).en.rfind("The records: ", 0) == 0);
}
