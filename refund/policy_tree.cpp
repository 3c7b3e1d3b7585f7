#include "refund/policy_tree.hpp"

// toml++ 3.3 asserts what a file can break ("[[["); without the assertion it reports the mistake.
// The same in every file that includes it, because its functions are inline.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include "refund/toml_text.hpp"

namespace slipway::refund {

namespace {

Node node_of(const toml::node& found) {
  Node node;
  node.line = static_cast<int>(found.source().begin.line);
  if (const auto* text = found.as_string()) {
    node.kind = NodeKind::Text;
    node.text = text->get();
  } else if (const auto* number = found.as_integer()) {
    node.kind = NodeKind::Number;
    node.number = number->get();
  } else if (const auto* truth = found.as_boolean()) {
    node.kind = NodeKind::Truth;
    node.truth = truth->get();
  } else if (const auto* list = found.as_array()) {
    node.kind = NodeKind::List;
    for (const auto& child : *list)
      node.children.push_back(node_of(child));
  } else if (const auto* table = found.as_table()) {
    node.kind = NodeKind::Table;
    for (const auto& [key, child] : *table) {
      node.children.push_back(node_of(child));
      node.children.back().key = key.str();
    }
  }
  return node;
}

}  // namespace

tl::expected<Node, PolicyMistake> tree_of(std::string_view toml) {
  if (toml.size() > kMostPolicyBytes) {
    return tl::unexpected(PolicyMistake{0, "",
                                        "more than " + std::to_string(kMostPolicyBytes) +
                                            " bytes stand here; allowed: at most " +
                                            std::to_string(kMostPolicyBytes),
                                        ""});
  }
  const auto ascii = ascii_toml(toml);
  if (!ascii) {
    return tl::unexpected(PolicyMistake{ascii.error().line, "", ascii.error().text, ""});
  }
  try {
    return node_of(toml::parse(*ascii));
  } catch (const toml::parse_error& error) {
    return tl::unexpected(PolicyMistake{static_cast<int>(error.source().begin.line), "",
                                        "this is no TOML: " + std::string(error.description()),
                                        ""});
  }
}

}  // namespace slipway::refund
