#pragma once

#include <umockdev.h>

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "devices/usb/virtual_device.hpp"

namespace slipway::devices {

// One plugging of a device: the node /dev/bus/usb/BBB/DDD as programs see it, from plug to unplug
// and on until the last of them has closed it. Answers usbfs' ioctls as strictly as the kernel
// does, or a driver would pass here and fail on hardware: only claimed interfaces carry transfers,
// kernel drivers hold theirs until they are detached, unknown endpoints are refused.
//
// Runs in umockdev's worker thread; `device_lock` is held around every call of the device.
class UmockdevNode {
 public:
  // `path` is the real file behind the node, a FIFO made by the caller.
  UmockdevNode(usb::VirtualDevice& device, std::mutex& device_lock, const std::string& path);
  ~UmockdevNode();
  UmockdevNode(const UmockdevNode&) = delete;
  UmockdevNode& operator=(const UmockdevNode&) = delete;

  [[nodiscard]] bool is_open() const { return fifo_ >= 0; }
  // The device has left: everything that waits ends with -ESHUTDOWN. Caller holds the device lock.
  void vanish();
  // The device says that a transfer has ended. Caller holds the device lock.
  void on_ended(usb::Transfer* transfer);

  [[nodiscard]] bool on_ioctl(UMockdevIoctlClient* client);
  void on_closed(UMockdevIoctlClient* client);

 private:
  struct Pending;
  struct Answer {
    long result = 0;
    int error = 0;
  };
  using Owner = const UMockdevIoctlClient*;

  [[nodiscard]] Answer answer(UMockdevIoctlClient* client, UMockdevIoctlData* arg);
  [[nodiscard]] Answer capabilities(UMockdevIoctlData* arg);
  [[nodiscard]] Answer driver_name(UMockdevIoctlData* arg);
  [[nodiscard]] Answer claim(Owner client, UMockdevIoctlData* arg);
  [[nodiscard]] Answer detach_and_claim(Owner client, UMockdevIoctlData* arg);
  [[nodiscard]] Answer release(Owner client, UMockdevIoctlData* arg);
  [[nodiscard]] Answer driver_change(UMockdevIoctlData* arg);
  [[nodiscard]] Answer submit(UMockdevIoctlClient* client, UMockdevIoctlData* arg);
  [[nodiscard]] Answer reap(Owner client, UMockdevIoctlData* arg);
  [[nodiscard]] Answer discard(Owner client, UMockdevIoctlData* arg);
  [[nodiscard]] int may_carry(Owner client, std::uint8_t endpoint);
  void set_ready(bool ready);

  usb::VirtualDevice& device_;
  std::mutex& device_lock_;
  int fifo_ = -1;
  bool ready_ = true;  // an empty FIFO can be written
  bool gone_ = false;
  std::map<std::uint8_t, std::uint8_t> interface_of_;  // endpoint address to interface number
  std::map<std::uint8_t, usb::TransferKind> kind_of_;
  std::set<std::uint8_t> interfaces_;
  std::map<std::uint8_t, std::string> kernel_driver_;  // bound now
  std::map<std::uint8_t, std::string> first_driver_;   // what CONNECT binds again
  std::map<std::uint8_t, Owner> owner_;
  std::list<std::unique_ptr<Pending>> flying_;
  std::list<std::unique_ptr<Pending>> ended_;
};

}  // namespace slipway::devices
