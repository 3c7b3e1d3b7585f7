#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include "devices/simulator/usbip_wire.hpp"
#include "devices/usb/virtual_device.hpp"

namespace slipway::devices {

// One plugging of a simulated device: the device's side of USB/IP on a stream socket whose other
// end the kernel's vhci_hcd has, from CMD_SUBMIT on. A thread of its own listens; `device_lock` is
// held around every call of the device. Whoever breaks the protocol, keeps more in flight than
// Linux would, or takes no answer for two seconds is hung up on, which the host sees as an
// unplugging.
//
// A stopped transfer that had moved bytes already is answered as one that ended with them just in
// time: RET_UNLINK has no room for a count, and bytes that were taken must not look untaken.
class UsbipPort {
 public:
  // Owns the socket.
  UsbipPort(usb::VirtualDevice& device, std::mutex& device_lock, int socket);
  // Unplugs: the host sees its line end, the device loses its power.
  ~UsbipPort();
  UsbipPort(const UsbipPort&) = delete;
  UsbipPort& operator=(const UsbipPort&) = delete;

  // False once the line has ended, whoever ended it.
  [[nodiscard]] bool is_alive() const;
  // Waits until the host has chosen a configuration, as Linux does at the end of enumeration; false
  // when it does not within `limit`, or when the line ends.
  [[nodiscard]] bool becomes_configured(std::chrono::milliseconds limit) const;

 private:
  struct Flight {
    std::uint32_t number = 0;
    usb::Transfer transfer;
  };
  enum class Stage { Attached, Configured, Ended };

  void serve();
  [[nodiscard]] bool take(std::uint8_t* into, std::size_t size) const;
  [[nodiscard]] bool begin(const usbip::Submit& submit, usb::Bytes sent);
  void stop(const usbip::Unlink& unlink);
  void on_ended(usb::Transfer* transfer);
  void answer(const usbip::Header& header, const usb::Bytes& bytes = {}, std::size_t size = 0);
  void enter(Stage stage);

  usb::VirtualDevice& device_;
  std::mutex& device_lock_;
  const int socket_;
  std::map<std::uint8_t, usb::TransferKind> kind_of_;  // by endpoint address

  // Under the device's lock.
  std::list<Flight> flying_;
  std::size_t bytes_flying_ = 0;
  const usb::Transfer* stopping_ = nullptr;

  mutable std::mutex stage_lock_;
  mutable std::condition_variable stage_entered_;
  Stage stage_ = Stage::Attached;
  std::thread listener_;  // last: it uses all of the above
};

}  // namespace slipway::devices
