#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>

namespace slipway::command {

// An option that takes one of a few names; help and mistake say which, and nothing of the numbers
// behind them.
template <typename Value>
[[nodiscard]] CLI::Validator choice_of(const std::map<std::string, Value>& values) {
  std::string names;
  for (const auto& [name, value] : values)
    names += (names.empty() ? "" : ", ") + name;
  const auto check = [values, names](std::string& given) -> std::string {
    const auto found = values.find(given);
    if (found == values.end()) return "\"" + given + "\" stands here; allowed: " + names;
    given = std::to_string(static_cast<int>(found->second));
    return {};
  };
  return CLI::Validator(check, names);
}

}  // namespace slipway::command
