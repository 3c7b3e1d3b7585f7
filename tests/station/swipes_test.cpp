#include "station/book/swipes.hpp"

#include <sys/stat.h>

#include "devices/reader/ccid.hpp"
#include "devices/reader/virtual_head.hpp"
#include "station/book/dukpt.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

namespace {

// ANSI X9.24-1 and MagTek's manual: base key, and a reader that has sealed eight swipes.
const book::ReaderKey kBase = {0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF,
                               0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10};
const std::string kReader = "FFFF9876543210E00000";
const sync::SealedStripe kPublished{
    "FFFF9876543210E00008",
    "C25C1D1197D31CAA87285D59A892047426D9182EC11353C051ADD6D0F072A6CB3436560B3071FC1FD11D9F7E748867"
    "42D9BEE0CFD1EA1064C213BB55278B2F12",
    "", "", "digits"};

std::string hex(std::span<const std::uint8_t> bytes) {
  return devices::ccid::to_hex(bytes);
}

book::KeySerial serial(const std::string& digits) {
  const auto bytes = refund::bytes_from_hex(digits);
  REQUIRE(bytes);
  book::KeySerial made{};
  REQUIRE(bytes->size() == made.size());
  std::copy(bytes->begin(), bytes->end(), made.begin());
  return made;
}

book::Book with_keys(const SmallShop& shop) {
  auto terms = shop.terms();
  terms.readers = sync::ReaderKeys{kBase};
  auto opened = book::Book::open(shop.books(), std::move(terms), kNoon);
  if (!opened) FAIL(opened.error().text);
  return std::move(*opened);
}

// What a head with the shop's keys says of a swipe.
sync::SealedStripe swiped(devices::VirtualHead& head, const devices::VirtualHead::Tracks& tracks,
                          const std::string& format = "hex") {
  const auto report = head.swipe(tracks);
  const std::span<const std::uint8_t> bytes(report);
  sync::SealedStripe stripe;
  stripe.ksn = hex(bytes.subspan(495, 10));
  stripe.track_1 = hex(bytes.subspan(7, report[3]));
  stripe.track_2 = hex(bytes.subspan(119, report[4]));
  stripe.track_3 = hex(bytes.subspan(231, report[5]));
  stripe.format = format;
  return stripe;
}

sync::Identify asking(const sync::SealedStripe& stripe) {
  sync::Identify identify;
  identify.stripe = stripe;
  return identify;
}

// kWang's UID on the first track, which alone has letters.
devices::VirtualHead::Tracks wangs() {
  return {"%" + kWang + "^WANG?", "", ""};
}

}  // namespace

TEST_CASE("dukpt: the published keys and the published track are found") {
  CHECK(hex(book::initial_key(kBase, serial(kReader))) == "6AC292FAA1315B4D858AB3A3D7D5933A");
  // As the variant for PINs; ANSI X9.24-1, A.4.
  for (const auto& [counter, key] :
       {std::pair{"FFFF9876543210E00001", "042666B49184CF5C68DE9628D0397B36"},
        {"FFFF9876543210E00008", "27F66D5244FF621EAA6F6120EDEB427F"},
        {"FFFF9876543210E00010", "59598DCBD9BD943F94165CE453585FA8"},
        {"FFFF9876543210E00013", "C3DF489FDF11534BF03DE97C27DC4CD0"},
        {"FFFF9876543210EFF800", "F9CDFEBF4F5B1D61B3EC12454527E189"}}) {
    CHECK(hex(book::track_key(kBase, serial(counter))) == key);
  }
  const auto blocks = refund::bytes_from_hex(kPublished.track_1);
  REQUIRE(blocks);
  const auto plain =
      book::decrypted(*blocks, book::track_key(kBase, serial("FFFF9876543210E00008")));
  const std::string text(plain.begin(), plain.end());
  CHECK(text.substr(0, 60) == "%B5452300551227189^HOGAN/PAUL      ^08043210000000725000000?");
  CHECK(text.substr(60) == std::string(4, '\0'));
}

