#pragma once

#include "devices/usb/scrubber.hpp"

namespace slipway::devices {

// Of what a receipt printer is sent: every dot of a raster becomes white, as many as there were;
// the commands that our drivers use stay, everything else (text, other commands) becomes zeros. Of
// what it says: status, process ids and counters stay, the texts of its answers become zeros. Of
// its device id stay the maker, the model, the class and the languages.
class PrinterScrubber final : public usb::Scrubber {
 public:
  [[nodiscard]] usb::Bytes control_in(const usb::Setup& setup,
                                      std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes control_out(const usb::Setup& setup,
                                       std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes written(std::uint8_t endpoint,
                                   std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes read(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                                std::chrono::milliseconds at) override;

 private:
  enum class Block { None, Kept, Hidden };

  [[nodiscard]] std::uint8_t clean_sent(std::uint8_t byte);
  [[nodiscard]] std::uint8_t clean_said(std::uint8_t byte);
  void on_command();

  usb::Bytes command_;    // that is under way
  std::size_t dots_ = 0;  // bytes of a raster that are still to come
  bool has_asked_cuts_ = false;
  Block block_ = Block::None;
};

}  // namespace slipway::devices
