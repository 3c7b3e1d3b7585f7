#pragma once

#include <filesystem>

#include "devices/fault.hpp"
#include "devices/printer/page.hpp"

namespace slipway::devices {

// Writes the page as a black and white PNG, one pixel a dot. The file appears whole or not at all.
// Media: the disk did not take it; nothing is left behind then.
[[nodiscard]] Result<void> write_png(const Page& page, const std::filesystem::path& file);

// Reads such a file back, dot for dot. Refuses anything but a page of ours.
[[nodiscard]] Result<Page> read_png(const std::filesystem::path& file);

}  // namespace slipway::devices
