// Nothing that the tree ships is left out of the packages: every program, every configuration file,
// every unit.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path kTree = SLIPWAY_SOURCE;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// How many lines of all debian/*.install begin with this path.
int times_installed(const std::string& path) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(kTree / "debian")) {
    if (entry.path().extension() != ".install") continue;
    std::ifstream stream(entry.path());
    std::string line;
    while (std::getline(stream, line)) {
      count += line.substr(0, line.find(' ')) == path ? 1 : 0;
    }
  }
  return count;
}

std::vector<fs::path> files_with(const std::string& extension, const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kTree / folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  return files;
}

}  // namespace

TEST_CASE("every program stands in one package and has a manual page") {
  const std::regex program(R"(slipway_program\(([a-z-]+) )");
  const std::string rules = text_of(kTree / "debian/rules");
  std::set<std::string> names;
  for (const char* folder : {"devices", "sync", "station", "kiosk", "command"}) {
    const std::string text = text_of(kTree / folder / "CMakeLists.txt");
    for (std::sregex_iterator it(text.begin(), text.end(), program), end; it != end; ++it) {
      names.insert((*it)[1]);
    }
  }
  REQUIRE(names.size() >= 7);
  for (const auto& name : names) {
    INFO(name);
    CHECK(times_installed("usr/bin/" + name) == 1);
    CHECK(rules.find("$(programs)/" + name + "\n") != std::string::npos);
  }
}

TEST_CASE("every configuration file, every policy and what policies name is packaged once") {
  int count = 0;
  for (const char* folder : {"devices", "sync", "station", "kiosk"}) {
    for (const auto& file : files_with(".toml", folder)) {
      INFO(file);
      CHECK(times_installed(fs::relative(file, kTree).string()) == 1);
      ++count;
    }
  }
  REQUIRE(count >= 5);
  for (const char* folder : {"policies", "packs", "tables"}) {
    INFO(folder);
    CHECK(times_installed("refund/" + std::string(folder) + "/*.toml") == 1);
  }
}

TEST_CASE("every file of systemd/ is packaged") {
  const std::string rules = text_of(kTree / "debian/rules");
  const std::string kiosk = text_of(kTree / "debian/slipway-kiosk.install");
  for (const auto& entry : fs::directory_iterator(kTree / "systemd")) {
    const std::string name = entry.path().filename().string();
    if (name == "README.md") continue;
    INFO(name);
    const bool is_packaged = rules.find("systemd/" + name) != std::string::npos ||
                             kiosk.find("systemd/" + name + " ") != std::string::npos;
    CHECK(is_packaged);
  }
}
