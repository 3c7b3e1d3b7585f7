// A card that proves itself, from the reader to the books: the virtual NTAG 424 DNA, the CCID
// driver, the letter between the programs, the flow and the station are the real ones.
#include "devices/reader/ccid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/story/card_counter.hpp"

namespace slipway::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kShopsKeys =
    "sun-keys 101112131415161718191A1B1C1D1E1F 202122232425262728292A2B2C2D2E2F";

sync::CardKeys shops_keys() {
  sync::CardKeys keys;
  for (std::size_t at = 0; at < keys.meta_read.size(); ++at) {
    keys.meta_read.at(at) = static_cast<std::uint8_t>(0x10 + at);
    keys.file_read.at(at) = static_cast<std::uint8_t>(0x20 + at);
  }
  return keys;
}

book::Book with_keys(const SmallShop& shop) {
  auto terms = shop.terms();
  terms.cards = shops_keys();
  auto opened = book::Book::open(shop.books(), std::move(terms), kNoon);
  if (!opened) FAIL(opened.error().text);
  return std::move(*opened);
}

class Kiosk : public CardCounter {
 public:
  explicit Kiosk(book::Book& book) : CardCounter(book) {
    auto device = std::make_unique<devices::VirtualReader>();
    auto transport = devices::usb::VirtualTransport::open(*device);
    REQUIRE(transport);
    auto opened = devices::CcidReader::open(std::move(*transport));
    REQUIRE(opened);
    start(std::move(device), std::move(*opened));
  }

  // What the reader in front of a member is told, and all that comes of it.
  void lay(const std::string& words) {
    obey("remove");
    REQUIRE(reader().wait(200ms));
    obey(words);
    see_card();
  }
};

}  // namespace

TEST_CASE("a member taps a card that proves itself and sees the account, tap after tap") {
  const SmallShop shop;
  auto book = with_keys(shop);
  Kiosk kiosk(book);
  kiosk.obey(kShopsKeys);
  for (int visit = 1; visit <= 3; ++visit) {
    kiosk.lay("sun " + kWang);
    CHECK(kiosk.screen() == kiosk::Screen::Account);
    CHECK(kiosk.session().assurance() == devices::Assurance::CardAuthenticated);
    CHECK(shop.count("tap WHERE counter = " + std::to_string(visit)) == 1);
    kiosk.leave();
  }
}

TEST_CASE("a copy of the card is refused in words and goes on record, the card itself goes on") {
  const SmallShop shop;
  auto book = with_keys(shop);
  Kiosk kiosk(book);
  kiosk.obey(kShopsKeys);
  kiosk.lay("sun " + kWang);
  REQUIRE(kiosk.screen() == kiosk::Screen::Account);
  kiosk.leave();
  kiosk.lay("sun-copy " + kWang);
  CHECK(kiosk.screen() == kiosk::Screen::Blocked);
  CHECK(kiosk.session().sentence.zh.find("以前用过") != std::string::npos);
  CHECK(shop.count("audit WHERE action = 'card-said-before'") == 1);
  kiosk.leave();
  kiosk.lay("sun " + kWang);
  CHECK(kiosk.screen() == kiosk::Screen::Account);
}

TEST_CASE("a card with other keys, and a plain copy of its number, are asked the PIN") {
  const SmallShop shop;
  auto book = with_keys(shop);
  Kiosk kiosk(book);  // whose cards have keys of zeros
  kiosk.lay("sun " + kWang);
  CHECK(kiosk.screen() == kiosk::Screen::Verify);
  CHECK(shop.count("audit WHERE action = 'card-untrue'") == 1);
  CHECK(shop.count("tap") == 0);
  kiosk.leave(kiosk::Button::Leave);
  kiosk.lay("tap " + kWang);
  CHECK(kiosk.screen() == kiosk::Screen::Verify);
  kiosk.type(kPin);
  CHECK(kiosk.screen() == kiosk::Screen::Account);
}

TEST_CASE("a station without keys takes a card that could prove itself as its number") {
  const SmallShop shop;
  auto book = shop.open();
  Kiosk kiosk(book);
  kiosk.lay("sun " + kWang);
  CHECK(kiosk.screen() == kiosk::Screen::Verify);
  kiosk.type(kPin);
  CHECK(kiosk.screen() == kiosk::Screen::Account);
}

}  // namespace slipway::test
