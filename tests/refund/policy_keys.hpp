#pragma once

#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/matchers.hpp"
#include "tests/refund/policy_texts.hpp"

// The keys of a policy, as its reader names them.
namespace slipway::tests {

// Every table that a policy can have; "" is its top.
inline constexpr auto kHeaders = std::to_array<const char*>({"",
                                                             "[[payout]]",
                                                             "[[tier]]",
                                                             "[authority]",
                                                             "[risk]",
                                                             "[partial]",
                                                             "[records]",
                                                             "[rounding]",
                                                             "[shop]",
                                                             "[shop.cause_of]",
                                                             "[shop.exit]",
                                                             "[[shop.window]]",
                                                             "[shop.price]",
                                                             "[shop.bonus]",
                                                             "[shop.keep]",
                                                             "[shop.fee.member]",
                                                             "[shop.gifts]",
                                                             "[shop.points]",
                                                             "[shop.interest.member]",
                                                             "[shop.residual]",
                                                             "[shop.card]",
                                                             "[shop.articles]"});

// A TOML text in pieces: "name" -> its line for keys at the top, "[shop]" or "[[tier]]" -> all
// tables of that header.
inline std::map<std::string, std::string> pieces_of(const std::string& toml) {
  std::map<std::string, std::string> pieces;
  std::istringstream lines(toml);
  std::string header;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[")) header = line;
    if (!header.empty()) {
      pieces[header] += line + "\n";
    } else if (const auto equals = line.find(" = "); equals != std::string::npos) {
      pieces[line.substr(0, equals)] = line + "\n";
    }
  }
  return pieces;
}

// The keys that may stand in a table of a policy, as the reader names them: asked by one that none
// knows. `header` is added when the salon's policy does not have it.
inline std::set<std::string> keys_allowed_in(const std::string& header) {
  auto pieces = pieces_of(shipped_policy("beauty"));
  std::string text = header.empty() ? "no_such_key = 1\n" : "";
  if (!header.empty()) pieces[header] = pieces[header] + "no_such_key = 1\n";
  for (const bool is_table : {false, true}) {
    for (const auto& [name, piece] : pieces) {
      if (name.starts_with("[") == is_table) text += piece;
    }
  }
  const refund::PolicyMistake mistake = mistake_in(text);
  INFO(header << ": " << mistake.key << ": " << mistake.text);
  REQUIRE_THAT(mistake.text, containing("allowed here: "));
  std::set<std::string> keys;
  std::istringstream list(mistake.text.substr(mistake.text.find("here: ") + 6));
  for (std::string key; std::getline(list, key, ',');)
    keys.insert(key.substr(key.find_first_not_of(' ')));
  return keys;
}

}  // namespace slipway::tests
