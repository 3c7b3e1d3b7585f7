#include "devices/usb/libusb_bus.hpp"

#include <libusb.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "devices/usb/hid.hpp"
#include "devices/usb/libusb_transport.hpp"

namespace slipway::devices::usb {
namespace {

std::string port_of(libusb_device* device) {
  std::array<std::uint8_t, 7> ports{};  // the depth limit of USB 3.0
  const int count = libusb_get_port_numbers(device, ports.data(), static_cast<int>(ports.size()));
  std::string text = std::to_string(libusb_get_bus_number(device)) + "-";
  if (count <= 0) return text + "0";  // a root hub
  for (int at = 0; at < count; ++at) {
    text += (at == 0 ? "" : ".") + std::to_string(ports[static_cast<std::size_t>(at)]);
  }
  return text;
}

Interface interface_of(const libusb_interface_descriptor& found) {
  Interface interface;
  interface.number = found.bInterfaceNumber;
  interface.alternate = found.bAlternateSetting;
  interface.device_class = found.bInterfaceClass;
  interface.subclass = found.bInterfaceSubClass;
  interface.protocol = found.bInterfaceProtocol;
  for (int at = 0; at < found.bNumEndpoints; ++at) {
    const libusb_endpoint_descriptor& one = found.endpoint[at];
    const int kind = one.bmAttributes & 0x03;
    if (kind == LIBUSB_TRANSFER_TYPE_ISOCHRONOUS) continue;  // no device of a counter has one
    interface.endpoints.push_back({one.bEndpointAddress,
                                   kind == LIBUSB_TRANSFER_TYPE_CONTROL ? TransferKind::Control
                                   : kind == LIBUSB_TRANSFER_TYPE_BULK  ? TransferKind::Bulk
                                                                        : TransferKind::Interrupt,
                                   static_cast<std::uint16_t>(one.wMaxPacketSize & 0x07FF)});
  }
  // HID devices put their class descriptor before the endpoints, some readers behind them.
  interface.extra.assign(found.extra, found.extra + found.extra_length);
  for (int at = 0; at < found.bNumEndpoints; ++at) {
    const libusb_endpoint_descriptor& one = found.endpoint[at];
    interface.extra.insert(interface.extra.end(), one.extra, one.extra + one.extra_length);
  }
  return interface;
}

// What the kernel's HID driver was told when it took this interface. To ask a device oneself one
// has to take it away from the kernel first, and it may be the mouse or the screen that somebody
// uses.
Bytes known_reports(const Description& device, const Interface& interface) {
  namespace fs = std::filesystem;
  const fs::path place = fs::path("/sys/bus/usb/devices") / device.port;
  std::error_code trouble;
  const std::string end = "." + std::to_string(interface.number);
  for (const auto& part : fs::directory_iterator(place, trouble)) {
    const std::string name = part.path().filename().string();
    if (name.rfind(device.port + ":", 0) != 0 || !name.ends_with(end)) continue;
    for (const auto& one : fs::directory_iterator(part.path(), trouble)) {
      std::ifstream file(one.path() / "report_descriptor", std::ios::binary);
      Bytes bytes(hid::kLongestDescriptor);
      file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
      bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
      if (!bytes.empty()) return bytes;
    }
  }
  return {};
}

// Only calls that libusb allows inside a hot-plug callback.
Description description_of(libusb_device* device) {
  Description description;
  libusb_device_descriptor numbers{};
  if (libusb_get_device_descriptor(device, &numbers) == LIBUSB_SUCCESS) {
    description.vendor = numbers.idVendor;
    description.product = numbers.idProduct;
    description.release = numbers.bcdDevice;
  }
  description.port = port_of(device);
  description.address = libusb_get_device_address(device);
  libusb_config_descriptor* config = nullptr;
  int code = libusb_get_active_config_descriptor(device, &config);
  if (code == LIBUSB_ERROR_NOT_FOUND) code = libusb_get_config_descriptor(device, 0, &config);
  if (code != LIBUSB_SUCCESS) return description;
  for (int at = 0; at < config->bNumInterfaces; ++at) {
    const libusb_interface& one = config->interface[at];
    for (int setting = 0; setting < one.num_altsetting; ++setting) {
      description.interfaces.push_back(interface_of(one.altsetting[setting]));
    }
  }
  libusb_free_config_descriptor(config);
  return description;
}

class LibusbBus : public Bus {
 public:
  explicit LibusbBus(Watcher watcher) : watcher_(std::move(watcher)) {}
  ~LibusbBus() override;
  LibusbBus(const LibusbBus&) = delete;
  LibusbBus& operator=(const LibusbBus&) = delete;

