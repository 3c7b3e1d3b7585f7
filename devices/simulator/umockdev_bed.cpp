#include "devices/simulator/umockdev_bed.hpp"

#include <sys/stat.h>
#include <umockdev.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "devices/simulator/umockdev_node.hpp"
#include "devices/usb/descriptors.hpp"
#include "devices/usb/hid.hpp"

namespace slipway::devices {
namespace {

constexpr const char* kPreload = "libumockdev-preload.so.0";

using Node = std::shared_ptr<UmockdevNode>;

// Signals of umockdev, in its worker thread. Each connection owns a share of the node, so that it
// lives as long as somebody can still call it.
gboolean on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer node) {
  return (*static_cast<Node*>(node))->on_ioctl(client) ? TRUE : FALSE;
}

void on_connected_changed(UMockdevIoctlClient* client, GParamSpec*, gpointer node) {
  if (umockdev_ioctl_client_get_connected(client) == FALSE) {
    (*static_cast<Node*>(node))->on_closed(client);
  }
}

void drop(gpointer node, GClosure*) {
  delete static_cast<Node*>(node);
}

void on_client_connected(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer node) {
  g_signal_connect_data(client, "notify::connected", G_CALLBACK(on_connected_changed),
                        new Node(*static_cast<Node*>(node)), &drop, GConnectFlags{});
}

std::string hex_of(const usb::Bytes& bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0x0F];
  }
  return text;
}

std::string three_digits(int number) {
  const std::string text = std::to_string(number);
  return std::string(3 - std::min<std::size_t>(3, text.size()), '0') + text;
}

// What a device answers when it is asked for the report descriptor of a HID interface.
usb::Bytes reports_of(usb::VirtualDevice& device, const usb::Interface& interface) {
  const auto length = usb::hid::report_descriptor_length(interface.extra);
  if (!length) return {};
  usb::Transfer asked;
  asked.setup = {0x81,
                 0x06,
                 0x00,
                 0x22,
                 interface.number,
                 0,
                 static_cast<std::uint8_t>(*length & 0xFF),
                 static_cast<std::uint8_t>(*length >> 8)};
  asked.buffer.resize(*length);
  device.submit(&asked);
  if (asked.status != 0) return {};
  asked.buffer.resize(asked.actual);
  return std::move(asked.buffer);
}

// A fresh number for every plugging, as the kernel gives it.
class DeviceNumbers {
 public:
  [[nodiscard]] int next() {
    const std::lock_guard lock(mutex_);
    last_ = last_ == 127 ? 2 : last_ + 1;  // 1 is the root hub's
    return last_;
  }

 private:
  std::mutex mutex_;
  int last_ = 1;
};

class UmockdevSeat final : public Seat {
 public:
  UmockdevSeat(UMockdevTestbed* bed, DeviceNumbers& numbers, std::string port,
               usb::VirtualDevice& device)
      : bed_(bed), numbers_(numbers), port_(std::move(port)), device_(device) {}
  ~UmockdevSeat() override { UmockdevSeat::unplug(); }
  UmockdevSeat(const UmockdevSeat&) = delete;
  UmockdevSeat& operator=(const UmockdevSeat&) = delete;

  [[nodiscard]] Result<void> plug() override;
  void unplug() override;
  [[nodiscard]] bool is_plugged() const override { return node_ != nullptr; }
  void with_device(const std::function<void(usb::VirtualDevice&)>& act) override {
    const std::lock_guard lock(device_lock_);
    act(device_);
  }

 private:
  [[nodiscard]] std::string record(int number) const;
  void tell_reports();

  UMockdevTestbed* bed_;
  DeviceNumbers& numbers_;
  std::string port_;
  usb::VirtualDevice& device_;
  std::mutex device_lock_;
  Node node_;
  std::string syspath_;
  std::string path_;  // "/dev/bus/usb/001/005"
};

// What umockdev-record would have written of such a device. There is no N: line, because the node
// exists already, as a FIFO.
std::string UmockdevSeat::record(int number) const {
  const auto text = std::to_string(number);
  return "P: " + syspath_.substr(4) +
         "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DEVNAME=" + path_ +
         "\nE: BUSNUM=001\nE: DEVNUM=" + three_digits(number) +
         "\nE: MAJOR=189\nE: MINOR=" + std::to_string(number - 1) +
         "\nA: busnum=1\\n\nA: devnum=" + text +
         "\\n\nA: speed=12\\n\nA: bConfigurationValue=1\\n\nA: dev=189:" +
         std::to_string(number - 1) + "\\n\nH: descriptors=" + hex_of(device_.descriptors()) + "\n";
}

