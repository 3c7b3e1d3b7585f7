#include "refund/key_line.hpp"

#include <algorithm>

#include "refund/policy_tree.hpp"

namespace slipway::refund {

namespace {

const Node* child_of(const Node& node, std::string_view key) {
  if (node.kind == NodeKind::List) {
    for (const Node& one : node.children) {
      if (const Node* found = child_of(one, key)) return found;
    }
    return nullptr;
  }
  const auto found = std::find_if(node.children.begin(), node.children.end(),
                                  [&](const Node& one) { return one.key == key; });
  return found == node.children.end() ? nullptr : &*found;
}

}  // namespace

int line_of_key(std::string_view toml, std::string_view key) {
  const auto root = tree_of(toml);
  if (!root) return 0;
  int line = 0;
  const Node* node = &*root;
  while (!key.empty()) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    node = child_of(*node, key.substr(0, dot));
    if (node == nullptr) return line;
    // A list of tables has the line of its first one.
    line = node->line;
    key.remove_prefix(std::min(dot + 1, key.size()));
  }
  return line;
}

}  // namespace slipway::refund
