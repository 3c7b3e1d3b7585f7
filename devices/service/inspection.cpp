#include "devices/service/inspection.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <regex>

#include "devices/service/kept_file.hpp"

namespace slipway::devices {
namespace {

constexpr std::size_t kMostBytes = 4096;  // three lines need less than 600

// A descriptor that is closed.
class Handle {
 public:
  explicit Handle(int descriptor) : descriptor_(descriptor) {}
  ~Handle() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Error io_error(const std::filesystem::path& file) {
  return {Fault::Access, file.string() + ": " + std::strerror(errno)};
}

std::string numbers_of(std::uint16_t vendor, std::uint16_t product) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04x:%04x", vendor, product);
  return text.data();
}

std::string line_of(const Inspected& one) {
  return std::string(name_of(one.role)) + " " + numbers_of(one.vendor, one.product) + " " +
         one.port + " " + one.serial;
}

std::optional<Inspected> inspected_from(const std::string& line) {
  static const std::regex kLine(
      "(reader|printer|pad) ([0-9a-f]{4}):([0-9a-f]{4}) ([0-9][0-9.-]{0,40}) ([ -~]{0,126})");
  std::smatch part;
  if (!std::regex_match(line, part, kLine)) return std::nullopt;
  Inspected one;
  for (const Role role : kRoles) {
    if (part[1] == name_of(role)) one.role = role;
  }
  one.vendor = static_cast<std::uint16_t>(std::stoul(part[2], nullptr, 16));
  one.product = static_cast<std::uint16_t>(std::stoul(part[3], nullptr, 16));
  one.port = part[4];
  one.serial = part[5];
  return one;
}

}  // namespace

Inspected inspected_as(Role role, const usb::Description& device) {
  return {role, device.vendor, device.product, device.port, device.serial};
}

bool has_numbers_of(const Inspected& inspected, const usb::Description& device) {
  return inspected.vendor == device.vendor && inspected.product == device.product;
}

bool is_same(const Inspected& inspected, const usb::Description& device, Identity identity) {
  if (!has_numbers_of(inspected, device)) return false;
  if (identity == Identity::Port) return inspected.port == device.port;
  if (inspected.serial != device.serial) return false;
  return !device.serial.empty() || inspected.port == device.port;
}

Inspection::Inspection(const std::filesystem::path& folder, const Identities& identities)
    : file_(folder.empty() ? folder : folder / kInspectedFile), identities_(identities) {}

Result<std::vector<Inspected>> Inspection::read() const {
  const Handle handle(::open(file_.c_str(), O_RDONLY | O_CLOEXEC));
  if (handle.get() < 0 && errno == ENOENT) return {};
  if (handle.get() < 0) return tl::unexpected(io_error(file_));
  std::string text(kMostBytes + 1, '\0');
  const ssize_t came = ::read(handle.get(), text.data(), text.size());
  // What cannot be read is not the same as nothing: everybody would be admitted.
  if (came < 0) return tl::unexpected(io_error(file_));
  text.resize(static_cast<std::size_t>(came));
  std::vector<Inspected> all;
  std::size_t begin = 0;
  for (int number = 1; begin < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const auto one = inspected_from(text.substr(begin, end - begin));
    const bool is_second = one && std::any_of(all.begin(), all.end(), [&](const Inspected& other) {
                             return other.role == one->role;
                           });
    if (!one || is_second || end == text.size()) {
      return tl::unexpected(Error{
          Fault::Protocol, file_.string() + ", line " + std::to_string(number) +
                               ": no device as `slipway devices accept` writes it; accept each "
                               "device anew"});
    }
    all.push_back(*one);
    begin = end + 1;
  }
  return all;
}

Result<std::optional<Inspected>> Inspection::of(Role role) const {
  if (file_.empty()) return std::optional<Inspected>();
  const auto all = read();
  if (!all) return tl::unexpected(all.error());
  const auto found = std::find_if(all->begin(), all->end(),
                                  [&](const Inspected& one) { return one.role == role; });
  return found == all->end() ? std::optional<Inspected>() : std::optional(*found);
}

std::optional<Candidate> Inspection::choose(Role role, const std::string& port,
                                            const std::vector<usb::Description>& plugged) const {
  const auto known = of(role);
  if (!port.empty() || !known || !known->has_value()) return devices::choose(role, port, plugged);
  std::vector<usb::Description> alike;
  std::copy_if(plugged.begin(), plugged.end(), std::back_inserter(alike),
               [&](const usb::Description& one) { return has_numbers_of(**known, one); });
  if (auto there = devices::choose(role, (*known)->port, alike)) return there;
  if (auto moved = devices::choose(role, "", alike)) return moved;
  return devices::choose(role, "", plugged);
}

Result<void> Inspection::check(Role role, const usb::Description& device) const {
  const auto known = of(role);
  if (!known) return tl::unexpected(known.error());
  if (!known->has_value() || is_same(**known, device, devices::of(role, identities_))) return {};
  return tl::unexpected(Error{Fault::Strange, "not the " + std::string(name_of(role)) +
                                                  " that was inspected (" + line_of(**known) +
                                                  "): " + line_of(inspected_as(role, device))});
}

Result<void> Inspection::admit(Role role, const usb::Description& device) {
  const auto known = of(role);
  if (known && !known->has_value()) return accept(role, device);
  return check(role, device);
}

Result<void> Inspection::accept(Role role, const usb::Description& device) {
  if (file_.empty()) return {};
  const Inspected one = inspected_as(role, device);
  if (inspected_from(line_of(one)) != one) {
    return tl::unexpected(Error{Fault::Protocol, "a serial number or a port as no device has"});
  }
  const std::lock_guard lock(mutex_);
  // The folder's lock keeps the service and the command line from writing over each other.
  const Handle folder(::open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::flock(folder.get(), LOCK_EX) != 0) {
    return tl::unexpected(io_error(file_.parent_path()));
  }
  auto before = read();
  if (!before && before.error().fault == Fault::Access) return tl::unexpected(before.error());
  auto all = std::move(before).value_or(std::vector<Inspected>());
  std::erase_if(all, [&](const Inspected& other) { return other.role == role; });
  all.push_back(one);
  std::string text;
  for (const Inspected& each : all)
    text += line_of(each) + "\n";
  return keep(file_, text, Safe::FromPowerLoss);
}

}  // namespace slipway::devices
