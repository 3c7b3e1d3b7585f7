#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace slipway::devices {

// What a printer says of itself over the control pipe (IEEE 1284 device id, printer class 1.1,
// 4.2.1). It costs no paper and disturbs no command that an earlier job left open.
struct DeviceId {
  std::string maker;     // MFG
  std::string model;     // MDL
  std::string commands;  // CMD: the languages, as the maker spells them
  friend bool operator==(const DeviceId&, const DeviceId&) = default;
};

// Two bytes of length, big-endian (some firmwares have it little-endian) and counting themselves,
// then "KEY:value;" in ASCII. What makes no sense is left empty; values are printable and at most
// 126 characters.
[[nodiscard]] DeviceId read_device_id(std::span<const std::uint8_t> bytes);

}  // namespace slipway::devices
