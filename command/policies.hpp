#pragma once

#include <map>
#include <string>

#include "command/quote_json.hpp"
#include "refund/policy.hpp"

// What the verbs that read cards and policies from files have in common. Each tells stderr why and
// throws CLI::RuntimeError(2) when it cannot give what it promises.
namespace slipway::command {

inline constexpr std::size_t kMostFile = 16UL * 1024 * 1024;

// The bytes of a file of at most so many bytes.
[[nodiscard]] std::string content_of(const std::string& file, std::size_t most = kMostFile);
// A policy with the packs and tables that it names (station/book/policy_folder.hpp).
[[nodiscard]] refund::Policy policy_in(const std::string& file);
// By the names of the policy file: "moving", "store_changed".
[[nodiscard]] const std::map<std::string, refund::Reason>& reasons_by_name();
// "2026-11-21 20:38" by the shop's clock; now when empty.
[[nodiscard]] refund::Instant moment_of(const std::string& option, const std::string& text);

// The wish with the days that the card's own file names. `place` names the file in the error of a
// day of payment before the day of filing.
[[nodiscard]] refund::Wish with_days_of(const CardFile& card, refund::Wish wish,
                                        const std::string& place);

}  // namespace slipway::command
