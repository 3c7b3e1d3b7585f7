#include "devices/simulator/png_file.hpp"

#include <unistd.h>

#include <fstream>

#include "tests/catch.hpp"

using namespace slipway::devices;

namespace {

class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("slipway-png-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

Page striped(int width, int height) {
  Page page{width, height, {}};
  page.rows.resize(page.row_bytes() * static_cast<std::size_t>(height));
  for (std::size_t at = 0; at < page.rows.size(); ++at) {
    page.rows[at] = static_cast<std::uint8_t>(at * 37 + at / 7);
  }
  return page;
}

}  // namespace

TEST_CASE("a page comes back from its PNG dot for dot") {
  const Folder folder;
  for (const int width : {576, 384, 8}) {
    const Page page = striped(width, 31);
    REQUIRE(write_png(page, folder / "slip.png"));
    const auto back = read_png(folder / "slip.png");
    REQUIRE(back);
    CHECK(back->width == page.width);
    CHECK(back->height == page.height);
    CHECK(back->rows == page.rows);
  }
  CHECK_FALSE(std::filesystem::exists(folder / "slip.png.part"));
}

TEST_CASE("an unsound page and a folder that is not there are refused") {
  const Folder folder;
  Page cut = striped(576, 10);
  cut.rows.pop_back();
  CHECK_FALSE(write_png(cut, folder / "cut.png"));
  CHECK_FALSE(std::filesystem::exists(folder / "cut.png"));
  const auto nowhere = write_png(striped(8, 8), folder / "no" / "slip.png");
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().fault == Fault::Media);
}

TEST_CASE("bytes that are no page of ours are refused") {
  const Folder folder;
  std::ofstream(folder / "junk.png") << "\x89PNG\r\n\x1a\nand then nothing of the kind";
  CHECK_FALSE(read_png(folder / "junk.png"));
  CHECK_FALSE(read_png(folder / "absent.png"));
}
