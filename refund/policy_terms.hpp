#pragma once

#include <optional>

#include "refund/policy.hpp"
#include "refund/policy_table.hpp"

namespace slipway::refund {

// What both the shop's terms and a floor are read with.
struct TermsSetting {
  Currency currency = Currency::Cny;
  const PolicyParts& parts;  // an interest may name only a table that is there
};

// [shop].
[[nodiscard]] Terms read_shop(Table table, const TermsSetting& setting);

// A statutory pack, or [floor] within a policy. Without cause_of every reason is the member's.
// `cheapest_service` is the shop's; a floor that pays out what buys nothing needs it.
[[nodiscard]] Terms read_floor(Table table, const TermsSetting& setting,
                               std::optional<Money> cheapest_service);

// "cn-beijing-2022, cn-spc-2025", or that there is none.
[[nodiscard]] std::string names_of(const std::map<std::string, std::string, std::less<>>& texts);

}  // namespace slipway::refund
