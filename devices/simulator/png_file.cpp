#include "devices/simulator/png_file.hpp"

#include <png.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

namespace slipway::devices {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_file(const std::filesystem::path& file, const char* mode) {
  return File(std::fopen(file.c_str(), mode), &std::fclose);
}

tl::unexpected<Error> failed(const std::filesystem::path& file, const std::string& why) {
  return tl::unexpected(Error{Fault::Media, file.string() + ": " + why});
}

// libpng jumps out of its calls on an error. These two functions keep nothing on the stack that
// such a jump could leave behind.
bool put(std::FILE* file, const Page& page) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  if (png == nullptr) return false;
  png_infop head = png_create_info_struct(png);
  if (head == nullptr || setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_write_struct(&png, &head);
    return false;
  }
  png_init_io(png, file);
  png_set_IHDR(png, head, static_cast<png_uint_32>(page.width),
               static_cast<png_uint_32>(page.height), 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(png, head, 8000, 8000, PNG_RESOLUTION_METER);  // 203 dpi: 8 dots are a millimetre
  png_write_info(png, head);
  png_set_invert_mono(png);  // in a Page 1 is black, in PNG 0
  for (int row = 0; row < page.height; ++row) {
    png_write_row(png, page.rows.data() + static_cast<std::size_t>(row) * page.row_bytes());
  }
  png_write_end(png, head);
  png_destroy_write_struct(&png, &head);
  return true;
}

bool get(std::FILE* file, Page& page) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  if (png == nullptr) return false;
  png_infop head = png_create_info_struct(png);
  if (head == nullptr || setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_read_struct(&png, &head, nullptr);
    return false;
  }
  png_init_io(png, file);
  png_read_info(png, head);
  page.width = static_cast<int>(std::min<png_uint_32>(png_get_image_width(png, head), 1 << 20));
  page.height = static_cast<int>(std::min<png_uint_32>(png_get_image_height(png, head), 1 << 20));
  const bool ours = png_get_bit_depth(png, head) == 1 &&
                    png_get_color_type(png, head) == PNG_COLOR_TYPE_GRAY && page.width <= 1024 &&
                    page.height <= 16'384;
  if (ours) {
    png_set_invert_mono(png);
    page.rows.resize(page.row_bytes() * static_cast<std::size_t>(page.height));
    for (int row = 0; row < page.height; ++row) {
      png_read_row(png, page.rows.data() + static_cast<std::size_t>(row) * page.row_bytes(),
                   nullptr);
    }
  }
  png_destroy_read_struct(&png, &head, nullptr);
  return ours;
}

}  // namespace

Result<void> write_png(const Page& page, const std::filesystem::path& file) {
  if (!page.is_sound()) return tl::unexpected(Error{Fault::Protocol, "the page is not sound"});
  std::filesystem::path part = file;
  part += ".part";
  bool written = false;
  {
    const File out = open_file(part, "wb");
    if (!out) return failed(file, std::strerror(errno));
    written = put(out.get(), page) && std::fflush(out.get()) == 0;
  }
  std::error_code trouble;
  if (written) std::filesystem::rename(part, file, trouble);
  if (written && !trouble) return {};
  std::error_code ignored;  // the first trouble is the news
  std::filesystem::remove(part, ignored);
  return failed(file, written ? trouble.message() : "it could not be written");
}

Result<Page> read_png(const std::filesystem::path& file) {
  const File in = open_file(file, "rb");
  if (!in) return failed(file, std::strerror(errno));
  Page page;
  if (!get(in.get(), page) || !page.is_sound()) return failed(file, "not a page of ours");
  return page;
}

}  // namespace slipway::devices
