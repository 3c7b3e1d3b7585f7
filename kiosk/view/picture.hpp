#pragma once

#include <gtkmm.h>

#include <filesystem>

namespace slipway::kiosk::view {

// Writes what the window shows as a PNG, as its renderer draws it. False when it has drawn nothing
// yet or the file cannot be written.
[[nodiscard]] bool save_picture(Gtk::Window& window, const std::filesystem::path& file);

}  // namespace slipway::kiosk::view
