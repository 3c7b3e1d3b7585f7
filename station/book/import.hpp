#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "refund/time.hpp"
#include "station/book/shop_files.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

namespace slipway::book {

using Pepper = std::array<std::uint8_t, 32>;

// What an import did to the books.
struct Imported {
  std::int64_t added = 0;
  std::int64_t changed = 0;  // of a lot or a use: what the books did not know yet
  std::int64_t unchanged = 0;
  std::int64_t unbound = 0;  // lots in the books that are computed under the policy of the day
};

// Why nothing was imported: rows that are wrong, or the store failed.
struct NotImported {
  std::vector<ShopMistake> mistakes;
  sync::Error error;  // when there are no mistakes
};

// Puts a shop into the books, all of it or nothing, in one transaction with its audit entry.
// Checks what rows promise each other: owners exist, ids stand once, no lot is used beyond what was
// bought, a lot or use that the books have already is the same, a policy that a lot names is in the
// archive. A new lot that names none is bound to the policy in force when it was sold, or to the
// standing one of the files. Importing the same again changes nothing and leaves no audit entry.
// PINs become Argon2id hashes before the transaction begins (0.15 s each; a PIN that the books have
// already is recognised).
[[nodiscard]] tl::expected<Imported, NotImported> import_shop(sync::Database& books,
                                                              const ShopFiles& shop,
                                                              const Pepper& pepper,
                                                              refund::Instant now);

// Adds one person to the staff or replaces their name, role and PIN; with its audit entry. The PIN
// has been checked to be 6 to 8 digits.
[[nodiscard]] sync::Result<void> put_staff(sync::Database& books, const refund::Staff& staff,
                                           const std::string& pin, const Pepper& pepper,
                                           refund::Instant now);

}  // namespace slipway::book
