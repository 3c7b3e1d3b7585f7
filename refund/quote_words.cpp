#include "refund/quote_words.hpp"

#include <array>
#include <string_view>

namespace slipway::refund {

namespace {

std::string text(std::int64_t count) {
  return std::to_string(count);
}

// "1 visit", "3 visits".
std::string counted(std::int64_t count, const std::string& noun) {
  return text(count) + " " + noun + (count == 1 ? "" : "s");
}

// 200 is "2%", 250 is "2.5%".
std::string percent(std::int64_t basis_points) {
  std::string shown = text(basis_points / 100);
  if (const std::int64_t rest = basis_points % 100; rest != 0) {
    shown += rest < 10 ? ".0" + text(rest) : "." + text(rest);
    if (shown.back() == '0') shown.pop_back();
  }
  return shown + "%";
}

std::string_view axis_of(const LineFigures& figures) {
  switch (figures.kind) {
    case LineKind::Paid:
      return "window";
    case LineKind::Spent:
      if (figures.lot_kind == LotKind::Time) return "time";
      return figures.share == BonusShare::None ? "price" : "bonus";
    case LineKind::Adjustment:
      return "price";
    case LineKind::Fee:
      return "fee";
    case LineKind::BonusVoid:
      return "bonus";
    case LineKind::Retained:
      return "keep";
    case LineKind::Gifts:
      return "gifts";
    case LineKind::Points:
      return "points";
    case LineKind::Interest:
      return "interest";
    case LineKind::EarlierRefund:
    case LineKind::Stays:
    case LineKind::Rounding:
      break;
  }
  return "";
}

std::string_view name_of(Cause cause) {
  constexpr auto names =
      std::to_array<std::string_view>({"window", "member", "merchant", "neutral", "void"});
  return names.at(static_cast<std::size_t>(cause));
}

// The terms by name, with the article where they say it.
Phrase clause_of(const LineFigures& figures) {
  const Terms& terms = *figures.terms;
  const std::string axis(axis_of(figures));
  auto article = terms.articles.find(axis + "." + std::string(name_of(figures.cause)));
  if (article == terms.articles.end()) article = terms.articles.find(axis);
  if (article == terms.articles.end()) return {terms.name, terms.name_en};
  return {terms.name + " " + article->second.zh, terms.name_en + ", " + article->second.en};
}

// The row of the requirements (M) for the shop's terms, of the law (F) for the floor.
std::string rule_of(const LineFigures& figures) {
  const bool is_shop = figures.is_by_shop;
  switch (figures.kind) {
    case LineKind::Paid:
      return figures.lots_in_window > 0 ? "M4" : "M1";
    case LineKind::Spent:
      if (figures.lot_kind == LotKind::Time) return is_shop ? "M5" : "F24";
      if (figures.lot_kind == LotKind::Points) return "M7";
      if (figures.share == BonusShare::Ratio) return is_shop ? "M2" : "F20";
      if (figures.lot_kind == LotKind::Sessions) return is_shop ? "M6" : "F17";
      return is_shop ? "M1" : "F17";
    case LineKind::Adjustment:
      return is_shop ? "M8" : "F21";
    case LineKind::EarlierRefund:
    case LineKind::Stays:
      return "M15";
    case LineKind::Fee:
      return "M3";
    case LineKind::BonusVoid:
      return "M2";
    case LineKind::Retained:
      return "M4";
    case LineKind::Gifts:
      return "F23";
    case LineKind::Points:
      return "M7";
    case LineKind::Interest:
      return is_shop ? "M8" : "F18";
    case LineKind::Rounding:
      break;
  }
  return "M14";
}

Phrase title_of(const LineFigures& figures) {
  switch (figures.kind) {
    case LineKind::Paid:
      return {"累计充值本金", "Money you paid in"};
    case LineKind::Spent:
      if (figures.lot_kind == LotKind::Sessions) return {"已用次数", "Sessions already used"};
      if (figures.lot_kind == LotKind::Points) return {"已用积分", "Points already used"};
      if (figures.lot_kind == LotKind::Time) return {"已过天数", "Days already gone"};
      return {"已消费本金", "Principal already spent"};
    case LineKind::Adjustment:
      return {"优惠补差", "Discount adjustment"};
    case LineKind::EarlierRefund:
      return {"此前已退", "Returned before"};
    case LineKind::Fee:
      return {"手续费", "Fee"};
    case LineKind::BonusVoid:
      return {"赠送金", "Bonus"};
    case LineKind::Stays:
      return {"留在卡里", "Stays on the card"};
    case LineKind::Retained:
      return {"按期限扣留", "Kept by age"};
    case LineKind::Gifts:
      return {"赠品", "Gifts"};
    case LineKind::Points:
      return {"积分折现", "Points"};
    case LineKind::Interest:
      return {"利息", "Interest"};
    case LineKind::Rounding:
      break;
  }
  return {"进位", "Rounding"};
}

Phrase why_paid(const LineFigures& figures) {
  if (figures.lots == 0) return {"没有实付的款项。", "Nothing was paid in."};
  Phrase why{
      text(figures.lots) + " 次充值或购卡，实付 " + to_text(figures.amount) + "。",
      "You paid " + to_text(figures.amount) + " in " + counted(figures.lots, "top-up") + "."};
  if (figures.lots_in_window > 0) {
    why.zh += "其中 " + text(figures.lots_in_window) + " 次在无理由退款期内。";
    why.en += " " + text(figures.lots_in_window) + " of them within the no-reason period.";
  }
  return why;
}

Phrase why_spent(const LineFigures& figures) {
  const std::string amount = to_text(-figures.amount);
  if (figures.lot_kind == LotKind::Time) {
    return {"已过 " + text(figures.uses) + " 天，按天计 " + amount + "。",
            counted(figures.uses, "day") + " gone, counted by the day: " + amount + "."};
  }
  if (figures.lot_kind == LotKind::Points) {
    return {"已用 " + text(figures.units) + " 积分，按购买单价计 " + amount + "。",
            counted(figures.units, "point") + " used, at the price that you paid: " + amount + "."};
  }
  if (figures.lot_kind == LotKind::Sessions) {
    const bool is_ratio = figures.share == BonusShare::Ratio;
    return {"已用 " + text(figures.units) + " 次，按" +
                (is_ratio ? "含赠送次数的平均单价" : "购买单价") + "计 " + amount + "。",
            counted(figures.units, "session") + " used, at the price that you paid for each" +
                (is_ratio ? " (free ones included)" : "") + ": " + amount + "."};
  }
  const std::string used = to_text(figures.used);
  const std::string visits_zh = text(figures.uses) + " 次消费共 " + used + "，";
  const std::string visits_en = counted(figures.uses, "visit") + ", " + used + " in all; ";
  if (figures.share == BonusShare::None) {
    return {visits_zh + "先用本金后用赠送金，其中本金 " + amount + "。",
            visits_en + "what you paid is used before bonus: " + amount + "."};
  }
  if (figures.share == BonusShare::Ratio) {
    return {visits_zh + "按实付占到账金额的比例折成本金 " + amount + "。",
            visits_en + "your paid share of it is " + amount + "."};
  }
  return {visits_zh + "先用赠送金后用本金，其中本金 " + amount + "。",
          visits_en + "bonus is used before what you paid: " + amount + "."};
}

Phrase why_adjustment(const LineFigures& figures) {
  const std::string amount = to_text(-figures.amount);
  Phrase why{text(figures.discounted_uses) + " 次消费享受过优惠，退卡按门市价补差 " + amount +
                 "；以实付为限，您无需另外补钱。",
             counted(figures.discounted_uses, "visit") + " at a discount, settled at list price: " +
                 amount + ". You never owe more than you paid."};
  if (figures.capped_uses > 0) {
    why.zh += "其中 " + text(figures.capped_uses) + " 次门市价高于市场价，按市场价计。";
    why.en += " In " + text(figures.capped_uses) +
              " of them the market's price counts, because the list price is above it.";
  }
  return why;
}

Phrase why_retained(const LineFigures& figures) {
  const std::string share = percent(figures.basis_points);
  return {"按售出后的时间，剩余金额退 " + share + "，扣留 " + to_text(-figures.amount) + "。",
          "By the time since the sale, " + share + " of what is left comes back; " +
              to_text(-figures.amount) + " is kept."};
}

Phrase why_gifts(const LineFigures& figures) {
  if (is_zero(figures.amount)) {
    return {"您收到的赠品由店员和您商量处理，这里没有扣钱。",
            "Staff will talk with you about the gifts that you received; nothing is taken here."};
  }
  const std::string amount = to_text(-figures.amount);
  return {"收到的赠品没有退回，折价 " + amount + "；退回就不扣。",
          "Gifts that were not brought back count as " + amount + "; bring them and nothing does."};
}

Phrase why_points(const LineFigures& figures) {
  return {"还有 " + text(figures.units) + " 积分，折成 " + to_text(figures.amount) + "。",
          counted(figures.units, "point") + " left, worth " + to_text(figures.amount) + "."};
}

Phrase why_interest(const LineFigures& figures) {
  return {"退款金额的利息：" + text(figures.days) + " 天，年利率 " + percent(figures.basis_points) +
              "。",
          "Interest on what comes back: " + counted(figures.days, "day") + " at " +
              percent(figures.basis_points) + " a year."};
}

Phrase why_fee(const LineFigures& figures) {
  if (figures.fee_waived) {
    return {"没有售卡时告知过手续费的凭据，因此不收。",
            "None: nothing shows that a fee was told when the card was sold."};
  }
  if (is_zero(figures.amount)) return {"不收手续费。", "We charge none."};
  const bool is_of_paid = figures.fee.base == FeeBase::Paid;
  return {std::string(is_of_paid ? "按实付金额的 " : "按剩余金额的 ") +
              percent(figures.fee.basis_points) + " 计，每笔最低 " + to_text(figures.fee.least) +
              "，最高 " + to_text(figures.fee.most) + "。",
          percent(figures.fee.basis_points) +
              (is_of_paid ? " of what was paid, at least " : " of the remainder, at least ") +
              to_text(figures.fee.least) + " and at most " + to_text(figures.fee.most) + " each."};
}

Phrase why_of(const LineFigures& figures) {
  switch (figures.kind) {
    case LineKind::Paid:
      return why_paid(figures);
    case LineKind::Spent:
      return why_spent(figures);
    case LineKind::Adjustment:
      return why_adjustment(figures);
    case LineKind::EarlierRefund:
      return {"以前的退款已退回本金 " + to_text(-figures.amount) + "。",
              "Earlier refunds returned " + to_text(-figures.amount) + " of what you paid."};
    case LineKind::Fee:
      return why_fee(figures);
    case LineKind::BonusVoid:
      return {"活动赠送 " + to_text(figures.amount) + "，不退现金，批准后作废。",
              "Promotional credit of " + to_text(figures.amount) +
                  ": not refundable, cancelled on approval."};
    case LineKind::Stays:
      return {"您只退一部分，" + to_text(-figures.amount) + " 本金留在卡里继续用。",
              "You take out a part; " + to_text(-figures.amount) + " stays on the card for use."};
    case LineKind::Retained:
      return why_retained(figures);
    case LineKind::Gifts:
      return why_gifts(figures);
    case LineKind::Points:
      return why_points(figures);
    case LineKind::Interest:
      return why_interest(figures);
    case LineKind::Rounding:
      break;
  }
  return {"合计向上取整到 " + to_text(figures.used) + "，差额归您。",
          "The total is rounded up to " + to_text(figures.used) + ", in your favour."};
}

}  // namespace

QuoteLine line_of(const LineFigures& figures) {
  return {figures.kind,      rule_of(figures), clause_of(figures),
          title_of(figures), why_of(figures),  figures.amount};
}

QuoteLine line_of_held(Money held, const Terms& terms) {
  return {LineKind::EarlierRefund,
          "M15",
          {terms.name, terms.name_en},
          {"申请中预留", "Set apart"},
          {"您未办完的申请已预留 " + to_text(held) + "。",
           "An open request of yours has set " + to_text(held) + " apart."},
          -held};
}

}  // namespace slipway::refund