TEST_CASE("dukpt: both ends have the same key, for as long as anybody swipes") {
  devices::VirtualHead head;
  for (int swipe = 1; swipe <= 3'000; ++swipe) {
    const auto stripe = swiped(head, {"", ";6001234567?", ""}, "digits");
    if (swipe % 7 != 0 && swipe < 2'990) continue;
    const auto seen = book::opened(stripe, {kBase});
    REQUIRE(seen.has_value());
    CHECK(seen->card_uid == "00006001234567");
    CHECK(seen->counter == book::counter_of(serial(stripe.ksn)));
  }
}

TEST_CASE("dukpt: a serial number is a reader and a counter of 21 bits") {
  CHECK(book::counter_of(serial("FFFF9876543210FFFFFF")) == 0x1FFFFF);
  CHECK(book::counter_of(serial("FFFF9876543210E00008")) == 8);
  CHECK(hex(book::reader_of(serial("FFFF9876543210FFFFFF"))) == kReader);
}

TEST_CASE("a sealed stripe is opened by its reader's key, and by no other") {
  devices::VirtualHead head;
  const auto stripe = swiped(head, {"%M6001234567^WANG/X?", ";6001234567=0?", ""}, "digits");
  const auto seen = book::opened(stripe, {kBase});
  REQUIRE(seen.has_value());
  CHECK(seen->reader == kReader);
  CHECK(seen->counter == 1);
  CHECK(seen->card_uid == "00006001234567");
  sync::ReaderKeys other{kBase};
  other.base[0] ^= 0x02;  // the lowest bit of a byte is parity and does not count
  CHECK_FALSE(book::opened(stripe, other).has_value());
  auto later = stripe;
  later.ksn.back() = '2';
  CHECK_FALSE(book::opened(later, {kBase}).has_value());
  auto first = stripe;
  first.ksn.back() = '0';
  CHECK_FALSE(book::opened(first, {kBase}).has_value());
}

TEST_CASE("a sealed stripe that is cut, lengthened or no hex at all opens nothing") {
  devices::VirtualHead head;
  const auto sound = swiped(head, {"", ";6001234567=0?", ""}, "digits");
  REQUIRE(book::opened(sound, {kBase}).has_value());
  for (const std::string& track :
       {std::string(), std::string("zz"), sound.track_2.substr(0, 16), sound.track_2.substr(0, 30),
        sound.track_2 + std::string(16, '0'), sound.track_2.substr(16), std::string(240, 'A'),
        std::string(224, '0')}) {
    CAPTURE(track);
    auto wrong = sound;
    wrong.track_2 = track;
    CHECK_FALSE(book::opened(wrong, {kBase}).has_value());
  }
  for (const std::string& ksn :
       {std::string(), std::string("FFFF"), std::string(20, 'x'), std::string(22, 'F')}) {
    auto wrong = sound;
    wrong.ksn = ksn;
    CHECK_FALSE(book::opened(wrong, {kBase}).has_value());
  }
  auto elsewhere = sound;  // the second track in the first one's place
  std::swap(elsewhere.track_1, elsewhere.track_2);
  CHECK_FALSE(book::opened(elsewhere, {kBase}).has_value());
  auto unknown = sound;
  unknown.format = "roman";
  REQUIRE(book::opened(unknown, {kBase}).has_value());
  CHECK_FALSE(book::opened(unknown, {kBase})->card_uid.has_value());
}

TEST_CASE("a payment card that a reader sealed gives no number, even to the station") {
  const auto seen = book::opened(kPublished, {kBase});  // its reader was right
  REQUIRE(seen.has_value());
  CHECK_FALSE(seen->card_uid.has_value());
  const SmallShop shop;
  auto book = with_keys(shop);
  CHECK(ask<sync::Denied>(book, asking(kPublished)).why == sync::NoEntry::NotOpened);
  CHECK(shop.count("audit WHERE action LIKE 'swipe%'") == 0);
  CHECK(shop.count("swipe WHERE counter = 8") == 1);
}

TEST_CASE("a swipe at a reader of the site names the member, and the PIN is asked") {
  const SmallShop shop;
  auto book = with_keys(shop);
  devices::VirtualHead head;
  for (int swipe = 1; swipe <= 3; ++swipe) {
    const auto found = ask<sync::CardFound>(book, asking(swiped(head, wangs())));
    CHECK(found.card_uid == kWang);
    CHECK_FALSE(found.pass.has_value());
  }
  CHECK(shop.count("swipe WHERE counter = 3 AND reader = '" + kReader + "'") == 1);
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).card_uid.empty());
}

