#pragma once

#include <span>
#include <string_view>

namespace slipway::book {

// The books' tables, as scripts in the order in which they were added. A script that has shipped is
// never changed; the next change is a new script.
//
// What SQL can promise stands here and not in the code alone: facts, audit entries, approvals and
// vouchers are never changed or deleted, versions and numbers have no gaps, a person approves a
// request once, a card has one open request, a request has one live voucher, a voucher is redeemed
// once (security.md 5.2).
[[nodiscard]] std::span<const std::string_view> migrations();

}  // namespace slipway::book
