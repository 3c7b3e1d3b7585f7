#pragma once

#include <memory>
#include <utility>

#include "devices/usb/transport.hpp"

namespace slipway::devices::bench {

// A wire with an ear on it: whatever a device took of what a driver sent, in order.
class TappedTransport final : public usb::Transport {
 public:
  TappedTransport(std::unique_ptr<usb::Transport> below, usb::Bytes& heard)
      : below_(std::move(below)), heard_(heard) {}

  [[nodiscard]] const usb::Description& description() const override {
    return below_->description();
  }
  [[nodiscard]] const usb::Interface& interface() const override { return below_->interface(); }
  [[nodiscard]] Result<usb::Bytes> control_in(const usb::Setup& setup, std::size_t most,
                                              std::chrono::milliseconds timeout) override {
    return below_->control_in(setup, most, timeout);
  }
  [[nodiscard]] Result<void> control_out(const usb::Setup& setup,
                                         std::span<const std::uint8_t> bytes,
                                         std::chrono::milliseconds timeout) override {
    return below_->control_out(setup, bytes, timeout);
  }
  [[nodiscard]] Written write(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                              std::chrono::milliseconds timeout) override {
    auto written = below_->write(endpoint, bytes, timeout);
    const auto taken = bytes.first(written.taken);
    heard_.insert(heard_.end(), taken.begin(), taken.end());
    return written;
  }
  [[nodiscard]] Result<usb::Bytes> read(std::uint8_t endpoint, std::size_t most,
                                        std::chrono::milliseconds timeout) override {
    return below_->read(endpoint, most, timeout);
  }
  [[nodiscard]] Result<void> clear_halt(std::uint8_t endpoint) override {
    return below_->clear_halt(endpoint);
  }
  void interrupt() override { below_->interrupt(); }

 private:
  std::unique_ptr<usb::Transport> below_;
  usb::Bytes& heard_;
};

}  // namespace slipway::devices::bench
