#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "refund/money.hpp"
#include "refund/phrase.hpp"

namespace slipway::refund {

// What the law behind a floor allows a shop to write into its policy. Nothing is computed with it:
// `slipway policy lint` compares. What is absent, that law does not limit.
struct Limits {
  std::optional<Money> cash_most;              // paid out in cash for one refund
  std::optional<Money> named_card_most;        // on a card that bears its holder's name
  std::optional<Money> bearer_card_most;       // on one that does not
  std::optional<int> validity_years_least;     // of any card
  std::optional<int> bearer_years_least;       // of a card without a name
  std::optional<int> record_years_least;       // papers of a refund are kept
  std::optional<int> transaction_years_least;  // records of uses are kept
  std::optional<int> pay_days_most;            // from the request until the money has left
  std::optional<std::int64_t> fee_basis_points_most;
  bool same_name = false;       // a transfer goes to an account of the member's own name
  bool original_route = false;  // the money goes back the way that it came

  // Where the law says so, by the limit's name: "cash_most" -> {"...第21条", "..., article 21"}.
  std::map<std::string, Phrase> sources;
};

}  // namespace slipway::refund
