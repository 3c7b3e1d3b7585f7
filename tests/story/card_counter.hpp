#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "devices/reader/card_reader.hpp"
#include "devices/service/codec.hpp"
#include "devices/usb/virtual_device.hpp"
#include "kiosk/flow/flow.hpp"
#include "tests/catch.hpp"
#include "tests/station/small_shop.hpp"

namespace slipway::test {

// A kiosk's flow between a reader's driver and a station, both real: what passes between the
// programs goes over its wire and back, as strict as it is there.
class CardCounter {
 public:
  explicit CardCounter(book::Book& book)
      : book_(book),
        flow_("kiosk-1", refund::Language::Chinese, [this](std::span<std::uint8_t> to) {
          for (std::uint8_t& byte : to)
            byte = seed_++;
        }) {}

  void obey(const std::string& words) { REQUIRE(device_->obey(words).has_value()); }
  void press(kiosk::Button button) { give(kiosk::Pressed{button}); }
  void leave(kiosk::Button button = kiosk::Button::Secondary) {
    press(button);
    REQUIRE(flow_.screen() == kiosk::Screen::Attract);
  }
  void type(const std::string& digits) {
    for (const char digit : digits)
      give(kiosk::Typed{digit});
  }
  [[nodiscard]] kiosk::Screen screen() const { return flow_.screen(); }
  [[nodiscard]] const kiosk::Session& session() const { return flow_.session(); }

 protected:
  // With this reader, whose driver talks to the device, all others in order and the station there.
  void start(std::unique_ptr<devices::usb::VirtualDevice> device,
             std::unique_ptr<devices::CardReader> reader) {
    device_ = std::move(device);
    reader_ = std::move(reader);
    REQUIRE(reader_->enable());
    carry_out(flow_.start(now()));
    for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
      give(devices::DeviceEvent{
          devices::DeviceState{role, devices::Presence::Ready, "model", "serial", "", "1.00"}});
    give(sync::SyncEvent{sync::LinkChanged{true, false, std::nullopt, 0}});
  }
  [[nodiscard]] devices::CardReader& reader() { return *reader_; }
  // The next card that the reader sees, and all that comes of it.
  void see_card() {
    for (int tries = 0; tries < 50; ++tries) {
      const auto reading = reader_->wait(std::chrono::milliseconds(100));
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

 private:
  [[nodiscard]] static kiosk::Now now() { return {std::chrono::seconds(1'000), kNoon}; }

  void give(const kiosk::Input& input) { carry_out(flow_.take(input, now())); }

  void carry_out(const std::vector<kiosk::Effect>& effects) {
    for (const kiosk::Effect& effect : effects) {
      const auto* command = std::get_if<sync::SyncCommand>(&effect);
      const auto* asked = command != nullptr ? std::get_if<sync::AskStation>(command) : nullptr;
      if (asked == nullptr) continue;
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
  std::unique_ptr<devices::usb::VirtualDevice> device_;
  std::unique_ptr<devices::CardReader> reader_;  // gone before its device
  std::uint8_t seed_ = 1;
  kiosk::Flow flow_;
};

}  // namespace slipway::test
