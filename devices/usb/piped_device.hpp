#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "devices/usb/bus_fault.hpp"
#include "devices/usb/virtual_device.hpp"

namespace slipway::devices::usb {

// What every simulated device has below its own protocol: the standard requests, one queue of
// packets per IN endpoint, OUT transfers that wait while the device has no room (a bus would see
// NAK), and time. One thread; `ended` may come from inside any public call.
class PipedDevice : public VirtualDevice {
 public:
  [[nodiscard]] Bytes descriptors() const final { return descriptors_; }
  [[nodiscard]] std::vector<std::string> strings() const final { return strings_; }
  void submit(Transfer* transfer) final;
  bool cancel(Transfer* transfer) final;
  void vanish() final;
  [[nodiscard]] std::optional<std::string> obey(const std::string& words) final;
  void advance(std::chrono::milliseconds elapsed) final;
  [[nodiscard]] Departure departure() const final { return departure_; }

 protected:
  explicit PipedDevice(const Description& description);

  // A class or vendor request, or a standard one to an interface: the answer (empty when bytes were
  // sent to the device), or nothing, which stalls it.
  [[nodiscard]] virtual std::optional<Bytes> on_request(const Setup& setup,
                                                        std::span<const std::uint8_t> sent) = 0;
  // Bytes of one OUT transfer; how many there is room for. The rest is offered again later.
  [[nodiscard]] virtual std::size_t on_bytes(std::uint8_t endpoint,
                                             std::span<const std::uint8_t> bytes) = 0;
  [[nodiscard]] virtual std::optional<std::string> on_words(const std::string& words) = 0;
  virtual void on_time(std::chrono::milliseconds elapsed) = 0;
  virtual void on_power_lost() = 0;

  // One packet for the host, as soon as it asks, but not before `delay` has passed.
  void offer(std::uint8_t endpoint, Bytes packet, std::chrono::milliseconds delay = {});
  [[nodiscard]] std::size_t offered(std::uint8_t endpoint) const;
  void withdraw(std::uint8_t endpoint);
  // Falls off the bus by itself, as a device that starts anew does: every transfer ends with
  // -ESHUTDOWN until the front end has let it vanish and plugged it in again.
  void leave_bus();
  // The next transfer of this endpoint stalls. The halt ends with it: usbfs clears halts by an
  // ioctl that no simulated device gets to see.
  void stall_next(std::uint8_t endpoint) { stalled_.insert(endpoint); }

 private:
  struct Packet {
    Bytes bytes;
    std::chrono::milliseconds due;
  };

  // What befalls a transfer that is under way.
  struct Mishap {
    BusFault fault = BusFault::Slow;
    std::optional<std::chrono::milliseconds> until;  // Slow
  };

  void take(Transfer* transfer);
  [[nodiscard]] std::optional<BusFault> due_fault(const Transfer& transfer);
  void befall(Transfer* transfer, BusFault fault);
  void cut_short(Transfer* transfer);
  void depart(Departure departure);
  [[nodiscard]] bool is_held(const Transfer* transfer) const;
  // Whether the packet that is due reaches the transfer; what befell it has been seen to.
  [[nodiscard]] bool lets_through(Transfer* transfer, std::deque<Packet>& queue);
  void control(Transfer* transfer);
  [[nodiscard]] std::optional<Bytes> answer(const Setup& setup, std::span<const std::uint8_t> sent);
  [[nodiscard]] std::optional<Bytes> descriptor(std::uint16_t value) const;
  [[nodiscard]] bool is_behind(std::size_t position) const;
  [[nodiscard]] bool try_in(Transfer* transfer);
  [[nodiscard]] bool try_out(Transfer* transfer);
  void pump();
  void end_all();

  Bytes descriptors_;
  std::vector<std::string> strings_;
  std::set<std::uint8_t> endpoints_;
  std::vector<Transfer*> waiting_;
  std::map<std::uint8_t, std::deque<Packet>> packets_;
  std::set<std::uint8_t> stalled_;
  std::chrono::milliseconds now_{0};
  bool is_off_bus_ = false;
  Departure departure_ = Departure::None;
  std::optional<PlannedFault> planned_;
  std::map<const Transfer*, Mishap> mishaps_;
};

}  // namespace slipway::devices::usb
