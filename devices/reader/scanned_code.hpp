#pragma once

#include "devices/reader/report_decoder.hpp"
#include "devices/reader/secret.hpp"

namespace slipway::devices {

// A barcode and QR scanner in HID-POS mode (HID POS Usage Tables 1.02, page 8C). Fields are found
// by usage, because makers differ in sizes and numbers: Decoded Data and, where they are there, its
// length and whether more of the same code follows.
class ScannedCode final : public ReportDecoder {
 public:
  static constexpr std::size_t kMost = 1024;

  [[nodiscard]] static bool fits(const usb::hid::Reports& reports);
  // `reports` fit.
  explicit ScannedCode(const usb::hid::Reports& reports);

  [[nodiscard]] Heard take(std::span<const std::uint8_t> report,
                           std::chrono::milliseconds now) override;
  [[nodiscard]] const Secret& secret() const override { return text_; }
  void on_silence(std::chrono::milliseconds now) override;
  void forget() override;

 private:
  // How many of the letters are meant; nothing when the report says more than it holds.
  [[nodiscard]] std::optional<std::size_t> length_of(std::span<const std::uint8_t> report) const;
  [[nodiscard]] bool add(std::span<const std::uint8_t> report, std::size_t length);
  [[nodiscard]] bool goes_on(std::span<const std::uint8_t> report) const;

  usb::hid::Reports reports_;
  usb::hid::Field data_;
  std::optional<usb::hid::Field> length_;
  std::optional<usb::hid::Field> continued_;
  Secret text_{kMost};
  std::chrono::milliseconds latest_{0};
  bool is_pending_ = false;  // more of this code has to follow
  bool is_spoilt_ = false;   // until the end of this code
};

}  // namespace slipway::devices
