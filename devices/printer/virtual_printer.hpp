#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/printer/printer_interface.hpp"
#include "devices/printer/virtual_paper_device.hpp"

namespace slipway::devices {

// A receipt printer, simulated below the bus: what an Epson TM-T20III does over its printer-class
// interface (07/01/02) with ESC @, GS ( D, GS v 0, feeds, GS V, DLE EOT, GS ( H, GS r, GS I and
// ASB. Paper moves at 250 mm/s of simulated time; when its buffer of 4 KiB is full it takes no
// more bytes, as a bus sees it. Real-time sequences work inside image data too, as on the original.
//
// Its words: see `help`. Some of them make it lie.
class VirtualPrinter final : public VirtualPaperDevice {
 public:
  VirtualPrinter();
  // The same printer as another model describes itself: the endpoints are those of the interface
  // that suits a printer best.
  explicit VirtualPrinter(const usb::Description& description);

  // The description that a host sees.
  [[nodiscard]] static usb::Description description();

 protected:
  [[nodiscard]] std::uint8_t port_status() const override;
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
    Late,     // confirms a minute later
    Garbage,  // answers noise once dots were sent
    Stale,    // confirms the job before
    Twice,    // confirms again two seconds later
    Early,    // confirms before the paper has moved
    Stuck,    // says that the paper is out, whatever there is
    Slow,     // answers questions for status two seconds late, once dots were sent
    Babble,   // talks nonsense without being asked, once dots were sent
    Deaf,     // ignores questions for confirmation
    Drop,     // takes every byte and does nothing, once dots were sent
    Blunt,    // its cutter does not move, and is not counted
    Reset     // starts anew in the middle of a job, which takes it off the bus
  };
  // What it knows of GS ( H, GS r and GS g 2.
  enum class Model { Epson, Clone, Counter, Mute };
  struct Raster {
    std::size_t row_bytes = 0;
    std::size_t rows = 0;  // still to come
  };

  [[nodiscard]] std::optional<std::string> on_model(const std::string& words);
  [[nodiscard]] std::optional<std::string> on_lie(const std::string& words);
  [[nodiscard]] std::uint8_t real_time_status(std::uint8_t which) const;
  [[nodiscard]] std::array<std::uint8_t, 4> automatic_status() const;
  void status_changed();
  [[nodiscard]] std::uint8_t noise();
  void babble();
  void say(usb::Bytes bytes, std::chrono::milliseconds delay = {});
  void listen(std::uint8_t byte);
  void obey_real_time(std::uint8_t action, std::uint8_t first);
  void forget_settings();
  void confirm_early();
  void confirm(std::span<const std::uint8_t> id);

  void run();
  [[nodiscard]] bool step();
  [[nodiscard]] bool print_row();
  // One command at the head of the buffer: its length, or 0 when it is not complete.
  [[nodiscard]] std::size_t carry_out();
  [[nodiscard]] std::size_t escape();
  [[nodiscard]] std::size_t group();
  [[nodiscard]] std::size_t bracket();
  [[nodiscard]] std::size_t raster();
  [[nodiscard]] std::size_t cut();
  [[nodiscard]] std::size_t counter();
  [[nodiscard]] std::size_t real_time_length() const;
  [[nodiscard]] bool has(std::size_t bytes) const { return buffer_.size() >= bytes; }
  void feed(std::size_t rows);
  void write(std::uint8_t letter);
  void end_line();

  BulkPair pipes_;
  std::deque<std::uint8_t> buffer_;
  std::array<std::uint8_t, 3> heard_{};  // the last bytes that arrived, for real-time sequences
  Raster raster_;
  std::vector<std::uint8_t> line_;       // text of the line that is being filled
  std::chrono::microseconds credit_{0};  // below zero: the mechanics are busy
  Model model_ = Model::Epson;
  bool pulse_allowed_ = true;
  bool power_off_allowed_ = true;
  bool dots_seen_ = false;  // since ESC @
  std::uint8_t automatic_ = 0;
  std::array<std::uint8_t, 4> last_id_ = {0x20, 0x20, 0x20, 0x20};
  Lie lie_ = Lie::None;
  std::size_t rows_until_reset_ = 0;
  std::uint32_t noise_ = 1;
  std::uint32_t cuts_ = 41;  // of its life
};

}  // namespace slipway::devices
