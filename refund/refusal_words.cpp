#include "refund/refusal_words.hpp"

#include <array>
#include <utility>

namespace slipway::refund {

namespace {

Money paid_of(const Settlement& settlement) {
  Money paid = zero(settlement.total.currency);
  for (const SettledLot& one : settlement.lots)
    paid = paid + one.lot->paid;
  return paid;
}

// What could be taken out as a part.
Money available_of(const Settlement& settlement, const Account& account) {
  Money principal = zero(settlement.total.currency);
  for (const SettledLot& one : settlement.lots) {
    if (one.decided.exit != Exit::None) principal = principal + one.decided.principal();
  }
  return principal - smaller(account.held, principal);
}

// Paid money and bonus that can still be spent.
Money usable_of(const Account& account) {
  const Balance balance = balance_of(account);
  return balance.principal + balance.bonus;
}

void offer(std::vector<Option>& options, OptionKind kind, Money amount, Phrase words) {
  if (is_positive(amount)) options.push_back({kind, std::move(words), amount});
}

// What staff can pay out after they have seen papers.
void offer_with_staff(std::vector<Option>& options, const Settlement& settlement) {
  const Money amount = settlement.before_hold - settlement.held;
  const std::string shown = to_text(amount);
  offer(
      options, OptionKind::WithStaff, amount,
      {"店员核实后可退 " + shown + "。", "After a check by staff, " + shown + " can be returned."});
}

// What was paid for sessions, days and points that are left: they have no balance.
Money unused_of(const Settlement& settlement) {
  Money unused = zero(settlement.total.currency);
  for (const SettledLot& one : settlement.lots) {
    if (one.lot->kind != LotKind::StoredValue) unused = unused + one.decided.principal();
  }
  return unused;
}

// One option for the balance, one for what is left of the rest.
void offer_rest(std::vector<Option>& options, OptionKind kind, const Account& account,
                const Settlement& settlement, const std::array<Phrase, 2>& around) {
  const Money usable = usable_of(account);
  const Money unused = unused_of(settlement);
  const Phrase& before = around[0];
  const Phrase& after = around[1];
  const auto words = [&](const Phrase& rest) {
    return Phrase{before.zh + rest.zh + after.zh, before.en + rest.en + after.en};
  };
  offer(options, kind, usable,
        words({"余额 " + to_text(usable) + " ", "the balance of " + to_text(usable)}));
  offer(options, kind, unused,
        words({"没用完的次数、时间或积分（实付合 " + to_text(unused) + "）",
               "the sessions, days or points that are left (paid with " + to_text(unused) + ")"}));
}

void offer_use(std::vector<Option>& options, const Account& account, const Settlement& settlement) {
  offer_rest(options, OptionKind::Later, account, settlement,
             {{{"", "You can still use "}, {"可以继续使用。", "."}}});
}

void offer_transfer(std::vector<Option>& options, const Account& account,
                    const Settlement& settlement) {
  offer_rest(options, OptionKind::Transfer, account, settlement,
             {{{"可以把", "You can transfer "},
               {"转让给别人，由店员登记。", " to somebody else; staff will note it."}}});
}

void offer_extension(std::vector<Option>& options, const Account& account,
                     const Settlement& settlement) {
  offer_rest(options, OptionKind::Extend, account, settlement,
             {{{"可以免费延期，", "The card can be prolonged free of charge; you keep "},
               {"继续有效。", "."}}});
}

void offer_part(std::vector<Option>& options, Money amount, const Phrase& before) {
  const std::string shown = to_text(amount);
  offer(options, OptionKind::Partial, amount, {before.zh + shown + "。", before.en + shown + "."});
}

Refused refusal_of_lost() {
  return {"F24",
          {"这张卡已挂失，卡里的余额仍归您。",
           "This card was reported lost. Its balance is still yours."},
          {"请带有效证件找店员补卡，补卡后即可申请退款。",
           "Please have it replaced by staff with your ID, then file again."},
          {}};
}

Refused refusal_of_frozen() {
  return {"I7",
          {"这张卡需要店员协助办理。", "A staff member needs to help with this card."},
          {"请带有效证件找店员核实冻结原因，核实后即可办理退款。",
           "Please see a member of staff with your ID. Once the reason is checked, the refund can "
           "be filed."},
          {}};
}

Refused refusal_of_expired() {
  return {"F24",
          {"这张卡已过有效期，卡里的余额仍归您。",
           "This card is past its date. Its balance is still yours."},
          {"请找店员激活或换卡，之后即可申请退款。",
           "Please have it renewed or exchanged by staff, then file again."},
          {}};
}

Refused refusal_of_refunded() {
  return {"A4",
          {"这张卡已经退过款。", "This card has been refunded."},
          {"如有疑问，请凭退款凭证找店员查询。", "If in doubt, please show your voucher to staff."},
          {}};
}

Refused refusal_of_closed() {
  return {"A4",
          {"这张卡已注销。", "This card is closed."},
          {"如有疑问，请找店员查询记录。", "If in doubt, please ask staff for its records."},
          {}};
}

Refused refusal_of_records(const Flaw& flaw) {
  const Phrase words = phrase_of(flaw);
  return {
      "V2",
      {"这张卡的账目需要店员核对后才能计算。" + words.zh,
       "The records of this card must be checked before an amount can be worked out. " + words.en},
      {"请找店员核对账目，核对后即可申请退款。",
       "Please ask staff to check the records, then file again."},
      {}};
}

Refused refusal_of_terms() {
  return {"I13",
          {"这张卡售出时的章程没有存档，因此现在算不出金额。",
           "The terms under which this card was sold are not on file, so that no amount can be "
           "worked out."},
          {"请找店员补录当时的章程；拿得出当时的合同也可以。",
           "Please ask staff to add those terms; your copy of the contract helps."},
          {}};
}

Refused refusal_without_lots() {
  return {"M9",
          {"这张卡没有充值或购卡记录，因此没有可退的金额。",
           "Nothing was paid onto this card, so there is nothing to return."},
          {"如果您付过钱，请带付款凭证找店员登记。",
           "If you did pay, please show your receipt to staff."},
          {}};
}

Refused refusal_without_exit() {
  return {"F13",
          {"按章程，这个原因不能直接退款。",
           "The terms do not give a refund for this reason by themselves."},
          {"如果另有原因（门店搬迁、服务变化、健康原因等），请重新选择；也可以请店长复核，"
           "结果会书面告诉您。",
           "If there is another reason (the shop moved, the service changed, your health), please "
           "choose it; or ask the manager to review it: you will get the answer in writing."},
          {}};
}

Refused refusal_of_held(Money held) {
  return {"F12",
          {"可退的金额已全部预留给您未办完的申请（" + to_text(held) + "）。",
           "All of it is set apart for your open request (" + to_text(held) + ")."},
          {"请用查询码查看那笔申请的进度。", "Please look that request up by its code."},
          {}};
}

Refused refusal_of_nothing_left(Money paid) {
  if (is_zero(paid)) {
    return {"M9",
            {"这张卡上没有您实付的款项，因此没有可退的金额。",
             "Nothing on this card was paid for, so there is nothing to refund."},
            {"如果您付过钱，请带付款凭证找店员登记。",
             "If you did pay, please show your receipt to staff."},
            {}};
  }
  return {"M9",
          {"您实付的 " + to_text(paid) + " 已经用完或退回，没有可退的金额。您也不需要补钱。",
           "The " + to_text(paid) +
               " that you paid is used up or was returned; nothing is left to refund, and you "
               "owe nothing."},
          {"如对记录有疑问，请找店员逐笔核对消费明细。",
           "If you doubt the records, please go through your visits with staff."},
          {}};
}

Refused refusal_of_part_not_allowed() {
  return {"M15",
          {"按章程，这张卡只能全部退，不能退一部分。",
           "By the terms this card can only be refunded as a whole."},
          {"请申请全部退款。", "Please ask for all of it."},
          {}};
}

Refused refusal_of_small_part() {
  return {"M15",
          {"要退的金额太小。", "The amount that you ask for is too small."},
          {"请填一个大一些的金额，或者全部退款。", "Please ask for more, or for all of it."},
          {}};
}

Refused refusal_of_large_part(Money available) {
  return {"M15",
          {"要退的金额超过了可退的本金 " + to_text(available) + "。",
           "You ask for more than the principal that can be returned, " + to_text(available) + "."},
          {"请填一个小一些的金额，或者全部退款。", "Please ask for less, or for all of it."},
          {}};
}

Refused words_of(Ground ground, const Account& account, const Settlement& settlement) {
  switch (ground) {
    case Ground::CardLost:
      return refusal_of_lost();
    case Ground::CardFrozen:
      return refusal_of_frozen();
    case Ground::CardExpired:
      return refusal_of_expired();
    case Ground::CardRefunded:
      return refusal_of_refunded();
    case Ground::CardClosed:
      return refusal_of_closed();
    case Ground::Records:
      return refusal_of_records(settlement.flaw.value_or(Flaw{}));
    case Ground::TermsMissing:
      return refusal_of_terms();
    case Ground::NoLots:
      return refusal_without_lots();
    case Ground::NoExit:
      return refusal_without_exit();
    case Ground::Held:
      return refusal_of_held(settlement.held);
    case Ground::NothingLeft:
      return refusal_of_nothing_left(paid_of(settlement));
    case Ground::PartNotAllowed:
      return refusal_of_part_not_allowed();
    case Ground::PartTooSmall:
      return refusal_of_small_part();
    case Ground::PartTooLarge:
      break;
  }
  return refusal_of_large_part(available_of(settlement, account));
}

std::vector<Option> options_of(Ground ground, const Account& account,
                               const Settlement& settlement) {
  std::vector<Option> options;
  switch (ground) {
    case Ground::CardLost:
    case Ground::CardFrozen:
      offer_with_staff(options, settlement);
      break;
    case Ground::CardExpired:
      offer_with_staff(options, settlement);
      offer_extension(options, account, settlement);
      break;
    case Ground::NoExit:
      offer_transfer(options, account, settlement);
      offer_use(options, account, settlement);
      break;
    case Ground::NothingLeft:
      offer_use(options, account, settlement);
      break;
    case Ground::PartTooSmall:
      if (const auto& least = settlement.policy->partial.least) {
        offer_part(options, *least, {"每次至少退 ", "The least at a time is "});
      }
      [[fallthrough]];
    case Ground::PartTooLarge:
      offer_part(options, available_of(settlement, account), {"最多可退本金 ", "At most "});
      break;
    case Ground::PartNotAllowed:
      offer_part(options, settlement.before_hold - settlement.held,
                 {"全部退款可退 ", "As a whole: "});
      break;
    case Ground::CardRefunded:
    case Ground::CardClosed:
    case Ground::Records:
    case Ground::TermsMissing:
    case Ground::NoLots:
    case Ground::Held:
      break;
  }
  return options;
}

}  // namespace

Refused refusal_of(const Account& account, const Settlement& settlement) {
  const Ground ground = *settlement.ground;
  Refused refused = words_of(ground, account, settlement);
  refused.options = options_of(ground, account, settlement);
  return refused;
}

}  // namespace slipway::refund
