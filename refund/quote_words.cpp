#include "refund/quote_words.hpp"

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

Phrase clause_of(Decider decider, const Policy& policy) {
  const Terms& terms = decider == Decider::Shop ? policy.shop : policy.floor;
  return {terms.name, terms.name_en};
}

// The row of the requirements (M) for the shop's terms, of the law (F) for the floor.
std::string rule_of(const LineFigures& figures) {
  const bool is_shop = figures.decider == Decider::Shop;
  switch (figures.kind) {
    case LineKind::Paid:
      return figures.lots_in_window > 0 ? "M4" : "M1";
    case LineKind::Spent:
      if (figures.lot_kind == LotKind::Time) return is_shop ? "M5" : "F24";
      if (figures.share == BonusShare::Ratio) return is_shop ? "M2" : "F20";
      if (figures.lot_kind == LotKind::Sessions) return is_shop ? "M6" : "F17";
      return is_shop ? "M1" : "F17";
    case LineKind::Adjustment:
      return is_shop ? "M8" : "F21";
    case LineKind::EarlierRefund:
      return "M15";
    case LineKind::Fee:
      return "M3";
    case LineKind::BonusVoid:
      return is_shop ? "M2" : "F20";
  }
  return "";
}

Phrase title_of(const LineFigures& figures) {
  switch (figures.kind) {
    case LineKind::Paid:
      return {"累计充值本金", "Money you paid in"};
    case LineKind::Spent:
      if (figures.lot_kind == LotKind::Sessions) return {"已用次数", "Sessions already used"};
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
  }
  return {};
}

Phrase why_paid(const LineFigures& figures) {
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
  switch (figures.share) {
    case BonusShare::None:
      return {visits_zh + "先用本金后用赠送金，其中本金 " + amount + "。",
              visits_en + "what you paid is used before bonus: " + amount + "."};
    case BonusShare::Ratio:
      return {visits_zh + "按实付占到账金额的比例折成本金 " + amount + "。",
              visits_en + "your paid share of it is " + amount + "."};
    case BonusShare::First:
      return {visits_zh + "先用赠送金后用本金，其中本金 " + amount + "。",
              visits_en + "bonus is used before what you paid: " + amount + "."};
  }
  return {};
}

Phrase why_fee(const LineFigures& figures) {
  if (figures.fee_waived) {
    return {"售卡时没有约定手续费，因此不收。", "None: a fee was not told when the card was sold."};
  }
  if (is_zero(figures.amount)) return {"不收手续费。", "We charge none."};
  return {"按剩余金额的 " + percent(figures.fee.basis_points) + " 计，每笔最低 " +
              to_text(figures.fee.least) + "，最高 " + to_text(figures.fee.most) + "。",
          percent(figures.fee.basis_points) + " of the remainder, at least " +
              to_text(figures.fee.least) + " and at most " + to_text(figures.fee.most) + " each."};
}

Phrase why_of(const LineFigures& figures) {
  switch (figures.kind) {
    case LineKind::Paid:
      return why_paid(figures);
    case LineKind::Spent:
      return why_spent(figures);
    case LineKind::Adjustment:
      return {text(figures.discounted_uses) + " 次消费享受过优惠，退卡按门市价补差 " +
                  to_text(-figures.amount) + "；以实付为限，您无需另外补钱。",
              counted(figures.discounted_uses, "visit") +
                  " at a discount, settled at list price: " + to_text(-figures.amount) +
                  ". You never owe more than you paid."};
    case LineKind::EarlierRefund:
      return {"以前的退款已退回本金 " + to_text(-figures.amount) + "。",
              "Earlier refunds returned " + to_text(-figures.amount) + " of what you paid."};
    case LineKind::Fee:
      return why_fee(figures);
    case LineKind::BonusVoid:
      return {"活动赠送 " + to_text(figures.amount) + "，不退现金，批准后作废。",
              "Promotional credit of " + to_text(figures.amount) +
                  ": not refundable, cancelled on approval."};
  }
  return {};
}

}  // namespace

QuoteLine line_of(const LineFigures& figures, const Policy& policy) {
  return {figures.kind,      rule_of(figures), clause_of(figures.decider, policy),
          title_of(figures), why_of(figures),  figures.amount};
}

QuoteLine line_of_held(Money held, const Policy& policy) {
  return {LineKind::EarlierRefund,
          "M15",
          clause_of(Decider::Shop, policy),
          {"申请中预留", "Set apart"},
          {"您未办完的申请已预留 " + to_text(held) + "。",
           "An open request of yours has set " + to_text(held) + " apart."},
          -held};
}

Refused refusal_of_status(CardStatus status) {
  switch (status) {
    case CardStatus::Active:
      break;
    case CardStatus::Lost:
      return {"F24",
              {"这张卡已挂失，卡里的余额仍归您。",
               "This card was reported lost. Its balance is still yours."},
              {"请带有效证件找店员补卡，补卡后即可申请退款。",
               "Please have it replaced by staff with your ID, then file again."}};
    case CardStatus::Frozen:
      return {"I7",
              {"这张卡需要店员协助办理。", "A staff member needs to help with this card."},
              {"请找店员核实并解除冻结，之后即可申请退款。",
               "Please ask staff to check and release it, then file again."}};
    case CardStatus::Expired:
      return {"F24",
              {"这张卡已过有效期，卡里的余额仍归您。",
               "This card is past its date. Its balance is still yours."},
              {"请找店员激活或换卡，之后即可申请退款。",
               "Please have it renewed or exchanged by staff, then file again."}};
    case CardStatus::Refunded:
      return {"A4",
              {"这张卡已经退过款。", "This card has been refunded."},
              {"如有疑问，请凭退款凭证找店员查询。",
               "If in doubt, please show your voucher to staff."}};
    case CardStatus::Closed:
      return {"A4",
              {"这张卡已注销。", "This card is closed."},
              {"如有疑问，请找店员查询记录。", "If in doubt, please ask staff for its records."}};
  }
  return refusal_of_records();
}

Refused refusal_of_records() {
  return {"V2",
          {"这张卡的账目需要店员核对后才能计算。",
           "The records of this card must be checked before an amount can be worked out."},
          {"请找店员核对账目，核对后即可申请退款。",
           "Please ask staff to check the records, then file again."}};
}

Refused refusal_without_lots() {
  return {"M9",
          {"这张卡没有充值或购卡记录，因此没有可退的金额。",
           "Nothing was paid onto this card, so there is nothing to return."},
          {"如果您付过钱，请带付款凭证找店员登记。",
           "If you did pay, please show your receipt to staff."}};
}

Refused refusal_of_held(Money held) {
  return {"F12",
          {"可退的金额已全部预留给您未办完的申请（" + to_text(held) + "）。",
           "All of it is set apart for your open request (" + to_text(held) + ")."},
          {"请用查询码查看那笔申请的进度。", "Please look that request up by its code."}};
}

Refused refusal_of_nothing_left(Money paid) {
  return {"M9",
          {"您实付的 " + to_text(paid) + " 已经用完或退回，没有可退的金额。您也不需要补钱。",
           "The " + to_text(paid) +
               " that you paid is used up or was returned; nothing is left to refund, and you "
               "owe nothing."},
          {"如对记录有疑问，请找店员逐笔核对消费明细。",
           "If you doubt the records, please go through your visits with staff."}};
}

}  // namespace slipway::refund
