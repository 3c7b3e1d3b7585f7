#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "devices/printer/virtual_paper.hpp"
#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// What every simulated printer has, whatever its language: a roll of paper below a cover and the
// words about them, and the requests of the printer class.
class VirtualPaperDevice : public usb::PipedDevice {
 public:
  // The slips that were cut since the last call: exactly the dots that the head burnt.
  [[nodiscard]] std::vector<Page> take_slips() { return paper_.take_slips(); }
  // Pieces that were torn off without a cut, when new paper was put in.
  [[nodiscard]] std::vector<Page> take_torn() { return paper_.take_torn(); }
  // What was printed since the last cut and still hangs in the printer; height 0 when nothing.
  [[nodiscard]] Page hanging() const { return paper_.hanging(); }
  // How often the cash drawer was told to open. Nothing that we print may do that.
  [[nodiscard]] int drawer_pulses() const { return drawer_pulses_; }

 protected:
  // Says `device_id` (IEEE 1284, at most 250 letters) when it is asked.
  VirtualPaperDevice(const usb::Description& description, std::string device_id)
      : PipedDevice(description), device_id_(std::move(device_id)) {}

  // One printer-class interface (07/01/02) with these two bulk endpoints, in this order.
  [[nodiscard]] static usb::Interface interface_with(std::uint8_t first, std::uint8_t second);

  [[nodiscard]] std::optional<usb::Bytes> on_request(const usb::Setup& setup,
                                                     std::span<const std::uint8_t> sent) final;
  // The byte of GET_PORT_STATUS.
  [[nodiscard]] virtual std::uint8_t port_status() const { return kOnline; }
  // Forgets what it has been sent and not yet printed.
  virtual void clear() = 0;

  static constexpr std::uint8_t kOnline = 0x18;  // port status: selected, no error

  static constexpr const char* kPaperWords =
      "paper in|low|out, paper out after N rows, cover open|close, drawer close|stuck";
  // The answer to one of kPaperWords; nothing for other words.
  [[nodiscard]] std::optional<std::string> on_paper_words(const std::string& words);
  // Something of it has changed: say so, and go on printing if that is possible again.
  virtual void on_paper_changed() = 0;

  // The pulse: its lid springs open, unless it is stuck. Open, its switch gives a high level.
  void kick_drawer();
  [[nodiscard]] bool is_drawer_open() const { return drawer_open_; }

  [[nodiscard]] bool is_stopped() const { return cover_open_ || paper_.is_out(); }

  VirtualPaper paper_;
  bool cover_open_ = false;

 private:
  [[nodiscard]] std::optional<std::string> end_after(const std::string& count);

  std::string device_id_;
  int drawer_pulses_ = 0;
  bool drawer_open_ = false;
  bool drawer_stuck_ = false;
};

}  // namespace slipway::devices
