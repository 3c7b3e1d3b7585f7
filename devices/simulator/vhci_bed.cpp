#include "devices/simulator/vhci_bed.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <thread>

#include "devices/simulator/usbip_port.hpp"

namespace slipway::devices {
namespace {

constexpr int kFree = 4;       // VDEV_ST_NULL of the kernel's usbip_common.h
constexpr int kFullSpeed = 2;  // USB_SPEED_FULL of linux/usb/ch9.h: what the descriptors say
constexpr int kAnyBus = 1 << 16;
// The kernel frees a port some time after its line has ended.
constexpr int kAttachTries = 100;
constexpr std::chrono::milliseconds kAttachPause(20);
constexpr std::chrono::seconds kEnumeration(10);

// Closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> refused(Fault fault, const std::string& text) {
  return tl::make_unexpected(Error{fault, text});
}

// The ports of one controller: which are free, and who of this process sits where.
class Controller {
 public:
  explicit Controller(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // A port that nobody of this process has, from now on the caller's.
  [[nodiscard]] std::optional<int> take_port() {
    std::ifstream file(folder_ / "status");
    std::stringstream text;
    text << file.rdbuf();
    for (const int port : free_vhci_ports(text.str())) {
      if (taken_.insert(port).second) return port;
    }
    return std::nullopt;
  }
  void give_back(int port) { taken_.erase(port); }
  // Hands the kernel one end of a line; it holds it itself then.
  [[nodiscard]] Result<void> attach(int port, int socket) const;

 private:
  std::filesystem::path folder_;
  std::set<int> taken_;
};

Result<void> Controller::attach(int port, int socket) const {
  const std::string words = std::to_string(port) + " " + std::to_string(socket) + " " +
                            std::to_string(kAnyBus | (port + 1)) + " " + std::to_string(kFullSpeed);
  const auto size = static_cast<ssize_t>(words.size());
  int why = EBUSY;
  for (int tries = 0; tries < kAttachTries && why == EBUSY; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(kAttachPause);
    const Descriptor file(::open((folder_ / "attach").c_str(), O_WRONLY | O_CLOEXEC));
    if (file.number() >= 0 && ::write(file.number(), words.data(), words.size()) == size) return {};
    why = errno;
  }
  return refused(why == EBUSY ? Fault::Busy : Fault::Access,
                 "vhci_hcd does not take a device at port " + std::to_string(port) + ": " +
                     std::strerror(why));
}

class VhciSeat final : public Seat {
 public:
  VhciSeat(Controller& controller, usb::VirtualDevice& device)
      : controller_(controller), device_(device) {}
  ~VhciSeat() override {
    port_.reset();
    if (place_) controller_.give_back(*place_);
  }
  VhciSeat(const VhciSeat&) = delete;
  VhciSeat& operator=(const VhciSeat&) = delete;

  [[nodiscard]] Result<void> plug() override;
  void unplug() override { port_.reset(); }
  [[nodiscard]] bool is_plugged() const override { return port_ && port_->is_alive(); }
  void with_device(const std::function<void(usb::VirtualDevice&)>& act) override {
    const std::lock_guard lock(device_lock_);
    act(device_);
  }

 private:
  Controller& controller_;
  usb::VirtualDevice& device_;
  std::mutex device_lock_;
  std::optional<int> place_;
  std::unique_ptr<UsbipPort> port_;
};

Result<void> VhciSeat::plug() {
  if (is_plugged()) return {};
  port_.reset();
  if (!place_) place_ = controller_.take_port();
  if (!place_) return refused(Fault::Busy, "every port of vhci_hcd is taken");
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return refused(Fault::Unsupported, std::string("no more lines: ") + std::strerror(errno));
  }
  const Descriptor kernels(ends[1]);
  port_ = std::make_unique<UsbipPort>(device_, device_lock_, ends[0]);
  auto attached = controller_.attach(*place_, kernels.number());
  if (attached && !port_->becomes_configured(kEnumeration)) {
    attached = refused(Fault::Timeout, "the kernel does not finish with the device at port " +
                                           std::to_string(*place_));
  }
  if (!attached) port_.reset();
  return attached;
}

class OpenVhciBed final : public VhciBed {
 public:
  explicit OpenVhciBed(const std::filesystem::path& folder) : controller_(folder) {}
  [[nodiscard]] std::unique_ptr<Seat> seat(const std::string& /*port*/,
                                           usb::VirtualDevice& device) override {
    return std::make_unique<VhciSeat>(controller_, device);
  }

 private:
  Controller controller_;
};

}  // namespace

const std::filesystem::path VhciBed::kFolder("/sys/devices/platform/vhci_hcd.0");

bool VhciBed::is_possible(const std::filesystem::path& folder) {
  return ::access((folder / "attach").c_str(), W_OK) == 0;
}

Result<std::unique_ptr<VhciBed>> VhciBed::open(const std::filesystem::path& folder) {
  if (is_possible(folder)) return std::make_unique<OpenVhciBed>(folder);
  return refused(
      Fault::Absent,
      "there is no virtual host controller to write to; as root, say 'modprobe vhci-hcd'");
}

std::vector<int> free_vhci_ports(const std::string& status) {
  std::vector<int> ports;
  std::istringstream lines(status);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hub;
    int port = -1;
    int state = -1;
    if (words >> hub >> port >> state && hub == "hs" && port >= 0 && state == kFree) {
      ports.push_back(port);
    }
  }
  return ports;
}

}  // namespace slipway::devices
