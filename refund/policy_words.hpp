#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "refund/policy.hpp"

// The terms of a policy in plain words: what `slipway policy show` prints, and how the linter says
// what stands there.
namespace slipway::refund {

// As the policy file has them: "merchant", "store_changed".
[[nodiscard]] std::string_view key_of(Cause cause);
[[nodiscard]] std::string_view key_of(Reason reason);

[[nodiscard]] Phrase phrase_of(Cause cause);
[[nodiscard]] Phrase phrase_of(Exit exit);
[[nodiscard]] Phrase phrase_of(PriceBasis basis);
[[nodiscard]] Phrase phrase_of(BonusShare share);
[[nodiscard]] Phrase phrase_of(GiftRule rule);
[[nodiscard]] Phrase phrase_of(InterestFrom start);
[[nodiscard]] Phrase phrase_of(LostCard rule);
[[nodiscard]] Phrase phrase_of(ExpiredCard rule);
[[nodiscard]] Phrase phrase_of(const Window& window);
[[nodiscard]] Phrase phrase_of(const Fee& fee);
[[nodiscard]] Phrase phrase_of(const Interest& interest);
// 200 is "2%", 250 is "2.5%".
[[nodiscard]] std::string percent_text(std::int64_t basis_points);
// "15 个工作日" / "15 working days"; "15 天" / "15 days".
[[nodiscard]] Phrase days_phrase(int days, DayCount counting);

// One of the sixteen parameters: its name and what the policy says.
struct Parameter {
  int number = 0;
  Phrase title;
  std::vector<Phrase> sentences;
};
[[nodiscard]] std::vector<Parameter> words_of(const Policy& policy);

}  // namespace slipway::refund
