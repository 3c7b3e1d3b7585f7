#include "devices/printer/device_id.hpp"

#include <algorithm>
#include <string_view>

#include "devices/usb/descriptors.hpp"

namespace slipway::devices {

namespace {

constexpr std::size_t kHead = 2;
constexpr std::size_t kShortest = 14;  // as CUPS has it: nothing shorter says anything

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kShortest) return {};
  const auto is_length = [&](std::size_t length) {
    return length >= kShortest && length <= bytes.size();
  };
  std::size_t length = static_cast<std::size_t>(bytes[0] << 8 | bytes[1]);
  if (!is_length(length)) length = static_cast<std::size_t>(bytes[1] << 8 | bytes[0]);
  if (!is_length(length)) return {};
  return {reinterpret_cast<const char*>(bytes.data()) + kHead, length - kHead};
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

}  // namespace

DeviceId read_device_id(std::span<const std::uint8_t> bytes) {
  DeviceId id;
  std::string_view text = text_of(bytes);
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = pair.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = upper(usb::printable(std::string(pair.substr(0, colon))));
    std::string value = usb::printable(std::string(pair.substr(colon + 1)));
    if (key == "MFG" || key == "MANUFACTURER")
      id.maker = std::move(value);
    else if (key == "MDL" || key == "MODEL")
      id.model = std::move(value);
    else if (key == "CMD" || key == "COMMAND SET")
      id.commands = std::move(value);
  }
  return id;
}

}  // namespace slipway::devices
