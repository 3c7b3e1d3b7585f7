#pragma once

#include <memory>
#include <optional>
#include <string>

#include "devices/usb/recording.hpp"
#include "devices/usb/scrubber.hpp"

namespace slipway::devices::usb {

// A recording that plays the device. Whatever the driver does has to be what the recorded one did,
// in the same order, with the same bytes (once scrubbed); how long it would wait and how much it
// would take do not matter. From the first difference on everything fails with Fault::Protocol.
// Time is the recording's; nothing ever waits. Outlives its transport. One thread.
class Replay {
 public:
  // `scrubber`: as the one that the recording was made with.
  Replay(Recording recording, std::unique_ptr<Scrubber> scrubber);

  // The device. Absent when the recording does not have the interface that it says was claimed.
  [[nodiscard]] Result<std::unique_ptr<Transport>> open();

  // When the transfer that was served last ended.
  [[nodiscard]] std::chrono::milliseconds now() const { return now_; }
  [[nodiscard]] bool is_over() const { return next_ == recording_.transfers.size(); }
  // What the driver did differently, with the line of the recording; empty as long as nothing.
  [[nodiscard]] const std::string& difference() const { return difference_; }
  // The line of the recording that was not served yet.
  [[nodiscard]] std::size_t line() const { return line_of(next_); }
  [[nodiscard]] const Recording& recording() const { return recording_; }

  // The recorded transfer that answers this one; nullptr at a difference.
  [[nodiscard]] const RecordedTransfer* serve(RecordedTransfer wish);
  // Why serve() gave nothing.
  [[nodiscard]] Error refusal() const { return {Fault::Protocol, difference_}; }

 private:
  Recording recording_;
  std::unique_ptr<Scrubber> scrubber_;
  std::size_t next_ = 0;
  std::chrono::milliseconds now_{0};
  std::string difference_;
};

}  // namespace slipway::devices::usb
