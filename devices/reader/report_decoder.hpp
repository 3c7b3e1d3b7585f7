#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>

#include "devices/reader/sealed_stripe.hpp"
#include "devices/reader/secret.hpp"
#include "devices/usb/hid.hpp"

namespace slipway::devices {

// Turns the reports of one kind of HID reader into the text that a card or a code holds. Pure: time
// is an argument, from any beginning.
class ReportDecoder {
 public:
  enum class Heard {
    More,        // nothing yet
    Whole,       // secret() is what was read; forget() it when it has been judged
    Unreadable,  // there was something, and it is forgotten already
    // Of a reader that encrypts. The last three hold nothing, as Unreadable.
    Sealed,       // sealed() is what was read
    PaymentCard,  // by what it shows of itself
    KeysUsedUp,
    KeysMissing,  // what it sent was not encrypted
  };

  virtual ~ReportDecoder() = default;
  // One whole report, with its number where they are numbered.
  [[nodiscard]] virtual Heard take(std::span<const std::uint8_t> report,
                                   std::chrono::milliseconds now) = 0;
  [[nodiscard]] virtual const Secret& secret() const = 0;
  // nullptr but after Sealed, until forget(). Its number format is not known here.
  [[nodiscard]] virtual const SealedStripe* sealed() const { return nullptr; }
  // Nothing came for a while: overwrites what can no longer become whole.
  virtual void on_silence(std::chrono::milliseconds now) = 0;
  // Overwrites whatever was read so far.
  virtual void forget() = 0;
};

// The one that fits what the device says of its reports; nullptr when none does.
[[nodiscard]] std::unique_ptr<ReportDecoder> decoder_for(const usb::hid::Reports& reports);

}  // namespace slipway::devices
