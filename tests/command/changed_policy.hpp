#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tests/command/folder.hpp"

namespace slipway::tests {

inline const std::string kPolicies = SLIPWAY_SOURCE "/refund/policies/";

// The salon's policy with pieces replaced, as a file.
inline std::string changed(const Folder& folder,
                           const std::vector<std::pair<std::string, std::string>>& pieces) {
  std::ifstream stream(kPolicies + "beauty.toml");
  std::string text(std::istreambuf_iterator<char>(stream), {});
  for (const auto& [what, by] : pieces) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, what.size(), by);
  }
  std::filesystem::create_directories(folder.file("policies"));
  for (const char* parts : {"packs", "tables"}) {
    std::error_code there;
    std::filesystem::create_directory_symlink(std::string(SLIPWAY_SOURCE "/refund/") + parts,
                                              folder.file(parts), there);
  }
  std::string file = folder.file("policies/changed.toml");
  std::ofstream(file) << text;
  return file;
}

inline std::string changed(const Folder& folder, const std::string& what, const std::string& by) {
  return changed(folder, {{what, by}});
}

}  // namespace slipway::tests
