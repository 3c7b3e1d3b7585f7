#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

// Pieces of a README, so that tests can hold it to its word.
namespace slipway::tests {

// The whole, by its path below the source tree.
inline std::string readme(const std::string& path) {
  std::ifstream stream(std::filesystem::path(SLIPWAY_SOURCE) / path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// What stands between two pieces of a text; empty when one of them is not there.
inline std::string between(const std::string& text, const std::string& from,
                           const std::string& to) {
  const auto start = text.find(from);
  if (start == std::string::npos) return {};
  const auto content = start + from.size();
  const auto end = text.find(to, content);
  return end == std::string::npos ? std::string() : text.substr(content, end - content);
}

// The fenced blocks of one language ("" for none), without their fences.
inline std::vector<std::string> fenced_blocks(const std::string& text,
                                              const std::string& language) {
  std::vector<std::string> blocks;
  const std::string fence = "\n```";
  for (auto at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
    const auto content = text.find('\n', at + 1) + 1;
    const auto end = text.find(fence, content - 1);
    if (end == std::string::npos) break;
    const auto name = at + fence.size();
    if (text.substr(name, content - 1 - name) == language) {
      blocks.push_back(text.substr(content, end + 1 - content));
    }
    at = end + fence.size();
  }
  return blocks;
}

// A text without its fenced blocks.
inline std::string without_blocks(std::string text) {
  const std::string fence = "\n```";
  for (auto at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
    const auto end = text.find(fence, at + fence.size());
    if (end == std::string::npos) break;
    text.erase(at, end + fence.size() - at);
  }
  return text;
}

// What stands in backticks; a path such as `lots[].shop` as its parts.
inline std::set<std::string> names_in(const std::string& text) {
  std::set<std::string> names;
  const std::regex quoted("`([^`]+)`");
  const std::regex name("[a-z0-9_]+");
  for (std::sregex_iterator one(text.begin(), text.end(), quoted), end; one != end; ++one) {
    const std::string inner = (*one)[1];
    for (std::sregex_iterator part(inner.begin(), inner.end(), name); part != end; ++part)
      names.insert(part->str());
  }
  return names;
}

}  // namespace slipway::tests
