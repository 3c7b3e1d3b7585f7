#include "station/book/taps.hpp"

#include <sys/stat.h>

#include <fstream>

#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using namespace std::chrono_literals;

namespace {

// Of kWang under keys of zeros: counter 61 is published (NXP AN12196); the other two were computed
// by the same derivation.
const sync::CardProof kTap61{"EF963FF7828658A599F3041510671E88", "94EED9EE65337086"};
const sync::CardProof kTap60{"04DE5F1EACC04000003C", "E387A5D501B8A866"};
const sync::CardProof kTap62{"04DE5F1EACC04000003E", "3FF600FB7F6909DC"};

book::Book with_keys(const SmallShop& shop) {
  auto terms = shop.terms();
  terms.cards = sync::CardKeys{};
  auto opened = book::Book::open(shop.books(), std::move(terms), kNoon);
  if (!opened) FAIL(opened.error().text);
  return std::move(*opened);
}

std::string pass_of(book::Book& book, const sync::CardProof& proof = kTap61,
                    refund::Instant now = kNoon) {
  const auto found = ask<sync::CardFound>(book, sync::Identify{kWang, proof}, now);
  if (!found.pass) FAIL("no pass");
  return found.pass.value_or(sync::VisitPass{}).text;
}

}  // namespace

TEST_CASE("a card that proves itself opens its account without a PIN") {
  const SmallShop shop;
  auto book = with_keys(shop);
  const std::string pass = pass_of(book);
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, pass});
  auto filed = filing(kWang, 1);
  filed.pin = pass;
  ask<sync::Filed>(book, shop.sealed(filed));
  sync::Track track;
  track.card_uid = kWang;
  track.pin = pass;
  CHECK(ask<sync::Tracked>(book, track).is_open);
  // It moves no money: for that the PIN is asked, and no try was used.
  const auto refused = ask<sync::Denied>(book, sync::Withdraw{filed.id, pass});
  CHECK(refused.why == sync::NoEntry::PassEnded);
  CHECK(refused.tries_left == 3);
  sync::Confirm confirm;
  confirm.id = filed.id;
  confirm.pin = pass;
  CHECK(ask<sync::Denied>(book, confirm).why == sync::NoEntry::PassEnded);
  ask<sync::Withdrawn>(book, sync::Withdraw{filed.id, kPin});
  // The PIN works as before.
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
}

TEST_CASE("what a card said once is refused afterwards, after a restart too, and goes on record") {
  const SmallShop shop;
  {
    auto book = with_keys(shop);
    pass_of(book);
    const auto denied = ask<sync::Denied>(book, sync::Identify{kWang, kTap61});
    CHECK(denied.why == sync::NoEntry::NotProved);
    CHECK_FALSE(denied.sentence.zh.empty());
    CHECK(denied.sentence.en.find("used before") != std::string::npos);
  }
  auto book = with_keys(shop);
  CHECK(ask<sync::Denied>(book, sync::Identify{kWang, kTap61}).why == sync::NoEntry::NotProved);
  CHECK(ask<sync::Denied>(book, sync::Identify{kWang, kTap60}).why == sync::NoEntry::NotProved);
  CHECK(shop.count("audit WHERE action = 'card-said-before' AND subject = 'card:" + kWang +
                   "' AND actor = 'kiosk:kiosk-1'") == 3);
  CHECK(shop.count("tap WHERE counter = 61") == 1);
  pass_of(book, kTap62);
  CHECK(shop.count("tap WHERE counter = 62") == 1);
  with_keys(shop);  // the chain and the tables tell one story
}

TEST_CASE("the table itself forbids that a counter goes back or is forgotten") {
  const SmallShop shop;
  auto book = with_keys(shop);
  pass_of(book);
  auto raw = shop.raw();
  CHECK_FALSE(raw.prepare("UPDATE tap SET counter = 61").run());
  CHECK_FALSE(raw.prepare("UPDATE tap SET counter = 3").run());
  CHECK_FALSE(raw.prepare("DELETE FROM tap").run());
  CHECK(raw.prepare("UPDATE tap SET counter = 62").run());
}

TEST_CASE("a proof of another card, of other keys or cut short opens nothing and uses no tap up") {
  const SmallShop shop;
  auto book = with_keys(shop);
  CHECK_FALSE(ask<sync::CardFound>(book, sync::Identify{kLi, kTap61}).pass.has_value());
  sync::CardProof wrong = kTap61;
  wrong.mac.back() = '7';
  CHECK_FALSE(ask<sync::CardFound>(book, sync::Identify{kWang, wrong}).pass.has_value());
  wrong.mac.pop_back();
  CHECK_FALSE(ask<sync::CardFound>(book, sync::Identify{kWang, wrong}).pass.has_value());
  CHECK(shop.count("tap") == 0);
  CHECK(shop.count("audit WHERE action = 'card-of-another'") == 1);
  CHECK(shop.count("audit WHERE action = 'card-untrue'") == 2);
  // A wrong proof is no wrong PIN.
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).tries_left == 3);
  pass_of(book);
}

