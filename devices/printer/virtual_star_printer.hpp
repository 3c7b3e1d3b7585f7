#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>

#include "devices/printer/virtual_paper_device.hpp"

namespace slipway::devices {

// A receipt printer, simulated below the bus: what a Star TSP100IV does over its printer-class
// interface (07/01/02) with ESC @, ESC RS a, ESC RS E, ESC GS S, ESC d, ETB and ESC ACK. Paper
// moves at 250 mm/s of simulated time; when its buffer of 4 KiB is full it takes no more bytes, as
// a bus sees it. ESC ACK works inside image data too, which is the worst that a firmware may do.
//
// Its words: see `help`. Some of them make it lie.
class VirtualStarPrinter final : public VirtualPaperDevice {
 public:
  VirtualStarPrinter();

  // The description that a host sees.
  [[nodiscard]] static usb::Description description();

 protected:
  void clear() override;
  [[nodiscard]] std::size_t on_bytes(std::uint8_t endpoint,
                                     std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] std::optional<std::string> on_words(const std::string& words) override;
  void on_time(std::chrono::milliseconds elapsed) override;
  void on_power_lost() override;
  void on_paper_changed() override;

 private:
  // Ways in which a printer was seen, or is feared, not to tell the truth.
  enum class Lie {
    None,
    Ok,       // always says that all is well
    Silent,   // says nothing once dots were sent
    Late,     // counts a minute later
    Garbage,  // answers noise once dots were sent
    Stuck,    // never counts
    Twice,    // counts by two
    Early,    // counts before the paper has moved
    Drop      // takes every byte and does nothing, once dots were sent
  };

  [[nodiscard]] std::optional<std::string> on_lie(const std::string& words);
  [[nodiscard]] usb::Bytes status() const;
  void say_status(std::chrono::milliseconds delay = {});
  void listen(std::uint8_t byte);
  void count(int times);

  void run();
  [[nodiscard]] bool step();
  [[nodiscard]] bool print_row();
  // One command at the head of the buffer: its length, or 0 when it is not complete.
  [[nodiscard]] std::size_t carry_out();
  [[nodiscard]] std::size_t escape();
  [[nodiscard]] std::size_t raster();
  [[nodiscard]] std::size_t record();
  [[nodiscard]] bool has(std::size_t bytes) const { return buffer_.size() >= bytes; }

  std::deque<std::uint8_t> buffer_;
  std::array<std::uint8_t, 3> heard_{};  // the last bytes that arrived, for real-time sequences
  std::size_t row_bytes_ = 0;            // of the image under way
  std::size_t rows_ = 0;                 // still to come
  std::chrono::microseconds credit_{0};  // below zero: the mechanics are busy
  bool automatic_ = false;
  bool dots_seen_ = false;  // since ESC @
  int counter_ = 0;
  std::optional<std::chrono::milliseconds> late_;  // until the counts that are owed are made
  int owed_ = 0;
  Lie lie_ = Lie::None;
  std::uint32_t noise_ = 1;
};

}  // namespace slipway::devices
