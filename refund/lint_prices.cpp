#include <algorithm>

#include "refund/lint_checks.hpp"

namespace slipway::refund {

namespace {

std::string key_for(std::string_view axis, Cause cause) {
  return "shop." + std::string(axis) + "." + std::string(key_of(cause));
}

void check_prices(const Policy& policy, std::vector<Finding>& findings) {
  for (const auto& [cause, basis] : policy.shop.price) {
    const Phrase stands = of_cause(cause, phrase_of(basis));
    if (cause == Cause::Member && basis == PriceBasis::List) {
      findings.push_back(
          {"list-price-uncapped",
           Severity::Advice,
           key_for("price", cause),
           "F21",
           cited(policy, "price", cause, LawFact::MarketPrice),
           stands,
           {"门市价明显不合理又拿不出按门市价成交的记录时，法院可以改按当地市场价算。",
            "When the list price is plainly unreasonable and no sale at it can be shown, a court "
            "may take the local market price."},
           {"改为 list_capped（门市价，但不高于市场价）。",
            "Write list_capped: the list price, no higher than the market's."}});
    } else if (cause != Cause::Member && basis != PriceBasis::Charged) {
      findings.push_back(
          {"list-price-against-member",
           cause == Cause::Window ? Severity::Warning : Severity::Breach,
           key_for("price", cause),
           "F20",
           cited(policy, "price", cause, LawFact::DiscountPrice),
           stands,
           {"不是因会员原因退款的，已用部分应按会员实际享受的折扣价算，不能按门市价倒扣。",
            "When the member is not the cause, uses count at the discounted price that was "
            "charged, not at the list price."},
           {"改为 charged。", "Write charged."}});
    }
  }
}

void check_bonus(const Policy& policy, std::vector<Finding>& findings) {
  for (const Cause cause : {Cause::Merchant, Cause::Neutral, Cause::Void}) {
    const auto share = policy.shop.bonus.find(cause);
    if (share == policy.shop.bonus.end() || share->second != BonusShare::None) continue;
    findings.push_back(
        {"principal-used-first",
         Severity::Breach,
         key_for("bonus", cause),
         "F20",
         cited(policy, "bonus", cause, LawFact::BonusRatio),
         of_cause(cause, phrase_of(share->second)),
         {"不是因会员原因退款的，已用部分应按“实付÷（实付＋赠送）”的比例折算；先扣本金会让会员少拿"
          "钱。",
          "When the member is not the cause, what was used counts at paid / (paid + bonus); taking "
          "it all from what was paid returns too little."},
         {"改为 ratio（按比例），或对会员更有利的 first（先用赠送）。",
          "Write ratio, or first, which is better for the member."}});
  }
}

void check_keep(const Policy& policy, std::int64_t most, std::vector<Finding>& findings) {
  for (const auto& [cause, steps] : policy.shop.keep) {
    std::int64_t least = 10'000;
    for (const KeepStep& step : steps)
      least = std::min(least, step.basis_points);
    const std::string returned = percent_text(least);
    const Phrase stands = of_cause(
        cause, {"最低只退余额的 " + returned, "as little as " + returned + " of what is left"});
    const std::string key = key_for("keep", cause);
    if (least == 0) {
      findings.push_back(
          {"lapses-by-age",
           Severity::Void,
           key,
           "F12",
           citation_of(LawFact::NoExclusion).article,
           stands,
           {"到期后一分不退，实际就是“过期作废”，排除了会员要回余额的权利，无效。",
            "To return nothing from some day on is “expires worthless” by another name, and void."},
           {"去掉退 0 的一档。", "Drop the step that returns nothing."}});
    } else if (least < 10'000 && cause != Cause::Member) {
      findings.push_back(
          {"penalty",
           Severity::Void,
           key,
           "F12",
           cited(policy, "keep", cause, LawFact::Unfair),
           stands,
           {"不是会员的过错却扣留余额，等于让会员付违约金；法院曾认定扣 30% "
            "的约定无效并判全退余额。",
            "To keep part of the balance when the member is not at fault is a penalty; a court has "
            "held a 30% one void and ordered the whole balance back."},
           {"这种情形一律退 100%。", "Return 100% in this case."}});
    } else if (10'000 - least > most) {
      const std::string allowed = percent_text(most);
      findings.push_back(
          {"penalty-for-leaving",
           Severity::Breach,
           key,
           "F17",
           cited(policy, "keep", cause, LawFact::Principal),
           stands,
           {"会员原因退款，商家只能扣已用部分和合理费用；扣余额超过 " + allowed +
                "，要有实际损失的证明，员工提成不算。",
            "Even when the member leaves, the shop may keep what was used and reasonable expenses; "
            "more than " +
                allowed + " of the rest needs proof of loss, and staff commission is none."},
           {"每一档至少退 " + percent_text(10'000 - most) + "。",
            "Return at least " + percent_text(10'000 - most) + " in every step."}});
    }
  }
}

void check_gifts(const Policy& policy, std::vector<Finding>& findings) {
  for (const Cause cause : {Cause::Merchant, Cause::Neutral}) {
    const auto rule = policy.shop.gifts.find(cause);
    if (rule == policy.shop.gifts.end() || rule->second != GiftRule::ReturnOrPay) continue;
    const bool is_fault = cause == Cause::Merchant;
    const LawFact fact = is_fault ? LawFact::GiftsAtFault : LawFact::Gifts;
    findings.push_back(
        {"gifts-against-member",
         is_fault ? Severity::Breach : Severity::Warning,
         key_for("gifts", cause),
         std::string(citation_of(fact).row),
         cited(policy, "gifts", cause, fact),
         of_cause(cause, phrase_of(rule->second)),
         {"不是会员的过错时要回赠品，不合诚信；法院会看赠品价值、履行情况和退款原因再定，商家有过错"
          "的不予抵扣。",
          "To want gifts back when the member is not at fault offends good faith: a court weighs "
          "their value, the performance and the cause, and sets nothing off against a shop at "
          "fault."},
         {"改为 keep（归会员），或 assess（逐案衡量）。",
          "Write keep, or assess to weigh each case."}});
  }
}

void check_points(const Policy& policy, std::vector<Finding>& findings) {
  if (Money{0, policy.shop.points.per_hundred.currency} <= policy.shop.points.per_hundred) return;
  findings.push_back({"points-negative",
                      Severity::Breach,
                      "shop.points.per_hundred",
                      "F17",
                      cited(policy, "points", std::nullopt, LawFact::Principal),
                      {"每 100 积分 " + to_text(policy.shop.points.per_hundred),
                       to_text(policy.shop.points.per_hundred) + " for 100 points"},
                      {"积分可以作废或折现，但不能倒扣会员的钱。",
                       "Points may lapse or be worth money; they never cost the member any."},
                      {"写 0 或更多。", "Write zero or more."}});
}

// True when the floor pays out a remainder that the shop keeps. What is small as the rest of a card
// is small as the rest of each lot, but not the other way round.
bool keeps_more(const Residual& shop, const Residual& floor) {
  const bool is_counted_less = shop.of == ResidualOf::Card && floor.of == ResidualOf::Lot;
  if (floor.below && is_positive(*floor.below)) {
    const Money below = shop.below.value_or(zero(floor.below->currency));
    if (is_counted_less || below < *floor.below) return true;
  }
  return floor.cheapest_service && (is_counted_less || !shop.cheapest_service);
}

void check_residual(const Policy& policy, std::vector<Finding>& findings) {
  const bool is_floor_breached = std::any_of(
      policy.floors.begin(), policy.floors.end(),
      [&](const Terms& floor) { return keeps_more(policy.shop.residual, floor.residual); });
  const auto exit = policy.shop.exit.find(Cause::Member);
  const bool may_be_kept = exit != policy.shop.exit.end() && exit->second >= Exit::ByReview;
  const Residual& residual = policy.shop.residual;
  const bool has_none = (!residual.below || is_zero(*residual.below)) && !residual.cheapest_service;
  if (!is_floor_breached && !(may_be_kept && has_none)) return;
  findings.push_back(
      {"residual-kept",
       is_floor_breached ? Severity::Breach : Severity::Warning,
       "shop.residual",
       "F27",
       cited(policy, "residual", std::nullopt, LawFact::SmallRemainder),
       {"小额余额不一定退", "a small remainder may stay with the shop"},
       {"余额已不够买店里最便宜的一项服务时，会员没有办法用掉它，应当退还。",
        "A remainder that buys not even the cheapest service can never be used and is to be paid "
        "out."},
       {"在 shop.residual 写明 below 或 cheapest_service。",
        "Write below or cheapest_service under shop.residual."}});
}

}  // namespace

void lint_prices(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings) {
  check_prices(policy, findings);
  check_bonus(policy, findings);
  check_keep(policy, bounds.fee_basis_points_most.number, findings);
  check_gifts(policy, findings);
  check_points(policy, findings);
  check_residual(policy, findings);
}

}  // namespace slipway::refund
