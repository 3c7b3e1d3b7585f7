#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "devices/reader/card_reader.hpp"
#include "devices/reader/ccid.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A contactless reader that speaks CCID at APDU level (ACR122U, ACR1252U, OMNIKEY 5022 and kin).
// It finds its endpoints in the descriptors, sees cards by the slot-change interrupt (or by asking,
// where there is none) and asks each for its identifier. Assurance is Identifier: a UID proves
// nothing. Of a reader with several slots behind one interface the first is used.
class CcidReader final : public CardReader {
 public:
  // The interface of this device that open() needs, or nullptr: a bulk pair, a CCID descriptor and
  // APDU-level exchange, in class 0B or, from makers who are older than that number or shun it, in
  // class FF. Of several the one that looks most like the contactless part.
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
    std::uint8_t interrupt = 0;  // 0: none
    std::uint16_t interrupt_packet = 0;
  };

  [[nodiscard]] static std::optional<Endpoints> endpoints_of(const usb::Interface& interface);
  CcidReader(std::unique_ptr<usb::Transport> transport, Endpoints endpoints,
             const ccid::Capabilities& capabilities);

  [[nodiscard]] Result<ccid::Answer> ask(ccid::Command command,
                                         std::span<const std::uint8_t> payload,
                                         std::uint8_t detail = 0);
  [[nodiscard]] Result<void> send(const ccid::Bytes& message);
  [[nodiscard]] Result<ccid::Answer> await(ccid::Command command, std::uint8_t sequence);
  [[nodiscard]] Result<ccid::SlotNews> wait_for_interrupt(std::chrono::milliseconds limit);
  [[nodiscard]] Result<ccid::SlotNews> wait_and_ask(std::chrono::milliseconds limit);
  [[nodiscard]] Result<Card> read_card();
  [[nodiscard]] Result<void> on_card();
  void on_no_card();
  [[nodiscard]] Reading next_news();

  std::unique_ptr<usb::Transport> transport_;
  Endpoints endpoints_;
  ccid::Capabilities capabilities_;
  std::uint8_t sequence_ = 0;
  int nonsense_ = 0;  // interrupts in a row that mean nothing
  std::deque<Reading> news_;
  std::optional<std::string> present_;  // UID of the card on the reader, empty when unreadable
};

}  // namespace slipway::devices
