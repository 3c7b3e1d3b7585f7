#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "devices/reader/report_decoder.hpp"

namespace slipway::devices {

// A stripe reader that encrypts: MagTek MagneSafe V5 in HID mode (manual 99875475, "Report
// descriptor" and "Card data"). One report per swipe on usage page FF00; where each value lies in
// it is taken from the report descriptor, as the manual demands.
//
// Beside each encrypted track the reader sends a masked one, which of cards other than payment
// cards may be the whole track in clear: it is looked at for payment cards, and kept nowhere.
class SealedSwipe final : public ReportDecoder {
 public:
  // Where a value lies, in bytes from the beginning of the report.
  struct Place {
    std::size_t first = 0;
    std::size_t size = 0;
  };
  struct Layout {
    std::uint8_t report = 0;  // its number; 0: reports are not numbered
    std::size_t size = 0;     // of the whole report, its number included
    std::array<Place, 3> states;
    std::array<Place, 3> lengths;
    std::array<Place, 3> tracks;
    std::array<Place, 3> masked_lengths;
    std::array<Place, 3> masked;
    Place encoding;
    Place status;
    Place ksn;
  };
  // Nothing when one of them is missing, or has not the size that the manual gives it.
  [[nodiscard]] static std::optional<Layout> layout_of(const usb::hid::Reports& reports);

  explicit SealedSwipe(const Layout& layout) : layout_(layout) {}

  [[nodiscard]] Heard take(std::span<const std::uint8_t> report,
                           std::chrono::milliseconds now) override;
  [[nodiscard]] const Secret& secret() const override { return none_; }
  [[nodiscard]] const SealedStripe* sealed() const override {
    return stripe_ ? &*stripe_ : nullptr;
  }
  void on_silence(std::chrono::milliseconds) override { stripe_.reset(); }
  void forget() override { stripe_.reset(); }

 private:
  [[nodiscard]] bool is_payment_card(std::span<const std::uint8_t> report) const;

  Layout layout_;
  std::optional<SealedStripe> stripe_;
  Secret none_{0};
};

}  // namespace slipway::devices