// As the kernel's HID driver does when it has taken an interface.
void UmockdevSeat::tell_reports() {
  const auto description = usb::describe(device_.descriptors(), device_.strings());
  if (!description) return;
  gchar* root = umockdev_testbed_get_root_dir(bed_);
  const std::filesystem::path place = std::string(root) + syspath_;
  g_free(root);
  for (const usb::Interface& interface : description->interfaces) {
    const usb::Bytes bytes = reports_of(device_, interface);
    if (bytes.empty()) continue;
    const auto folder =
        place / (port_ + ":1." + std::to_string(interface.number)) / "0003:0000:0000.0001";
    std::error_code ignored;  // a program finds the device without, when its port is named
    std::filesystem::create_directories(folder, ignored);
    std::ofstream file(folder / "report_descriptor", std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
}

Result<void> UmockdevSeat::plug() {
  if (is_plugged()) return {};
  const int number = numbers_.next();
  syspath_ = "/sys/devices/pci0000:00/0000:00:14.0/usb1/" + port_;
  path_ = "/dev/bus/usb/001/" + three_digits(number);
  gchar* root = umockdev_testbed_get_root_dir(bed_);
  const std::filesystem::path file = std::string(root) + path_;
  g_free(root);
  std::error_code trouble;
  std::filesystem::create_directories(file.parent_path(), trouble);
  if (trouble || ::mkfifo(file.c_str(), 0600) != 0) {
    return tl::unexpected(Error{
        Fault::Access, "cannot make the node " + file.string() + ": " + std::strerror(errno)});
  }
  tell_reports();
  const auto node = std::make_shared<UmockdevNode>(device_, device_lock_, file.string());
  if (!node->is_open()) {
    return tl::unexpected(
        Error{Fault::Protocol, "the simulated device at " + port_ + " has no sound descriptors"});
  }
  with_device([&](usb::VirtualDevice& device) {
    device.on_ended([raw = node.get()](usb::Transfer* transfer) { raw->on_ended(transfer); });
  });
  UMockdevIoctlBase* base = umockdev_ioctl_base_new();
  g_signal_connect_data(base, "handle-ioctl", G_CALLBACK(on_ioctl), new Node(node), &drop,
                        GConnectFlags{});
  g_signal_connect_data(base, "client-connected", G_CALLBACK(on_client_connected), new Node(node),
                        &drop, GConnectFlags{});
  const bool attached = umockdev_testbed_attach_ioctl(bed_, path_.c_str(), base, nullptr) != FALSE;
  g_object_unref(base);
  GError* error = nullptr;
  if (!attached ||
      umockdev_testbed_add_from_string(bed_, record(number).c_str(), &error) == FALSE) {
    const std::string text = error != nullptr ? error->message : "umockdev took no handler";
    if (error != nullptr) g_error_free(error);
    return tl::unexpected(Error{Fault::Protocol, text});
  }
  node_ = node;
  return {};
}

void UmockdevSeat::unplug() {
  if (!is_plugged()) return;
  {
    const std::lock_guard lock(device_lock_);
    node_->vanish();
    device_.on_ended({});
  }
  // Programs that hold the node still reap what has ended through the connection that they have.
  umockdev_testbed_uevent(bed_, syspath_.c_str(), "remove");
  umockdev_testbed_remove_device(bed_, syspath_.c_str());
  umockdev_testbed_detach_ioctl(bed_, path_.c_str(), nullptr);
  gchar* root = umockdev_testbed_get_root_dir(bed_);
  std::error_code ignored;  // removed together with the device
  std::filesystem::remove(std::string(root) + path_, ignored);
  std::filesystem::remove_all(std::string(root) + syspath_, ignored);
  g_free(root);
  node_.reset();
}

class OpenUmockdevBed final : public UmockdevBed {
 public:
  OpenUmockdevBed() : bed_(umockdev_testbed_new()) {}
  ~OpenUmockdevBed() override { g_object_unref(bed_); }
  OpenUmockdevBed(const OpenUmockdevBed&) = delete;
  OpenUmockdevBed& operator=(const OpenUmockdevBed&) = delete;

  [[nodiscard]] std::string folder() const override {
    gchar* root = umockdev_testbed_get_root_dir(bed_);
    std::string text = root;
    g_free(root);
    return text;
  }
  [[nodiscard]] std::unique_ptr<Seat> seat(const std::string& port,
                                           usb::VirtualDevice& device) override {
    return std::make_unique<UmockdevSeat>(bed_, numbers_, port, device);
  }

 private:
  UMockdevTestbed* bed_;
  DeviceNumbers numbers_;
};

}  // namespace

Result<std::unique_ptr<UmockdevBed>> UmockdevBed::open() {
  auto bed = std::make_unique<OpenUmockdevBed>();
  // umockdev remembers its first answer, and before there is a test bed that is "no".
  if (umockdev_in_mock_environment() == FALSE) {
    return tl::unexpected(
        Error{Fault::Unsupported, std::string("this process does not run under ") + kPreload});
  }
  return bed;
}

Result<void> preload_umockdev(char** argv) {
  const char* preloaded = std::getenv("LD_PRELOAD");
  const std::string before = preloaded == nullptr ? "" : preloaded;
  if (before.find(kPreload) != std::string::npos) return {};
  const std::string list = before.empty() ? kPreload : before + ":" + kPreload;
  ::setenv("LD_PRELOAD", list.c_str(), 1);
  ::execv("/proc/self/exe", argv);
  return tl::unexpected(Error{Fault::Unsupported, std::string("cannot start anew under ") +
                                                      kPreload + ": " + std::strerror(errno)});
}

}  // namespace slipway::devices
