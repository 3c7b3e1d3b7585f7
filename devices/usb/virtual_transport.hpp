#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "devices/usb/transport.hpp"
#include "devices/usb/virtual_device.hpp"

namespace slipway::devices::usb {

// A Transport straight to a simulated device in the same process and thread, in simulated time:
// a call that waits lets the device's time pass, millisecond by millisecond, and never sleeps.
// The device must outlive it. All calls, interrupt() too, belong to one thread.
//
// What can go wrong is said beforehand: the cable is pulled after so many bytes or transfers, or
// anything happens at a moment of simulated time.
class VirtualTransport final : public Transport {
 public:
  // Absent when the device has no such interface, Protocol when its descriptors are malformed.
  [[nodiscard]] static Result<std::unique_ptr<VirtualTransport>> open(VirtualDevice& device,
                                                                      std::uint8_t interface = 0);

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
  // Ends the wait under way, or else the next one, with Fault::Timeout.
  void interrupt() override { interrupted_ = true; }

  // Simulated time since open().
  [[nodiscard]] std::chrono::milliseconds now() const { return now_; }
  void pass(std::chrono::milliseconds time);

  void unplug();
  // The device is gone after this many more bytes of bulk or interrupt OUT. Power: its cable is
  // pulled. Host: our program dies, and the device goes on with what it has.
  enum class Loss { Power, Host };
  void lose_after_bytes(std::size_t bytes, Loss loss) {
    bytes_left_ = bytes;
    loss_ = loss;
  }
  // The device is gone before the transfer after this many more.
  void unplug_after_transfers(std::size_t transfers) { transfers_left_ = transfers; }
  void at(std::chrono::milliseconds moment, std::function<void()> happening);
  [[nodiscard]] std::size_t transfers() const { return transfers_; }
  [[nodiscard]] std::size_t bytes_written() const { return bytes_written_; }

 private:
  struct Happening {
    std::chrono::milliseconds moment;
    std::function<void()> what;
  };

  VirtualTransport(VirtualDevice& device, Description description, Interface interface);
  [[nodiscard]] std::optional<Error> transact(Transfer& transfer,
                                              std::chrono::milliseconds timeout);
  [[nodiscard]] static Transfer control(const Setup& setup, Bytes buffer);

  VirtualDevice& device_;
  Description description_;
  Interface interface_;
  std::chrono::milliseconds now_{0};
  std::vector<Happening> happenings_;
  std::optional<std::size_t> bytes_left_;
  Loss loss_ = Loss::Power;
  std::optional<std::size_t> transfers_left_;
  std::size_t transfers_ = 0;
  std::size_t bytes_written_ = 0;
  bool gone_ = false;
  bool interrupted_ = false;
};

}  // namespace slipway::devices::usb
