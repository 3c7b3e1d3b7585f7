#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "refund/sodium.hpp"
#include "refund/time.hpp"
#include "station/book/requests.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// Decided requests that another person looks at once more (refund/authority.hpp). Anybody with the
// books draws the same ones, years later too.
namespace slipway::book {

struct Drawn {
  Request request;
  refund::Instant decided_at{};
  std::string decided_by;             // "林静", or the station's own name
  std::vector<std::string> may_look;  // names of staff who audit and had no part in it
};

struct Sample {
  refund::Digest head{};          // of the audit chain when the day was over
  std::int64_t basis_points = 0;  // what the policy in force on that day asks for
  int decided = 0;
  std::vector<Drawn> drawn;  // by the time of the decision
};

// The sample of a day of the shop that is over. Nothing when no policy was in force on it, or when
// the books do not have that policy's text.
[[nodiscard]] sync::Result<std::optional<Sample>> sample_of(sync::Database& books,
                                                            refund::Date day);

}  // namespace slipway::book
