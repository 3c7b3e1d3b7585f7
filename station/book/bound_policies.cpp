#include "station/book/bound_policies.hpp"

#include "station/book/policy_texts.hpp"

namespace slipway::book {
namespace {

// The policy of this hash, from the books when the store does not hold it yet; null when it is
// nowhere.
sync::Result<const refund::Policy*> policy_of(Store& store, std::string_view hash) {
  const refund::Policy* held = store.policies.find(hash);
  if (held != nullptr) return held;
  auto read = archived_policy(store.books, hash);
  if (!read) return tl::unexpected(read.error());
  if (!*read) return nullptr;
  store.policies.add(std::move(**read));
  return store.policies.find(hash);
}

}  // namespace

sync::Result<const refund::PolicyArchive*> policies_for(Store& store,
                                                        const refund::Account& account) {
  for (const refund::Lot& lot : account.lots) {
    if (lot.policy_hash.empty()) continue;
    if (const auto found = policy_of(store, lot.policy_hash); !found) {
      return tl::unexpected(found.error());
    }
  }
  return &store.policies;
}

sync::Result<std::optional<refund::PolicyArchive>> policies_under(Store& store,
                                                                  const refund::Account& account,
                                                                  std::string_view hash) {
  const auto current = policy_of(store, hash);
  if (!current) return tl::unexpected(current.error());
  if (*current == nullptr) return std::optional<refund::PolicyArchive>();
  refund::PolicyArchive archive(**current);
  for (const refund::Lot& lot : account.lots) {
    if (lot.policy_hash.empty() || archive.find(lot.policy_hash) != nullptr) continue;
    const auto bound = policy_of(store, lot.policy_hash);
    if (!bound) return tl::unexpected(bound.error());
    if (*bound != nullptr) archive.add(**bound);
  }
  return std::optional(std::move(archive));
}

}  // namespace slipway::book
