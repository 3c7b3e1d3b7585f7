#pragma once

#include <string>

#include "tests/catch.hpp"

// Matchers of texts, for CHECK_THAT. Catch2 2 and 3 spell them differently.
namespace slipway::tests {

#if __has_include(<catch2/catch_all.hpp>)
inline auto containing(const std::string& part) {
  return Catch::Matchers::ContainsSubstring(part);
}
#else
inline auto containing(const std::string& part) {
  return Catch::Matchers::Contains(part);
}
#endif

inline auto starting(const std::string& part) {
  return Catch::Matchers::StartsWith(part);
}

}  // namespace slipway::tests
