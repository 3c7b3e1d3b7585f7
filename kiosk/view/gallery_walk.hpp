#pragma once

#include <gtkmm.h>

#include <filesystem>
#include <string>

namespace slipway::kiosk::view {

// Draws every screen in three sizes, two languages and three modes into the folder, one PNG each;
// `only`, when not empty, keeps the pictures whose name contains it. A picture fails when the
// screen is larger than its size, when something on it is cut off, or when GTK complains. Prints
// "N passed, M failed"; the exit status, 1 when any failed.
[[nodiscard]] int draw_gallery(Gtk::Application& application, const std::filesystem::path& folder,
                               const std::string& only);

}  // namespace slipway::kiosk::view
