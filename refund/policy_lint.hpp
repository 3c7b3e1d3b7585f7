#pragma once

#include <string>
#include <vector>

#include "refund/law_facts.hpp"
#include "refund/policy.hpp"

// What a lawyer would mark in a policy: clauses that offend the law, its statutory floors, or the
// house's own rules of control. The computation is safe from most of them (each lot gets the better
// of the shop's terms and the floors); the text that members read is not.
namespace slipway::refund {

[[nodiscard]] Phrase phrase_of(Severity severity);

struct Finding {
  std::string id;  // "no-refunds"
  Severity severity = Severity::Advice;
  std::string key;   // of the policy file, dotted: "shop.exit.member"
  std::string rule;  // "F12": row of the law's facts
  Phrase article;    // what it offends, with its number
  Phrase stands;     // what the policy says
  Phrase why;        // one sentence
  Phrase mend;       // what would put it right
};

// All findings, the gravest first, those of one severity in the order of the policy. Pure.
[[nodiscard]] std::vector<Finding> lint(const Policy& policy);

// Whether the policy may not go live with it: it is as grave as the policy's `lint_level`, or
// graver.
[[nodiscard]] bool fails(const Finding& finding, const Policy& policy);

}  // namespace slipway::refund
