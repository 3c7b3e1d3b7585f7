#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/account.hpp"
#include "refund/authority.hpp"
#include "refund/request.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// Cards, members and staff as the rules see them.
namespace slipway::book {

// A card with its member, lots, uses and what open requests hold. A card whose money was posted is
// Refunded, whatever the shop's file says of it. Nothing for an unknown card.
[[nodiscard]] sync::Result<std::optional<refund::Account>> account_of(sync::Database& books,
                                                                      std::string_view card_uid);

// The card's open request; nothing when it has none.
[[nodiscard]] sync::Result<std::optional<refund::RequestId>> open_request_of(
    sync::Database& books, std::string_view card_uid);

// Empty when the member has no PIN yet or does not exist.
[[nodiscard]] sync::Result<std::string> member_pin_hash(sync::Database& books,
                                                        std::string_view member);

struct StaffRecord {
  refund::Staff staff;
  std::string pin_hash;
};
// Rights are read anew for every message. Nothing for an unknown id.
[[nodiscard]] sync::Result<std::optional<StaffRecord>> staff_of(sync::Database& books,
                                                                std::string_view id);

// "staff:lin" as the person's name, "kiosk:kiosk-1" as "kiosk-1".
[[nodiscard]] sync::Result<std::string> actor_name(sync::Database& books, std::string_view actor);

}  // namespace slipway::book
