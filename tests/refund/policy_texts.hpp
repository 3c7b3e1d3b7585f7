#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "refund/policy_file.hpp"
#include "tests/catch.hpp"

// The shipped policies and their parts, as texts.
namespace slipway::tests {

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

inline std::map<std::string, std::string, std::less<>> texts_in(const std::string& folder) {
  std::map<std::string, std::string, std::less<>> texts;
  const std::filesystem::path path = std::filesystem::path(SLIPWAY_SOURCE) / "refund" / folder;
  for (const auto& entry : std::filesystem::directory_iterator(path))
    texts[entry.path().stem().string()] = content_of(entry.path());
  return texts;
}

inline const refund::PolicyParts& shipped_parts() {
  static const refund::PolicyParts parts{texts_in("packs"), texts_in("tables")};
  return parts;
}

inline std::string shipped_policy(const std::string& name) {
  return content_of(std::filesystem::path(SLIPWAY_SOURCE) / "refund/policies" / (name + ".toml"));
}

inline refund::Policy read_shipped(const std::string& name) {
  auto policy = refund::read_policy(shipped_policy(name), shipped_parts());
  if (!policy) FAIL(policy.error().file << ":" << policy.error().line << policy.error().text);
  return std::move(*policy);
}

// A text with one piece of it replaced, the first that is found.
inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) FAIL("not in the text: " << what);
  return text.replace(at, what.size(), by);
}

inline refund::PolicyMistake mistake_in(const std::string& text,
                                        const refund::PolicyParts& parts = shipped_parts()) {
  const auto policy = refund::read_policy(text, parts);
  REQUIRE_FALSE(policy);
  return policy.error();
}

inline int line_of(const std::string& text, const std::string& what) {
  const auto at = static_cast<long>(text.find(what));
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + at, '\n'));
}

}  // namespace slipway::tests
