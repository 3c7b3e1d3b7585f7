#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/catch.hpp"
#include "tests/command/folder.hpp"
#include "tests/command/spoken.hpp"

using namespace slipway;

namespace {

const std::filesystem::path kRecordings =
    std::filesystem::path(SLIPWAY_SOURCE) / "devices" / "recordings";

tests::Spoken replayed(const std::filesystem::path& file) {
  return tests::spoken(&command::add_devices, {"devices", "replay", file.string()});
}

}  // namespace

TEST_CASE("replay: a technician is told what the driver saw, from the file alone") {
  const auto said = replayed(kRecordings / "ccid-contactless.recording");
  CHECK(said.status == 0);
  CHECK(said.out.find("reader  072f:2200  ACS") == 0);
  CHECK(said.out.find("from a simulator") != std::string::npos);
  CHECK(said.out.find("card 04534C49505701") != std::string::npos);
  CHECK(said.out.find("The driver did all that stands in the recording") != std::string::npos);
}

TEST_CASE("replay: a difference is told with its line, and is the answer no") {
  const tests::Folder folder;
  std::ifstream stream(kRecordings / "epson-process-id.recording");
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto at = text.find(" write ");
  REQUIRE(at != std::string::npos);
  text.replace(at, 7, " read 8");
  const std::filesystem::path file = folder.file("changed");
  std::ofstream(file) << text;
  const auto refused = replayed(file);
  CHECK(refused.status == 2);
  CHECK(refused.err.find("line ") != std::string::npos);

  const auto job = text.find("job: 20261122");
  REQUIRE(job != std::string::npos);
  text.replace(at, 7, " write ").replace(job, 13, "job: 20261123");
  std::ofstream(file) << text;
  const auto other = replayed(file);
  CHECK(other.status == 1);
  CHECK(other.out.find("The driver did something else than in the recording:\n    line ") !=
        std::string::npos);
}

TEST_CASE("replay: what is no recording is refused with the line, and what is missing by name") {
  const auto none = replayed("/nowhere/at.all");
  CHECK(none.status == 2);
  CHECK(none.err.find("/nowhere/at.all") != std::string::npos);
  const auto readme = replayed(kRecordings / "README.md");
  CHECK(readme.status == 2);
  CHECK(readme.err.find("line 1: 'slipway-recording 1' is expected") != std::string::npos);
}
