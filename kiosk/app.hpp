#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "program/settings.hpp"
#include "refund/phrase.hpp"

namespace slipway::kiosk {

// What kiosk.toml says, checked.
struct Setup {
  std::string name;
  std::string sync_endpoint;
  std::string devices_endpoint;
  int width = 1080;
  int height = 1920;
  bool is_fullscreen = true;
  refund::Language language = refund::Language::Chinese;
};

[[nodiscard]] const std::vector<program::Key>& setup_keys();
[[nodiscard]] program::Result<Setup> read_setup(const program::Settings& settings);

// Runs until the window is closed or the program is told to end (SIGTERM, SIGINT); the exit status.
[[nodiscard]] int run(const Setup& setup);

// See view/gallery_walk.hpp.
[[nodiscard]] int draw_gallery(const std::filesystem::path& folder, const std::string& only);

}  // namespace slipway::kiosk
