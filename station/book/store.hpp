#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "refund/phrase.hpp"
#include "refund/policy_archive.hpp"
#include "sync/keys.hpp"
#include "sync/store/database.hpp"

namespace slipway::book {

// What a store is by its configuration: its keys, its policy, its words.
struct Terms {
  sync::StationKeys keys;
  std::optional<sync::CardKeys> cards;      // nothing: a card identifies and proves nothing
  std::optional<sync::ReaderKeys> readers;  // nothing: no sealed stripe can be read
  refund::Policy policy;
  refund::Phrase name;  // of the store
  std::string telephone;
  std::chrono::seconds idle_lock{300};  // a desk's session ends after so long without use
  std::function<void(std::span<std::uint8_t>)> random = sync::fill_random;
};

// The books with the terms by which they are kept. Every part of this folder works on one; owned by
// one thread.
struct Store {
  Store(sync::Database kept, Terms by)
      : books(std::move(kept)), terms(std::move(by)), policies(terms.policy) {}

  sync::Database books;
  Terms terms;
  refund::PolicyArchive policies;  // ask bound_policies.hpp: it reads what an account needs
};

// Restoring the books from a copy begins a new epoch of voucher numbers; until that ceremony exists
// there is one.
inline constexpr std::int64_t kEpoch = 1;

}  // namespace slipway::book
