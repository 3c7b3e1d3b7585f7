#pragma once

#include <optional>
#include <string>
#include <vector>

#include "devices/printer/virtual_paper.hpp"
#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// What every simulated printer has, whatever its language: a roll of paper below a cover, and the
// words about them.
class VirtualPaperDevice : public usb::PipedDevice {
 public:
  // The slips that were cut since the last call: exactly the dots that the head burnt.
  [[nodiscard]] std::vector<Page> take_slips() { return paper_.take_slips(); }
  // Pieces that were torn off without a cut, when new paper was put in.
  [[nodiscard]] std::vector<Page> take_torn() { return paper_.take_torn(); }
  // What was printed since the last cut and still hangs in the printer; height 0 when nothing.
  [[nodiscard]] Page hanging() const { return paper_.hanging(); }

 protected:
  using PipedDevice::PipedDevice;

  static constexpr const char* kPaperWords =
      "paper in|low|out, paper out after N rows, cover open|close";
  // The answer to one of kPaperWords; nothing for other words.
  [[nodiscard]] std::optional<std::string> on_paper_words(const std::string& words);
  // Something of it has changed: say so, and go on printing if that is possible again.
  virtual void on_paper_changed() = 0;

  [[nodiscard]] bool is_stopped() const { return cover_open_ || paper_.is_out(); }

  VirtualPaper paper_;
  bool cover_open_ = false;

 private:
  [[nodiscard]] std::optional<std::string> end_after(const std::string& count);
};

}  // namespace slipway::devices
