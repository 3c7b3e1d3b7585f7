#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace slipway::command {

// A picture in shades of grey, row by row, 0 is black.
struct Photograph {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> grey;
};

// Reads a PNG of at most 64 megapixels, of any depth and colour. The error is a sentence.
[[nodiscard]] tl::expected<Photograph, std::string> read_photograph(
    const std::filesystem::path& file);

// The texts of all QR codes in it, also turned, dirty or at an angle.
[[nodiscard]] std::vector<std::string> qr_texts(const Photograph& photograph);

}  // namespace slipway::command
