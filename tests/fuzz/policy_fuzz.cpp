#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "refund/policy_file.hpp"
#include "refund/policy_lint.hpp"
#include "refund/policy_words.hpp"
#include "refund/require.hpp"

// Any text may be given as a policy, a pack or a table: the input is cut at each line of "%%", and
// its pieces are the policy, the pack "p", the rates "r" and the year "h". A policy that is read
// can be asked, has a manifest and is known by a hash; one that is not says why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::refund;
  const std::string input(reinterpret_cast<const char*>(first), size);
  std::string pieces[4];
  std::size_t start = 0;
  for (std::string& piece : pieces) {
    const std::size_t end = std::min(input.find("%%\n", start), input.size());
    piece = input.substr(start, end - start);
    start = std::min(end + 3, input.size());
  }
  const PolicyParts parts{{{"p", pieces[1]}}, {{"h", pieces[3]}, {"r", pieces[2]}}};
  const auto policy = read_policy(pieces[0], parts);
  if (policy) {
    require(approvers_needed(*policy, policy->cash_most) >= 1);
    require(policy->hash.size() == 64);
    require(!policy->floors.empty() && !policy->payout.empty());
    require(manifest_of(pieces[0], parts).has_value());
    require(words_of(*policy).size() == 16);
    for (const Finding& finding : lint(*policy))
      require(!finding.id.empty() && !finding.why.zh.empty() && !finding.mend.en.empty());
  } else {
    require(!policy.error().text.empty());
  }
  return 0;
}
