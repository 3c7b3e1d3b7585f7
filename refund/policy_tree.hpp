#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "refund/policy_file.hpp"

namespace slipway::refund {

// A policy, a pack and a table have at most so many bytes.
inline constexpr std::size_t kMostPolicyBytes = 64 * 1024;

// TOML as plain values, so that one file only knows the library. Numbers with decimals, dates and
// times are Other: no policy needs them.
enum class NodeKind { Text, Number, Truth, List, Table, Other };
struct Node {
  NodeKind kind = NodeKind::Other;
  int line = 0;
  std::string key;  // in the table that it stands in
  std::string text;
  std::int64_t number = 0;
  bool truth = false;
  std::vector<Node> children;  // of a list in its order, of a table by key
};

// The root table of a text. The mistake names no file.
[[nodiscard]] tl::expected<Node, PolicyMistake> tree_of(std::string_view toml);

}  // namespace slipway::refund
