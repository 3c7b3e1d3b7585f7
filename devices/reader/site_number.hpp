#pragma once

#include "devices/reader/card_number.hpp"
#include "devices/reader/mifare_sector.hpp"

namespace slipway::devices {

// Where a shop keeps its own number of a card, and how it is written there.
struct SiteNumber {
  MifareSector sector;
  NumberFormat format = NumberFormat::Digits;
};

}  // namespace slipway::devices
