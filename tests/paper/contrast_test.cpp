#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace slipway::paper {
namespace {

using Tokens = std::map<std::string, std::string>;

Tokens tokens_of(const std::string& theme) {
  std::ifstream file(SLIPWAY_SOURCE "/paper/style/tokens-" + theme + ".css");
  Tokens tokens;
  std::string word;
  while (file >> word) {
    if (word != "@define-color") continue;
    std::string name;
    std::string colour;
    file >> name >> colour;
    tokens[name] = colour;
  }
  return tokens;
}

// Relative luminance, WCAG 2.1.
double luminance(const std::string& colour) {
  const auto linear = [&](std::size_t at) {
    const double share =
        static_cast<double>(std::strtol(colour.substr(at, 2).c_str(), nullptr, 16)) / 255;
    return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

double contrast(const Tokens& tokens, const std::string& one, const std::string& other) {
  const double a = luminance(tokens.at(one));
  const double b = luminance(tokens.at(other));
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

struct Pairing {
  const char* text;
  const char* ground;
};

const std::vector<Pairing> kTexts = {{"ink", "paper"},
                                     {"ink", "surface"},
                                     {"ink", "sunken"},
                                     {"ink2", "paper"},
                                     {"ink2", "surface"},
                                     {"ink3", "paper"},
                                     {"ink3", "surface"},
                                     {"ink3", "sunken"},
                                     {"on_primary", "primary"},
                                     {"primary", "surface"},
                                     {"primary_ink", "primary_soft"},
                                     {"amber", "amber_soft"},
                                     {"amber", "surface"},
                                     {"red", "red_soft"},
                                     {"red", "surface"},
                                     {"blue", "blue_soft"},
                                     {"blue", "surface"}};

}  // namespace

TEST_CASE("every text of every theme can be read: 4.5 to 1 against its ground") {
  for (const char* theme : {"light", "dark", "hc"}) {
    const Tokens tokens = tokens_of(theme);
    for (const auto& [text, ground] : kTexts) {
      INFO(theme << ": " << text << " on " << ground);
      CHECK(contrast(tokens, text, ground) >= 4.5);
    }
  }
}

TEST_CASE("the border of what can be touched stands out: 3 to 1") {
  for (const char* theme : {"light", "dark", "hc"}) {
    const Tokens tokens = tokens_of(theme);
    INFO(theme);
    CHECK(contrast(tokens, "edge", "paper") >= 3.0);
    CHECK(contrast(tokens, "edge", "surface") >= 3.0);
  }
}

TEST_CASE("high contrast is 7 to 1 throughout") {
  const Tokens tokens = tokens_of("hc");
  for (const auto& [text, ground] : kTexts) {
    INFO(text << " on " << ground);
    CHECK(contrast(tokens, text, ground) >= 7.0);
  }
}

}  // namespace slipway::paper
