#pragma once

#include <libusb.h>

#include <condition_variable>
#include <memory>
#include <mutex>

#include "devices/usb/transport.hpp"

namespace slipway::devices::usb {

// libusb's words as ours; `what` says what was tried.
[[nodiscard]] Error error_of(int libusb_code, const char* what);

// A device opened through libusb, with one interface claimed. Every transfer is asynchronous and
// waited for here, so that interrupt() and the timeout can cancel it and the bytes that the device
// had taken by then are still counted; libusb's events are served by the bus' thread.
class LibusbTransport : public Transport {
 public:
  // `device` stays the caller's.
  [[nodiscard]] static Result<std::unique_ptr<Transport>> open(libusb_device* device,
                                                               Description description,
                                                               Interface interface);
  ~LibusbTransport() override;
  LibusbTransport(const LibusbTransport&) = delete;
  LibusbTransport& operator=(const LibusbTransport&) = delete;

  [[nodiscard]] const Description& description() const override { return description_; }
  [[nodiscard]] const Interface& interface() const override { return interface_; }
  [[nodiscard]] Result<Bytes> control_in(const Setup& setup, std::size_t most,
                                         std::chrono::milliseconds timeout) override;
  [[nodiscard]] Result<void> control_out(const Setup& setup, std::span<const std::uint8_t> bytes,
                                         std::chrono::milliseconds timeout) override;
  [[nodiscard]] Written write(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                              std::chrono::milliseconds timeout) override;
  [[nodiscard]] Result<Bytes> read(std::uint8_t endpoint, std::size_t most,
                                   std::chrono::milliseconds timeout) override;
  [[nodiscard]] Result<void> clear_halt(std::uint8_t endpoint) override;
  void interrupt() override;

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  struct Flight;  // one transfer between submission and its end
  class Call;     // one read or write, as interrupt() sees it

  LibusbTransport(libusb_device_handle* handle, Description description, Interface interface);
  [[nodiscard]] Result<void> claim();
  void read_strings(libusb_device* device);
  [[nodiscard]] const Endpoint* endpoint(std::uint8_t address) const;
  // Flies it until it ended, the deadline passed or interrupt() was called; then it is cancelled
  // and what it had carried by then still counts.
  [[nodiscard]] std::optional<Error> fly(const std::shared_ptr<Flight>& flight, Deadline deadline);
  static void LIBUSB_CALL on_ended(libusb_transfer* transfer);

  libusb_device_handle* handle_;
  Description description_;
  Interface interface_;
  bool claimed_ = false;
  bool lost_ = false;  // a transfer never came back: nothing can be trusted any more

  struct Line {  // shared with the event thread
    std::mutex mutex;
    std::condition_variable ended;
    bool in_call = false;
    bool interrupted = false;
  };
  std::shared_ptr<Line> line_ = std::make_shared<Line>();
};

}  // namespace slipway::devices::usb
