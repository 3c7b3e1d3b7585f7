#pragma once

#include <filesystem>

namespace slipway::desk::view {

// Opens every screen with made-up data in both sizes, languages and themes, checks that the window
// did not grow beyond the screen, and writes a PNG of each into the folder. Prints what overflowed
// and "N passed, M failed"; returns the exit status.
[[nodiscard]] int show_gallery(const std::filesystem::path& folder);

}  // namespace slipway::desk::view
