#pragma once

#include <optional>

#include "devices/reader/card_number.hpp"
#include "devices/reader/mifare_sector.hpp"
#include "program/settings.hpp"

namespace slipway::devices {

// What devices.toml says of how the shop's cards are numbered; the service and `slipway devices
// test swipe` read it alike.
struct ReaderSettings {
  NumberFormat number = NumberFormat::Digits;
  std::optional<MifareSector> sector;
};

// Refuses a format that is none and a sector that is none, whose value it does not repeat. The
// settings have the service's keys.
[[nodiscard]] program::Result<ReaderSettings> reader_settings(const program::Settings& settings);

}  // namespace slipway::devices
