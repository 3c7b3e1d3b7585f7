// A card that proves itself, from the reader to the books: the virtual NTAG 424 DNA, the CCID
// driver, the letter between the programs, the flow and the station are the real ones.
#include "devices/reader/ccid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/service/codec.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "kiosk/flow/flow.hpp"
#include "tests/station/small_shop.hpp"

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
    auto opened = devices::CcidReader::open(std::move(*transport));
    REQUIRE(opened);
    reader_ = std::move(*opened);
    REQUIRE(reader_->enable());
    carry_out(flow_.start(now()));
    for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
      give(devices::DeviceEvent{
          devices::DeviceState{role, devices::Presence::Ready, "model", "serial", "", "1.00"}});
    give(sync::SyncEvent{sync::LinkChanged{true, false, std::nullopt, 0}});
  }

  // What the reader in front of a member is told, and all that comes of it.
  void lay(const std::string& words) {
    REQUIRE(device_.obey("remove").has_value());
    REQUIRE(reader_->wait(200ms));
    REQUIRE(device_.obey(words).has_value());
    for (int tries = 0; tries < 10; ++tries) {
      const auto reading = reader_->wait(200ms);
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
  void obey(const std::string& words) { REQUIRE(device_.obey(words).has_value()); }
  void leave(kiosk::Button button = kiosk::Button::Secondary) {
    give(kiosk::Pressed{button});
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
  devices::VirtualReader device_;
  std::unique_ptr<devices::CcidReader> reader_;
  std::uint8_t seed_ = 1;
  kiosk::Flow flow_;
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
