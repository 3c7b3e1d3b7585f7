#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "refund/due.hpp"
#include "refund/payout_plan.hpp"
#include "refund/quote.hpp"

// Cards and quotes as JSON; refund/README.md documents both forms. Cards of version 1 are read too,
// quotes are written in version 3.
namespace slipway::command {

// A card with what its member wishes for, as far as the file says.
struct CardFile {
  refund::Account account;
  std::optional<refund::Money> part;
  std::optional<refund::Date> ended;
  std::optional<refund::Date> paid_on;
  std::optional<refund::Presence> presence;
};

// The error is a sentence: where in the text, what stands there, what is expected.
[[nodiscard]] tl::expected<CardFile, std::string> card_from_json(std::string_view json);

// The quote with both computations, as lines and lot by lot, the day of payment, and how the money
// goes back when there is a plan. The settlement is that of the quote.
[[nodiscard]] std::string to_json(const refund::Quote& quote, const refund::Account& account,
                                  const refund::DatedSettlement& dated,
                                  const refund::PayoutPlan* plan);

}  // namespace slipway::command
