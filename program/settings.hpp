#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "program/result.hpp"

namespace slipway::program {

// One key that a program reads from its configuration file. The table of keys is the
// documentation: `--help` prints it and a test compares the shipped files with it.
struct Key {
  std::string_view name;      // "section.key"
  std::string_view standard;  // value when absent, as it would be written; empty: must be given
  std::string_view meaning;   // one sentence, with unit
};

// The configuration of one program: one TOML file, read whole at start and never again.
//
// open() refuses, with file, line and what is expected, a file that is missing or is not TOML, a
// key that the table does not have, and a required key that is absent. The getters refuse a value
// of the wrong type or outside its range; they `require` that the key stands in the table.
class Settings {
 public:
  [[nodiscard]] static Result<Settings> open(const std::filesystem::path& file,
                                             std::vector<Key> keys);

  [[nodiscard]] Result<std::string> text(std::string_view key) const;
  [[nodiscard]] Result<std::int64_t> number(std::string_view key, std::int64_t least,
                                            std::int64_t most) const;
  [[nodiscard]] Result<bool> yes_or_no(std::string_view key) const;
  // A list of texts; absent with an empty standard means an empty list.
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view key) const;
  // A path; a relative one is taken from the folder of the configuration file.
  [[nodiscard]] Result<std::filesystem::path> path(std::string_view key) const;

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  struct Value;
  explicit Settings(std::filesystem::path file, std::vector<Key> keys,
                    std::shared_ptr<const std::vector<Value>> values);
  [[nodiscard]] const Value& value(std::string_view key) const;

  std::filesystem::path file_;
  std::vector<Key> keys_;
  std::shared_ptr<const std::vector<Value>> values_;
};

}  // namespace slipway::program
