#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "devices/printer/page.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// Cuts a page into pieces of whole rows, each a command of its own that is no longer than
// `most_bytes` with its `header`, and cuts between two rows wherever the last byte of the one and
// the first of the other are a pair that a printer would obey at once.
struct StripRule {
  std::size_t header = 0;  // bytes before the dots
  std::size_t most_bytes = 0;
  std::function<bool(std::uint8_t last, std::uint8_t first)> is_pair;
  std::function<usb::Bytes(std::span<const std::uint8_t> rows, std::size_t row_bytes)> command;
};

// `page` is sound, and one row of it fits.
[[nodiscard]] std::vector<usb::Bytes> strips_of(const Page& page, const StripRule& rule);

}  // namespace slipway::devices
