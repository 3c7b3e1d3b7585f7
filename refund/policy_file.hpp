#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "refund/policy.hpp"

namespace slipway::refund {

// What is wrong with a policy text: file (empty for the policy itself), line, key, what stands
// there, what is allowed.
struct PolicyMistake {
  int line = 0;
  std::string key;
  std::string text;
  std::string file = {};
};

// The texts that policies name: statutory packs, rate tables, holiday tables. By name, without the
// folder and the ending: "cn-spc-2025". Data that ships in refund/packs and refund/tables.
struct PolicyParts {
  std::map<std::string, std::string, std::less<>> packs;
  std::map<std::string, std::string, std::less<>> tables;
};

// Reads a policy from TOML text, with the parts that it names. Pure: the caller reads the files.
// refund/README.md documents the keys.
[[nodiscard]] tl::expected<Policy, PolicyMistake> read_policy(std::string_view toml,
                                                              const PolicyParts& parts = {});

// What a policy's hash is taken of when it uses parts: one line for the policy and for each part
// that it names, in order of their names, with the BLAKE2b-256 of each text. With the texts kept by
// their hashes, a refund can be computed again after years.
//
//   slipway policy 1
//   policy 9f86...
//   pack cn-spc-2025 4355...
//   table lpr1y 60303...
[[nodiscard]] tl::expected<std::string, PolicyMistake> manifest_of(std::string_view toml,
                                                                   const PolicyParts& parts);

}  // namespace slipway::refund
