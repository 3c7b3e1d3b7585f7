#include "devices/simulator/umockdev_node.hpp"

#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "devices/usb/descriptors.hpp"

namespace slipway::devices {
namespace {

using usb::Transfer;
using usb::TransferKind;

// usbfs takes at most this much in one URB (libusb splits at 16 KiB anyway).
constexpr int kMostBuffer = 1 << 20;
constexpr std::size_t kSetupSize = 8;

// The memory behind the pointer at `offset`, fetched from the client; nullptr when it cannot be.
UMockdevIoctlData* fetch(UMockdevIoctlData* from, std::size_t offset, std::size_t size) {
  return umockdev_ioctl_data_resolve(from, offset, size, nullptr);
}

template <typename T>
T* fetch_as(UMockdevIoctlData* arg) {
  UMockdevIoctlData* found = fetch(arg, 0, sizeof(T));
  return found == nullptr ? nullptr : reinterpret_cast<T*>(found->data);
}

// Debian's kernel binds these two by interface class when such a device is plugged in.
std::string kernel_driver_for(const usb::Interface& interface) {
  if (interface.device_class == 0x07) return "usblp";
  if (interface.device_class == 0x03) return "usbhid";
  return {};
}

}  // namespace

struct UmockdevNode::Pending {
  Pending(UMockdevIoctlData* of_client, Owner owner)
      : urb(UMOCKDEV_IOCTL_DATA(g_object_ref(of_client))), client(owner) {}
  ~Pending() { g_object_unref(urb); }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  Transfer transfer;
  UMockdevIoctlData* urb;               // the client's usbdevfs_urb
  UMockdevIoctlData* memory = nullptr;  // its buffer, owned by `urb`
  Owner client;
};

UmockdevNode::UmockdevNode(usb::VirtualDevice& device, std::mutex& device_lock,
                           const std::string& path)
    : device_(device), device_lock_(device_lock) {
  const auto description = usb::describe(device.descriptors(), device.strings());
  if (!description) return;  // is_open() stays false
  for (const usb::Interface& interface : description->interfaces) {
    interfaces_.insert(interface.number);
    const std::string driver = kernel_driver_for(interface);
    if (!driver.empty()) kernel_driver_[interface.number] = driver;
    for (const usb::Endpoint& endpoint : interface.endpoints) {
      interface_of_[endpoint.address] = interface.number;
      kind_of_[endpoint.address] = endpoint.kind;
    }
  }
  first_driver_ = kernel_driver_;
  fifo_ = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  set_ready(false);
}

UmockdevNode::~UmockdevNode() {
  if (fifo_ >= 0) ::close(fifo_);
}

// libusb polls the node for writing to learn that a URB can be reaped. A FIFO that is full is not
// ready, a drained one is.
void UmockdevNode::set_ready(bool ready) {
  if (ready == ready_ || fifo_ < 0) return;
  ready_ = ready;
  static std::array<char, 65536> block;
  if (ready) {
    while (::read(fifo_, block.data(), block.size()) > 0)
      continue;
  } else {
    while (::write(fifo_, block.data(), block.size()) > 0)
      continue;
    while (::write(fifo_, block.data(), 1) > 0)
      continue;
  }
}

void UmockdevNode::vanish() {
  gone_ = true;
  device_.vanish();
  // What the device did not know of ends here.
  while (!flying_.empty()) {
    Transfer* transfer = &flying_.front()->transfer;
    transfer->status = -ESHUTDOWN;
    on_ended(transfer);
  }
}

void UmockdevNode::on_ended(Transfer* transfer) {
  const auto found = std::find_if(flying_.begin(), flying_.end(),
                                  [&](const auto& one) { return &one->transfer == transfer; });
  if (found == flying_.end()) return;
  ended_.splice(ended_.end(), flying_, found);
  set_ready(true);
}

bool UmockdevNode::on_ioctl(UMockdevIoctlClient* client) {
  UMockdevIoctlData* arg = umockdev_ioctl_client_get_arg(client);
  Answer given;
  {
    const std::lock_guard lock(device_lock_);
    given = answer(client, arg);
  }
  umockdev_ioctl_client_complete(client, given.result, given.error);
  return true;
}

void UmockdevNode::on_closed(UMockdevIoctlClient* client) {
  const std::lock_guard lock(device_lock_);
  std::erase_if(owner_, [&](const auto& one) { return one.second == client; });
  std::list<std::unique_ptr<Pending>> dropped;
  for (auto at = flying_.begin(); at != flying_.end();) {
    const auto next = std::next(at);
    if ((*at)->client == client) dropped.splice(dropped.end(), flying_, at);
    at = next;
  }
  for (const auto& one : dropped) {
    if (!gone_) static_cast<void>(device_.cancel(&one->transfer));
  }
  ended_.remove_if([&](const auto& one) { return one->client == client; });
  if (ended_.empty()) set_ready(false);
}

UmockdevNode::Answer UmockdevNode::answer(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
  const gulong request = umockdev_ioctl_client_get_request(client);
  if (request == USBDEVFS_REAPURBNDELAY) return reap(client, arg);
  if (request == USBDEVFS_RELEASEINTERFACE) return release(client, arg);
  if (gone_) return {-1, ENODEV};
  switch (request) {
    case USBDEVFS_GET_CAPABILITIES:
      return capabilities(arg);
    case USBDEVFS_GETDRIVER:
      return driver_name(arg);
    case USBDEVFS_CLAIMINTERFACE:
      return claim(client, arg);
    case USBDEVFS_DISCONNECT_CLAIM:
      return detach_and_claim(client, arg);
    case USBDEVFS_IOCTL:
      return driver_change(arg);
    case USBDEVFS_SUBMITURB:
      return submit(client, arg);
    case USBDEVFS_DISCARDURB:
      return discard(client, arg);
    case USBDEVFS_SETINTERFACE:
    case USBDEVFS_SETCONFIGURATION:
    case USBDEVFS_RESET:
    case USBDEVFS_CLEAR_HALT:
      return {0, 0};
    default:
      return {-1, ENOTTY};
  }
}

UmockdevNode::Answer UmockdevNode::capabilities(UMockdevIoctlData* arg) {
  auto* flags = fetch_as<std::uint32_t>(arg);
  if (flags == nullptr) return {-1, EFAULT};
  *flags = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
           USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_BULK_SCATTER_GATHER |
           USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
  return {};
}

UmockdevNode::Answer UmockdevNode::driver_name(UMockdevIoctlData* arg) {
  auto* asked = fetch_as<usbdevfs_getdriver>(arg);
  if (asked == nullptr) return {-1, EFAULT};
  const auto number = static_cast<std::uint8_t>(asked->interface);
  const auto kernel = kernel_driver_.find(number);
  const std::string name = owner_.contains(number)          ? "usbfs"
                           : kernel != kernel_driver_.end() ? kernel->second
                                                            : std::string();
  if (name.empty()) return {-1, ENODATA};
  std::memcpy(asked->driver, name.c_str(), name.size() + 1);
  return {};
}

UmockdevNode::Answer UmockdevNode::claim(Owner client, UMockdevIoctlData* arg) {
  const auto* asked = fetch_as<unsigned>(arg);
  if (asked == nullptr) return {-1, EFAULT};
  const auto number = static_cast<std::uint8_t>(*asked);
  if (!interfaces_.contains(number)) return {-1, ENOENT};
  if (kernel_driver_.contains(number)) return {-1, EBUSY};
  const auto held = owner_.find(number);
  if (held != owner_.end() && held->second != client) return {-1, EBUSY};
  owner_[number] = client;
  return {};
}

UmockdevNode::Answer UmockdevNode::detach_and_claim(Owner client, UMockdevIoctlData* arg) {
  const auto* asked = fetch_as<usbdevfs_disconnect_claim>(arg);
  if (asked == nullptr) return {-1, EFAULT};
  const auto number = static_cast<std::uint8_t>(asked->interface);
  if (!interfaces_.contains(number)) return {-1, ENOENT};
  const auto held = owner_.find(number);
  if (held != owner_.end() && held->second != client) return {-1, EBUSY};
  kernel_driver_.erase(number);
  owner_[number] = client;
  return {};
}

UmockdevNode::Answer UmockdevNode::release(Owner client, UMockdevIoctlData* arg) {
  const auto* asked = fetch_as<unsigned>(arg);
  if (asked == nullptr) return {-1, EFAULT};
  const auto held = owner_.find(static_cast<std::uint8_t>(*asked));
  if (held == owner_.end() || held->second != client) return {-1, gone_ ? ENODEV : EINVAL};
  owner_.erase(held);
  return {};
}

// DISCONNECT takes the kernel's driver off an interface, CONNECT lets the kernel bind one again.
UmockdevNode::Answer UmockdevNode::driver_change(UMockdevIoctlData* arg) {
  const auto* asked = fetch_as<usbdevfs_ioctl>(arg);
  if (asked == nullptr) return {-1, EFAULT};
  const auto number = static_cast<std::uint8_t>(asked->ifno);
  if (static_cast<unsigned>(asked->ioctl_code) == USBDEVFS_DISCONNECT) {
    return kernel_driver_.erase(number) == 1 ? Answer{} : Answer{-1, ENODATA};
  }
  if (static_cast<unsigned>(asked->ioctl_code) == USBDEVFS_CONNECT) {
    if (owner_.contains(number) || kernel_driver_.contains(number)) return {-1, EBUSY};
    const auto first = first_driver_.find(number);
    if (first == first_driver_.end()) return {0, 0};
    kernel_driver_.insert(*first);
    return {1, 0};
  }
  return {-1, ENOTTY};
}

// The kernel claims an unclaimed interface for whoever sends to it, unless a driver holds it.
int UmockdevNode::may_carry(Owner client, std::uint8_t endpoint) {
  const auto place = interface_of_.find(endpoint);
  if (place == interface_of_.end()) return ENOENT;
  if (kernel_driver_.contains(place->second)) return EBUSY;
  const auto held = owner_.try_emplace(place->second, client).first;
  return held->second == client ? 0 : EBUSY;
}

UmockdevNode::Answer UmockdevNode::submit(UMockdevIoctlClient* client, UMockdevIoctlData* arg) {
  UMockdevIoctlData* memory = fetch(arg, 0, sizeof(usbdevfs_urb));
  if (memory == nullptr) return {-1, EFAULT};
  const auto* urb = reinterpret_cast<const usbdevfs_urb*>(memory->data);
  if (urb->buffer_length < 0 || urb->buffer_length > kMostBuffer) return {-1, EINVAL};
  const bool control = urb->type == USBDEVFS_URB_TYPE_CONTROL;
  if (urb->type == USBDEVFS_URB_TYPE_ISO) return {-1, EINVAL};
  const auto size = static_cast<std::size_t>(urb->buffer_length);
  if (control && size < kSetupSize) return {-1, EINVAL};
  if (!control) {
    if (const int refused = may_carry(client, urb->endpoint); refused != 0) return {-1, refused};
  }
  auto pending = std::make_unique<Pending>(memory, client);
  if (size > 0) {
    pending->memory = fetch(memory, offsetof(usbdevfs_urb, buffer), size);
    if (pending->memory == nullptr) return {-1, EFAULT};
  }
  Transfer& transfer = pending->transfer;
  const std::uint8_t* bytes = size > 0 ? pending->memory->data : nullptr;
  if (control) {
    transfer.kind = TransferKind::Control;
    std::copy(bytes, bytes + kSetupSize, transfer.setup.begin());
    transfer.endpoint = transfer.setup[0] & 0x80;
    transfer.buffer.assign(bytes + kSetupSize, bytes + size);
  } else {
    transfer.kind = kind_of_[urb->endpoint];
    transfer.endpoint = urb->endpoint;
    transfer.buffer.assign(bytes, bytes + size);
  }
  flying_.push_back(std::move(pending));
  device_.submit(&transfer);
  return {};
}

UmockdevNode::Answer UmockdevNode::reap(Owner client, UMockdevIoctlData* arg) {
  const auto found = std::find_if(ended_.begin(), ended_.end(),
                                  [&](const auto& one) { return one->client == client; });
  if (found == ended_.end()) {
    if (ended_.empty()) set_ready(false);
    return {-1, gone_ ? ENODEV : EAGAIN};
  }
  UMockdevIoctlData* pointer = fetch(arg, 0, sizeof(void*));
  if (pointer == nullptr) return {-1, EFAULT};
  Pending& pending = **found;
  Transfer& transfer = pending.transfer;
  auto* urb = reinterpret_cast<usbdevfs_urb*>(pending.urb->data);
  urb->status = transfer.status;
  urb->actual_length = static_cast<int>(transfer.actual);
  if ((transfer.endpoint & 0x80) != 0 && pending.memory != nullptr) {
    const std::size_t start = transfer.kind == TransferKind::Control ? kSetupSize : 0;
    const std::size_t size = std::min(transfer.actual, transfer.buffer.size());
    std::copy_n(transfer.buffer.begin(), size, pending.memory->data + start);
  }
  umockdev_ioctl_data_set_ptr(pointer, 0, pending.urb);  // the client's own URB address
  ended_.erase(found);
  if (ended_.empty()) set_ready(false);
  return {};
}

UmockdevNode::Answer UmockdevNode::discard(Owner client, UMockdevIoctlData* arg) {
  gulong address = 0;
  std::memcpy(&address, arg->data, sizeof address);
  for (const auto& one : flying_) {
    if (one->client != client || one->urb->client_addr != address) continue;
    return device_.cancel(&one->transfer) ? Answer{} : Answer{-1, EINVAL};
  }
  return {-1, EINVAL};
}

}  // namespace slipway::devices
