#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "devices/reader/report_decoder.hpp"
#include "devices/reader/secret.hpp"

namespace slipway::devices {

// A reader that pretends to be a keyboard and types a card's number and Enter. A person who types
// must never look like a card: only at least six letters, all within 250 ms (beyond sixteen
// letters, 20 ms more for each), ended by Enter and without Control, Alt or a key that writes
// nothing, are a reading. Whatever else was typed is forgotten at its Enter, or after two seconds.
class KeyboardBurst final : public ReportDecoder {
 public:
  static constexpr std::size_t kFewest = 6;
  static constexpr std::size_t kMost = 256;

  [[nodiscard]] static bool fits(const usb::hid::Reports& reports);
  explicit KeyboardBurst(const usb::hid::Reports& reports) : reports_(reports) {}

  [[nodiscard]] Heard take(std::span<const std::uint8_t> report,
                           std::chrono::milliseconds now) override;
  [[nodiscard]] const Secret& secret() const override { return text_; }
  void on_silence(std::chrono::milliseconds now) override;
  void forget() override;

 private:
  using Keys = std::vector<std::uint8_t>;

  [[nodiscard]] std::optional<Keys> pressed(std::span<const std::uint8_t> report) const;
  [[nodiscard]] Heard on_enter(std::chrono::milliseconds now);
  void on_letter(char letter, std::chrono::milliseconds now);
  [[nodiscard]] bool is_too_slow(std::size_t letters, std::chrono::milliseconds now) const;

  usb::hid::Reports reports_;
  Keys held_;
  Secret text_{kMost};
  std::chrono::milliseconds began_{0};
  std::chrono::milliseconds latest_{0};
  bool is_spoilt_ = false;  // until the next Enter
};

// What a key of an English keyboard writes (HID Usage Tables, page 07); 0 for one that writes
// nothing.
[[nodiscard]] char letter_of_key(std::uint8_t usage, bool is_shifted);

}  // namespace slipway::devices
