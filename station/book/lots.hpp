#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/account.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// Lots in the books.
namespace slipway::book {

// All lots of a card with their uses and gifts, by sale.
[[nodiscard]] sync::Result<std::vector<refund::Lot>> lots_of(sync::Database& books,
                                                             std::string_view card_uid);

struct KnownLot {
  std::string card;
  refund::Lot lot;  // without uses and gifts
};
// Nothing when the books have no such lot.
[[nodiscard]] sync::Result<std::optional<KnownLot>> lot_in(sync::Database& books,
                                                           std::string_view id);

// A use, with the lot that it is of.
struct KnownUse {
  std::string lot;
  refund::Use use;
};
// Nothing when the books have no such use.
[[nodiscard]] sync::Result<std::optional<KnownUse>> use_in(sync::Database& books,
                                                           std::string_view id);

// A new lot, without its uses and gifts. Its policy must be in the archive.
[[nodiscard]] sync::Result<void> add_lot(sync::Database& books, const KnownLot& known);
// Puts on record what the books do not know yet of a lot that they have: of its policy, the days of
// its contract, first use, stop and earlier refund, what the buyer was told, what it was earned by
// and how it was paid. What they know stays as it is.
[[nodiscard]] sync::Result<void> fill_lot(sync::Database& books, const refund::Lot& lot);

}  // namespace slipway::book
