#pragma once

#include "refund/account.hpp"
#include "refund/authority.hpp"
#include "refund/quote.hpp"
#include "refund/request.hpp"
#include "refund/voucher.hpp"
#include "sync/wire/form.hpp"

// The fields of the refund's own values, as they stand inside messages, outbox and store.
namespace slipway::sync {

inline constexpr std::size_t kMostName = 400;  // bytes of a person's or a thing's name
inline constexpr std::size_t kMostCode = 64;   // bytes of an id, a number, a PIN, a card

template <typename Form>
void fields(Form& form, Of<Form, refund::Payee>& payee) {
  auto& [method, bank_card] = payee;
  form.choice("method", method, refund::Method::Original);
  form.text("bank_card", bank_card, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Filing>& filing) {
  auto& [id, kiosk, card_uid, pin, reason, payee, quoted, signature, filed_at, language] = filing;
  form.item("id", id);
  form.text("kiosk", kiosk, kMostCode);
  form.text("card_uid", card_uid, kMostCode);
  form.text("pin", pin, kMostCode);
  form.choice("reason", reason, refund::Reason::Undisclosed);
  form.item("payee", payee);
  form.maybe("quoted", quoted);
  form.item("signature", signature);
  form.item("filed_at", filed_at);
  form.choice("language", language, refund::Language::English);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::QuoteLine>& line) {
  auto& [kind, rule, clause, title, why, amount] = line;
  form.choice("kind", kind, refund::LineKind::Rounding);
  form.text("rule", rule, kMostCode);
  form.item("clause", clause);
  form.item("title", title);
  form.item("why", why);
  form.item("amount", amount);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Option>& option) {
  auto& [kind, words, amount] = option;
  form.choice("kind", kind, refund::OptionKind::Later);
  form.item("words", words);
  form.item("amount", amount);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Refused>& refused) {
  auto& [rule, reason, next_step, options] = refused;
  form.text("rule", rule, kMostCode);
  form.item("reason", reason);
  form.item("next_step", next_step);
  form.list("options", options, 10);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Quote>& quote) {
  auto& [total, lines, cause, exit, decider, shop_total, floor_total, policy_hash, refused] = quote;
  form.item("total", total);
  form.list("lines", lines, 100);
  form.choice("cause", cause, refund::Cause::Void);
  form.choice("exit", exit, refund::Exit::None);
  form.choice("decider", decider, refund::Decider::Floor);
  form.item("shop_total", shop_total);
  form.item("floor_total", floor_total);
  form.text("policy_hash", policy_hash, kMostCode);
  form.maybe("refused", refused);
}

// Short names: a request's detail holds hundreds of these.
template <typename Form>
void fields(Form& form, Of<Form, refund::Use>& use) {
  auto& [id, at, item, list_price, charged, units, market_price] = use;
  form.text("i", id, kMostCode);
  form.item("a", at);
  form.text("n", item, kMostName);
  form.item("l", list_price);
  form.item("c", charged);
  form.number("u", units, 0, 1'000'000);
  form.maybe("m", market_price);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Gift>& gift) {
  auto& [name, value, state] = gift;
  form.text("name", name, kMostName);
  form.item("value", value);
  form.choice("state", state, refund::GiftState::Returned);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Lot>& lot) {
  auto& [id, kind, sold_at, name, paid, bonus, units, bonus_units, starts, ends, payment_method,
         payment_reference, policy_hash, refunded, refunded_at, uses, gifts, activated, contract,
         stopped, fee_disclosure, earned_by, payment_parts, paid_by_other] = lot;
  form.text("id", id, kMostCode);
  form.choice("kind", kind, refund::LotKind::Points);
  form.item("sold_at", sold_at);
  form.text("name", name, kMostName);
  form.item("paid", paid);
  form.item("bonus", bonus);
  form.number("units", units, 0, 1'000'000);
  form.number("bonus_units", bonus_units, 0, 1'000'000);
  form.item("starts", starts);
  form.item("ends", ends);
  form.text("payment_method", payment_method, kMostCode);
  form.text("payment_reference", payment_reference, kMostName);
  form.text("policy_hash", policy_hash, kMostCode);
  form.item("refunded", refunded);
  form.maybe("refunded_at", refunded_at);
  form.list("uses", uses, 1'000);
  form.list("gifts", gifts, 100);
  form.maybe("activated", activated);
  form.maybe("contract", contract);
  form.maybe("stopped", stopped);
  form.choice("fee_disclosure", fee_disclosure, refund::Disclosure::NotTold);
  form.text("earned_by", earned_by, kMostCode);
  form.number("payment_parts", payment_parts, 0, 1'000'000);
  form.truth("paid_by_other", paid_by_other);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Staff>& staff) {
  auto& [id, name, role, capabilities, member_id] = staff;
  form.text("id", id, kMostCode);
  form.text("name", name, kMostName);
  form.text("role", role, kMostCode);
  form.choices("capabilities", capabilities, 10, refund::Capability::Audit);
  form.text("member_id", member_id, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::Voucher>& voucher) {
  constexpr std::int64_t kMost = 1'000'000'000'000;
  auto& [store, kiosk, epoch, number, amount, issued_at, valid_days] = voucher;
  form.number("store", store, 0, kMost);
  form.number("kiosk", kiosk, 0, kMost);
  form.number("epoch", epoch, 0, kMost);
  form.number("number", number, 0, kMost);
  form.item("amount", amount);
  form.item("issued_at", issued_at);
  form.number("valid_days", valid_days, 0, 100'000);
}

}  // namespace slipway::sync
