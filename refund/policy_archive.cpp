#include "refund/policy_archive.hpp"

#include <utility>

namespace slipway::refund {

PolicyArchive::PolicyArchive(Policy current) : current_(std::move(current)) {}

void PolicyArchive::add(Policy policy) {
  std::string hash = policy.hash;
  bound_.insert_or_assign(std::move(hash), std::move(policy));
}

const Policy* PolicyArchive::of(const Lot& lot) const {
  return lot.policy_hash.empty() ? &current_ : find(lot.policy_hash);
}

const Policy* PolicyArchive::find(std::string_view hash) const {
  if (hash == current_.hash) return &current_;
  const auto found = bound_.find(hash);
  return found == bound_.end() ? nullptr : &found->second;
}

}  // namespace slipway::refund
