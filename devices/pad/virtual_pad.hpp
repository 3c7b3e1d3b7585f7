#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/pad/prompt.hpp"
#include "devices/pad/stu.hpp"
#include "devices/pad/virtual_capture.hpp"
#include "devices/pad/virtual_hand.hpp"
#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// A signature pad, simulated below the bus: a Wacom STU with its feature reports on the control
// endpoint and pen reports 200 times a second on the interrupt one, encrypted while it captures. It
// is as strict as its kind: a request in the wrong state or of the wrong length is not carried out,
// and its status says so.
//
// Its words: see `help`. `sign` draws a signature in the time that a person needs.
class VirtualPad final : public usb::PipedDevice {
 public:
  explicit VirtualPad(stu::Kind kind = stu::Kind::Stu430);

  // The description that a host sees.
  [[nodiscard]] static usb::Description description(stu::Kind kind = stu::Kind::Stu430);

  // What a person would see on the glass: points of ink since it was last cleared, and the picture
  // below them (1 = ink; none: width 0).
  [[nodiscard]] std::size_t ink() const { return ink_; }
  [[nodiscard]] bool is_inking() const { return inking_; }
  [[nodiscard]] const Prompt& picture() const { return picture_; }
  [[nodiscard]] bool is_capturing() const { return capture_.is_on(); }

 protected:
  [[nodiscard]] std::optional<usb::Bytes> on_request(const usb::Setup& setup,
                                                     std::span<const std::uint8_t> sent) override;
  [[nodiscard]] std::size_t on_bytes(std::uint8_t endpoint,
                                     std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] std::optional<std::string> on_words(const std::string& words) override;
  void on_time(std::chrono::milliseconds elapsed) override;
  void on_power_lost() override;

 private:
  struct Face;  // what one model is to a host
  [[nodiscard]] static const Face& face_of(stu::Kind kind);

  [[nodiscard]] std::optional<usb::Bytes> feature(std::uint8_t report) const;
  [[nodiscard]] bool set_feature(std::span<const std::uint8_t> report);
  [[nodiscard]] std::uint8_t carry_out(std::span<const std::uint8_t> report);
  [[nodiscard]] std::uint8_t start_image(std::uint8_t encoding);
  [[nodiscard]] std::uint8_t take_image_block(std::span<const std::uint8_t> report,
                                              usb::Bytes& incoming) const;
  [[nodiscard]] std::uint8_t end_image(std::uint8_t how, const usb::Bytes& sent);
  void clear_glass();
  void follow(const std::vector<HandPosition>& hand);
  [[nodiscard]] std::string glass() const;
  [[nodiscard]] bool tap(const std::string& place);
  void lift();
  void report(const HandPosition& pen);

  const Face& face_;
  VirtualCapture capture_;
  std::deque<HandPosition> ahead_;  // what the hand will do, one entry per report
  std::optional<HandPosition> last_;
  std::chrono::microseconds owed_{0};   // simulated time not yet turned into reports
  std::chrono::microseconds clock_{0};  // the pad's own, which stamps its reports
  std::chrono::milliseconds busy_{0};   // how long it is still occupied with its glass
  std::uint16_t sequence_ = 0;
  std::uint8_t option_mode_ = 0;
  std::uint8_t last_result_ = 0;
  std::optional<usb::Bytes> incoming_;  // of a picture, while it is in state Image
  Prompt picture_;
  std::size_t ink_ = 0;
  bool inking_ = false;
  bool quick_ = false;
  bool stall_requests_ = false;
};

}  // namespace slipway::devices
