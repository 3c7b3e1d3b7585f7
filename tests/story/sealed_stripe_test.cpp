// A stripe that its reader encrypts, from the swipe to the amount: the virtual MagneSafe head, the
// HID driver, the letter between the programs, the flow and the station are the real ones.
#include "devices/reader/ccid.hpp"
#include "devices/reader/hid_reader.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "station/book/dukpt.hpp"
#include "tests/story/card_counter.hpp"

namespace slipway::test {
namespace {

using namespace std::chrono_literals;

constexpr book::KeySerial kCountersHead = {0x51, 0x09, 0x11, 0x22, 0x33, 0x00, 0x00, 0x40, 0, 0};

sync::ReaderKeys shops_keys() {
  sync::ReaderKeys keys;
  for (std::size_t at = 0; at < keys.base.size(); ++at)
    keys.base.at(at) = static_cast<std::uint8_t>(0x30 + 7 * at);
  return keys;
}

book::Book with_keys(const SmallShop& shop) {
  auto terms = shop.terms();
  terms.readers = shops_keys();
  auto opened = book::Book::open(shop.books(), std::move(terms), kNoon);
  if (!opened) FAIL(opened.error().text);
  return std::move(*opened);
}

class Kiosk : public CardCounter {
 public:
  explicit Kiosk(book::Book& book) : CardCounter(book) {
    auto device =
        std::make_unique<devices::VirtualHidReader>(devices::VirtualHidReader::Kind::SealedStripe);
    auto transport = devices::usb::VirtualTransport::open(*device);
    REQUIRE(transport);
    devices::usb::VirtualTransport* wire = transport->get();
    auto opened = devices::HidReader::open(std::move(*transport), devices::NumberFormat::Hex,
                                           [wire] { return wire->now(); });
    REQUIRE(opened);
    start(std::move(device), std::move(*opened));
  }

  // As a supplier does it before the reader comes to the shop.
  void load_keys() {
    obey("load " + devices::ccid::to_hex(kCountersHead) + " " +
         devices::ccid::to_hex(book::initial_key(shops_keys().base, kCountersHead)));
  }
  // What the reader does in front of a member, and all that comes of it.
  void see(const std::string& words) {
    obey(words);
    see_card();
  }
};

const std::string kSwipe = "swipe %" + kWang + "^WANG?";

}  // namespace

TEST_CASE("a member swipes at a reader that encrypts, gives the PIN and sees the amount") {
  const SmallShop shop;
  auto book = with_keys(shop);
  Kiosk kiosk(book);
  kiosk.load_keys();
  for (int visit = 1; visit <= 3; ++visit) {
    kiosk.see(kSwipe);
    REQUIRE(kiosk.screen() == kiosk::Screen::Verify);
    CHECK(kiosk.session().assurance() == devices::Assurance::ReaderEncrypted);
    CHECK(kiosk.session().card_uid == kWang);
    kiosk.type(kPin);
    REQUIRE(kiosk.screen() == kiosk::Screen::Account);
    kiosk.press(kiosk::Button::Primary);
    REQUIRE(kiosk.screen() == kiosk::Screen::Quote);
    REQUIRE(kiosk.session().quote() != nullptr);
    CHECK(refund::is_positive(kiosk.session().quote()->total));
    CHECK(shop.count("swipe WHERE counter = " + std::to_string(visit)) == 1);
    kiosk.press(kiosk::Button::Secondary);
    kiosk.leave(kiosk::Button::Secondary);
  }
}

TEST_CASE("a swipe that somebody recorded is refused in words, the next swipe goes on") {
  const SmallShop shop;
  auto book = with_keys(shop);
  Kiosk kiosk(book);
  kiosk.load_keys();
  kiosk.see(kSwipe);
  REQUIRE(kiosk.screen() == kiosk::Screen::Verify);
  kiosk.leave(kiosk::Button::Leave);
  kiosk.see("replay");
  CHECK(kiosk.screen() == kiosk::Screen::Blocked);
  CHECK(kiosk.session().sentence.zh.find("以前一次刷卡") != std::string::npos);
  CHECK(shop.count("audit WHERE action = 'swipe-said-before'") == 1);
  kiosk.leave(kiosk::Button::Secondary);
  kiosk.see(kSwipe);
  CHECK(kiosk.screen() == kiosk::Screen::Verify);
}

TEST_CASE("a reader of another shop, or with the keys of the manual, is of no use here") {
  const SmallShop shop;
  auto book = with_keys(shop);
  Kiosk kiosk(book);  // with the example of ANSI X9.24-1
  kiosk.see(kSwipe);
  CHECK(kiosk.screen() == kiosk::Screen::Blocked);
  CHECK(kiosk.session().sentence.zh.find("找店员") != std::string::npos);
  CHECK(shop.count("audit WHERE action = 'swipe-untrue'") == 1);
  CHECK(shop.count("swipe") == 0);
}

TEST_CASE("a station without keys of readers sends the member to the staff") {
  const SmallShop shop;
  auto book = shop.open();
  Kiosk kiosk(book);
  kiosk.see(kSwipe);
  CHECK(kiosk.screen() == kiosk::Screen::Blocked);
  CHECK_FALSE(kiosk.session().sentence.zh.empty());
}

}  // namespace slipway::test
