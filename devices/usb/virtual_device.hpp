#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "devices/usb/transport.hpp"

namespace slipway::devices::usb {

// One transfer as it arrives at a simulated device. Status is a negative errno as in the kernel's
// usbfs: 0, -EPIPE (stall), -ENOENT (cancelled), -ESHUTDOWN (unplugged).
struct Transfer {
  TransferKind kind = TransferKind::Control;
  std::uint8_t endpoint = 0;
  std::array<std::uint8_t, 8> setup{};  // Control only
  Bytes buffer;                         // OUT: what is sent; IN: as long as what may come
  int status = 0;
  std::size_t actual = 0;
};

// A device, simulated below the bus: pure C++, no libusb, no umockdev. Front ends (the in-process
// transport, umockdev, USB/IP) hand it transfers and are told when one has ended. Calls are
// serialised by the front end; `ended` may be called from inside submit().
class VirtualDevice {
 public:
  using Ended = std::function<void(Transfer*)>;

  virtual ~VirtualDevice() = default;

  // The 18 bytes of the device descriptor followed by the whole configuration descriptor, and the
  // string descriptors by index.
  [[nodiscard]] virtual Bytes descriptors() const = 0;
  [[nodiscard]] virtual std::vector<std::string> strings() const = 0;

  // Takes the transfer on; it stays the front end's property and alive until it has ended.
  virtual void submit(Transfer* transfer) = 0;
  // Ends the transfer with -ENOENT if it is still waiting; false when it has ended already.
  virtual bool cancel(Transfer* transfer) = 0;
  // Ends everything that waits with -ESHUTDOWN and forgets what a power cut would forget.
  virtual void vanish() = 0;

  // One word of its user ("tap 04DE5F1E", "paper out", "sign"); the answer, or nothing when the
  // device does not know the word. `help` lists the words.
  [[nodiscard]] virtual std::optional<std::string> obey(const std::string& words) = 0;
  // Lets simulated time pass (a printer prints, a pen moves); called every few milliseconds.
  virtual void advance(std::chrono::milliseconds elapsed) = 0;

  // Whether it has left the bus by itself. The front end takes it off the bus then, and plugs it in
  // again when it is to return.
  enum class Departure { None, ForGood, ToReturn };
  [[nodiscard]] virtual Departure departure() const { return Departure::None; }

  void on_ended(Ended ended) { ended_ = std::move(ended); }

 protected:
  void end(Transfer* transfer, int status, std::size_t actual) {
    transfer->status = status;
    transfer->actual = actual;
    if (ended_) ended_(transfer);
  }

 private:
  Ended ended_;
};

}  // namespace slipway::devices::usb
