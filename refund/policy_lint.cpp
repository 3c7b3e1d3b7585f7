#include "refund/policy_lint.hpp"

#include <algorithm>
#include <array>

#include "refund/lint_checks.hpp"

namespace slipway::refund {

Phrase phrase_of(Severity severity) {
  static const std::array<Phrase, 4> words = {{
      {"无效条款", "void"},
      {"违反规定", "breach"},
      {"有争议风险", "warning"},
      {"建议", "advice"},
  }};
  return words.at(static_cast<std::size_t>(severity));
}

Phrase of_cause(Cause cause, const Phrase& value) {
  const Phrase subject = phrase_of(cause);
  return {subject.zh + "：" + value.zh, subject.en + ": " + value.en};
}

std::vector<Finding> lint(const Policy& policy) {
  const LegalBounds bounds = bounds_of(policy);
  std::vector<Finding> findings;
  lint_rights(policy, findings);
  lint_windows(policy, findings);
  lint_prices(policy, bounds, findings);
  lint_fees(policy, bounds, findings);
  lint_interest(policy, findings);
  lint_payout(policy, bounds, findings);
  lint_control(policy, bounds, findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return findings;
}

bool fails(const Finding& finding, const Policy& policy) {
  return finding.severity <= policy.lint_level;
}

}  // namespace slipway::refund
