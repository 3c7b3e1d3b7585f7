#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "refund/account.hpp"
#include "refund/quote.hpp"

// Cards and quotes as JSON, version 1; refund/README.md documents both forms.
namespace slipway::command {

// The error is a sentence: where in the text, what stands there, what is expected.
[[nodiscard]] tl::expected<refund::Account, std::string> account_from_json(std::string_view json);
[[nodiscard]] std::string to_json(const refund::Quote& quote);

}  // namespace slipway::command