TEST_CASE("without keys, and without a proof, a card only identifies") {
  const SmallShop shop;
  {
    auto book = shop.open();
    CHECK_FALSE(ask<sync::CardFound>(book, sync::Identify{kWang, kTap61}).pass.has_value());
    CHECK(shop.count("tap") == 0);
  }
  auto book = with_keys(shop);
  CHECK_FALSE(ask<sync::CardFound>(book, sync::Identify{kWang}).pass.has_value());
  CHECK(ask<sync::Denied>(book, sync::Identify{"04FFFFFFFFFFFF", kTap61}).why ==
        sync::NoEntry::UnknownCard);
}

TEST_CASE("a pass is good for its card and its visit; then the PIN is asked, and no try was used") {
  const SmallShop shop;
  auto book = with_keys(shop);
  const std::string pass = pass_of(book);
  CHECK(ask<sync::Denied>(book, sync::Unlock{kLi, pass}).why == sync::NoEntry::PassEnded);
  std::string forged = pass;
  forged.back() = forged.back() == '0' ? '1' : '0';
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, forged}).why == sync::NoEntry::PassEnded);
  forged = pass;
  forged[16] = forged[16] == '0' ? '1' : '0';  // another moment
  for (const std::string& wrong : {forged, std::string("P"), pass + "0", pass.substr(0, 40)})
    CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, wrong}).why == sync::NoEntry::PassEnded);
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, pass}, kNoon + 30min);
  const auto late = ask<sync::Denied>(book, sync::Unlock{kWang, pass}, kNoon + 31min);
  CHECK(late.why == sync::NoEntry::PassEnded);
  CHECK(late.tries_left == 3);
}

TEST_CASE("a filing that waited in the outbox is taken with the pass of its visit") {
  const SmallShop shop;
  auto filed = filing(kWang, 1);
  {
    auto book = with_keys(shop);
    filed.pin = pass_of(book);
  }
  auto book = with_keys(shop);
  auto others = filing(kLi, 2);
  others.pin = filed.pin;
  ask<sync::FilingRefused>(book, shop.sealed(others), kNoon + 72h);
  ask<sync::Filed>(book, shop.sealed(filed), kNoon + 72h);
}

TEST_CASE("a pass does not file for ever") {
  for (const bool is_late : {false, true}) {
    const SmallShop shop;
    auto book = with_keys(shop);
    auto filed = filing(kWang, 1);
    filed.pin = pass_of(book);
    const auto then = kNoon + (is_late ? 31 : 29) * 24h;
    if (is_late) {
      ask<sync::FilingRefused>(book, shop.sealed(filed), then);
    } else {
      ask<sync::Filed>(book, shop.sealed(filed), then);
    }
  }
}

TEST_CASE("a card that is paused for wrong PINs stays so, whatever it proves") {
  const SmallShop shop;
  auto book = with_keys(shop);
  const std::string pass = pass_of(book);
  for (int time = 0; time < 3; ++time)
    ask<sync::Denied>(book, sync::Unlock{kWang, "0000"});
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, pass}).why == sync::NoEntry::Paused);
}

TEST_CASE("the keys of a shop's cards lie in a file that only its owner reads") {
  const SmallShop shop;
  const auto file = shop.folder() / "card.keys";
  sync::CardKeys keys;
  sync::fill_random(keys.meta_read);
  sync::fill_random(keys.file_read);
  REQUIRE(sync::write_card_keys(file, keys));
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto read = sync::read_card_keys(file);
  REQUIRE(read);
  CHECK(read->meta_read == keys.meta_read);
  CHECK(read->file_read == keys.file_read);
  CHECK(sync::write_card_keys(file, keys).error().fault == sync::Fault::Conflict);
  REQUIRE(::chmod(file.c_str(), 0640) == 0);
  CHECK(sync::read_card_keys(file).error().fault == sync::Fault::Unsafe);
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  std::ofstream(file, std::ios::app) << "other = 1\n";
  CHECK(sync::read_card_keys(file).error().fault == sync::Fault::Malformed);
  // The factory's own are everybody's.
  const auto blank = shop.folder() / "blank.keys";
  keys.meta_read = {};
  REQUIRE(sync::write_card_keys(blank, keys));
  CHECK(sync::read_card_keys(blank).error().text.find("meta_read") != std::string::npos);
}