TEST_CASE("a swipe that was heard before is refused, after a restart too, and goes on record") {
  const SmallShop shop;
  devices::VirtualHead head;
  const auto first = swiped(head, wangs());
  const auto second = swiped(head, wangs());
  {
    auto book = with_keys(shop);
    ask<sync::CardFound>(book, asking(second));
    const auto denied = ask<sync::Denied>(book, asking(second));
    CHECK(denied.why == sync::NoEntry::NotProved);
    CHECK(denied.sentence.zh.find("刷") != std::string::npos);
    CHECK(denied.sentence.en.find("swipe") != std::string::npos);
  }
  auto book = with_keys(shop);
  CHECK(ask<sync::Denied>(book, asking(second)).why == sync::NoEntry::NotProved);
  CHECK(ask<sync::Denied>(book, asking(first)).why == sync::NoEntry::NotProved);
  CHECK(shop.count("audit WHERE action = 'swipe-said-before' AND subject = 'reader:" + kReader +
                   "' AND actor = 'kiosk:kiosk-1'") == 3);
  ask<sync::CardFound>(book, asking(swiped(head, wangs())));
  with_keys(shop);  // the chain and the tables tell one story
}

TEST_CASE("what no reader of the site sealed counts nothing, and goes on record without a card") {
  const SmallShop shop;
  auto book = with_keys(shop);
  devices::VirtualHead head;
  REQUIRE(head.load(kReader, "000102030405060708090A0B0C0D0E0F"));
  CHECK(ask<sync::Denied>(book, asking(swiped(head, wangs()))).why == sync::NoEntry::NotOpened);
  sync::SealedStripe odd;
  odd.ksn = "';--";
  CHECK(ask<sync::Denied>(book, asking(odd)).why == sync::NoEntry::NotOpened);
  CHECK(shop.count("swipe") == 0);
  CHECK(shop.count("audit WHERE action = 'swipe-untrue'") == 2);
  CHECK(shop.count("audit WHERE subject = 'reader:unknown'") == 1);
}

TEST_CASE("two readers count each for itself") {
  const SmallShop shop;
  auto book = with_keys(shop);
  devices::VirtualHead one;
  devices::VirtualHead other;
  const std::string others = "FFFF9876543210C00000";
  REQUIRE(other.load(others, hex(book::initial_key(kBase, serial(others)))));
  for (int swipe = 0; swipe < 5; ++swipe)
    ask<sync::CardFound>(book, asking(swiped(one, wangs())));
  ask<sync::CardFound>(book, asking(swiped(other, wangs())));
  CHECK(shop.count("swipe WHERE counter = 1 AND reader = '" + others + "'") == 1);
}

TEST_CASE("a station without the keys of its readers says that it cannot read the card") {
  const SmallShop shop;
  auto book = shop.open();
  devices::VirtualHead head;
  const auto denied = ask<sync::Denied>(book, asking(swiped(head, wangs())));
  CHECK(denied.why == sync::NoEntry::NotOpened);
  CHECK_FALSE(denied.sentence.zh.empty());
  CHECK(shop.count("swipe") == 0);
  CHECK(shop.count("audit WHERE action LIKE 'swipe%'") == 0);
}

TEST_CASE("the table itself forbids that a reader's counter goes back or is forgotten") {
  const SmallShop shop;
  auto book = with_keys(shop);
  devices::VirtualHead head;
  (void)swiped(head, wangs());
  ask<sync::CardFound>(book, asking(swiped(head, wangs())));
  auto raw = shop.raw();
  CHECK_FALSE(raw.prepare("UPDATE swipe SET counter = 2").run());
  CHECK_FALSE(raw.prepare("UPDATE swipe SET counter = 1").run());
  CHECK_FALSE(raw.prepare("DELETE FROM swipe").run());
  CHECK(raw.prepare("UPDATE swipe SET counter = 3").run());
}

TEST_CASE("the base key of a shop's readers lies in a file that only its owner reads") {
  const SmallShop shop;
  const auto file = shop.folder() / "reader.keys";
  sync::ReaderKeys keys;
  sync::fill_random(keys.base);
  REQUIRE(sync::write_reader_keys(file, keys));
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto read = sync::read_reader_keys(file);
  REQUIRE(read);
  CHECK(read->base == keys.base);
  CHECK(sync::write_reader_keys(file, keys).error().fault == sync::Fault::Conflict);
  REQUIRE(::chmod(file.c_str(), 0640) == 0);
  CHECK(sync::read_reader_keys(file).error().fault == sync::Fault::Unsafe);
  // Everybody's own, and one that is no more than a single DES.
  sync::ReaderKeys halves;
  halves.base.fill(0x5A);
  int number = 0;
  for (const sync::ReaderKeys& open : {sync::ReaderKeys{}, sync::ReaderKeys{kBase}, halves}) {
    const auto bad = shop.folder() / ("bad" + std::to_string(++number) + ".keys");
    REQUIRE(sync::write_reader_keys(bad, open));
    const auto refused = sync::read_reader_keys(bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().text.find("base") != std::string::npos);
  }
}
