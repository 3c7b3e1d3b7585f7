#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "refund/policy_file.hpp"

// A policy where it lies on disk, with the parts that it may name: packs and tables are looked for
// beside it, in ../packs and ../tables, and for a name that is not there in what the package
// installed. The station and the command line read policies through this one door.
namespace slipway::book {

inline constexpr const char* kInstalledParts = "/usr/share/slipway";

// Texts as they were read, for whoever archives or examines them.
struct PolicyTexts {
  std::string policy;
  refund::PolicyParts parts;
};

// A mistake is one sentence with the file: "/etc/.../beauty.toml: cannot be read; ...".
[[nodiscard]] tl::expected<PolicyTexts, std::string> read_policy_texts(
    const std::filesystem::path& file, const std::filesystem::path& installed = kInstalledParts);

// The policy itself. A mistake in it or in a part is one sentence with the file, the line, the key,
// what stands there and what is allowed.
[[nodiscard]] tl::expected<refund::Policy, std::string> read_policy_in(
    const std::filesystem::path& file, const std::filesystem::path& installed = kInstalledParts);

// The same sentence of a mistake that was found in these texts.
[[nodiscard]] std::string sentence_of(const refund::PolicyMistake& mistake,
                                      const std::filesystem::path& file);

}  // namespace slipway::book
