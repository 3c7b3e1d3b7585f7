// A stripe that its reader encrypts, from the swipe to the amount: the virtual MagneSafe head, the
// HID driver, the letter between the programs, the flow and the station are the real ones.
#include "devices/reader/ccid.hpp"
#include "devices/reader/hid_reader.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/service/codec.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "kiosk/flow/flow.hpp"
#include "station/book/dukpt.hpp"
#include "tests/station/small_shop.hpp"

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

class Kiosk {
 public:
  explicit Kiosk(book::Book& book)
      : book_(book),
        flow_("kiosk-1", refund::Language::Chinese, [this](std::span<std::uint8_t> to) {
          for (std::uint8_t& byte : to)
            byte = seed_++;
        }) {
    auto transport = devices::usb::VirtualTransport::open(device_);
    REQUIRE(transport);
    devices::usb::VirtualTransport* wire = transport->get();
    auto opened = devices::HidReader::open(std::move(*transport), devices::NumberFormat::Hex,
                                           [wire] { return wire->now(); });
    REQUIRE(opened);
    reader_ = std::move(*opened);
    REQUIRE(reader_->enable());
    carry_out(flow_.start(now()));
    for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
      give(devices::DeviceEvent{
          devices::DeviceState{role, devices::Presence::Ready, "model", "serial", "", "1.00"}});
    give(sync::SyncEvent{sync::LinkChanged{true, false, std::nullopt, 0}});
  }

  // As a supplier does it before the reader comes to the shop.
  void load_keys() {
    obey("load " + devices::ccid::to_hex(kCountersHead) + " " +
         devices::ccid::to_hex(book::initial_key(shops_keys().base, kCountersHead)));
  }
  void obey(const std::string& words) { REQUIRE(device_.obey(words).has_value()); }
  // What the reader does in front of a member, and all that comes of it.
  void see(const std::string& words) {
    obey(words);
    for (int tries = 0; tries < 50; ++tries) {
      const auto reading = reader_->wait(100ms);
      REQUIRE(reading);
      if (reading->news != devices::ReaderNews::Arrived) continue;
      namespace wire = devices::wire;
      const auto letter = wire::decode_to_client(
          wire::encode(devices::DeviceEvent{devices::CardArrived{reading->card}}));
      REQUIRE(letter);
      return give(std::get<devices::DeviceEvent>(*letter));
    }
    FAIL("no card was seen");
  }
  void press(kiosk::Button button) { give(kiosk::Pressed{button}); }
  void leave(kiosk::Button button) {
    press(button);
    REQUIRE(flow_.screen() == kiosk::Screen::Attract);
  }
  void type(const std::string& digits) {
    for (const char digit : digits)
      give(kiosk::Typed{digit});
  }
  [[nodiscard]] kiosk::Screen screen() const { return flow_.screen(); }
  [[nodiscard]] const kiosk::Session& session() const { return flow_.session(); }

 private:
  [[nodiscard]] static kiosk::Now now() { return {1'000s, kNoon}; }

  void give(const kiosk::Input& input) { carry_out(flow_.take(input, now())); }

  void carry_out(const std::vector<kiosk::Effect>& effects) {
    for (const kiosk::Effect& effect : effects) {
      const auto* command = std::get_if<sync::SyncCommand>(&effect);
      const auto* asked = command != nullptr ? std::get_if<sync::AskStation>(command) : nullptr;
      if (asked == nullptr) continue;
      // Over the wire and back, as strict as it is there.
      const auto ask = sync::kiosk_ask_from(sync::encode(sync::KioskAsk{{}, asked->question}));
      REQUIRE(ask);
      const auto answer = book_.answer(kKiosk, ask->question, kNoon);
      REQUIRE(answer);
      const auto reply = sync::kiosk_reply_from(sync::encode(sync::KioskReply{{}, *answer}));
      REQUIRE(reply);
      give(sync::SyncEvent{sync::StationAnswer{asked->ticket, reply->answer}});
    }
  }

  book::Book& book_;
  devices::VirtualHidReader device_{devices::VirtualHidReader::Kind::SealedStripe};
  std::unique_ptr<devices::HidReader> reader_;
  std::uint8_t seed_ = 1;
  kiosk::Flow flow_;
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
