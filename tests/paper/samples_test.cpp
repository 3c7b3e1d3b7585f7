#include <filesystem>
#include <fstream>

#include "tests/catch.hpp"
#include "tests/paper/samples.hpp"

namespace slipway::paper {
namespace {

namespace fs = std::filesystem;

// Netpbm's bitmap, which every picture program reads: 1 is black, as in a page.
void write_pbm(const fs::path& path, const devices::Page& page) {
  std::ofstream file(path, std::ios::binary);
  file << "P4\n" << page.width << ' ' << page.height << '\n';
  file.write(reinterpret_cast<const char*>(page.rows.data()),
             static_cast<std::streamsize>(page.rows.size()));
  file.close();
  REQUIRE(file.good());
  REQUIRE(fs::file_size(path) > page.rows.size());
}

}  // namespace

TEST_CASE("every slip in both widths is left in the build folder, to be looked at") {
  const fs::path folder = fs::path(SLIPWAY_BIN).parent_path() / "slips";
  fs::create_directories(folder);
  for (const int width : {576, 384}) {
    const std::string end = "-" + std::to_string(width) + ".pbm";
    write_pbm(folder / ("request" + end), typeset(samples::request(), width));
    write_pbm(folder / ("request-offline" + end), typeset(samples::offline_request(), width));
    write_pbm(folder / ("voucher" + end), typeset(samples::voucher(), width));
    write_pbm(folder / ("notice" + end), typeset(samples::notice(), width));
  }
}

}  // namespace slipway::paper
