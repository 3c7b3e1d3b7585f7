#include <png.h>

#include "command/photograph.hpp"

namespace slipway::command {

namespace {

constexpr std::uint64_t kMostPixels = 64'000'000;

}  // namespace

tl::expected<Photograph, std::string> read_photograph(const std::filesystem::path& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const auto failed = [&](const std::string& why) {
    png_image_free(&image);
    return tl::unexpected(file.string() + ": " + why + "; expected a photograph as PNG");
  };
  if (png_image_begin_read_from_file(&image, file.c_str()) == 0) return failed(image.message);
  if (std::uint64_t{image.width} * image.height > kMostPixels) return failed("too large");
  image.format = PNG_FORMAT_GRAY;
  Photograph photograph;
  photograph.width = static_cast<int>(image.width);
  photograph.height = static_cast<int>(image.height);
  photograph.grey.resize(PNG_IMAGE_SIZE(image));
  // What is transparent is seen on white paper.
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, photograph.grey.data(), 0, nullptr) == 0) {
    return failed(image.message);
  }
  return photograph;
}

}  // namespace slipway::command
