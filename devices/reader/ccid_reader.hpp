#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "devices/reader/card_reader.hpp"
#include "devices/reader/ccid.hpp"
#include "devices/reader/site_number.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A contactless reader that speaks CCID at APDU level (ACR122U, ACR1252U, OMNIKEY 5022 and kin).
// It finds its endpoints in the descriptors, sees cards by the slot-change interrupt (or by asking,
// where there is none) and asks each for its identifier. Assurance is Identifier: a UID proves
// nothing. A card that speaks ISO 14443-4 is asked for the message that proves it (card_proof.hpp),
// which goes along unverified; one that has none, or is slow to say it, is a card all the same.
// Where several slots lie behind one interface, a card in any of the first four counts;
// what lies in one of them from the beginning and has no identifier is a SAM, and no card. With a
// site's sector the number in it stands for the UID; a card that has none is unreadable.
class CcidReader final : public CardReader {
 public:
  // The interface of this device that open() needs, or nullptr: a bulk pair, a CCID descriptor and
  // APDU-level exchange, in class 0B or, from makers who are older than that number or shun it, in
  // class FF. Of several the one that looks most like the contactless part.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description);

  // Unsupported when the claimed interface is none of the above.
  [[nodiscard]] static Result<std::unique_ptr<CcidReader>> open(
      std::unique_ptr<usb::Transport> transport, std::optional<SiteNumber> site = std::nullopt);

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
             const ccid::Capabilities& capabilities, std::optional<SiteNumber> site);

  struct Slot {
    std::uint8_t number = 0;
    // Identifier of the card in it, empty when it is unreadable; nothing when there is none.
    std::optional<std::string> present;
    bool is_fixed = false;  // it holds a SAM
  };
  enum class Occasion { Enabling, Change };

  [[nodiscard]] Result<ccid::Answer> ask(const Slot& slot, ccid::Command command,
                                         std::span<const std::uint8_t> payload,
                                         std::uint8_t detail = 0);
  [[nodiscard]] Result<void> send(const ccid::Bytes& message);
  [[nodiscard]] Result<ccid::Answer> await(const Slot& slot, ccid::Command command,
                                           std::uint8_t sequence);
  [[nodiscard]] Result<void> look(Slot& slot);
  [[nodiscard]] Result<void> wait_for_interrupt(std::chrono::milliseconds limit);
  [[nodiscard]] Result<void> wait_and_ask(std::chrono::milliseconds limit);
  [[nodiscard]] Result<Card> read_card(const Slot& slot);
  [[nodiscard]] Result<ccid::Bytes> exchange(const Slot& slot, const ccid::Bytes& apdu);
  [[nodiscard]] Result<std::string> read_site_number(const Slot& slot);
  [[nodiscard]] Result<std::optional<CardProof>> read_proof(const Slot& slot);
  [[nodiscard]] Result<void> on_slot_news(Slot& slot, ccid::SlotNews news);
  [[nodiscard]] Result<void> on_card(Slot& slot, Occasion occasion);
  void on_no_card(Slot& slot);
  [[nodiscard]] Reading next_news();

  std::unique_ptr<usb::Transport> transport_;
  Endpoints endpoints_;
  ccid::Capabilities capabilities_;
  std::optional<SiteNumber> site_;
  std::uint8_t sequence_ = 0;
  std::chrono::milliseconds extended_{0};  // that cards have asked for in this call
  int nonsense_ = 0;                       // interrupts in a row that mean nothing
  std::deque<Reading> news_;
  std::vector<Slot> slots_;
};

}  // namespace slipway::devices
