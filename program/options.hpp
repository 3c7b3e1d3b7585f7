#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "program/settings.hpp"

namespace slipway::program {

// A switch of one program beside the ones that all have.
struct Switch {
  std::string name;     // "--lang"
  std::string meaning;  // one sentence
  std::string* value;   // filled when given; nullptr when the switch takes no value
  bool* given = nullptr;
};

// What the command line asked of a program.
struct Options {
  std::filesystem::path config;  // the file to read
};

// Reads the command line that every Slipway program has: --help (with the table of configuration
// keys), --version, --config FILE, and the program's own switches. Returns the exit status when
// the program is to end at once: 0 after help and version, 2 after a mistake, which is told on
// stderr.
[[nodiscard]] tl::expected<Options, int> read_options(int argc, char** argv,
                                                      const std::string& purpose,
                                                      const std::filesystem::path& standard_config,
                                                      const std::vector<Key>& keys,
                                                      const std::vector<Switch>& switches = {});

}  // namespace slipway::program
