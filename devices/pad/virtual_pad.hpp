#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// A signature pad, simulated below the bus: a Wacom STU-430 (056a:00a4) in plain mode, with its
// feature reports on the control endpoint and pen reports 200 times a second on the interrupt one.
//
// Its words: see `help`. `sign` draws a signature in the time that a person needs.
class VirtualPad final : public usb::PipedDevice {
 public:
  VirtualPad();

  // The description that a host sees.
  [[nodiscard]] static usb::Description description();

  // What a person would see on the glass: points of ink since it was last cleared.
  [[nodiscard]] std::size_t ink() const { return ink_; }
  [[nodiscard]] bool is_inking() const { return inking_; }

 protected:
  [[nodiscard]] std::optional<usb::Bytes> on_request(const usb::Setup& setup,
                                                     std::span<const std::uint8_t> sent) override;
  [[nodiscard]] std::size_t on_bytes(std::uint8_t endpoint,
                                     std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] std::optional<std::string> on_words(const std::string& words) override;
  void on_time(std::chrono::milliseconds elapsed) override;
  void on_power_lost() override;

 private:
  struct Pen {
    std::uint16_t x = 0;
    std::uint16_t y = 0;
    std::uint16_t pressure = 0;  // 0: hovering
  };

  [[nodiscard]] std::optional<usb::Bytes> feature(std::uint8_t report) const;
  [[nodiscard]] bool set_feature(std::span<const std::uint8_t> report);
  void draw(std::size_t first, std::size_t last);
  void lift();
  void report(const Pen& pen);

  std::deque<Pen> ahead_;  // what the hand will do, one entry per report
  std::optional<Pen> last_;
  std::chrono::microseconds owed_{0};   // simulated time not yet turned into reports
  std::chrono::microseconds clock_{0};  // the pad's own, which stamps its reports
  std::uint16_t sequence_ = 0;
  std::uint8_t option_mode_ = 0;
  std::uint8_t last_result_ = 0;
  std::size_t ink_ = 0;
  bool inking_ = false;
  bool quick_ = false;
  bool stall_requests_ = false;
};

}  // namespace slipway::devices
