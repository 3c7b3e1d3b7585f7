#include <algorithm>

#include "refund/lint_checks.hpp"

namespace slipway::refund {

namespace {

// Paid back within so many days; the clock's days when the window names none.
int pay_days_of(const Window& window, const Policy& policy) {
  return window.pay_within_days > 0 ? window.pay_within_days : policy.pay_days;
}

bool is_as_wide(const Window& shop, const Window& floor) {
  return (!shop.needs_unused || floor.needs_unused) &&
         (!shop.needs_first_time || floor.needs_first_time);
}

bool starts_earlier(const Window& shop, const Window& floor) {
  return shop.from == WindowStart::Contract && floor.from == WindowStart::Payment;
}

Phrase named(const Terms& floor, const Window& window) {
  const Phrase words = phrase_of(window);
  return {floor.name + "规定：" + words.zh, floor.name_en + " says: " + words.en};
}

// The widest of the shop's windows by this measure, in words; none when it has none.
Phrase windows_of(const Policy& policy) {
  Phrase all;
  for (const Window& window : policy.shop.windows) {
    const Phrase words = phrase_of(window);
    all.zh += (all.zh.empty() ? "" : "；") + words.zh;
    all.en += (all.en.empty() ? "" : "; ") + words.en;
  }
  return all;
}

void check_late(const Policy& policy, const Terms& floor, const Window& legal,
                std::vector<Finding>& findings) {
  if (legal.pay_within_days == 0) return;
  for (const Window& window : policy.shop.windows) {
    const int days = pay_days_of(window, policy);
    if (days <= legal.pay_within_days) continue;
    const Phrase stands = days_phrase(days, policy.counting);
    const Phrase allowed = days_phrase(legal.pay_within_days, DayCount::Calendar);
    findings.push_back(
        {"window-pays-late",
         Severity::Breach,
         "shop.window.pay_within",
         "F27",
         cited(policy, "window", std::nullopt, LawFact::SevenDays),
         {"无理由退款在 " + stands.zh + "内付款", "a no-reason refund is paid within " + stands.en},
         {floor.name + "要求无理由退款在 " + allowed.zh + "内付清。",
          floor.name_en + " wants a no-reason refund paid within " + allowed.en + "."},
         {"把 pay_within 写为不超过 " + std::to_string(legal.pay_within_days) + "。",
          "Write pay_within of at most " + std::to_string(legal.pay_within_days) + "."}});
    return;
  }
}

// Whether the shop's windows hold what one legal window gives.
void check_width(const Policy& policy, const Terms& floor, const Window& legal,
                 std::vector<Finding>& findings) {
  const std::vector<Window>& windows = policy.shop.windows;
  const auto is_long = [&](const Window& one) { return one.days >= legal.days; };
  const auto is_wide = [&](const Window& one) { return is_long(one) && is_as_wide(one, legal); };
  const auto is_whole = [&](const Window& one) {
    return is_wide(one) && !starts_earlier(one, legal);
  };
  if (std::any_of(windows.begin(), windows.end(), is_whole)) return;
  Finding finding{"",
                  Severity::Breach,
                  "shop.window",
                  "F16",
                  cited(policy, "window", std::nullopt, LawFact::SevenDays),
                  windows_of(policy),
                  named(floor, legal),
                  {}};
  if (std::none_of(windows.begin(), windows.end(), is_long)) {
    finding.id = "window-shorter";
    finding.why.zh += "。章程的无理由退款期比法定的短，短少的部分无效。";
    finding.why.en += ". The terms give fewer days than the law; where they do, they are void.";
    finding.mend = {"把 days 写为不少于 " + std::to_string(legal.days) + "。",
                    "Write days of at least " + std::to_string(legal.days) + "."};
  } else if (std::none_of(windows.begin(), windows.end(), is_wide)) {
    finding.id = "window-narrower";
    finding.severity = Severity::Warning;
    finding.why.zh +=
        "。章程加了法律没有的条件，把部分会员（如已用过、办过卡或参加活动的）排除在外。";
    finding.why.en +=
        ". The terms add a condition that the law does not have and shut members out "
        "who used the card, had one before or bought on promotion.";
    finding.mend = {"去掉 needs 里多出的条件，或另加一个不带条件的期间。",
                    "Drop what \"needs\" has too much, or add a window without it."};
  } else {
    finding.id = "window-starts-early";
    finding.severity = Severity::Warning;
    finding.why.zh += "。从签约日起算，先签约后付款的会员会少几天。";
    finding.why.en += ". Counted from the signing, members who pay later than they sign lose days.";
    finding.mend = {"改为 from = \"payment\"。", "Write from = \"payment\"."};
  }
  findings.push_back(std::move(finding));
}

void check_end(const Policy& policy, std::vector<Finding>& findings) {
  for (const Window& window : policy.shop.windows) {
    if (window.from != WindowStart::Activation || window.closes_after_days) continue;
    const Citation& citation = citation_of(LawFact::Unclear);
    findings.push_back(
        {"window-without-end",
         Severity::Advice,
         "shop.window.from",
         std::string(citation.row),
         citation.article,
         phrase_of(window),
         {"一直没有开卡的，期限没有起算日；不清楚的条款按对会员有利的意思解释，这张卡多年后仍可无"
          "理由退。",
          "For a card that is never used the days have no beginning. Terms that are not clear are "
          "read for the member, so that it can be refunded without a reason for years."},
         {"写 closes_after（如 365）：付款后满这么多天，期限一律结束。",
          "Write closes_after, as 365: so many days after the payment the window ends in any "
          "case."}});
    return;
  }
}

}  // namespace

void lint_windows(const Policy& policy, std::vector<Finding>& findings) {
  check_end(policy, findings);
  for (const Terms& floor : policy.floors) {
    for (const Window& legal : floor.windows) {
      if (policy.shop.windows.empty()) {
        findings.push_back(
            {"window-missing",
             Severity::Warning,
             "shop.window",
             "F16",
             cited(policy, "window", std::nullopt, LawFact::SevenDays),
             {"没有无理由退款期", "no no-reason window"},
             {named(floor, legal).zh + "。章程不写，会员仍然享有；不告知则容易起争议。",
              named(floor, legal).en +
                  ". Members have it though the terms are silent; silence invites a dispute."},
             {"在 shop.window 写明至少相同的无理由退款期。",
              "Write a window that is at least as wide under shop.window."}});
        return;
      }
      check_width(policy, floor, legal, findings);
      check_late(policy, floor, legal, findings);
    }
  }
}

}  // namespace slipway::refund
