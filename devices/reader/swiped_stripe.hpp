#pragma once

#include "devices/reader/report_decoder.hpp"
#include "devices/reader/secret.hpp"

namespace slipway::devices {

// A magnetic stripe reader in HID mode: one report per swipe on usage page FF00, unencrypted.
// MagTek SureSwipe and Mini (manual 99875191) and ID TECH in its MagTek emulation send 337 bytes:
// three decode states, three lengths, the encoding and 110 bytes for each track. ID TECH's own
// report has the same seven bytes, the length of all text and 500 bytes of it.
//
// The text is the sound tracks one behind the other; a track that the reader could not decode, or
// that is malformed, is not among them. Readers that encrypt are
// sealed_swipe.hpp's.
class SwipedStripe final : public ReportDecoder {
 public:
  static constexpr std::size_t kMost = 330;

  [[nodiscard]] static bool fits(const usb::hid::Reports& reports);
  explicit SwipedStripe(const usb::hid::Reports& reports) : size_(reports.input_size(0)) {}

  [[nodiscard]] Heard take(std::span<const std::uint8_t> report,
                           std::chrono::milliseconds now) override;
  [[nodiscard]] const Secret& secret() const override { return text_; }
  void on_silence(std::chrono::milliseconds) override { text_.clear(); }
  void forget() override { text_.clear(); }

 private:
  void add_tracks(std::span<const std::uint8_t> report);
  void add_text(std::span<const std::uint8_t> report);
  void add_if_sound(int track, std::span<const std::uint8_t> bytes);

  std::size_t size_;
  Secret text_{kMost};
};

}  // namespace slipway::devices
