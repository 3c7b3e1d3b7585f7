#pragma once

#include <map>
#include <string>
#include <string_view>

#include "refund/account.hpp"
#include "refund/policy.hpp"

namespace slipway::refund {

// The policy of today and those under which older lots were sold, by hash. A lot is computed under
// the policy that its sale bound it to; one that names none, under the current one.
class PolicyArchive {
 public:
  explicit PolicyArchive(Policy current);

  // Keeps one more, known by its hash.
  void add(Policy policy);

  [[nodiscard]] const Policy& current() const { return current_; }
  // Nothing when the lot is bound to a text that is not here.
  [[nodiscard]] const Policy* of(const Lot& lot) const;
  [[nodiscard]] const Policy* find(std::string_view hash) const;

 private:
  Policy current_;
  std::map<std::string, Policy, std::less<>> bound_;
};

}  // namespace slipway::refund
