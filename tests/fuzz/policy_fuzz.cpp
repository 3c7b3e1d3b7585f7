#include <cstddef>
#include <cstdint>

#include "refund/policy_file.hpp"
#include "refund/require.hpp"

// Any text may be given as a policy. One that is read can be asked; one that is not says why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::refund;
  const auto policy = read_policy({reinterpret_cast<const char*>(first), size});
  if (policy) {
    require(approvers_needed(*policy, policy->cash_most) >= 1);
  } else {
    require(!policy.error().text.empty());
  }
  return 0;
}