  [[nodiscard]] Result<void> start();
  [[nodiscard]] std::vector<Description> devices() override;
  [[nodiscard]] Result<std::unique_ptr<Transport>> open(const Description& device,
                                                        const Interface& interface) override;

 private:
  struct Plugged {
    libusb_device* device;
    Description description;
  };

  void run();
  void on_change(libusb_device* device, libusb_hotplug_event event);
  static int LIBUSB_CALL on_hotplug(libusb_context*, libusb_device* device,
                                    libusb_hotplug_event event, void* self) {
    static_cast<LibusbBus*>(self)->on_change(device, event);
    return 0;  // stay registered
  }

  Watcher watcher_;
  libusb_context* context_ = nullptr;
  libusb_hotplug_callback_handle hotplug_ = 0;
  std::thread thread_;
  std::mutex mutex_;
  std::vector<Plugged> plugged_;
  bool stopping_ = false;
};

Result<void> LibusbBus::start() {
  if (const int code = libusb_init(&context_); code != LIBUSB_SUCCESS) {
    context_ = nullptr;
    return tl::unexpected(error_of(code, "starting libusb"));
  }
  if (libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG) == 0) {
    return tl::unexpected(Error{Fault::Unsupported, "this libusb does not report hot-plug"});
  }
  const int code = libusb_hotplug_register_callback(
      context_, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
      LIBUSB_HOTPLUG_ENUMERATE, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
      LIBUSB_HOTPLUG_MATCH_ANY, &on_hotplug, this, &hotplug_);
  if (code != LIBUSB_SUCCESS) return tl::unexpected(error_of(code, "watching the bus"));
  thread_ = std::thread([this] { run(); });
  return {};
}

LibusbBus::~LibusbBus() {
  if (context_ == nullptr) return;
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    libusb_hotplug_deregister_callback(context_, hotplug_);
    libusb_interrupt_event_handler(context_);
    thread_.join();
  }
  for (const Plugged& one : plugged_)
    libusb_unref_device(one.device);
  libusb_exit(context_);
}

void LibusbBus::run() {
  const auto stopping = [this] {
    const std::lock_guard lock(mutex_);
    return stopping_;
  };
  while (!stopping()) {
    timeval limit{1, 0};
    // An error here ends with the device that made it; the next turn serves the others.
    if (libusb_handle_events_timeout(context_, &limit) != LIBUSB_SUCCESS) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
}

void LibusbBus::on_change(libusb_device* device, libusb_hotplug_event event) {
  Change change;
  {
    const std::lock_guard lock(mutex_);
    const auto known = std::find_if(plugged_.begin(), plugged_.end(),
                                    [&](const Plugged& one) { return one.device == device; });
    if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED) {
      if (known != plugged_.end()) return;  // enumerated and reported at the same time
      change = {Change::Kind::Arrived, description_of(device)};
      plugged_.push_back({libusb_ref_device(device), change.device});
    } else {
      if (known == plugged_.end()) return;
      change = {Change::Kind::Left, known->description};
      libusb_unref_device(known->device);
      plugged_.erase(known);
    }
  }
  if (watcher_) watcher_(change);
}

// The kernel's driver may take an interface a moment after the device has arrived, so it is asked
// every time; what it has told is kept, because it forgets when we take the interface.
std::vector<Description> LibusbBus::devices() {
  const std::lock_guard lock(mutex_);
  std::vector<Description> all;
  for (Plugged& one : plugged_) {
    for (Interface& interface : one.description.interfaces) {
      if (interface.device_class != LIBUSB_CLASS_HID || !interface.reports.empty()) continue;
      interface.reports = known_reports(one.description, interface);
    }
    all.push_back(one.description);
  }
  return all;
}

Result<std::unique_ptr<Transport>> LibusbBus::open(const Description& device,
                                                   const Interface& interface) {
  libusb_device* found = nullptr;
  {
    const std::lock_guard lock(mutex_);
    for (const Plugged& one : plugged_) {
      if (one.description.port == device.port && one.description.address == device.address) {
        found = libusb_ref_device(one.device);
      }
    }
  }
  if (found == nullptr) {
    return tl::unexpected(Error{Fault::Absent, "nothing stands at port " + device.port});
  }
  auto transport = LibusbTransport::open(found, device, interface);
  libusb_unref_device(found);
  return transport;
}

}  // namespace

Result<std::unique_ptr<Bus>> open_libusb_bus(Bus::Watcher watcher) {
  auto bus = std::make_unique<LibusbBus>(std::move(watcher));
  if (const auto started = bus->start(); !started) return tl::unexpected(started.error());
  return bus;
}

}  // namespace slipway::devices::usb
