#pragma once

#include <array>
#include <vector>

#include "devices/usb/scrubber.hpp"

namespace slipway::devices {

// Of what a CCID reader says: a UID becomes 04 53 4C 49 50 57 41 59 00 00, as long as it was, with
// the number of the card in this recording as its last byte; the historical bytes of an answer to
// reset become zeros, unless they are those of a storage card (PC/SC part 3), which are the same
// for all of a kind; of an NDEF message only its length; of any other answer of a card only the
// status word stays. Of what it is sent: no APDU but the questions for the UID and that length.
class CcidScrubber final : public usb::Scrubber {
 public:
  explicit CcidScrubber(const usb::Interface& interface);
  ~CcidScrubber() override;

  [[nodiscard]] usb::Bytes written(std::uint8_t endpoint,
                                   std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes read(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                                std::chrono::milliseconds at) override;

 private:
  enum class Question { Other, PowerOn, Uid, Length };

  [[nodiscard]] usb::Bytes uid_answer(std::span<const std::uint8_t> answer);

  std::uint8_t interrupt_ = 0;
  std::array<Question, 256> asked_{};  // by sequence
  std::vector<usb::Bytes> cards_;      // the UIDs as they were, in the order of their coming
};

}  // namespace slipway::devices
