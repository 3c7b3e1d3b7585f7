#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "devices/reader/card_reader.hpp"
#include "devices/reader/ccid.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A contactless reader that speaks CCID at APDU level (ACR122U, ACR1252U, OMNIKEY 5022 and kin).
// It finds its endpoints in the descriptors, sees cards by the slot-change interrupt and asks each
// for its identifier. Assurance is Identifier: a UID proves nothing.
class CcidReader final : public CardReader {
 public:
  // The interface of this device that open() needs, or nullptr: class 0B, a bulk pair and an
  // interrupt endpoint, APDU-level exchange.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description);

  // Unsupported when the claimed interface is none of the above.
  [[nodiscard]] static Result<std::unique_ptr<CcidReader>> open(
      std::unique_ptr<usb::Transport> transport);

  // A card that lies on the reader already is news for the next wait.
  [[nodiscard]] Result<void> enable() override;
  [[nodiscard]] Result<void> disable() override;
  [[nodiscard]] Result<Reading> wait(std::chrono::milliseconds limit) override;

 private:
  struct Endpoints {
    std::uint8_t out = 0;
    std::uint16_t out_packet = 0;
    std::uint8_t in = 0;
    std::uint8_t interrupt = 0;
    std::uint16_t interrupt_packet = 0;
  };

  [[nodiscard]] static std::optional<Endpoints> endpoints_of(const usb::Interface& interface);
  CcidReader(std::unique_ptr<usb::Transport> transport, Endpoints endpoints,
             std::size_t longest_message);

  [[nodiscard]] Result<ccid::Answer> ask(ccid::Command command,
                                         std::span<const std::uint8_t> payload);
  [[nodiscard]] Result<void> send(const ccid::Bytes& message);
  [[nodiscard]] Result<ccid::Answer> await(ccid::Command command, std::uint8_t sequence);
  [[nodiscard]] Result<Card> read_card();
  [[nodiscard]] Result<void> on_card();
  void on_no_card();
  [[nodiscard]] Reading next_news();

  std::unique_ptr<usb::Transport> transport_;
  Endpoints endpoints_;
  std::size_t longest_message_;
  std::uint8_t sequence_ = 0;
  std::deque<Reading> news_;
  std::optional<std::string> present_;  // UID of the card on the reader, empty when unreadable
};

}  // namespace slipway::devices
