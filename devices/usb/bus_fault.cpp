#include "devices/usb/bus_fault.hpp"

#include <array>
#include <charconv>

namespace slipway::devices::usb {
namespace {

constexpr std::array<const char*, kBusFaults> kNames = {
    "stall",  "short",   "babble", "silence", "gone",       "elsewhere",
    "repeat", "reorder", "slow",   "empty",   "reenumerate"};
constexpr std::size_t kFarthest = 1'000'000;

}  // namespace

const char* name_of(BusFault fault) {
  return kNames.at(static_cast<std::size_t>(fault));
}

std::optional<PlannedFault> planned_fault(std::string_view words) {
  constexpr std::string_view kFirst = "fault ";
  if (!words.starts_with(kFirst)) return std::nullopt;
  words.remove_prefix(kFirst.size());
  const auto name = words.substr(0, words.find(' '));
  PlannedFault planned;
  if (name.size() != words.size()) {
    const auto number = words.substr(name.size() + 1);
    const char* const end = number.data() + number.size();
    const auto [stop, trouble] = std::from_chars(number.data(), end, planned.transfer);
    const bool is_sound = trouble == std::errc{} && stop == end;
    if (!is_sound || planned.transfer == 0 || planned.transfer > kFarthest) return std::nullopt;
  }
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name != kNames.at(i)) continue;
    planned.fault = static_cast<BusFault>(i);
    return planned;
  }
  return std::nullopt;
}

std::string help_on_faults() {
  std::string words = "fault KIND N (of the Nth transfer from now; KIND is";
  for (const char* name : kNames)
    words += std::string(name == kNames.front() ? " " : ", ") + name;
  return words + "), fault none";
}

}  // namespace slipway::devices::usb
