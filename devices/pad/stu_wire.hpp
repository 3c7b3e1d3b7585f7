#pragma once

#include <chrono>
#include <memory>

#include "devices/pad/stu.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices::stu {

// An STU pad's reports over a transport: feature reports over the control endpoint, the pen's over
// the interrupt one, which serves as the clock as well. Used by one thread.
class Wire {
 public:
  Wire(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& pen)
      : transport_(std::move(transport)), pen_(pen) {}

  [[nodiscard]] const usb::Description& description() const { return transport_->description(); }
  // How often the pen's reports come: rest() counts them.
  void pace(int reports_a_second) { reports_a_second_ = reports_a_second; }

  [[nodiscard]] Result<void> set(const Bytes& report);
  [[nodiscard]] Result<usb::Bytes> get(Report report, std::size_t length);
  [[nodiscard]] Result<Status> status();
  // What the pad says of the last request once it has come to this state. Timeout when it does not
  // within about a second.
  [[nodiscard]] Result<std::uint8_t> await(PadState state);
  // Lets time pass. What the pen does meanwhile is thrown away.
  [[nodiscard]] Result<void> rest(std::chrono::milliseconds time);
  // One report of the pen; Timeout when none came. A halt is cleared and told.
  [[nodiscard]] Result<usb::Bytes> read(std::chrono::milliseconds limit);
  // Throws away what the pen did before.
  [[nodiscard]] Result<void> drain();

 private:
  std::unique_ptr<usb::Transport> transport_;
  usb::Endpoint pen_;
  int reports_a_second_ = 200;
};

}  // namespace slipway::devices::stu
