#pragma once

#include "sync/wire/desk_messages.hpp"
#include "sync/wire/kiosk_fields.hpp"
#include "sync/wire/refund_fields.hpp"

// The fields of what a desk and the station say to each other.
namespace slipway::sync {

inline constexpr std::int64_t kMostVersion = 1'000'000'000'000;
inline constexpr std::int64_t kMostRisk = 1'000;
inline constexpr int kMostPayments = 10'000;     // of one request
inline constexpr std::size_t kMostNote = 1'000;  // bytes of what staff type for a member

// ---- questions

template <typename Form>
void fields(Form& form, Of<Form, SignIn>& sign_in) {
  auto& [staff_id, pin] = sign_in;
  form.text("staff_id", staff_id, kMostCode);
  form.text("pin", pin, kMostCode);
}

template <typename Form>
void fields(Form&, Of<Form, SignOut>&) {}

template <typename Form>
void fields(Form& form, Of<Form, AskInbox>& ask) {
  auto& [since] = ask;
  form.number("since", since, 0, kMostVersion);
}

template <typename Form>
void fields(Form& form, Of<Form, AskDetail>& ask) {
  auto& [id] = ask;
  form.item("id", id);
}

template <typename Form>
void fields(Form& form, Of<Form, Approve>& approve) {
  auto& [id, version, content] = approve;
  form.item("id", id);
  form.number("version", version, 0, kMostVersion);
  form.item("content", content);
}

template <typename Form>
void fields(Form& form, Of<Form, Reject>& reject) {
  auto& [id, version, content, reason, note] = reject;
  form.item("id", id);
  form.number("version", version, 0, kMostVersion);
  form.item("content", content);
  form.text("reason", reason, kMostCode);
  form.text("note", note, kMostNote);
}

template <typename Form>
void fields(Form& form, Of<Form, AskPapers>& ask) {
  auto& [id, version, content, note] = ask;
  form.item("id", id);
  form.number("version", version, 0, kMostVersion);
  form.item("content", content);
  form.text("note", note, kMostNote);
}

template <typename Form>
void fields(Form& form, Of<Form, PapersSeen>& seen) {
  auto& [id, version, content] = seen;
  form.item("id", id);
  form.number("version", version, 0, kMostVersion);
  form.item("content", content);
}

template <typename Form>
void fields(Form& form, Of<Form, AskVoucher>& ask) {
  auto& [scanned] = ask;
  form.text("scanned", scanned, 1'000);
}

template <typename Form>
void fields(Form& form, Of<Form, Redeem>& redeem) {
  auto& [qr_or_code, key] = redeem;
  form.text("qr_or_code", qr_or_code, 1'000);
  form.item("key", key);
}

template <typename Form>
void fields(Form& form, Of<Form, ResolvePaper>& resolve) {
  auto& [voucher_number, is_out] = resolve;
  form.number("voucher_number", voucher_number, 0, kMostVersion);
  form.truth("is_out", is_out);
}

template <typename Form>
void fields(Form& form, Of<Form, MarkTransferred>& mark) {
  auto& [id, version, content, reference, leg] = mark;
  form.item("id", id);
  form.number("version", version, 0, kMostVersion);
  form.item("content", content);
  form.text("reference", reference, kMostName);
  form.number("leg", leg, 1, kMostPayments);
}

template <typename Form>
void fields(Form& form, Of<Form, AskCopy>& ask) {
  auto& [id] = ask;
  form.item("id", id);
}

template <>
struct Kinds<DeskQuestion> {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"sign_in", "sign_out", "ask_inbox", "ask_detail", "approve", "reject", "ask_papers",
       "papers_seen", "ask_voucher", "redeem", "resolve_paper", "mark_transferred", "ask_copy"});
};

// ---- answers

template <typename Form>
void fields(Form& form, Of<Form, SignedIn>& signed_in) {
  auto& [token, staff, store_name, alone_up_to] = signed_in;
  form.item("token", token);
  form.item("staff", staff);
  form.item("store_name", store_name);
  form.item("alone_up_to", alone_up_to);
}

template <typename Form>
void fields(Form&, Of<Form, SignedOut>&) {}

template <typename Form>
void fields(Form& form, Of<Form, NoSession>& none) {
  auto& [sentence, seconds_locked] = none;
  form.item("sentence", sentence);
  form.number("seconds_locked", seconds_locked, 0, 10'000'000);
}

template <typename Form>
void fields(Form& form, Of<Form, refund::RiskReason>& reason) {
  auto& [kind, points, words] = reason;
  form.choice("kind", kind, refund::RiskKind::SimilarPending);
  form.number("points", points, 0, kMostRisk);
  form.item("words", words);
}

template <typename Form>
void fields(Form& form, Of<Form, InboxRow>& row) {
  auto& [id, number, member_name, tier, amount, method, reason, filed_at, state, approvals,
         approvals_needed, may_decide, version, voucher_state, voucher_number, review_by, pay_by,
         risk, risk_asks_more, legs, legs_paid] = row;
  form.item("id", id);
  form.text("number", number, kMostCode);
  form.text("member_name", member_name, kMostName);
  form.text("tier", tier, kMostName);
  form.item("amount", amount);
  form.choice("method", method, refund::Method::Original);
  form.choice("reason", reason, refund::Reason::Undisclosed);
  form.item("filed_at", filed_at);
  form.choice("state", state, refund::RequestState::Archived);
  form.number("approvals", approvals, 0, 100);
  form.number("approvals_needed", approvals_needed, 0, 100);
  form.truth("may_decide", may_decide);
  form.number("version", version, 0, kMostVersion);
  form.maybe_choice("voucher_state", voucher_state, refund::VoucherState::Expired);
  form.maybe_number("voucher_number", voucher_number, 0, kMostVersion);
  form.maybe("review_by", review_by);
  form.maybe("pay_by", pay_by);
  form.number("risk", risk, 0, kMostRisk);
  form.truth("risk_asks_more", risk_asks_more);
  form.number("legs", legs, 1, kMostPayments);
  form.number("legs_paid", legs_paid, 0, kMostPayments);
}

template <typename Form>
void fields(Form& form, Of<Form, Inbox::Kiosk>& kiosk) {
  auto& [name, online, printer, reader, pad, seen_at] = kiosk;
  form.text("name", name, kMostName);
  form.truth("online", online);
  form.choice("printer", printer, DeviceCondition::CoverOpen);
  form.choice("reader", reader, DeviceCondition::CoverOpen);
  form.choice("pad", pad, DeviceCondition::CoverOpen);
  form.item("seen_at", seen_at);
}

template <typename Form>
void fields(Form& form, Of<Form, Inbox>& inbox) {
  auto& [mark, rows, more, now, kiosks, calls, doubted_clock] = inbox;
  form.number("mark", mark, 0, kMostVersion);
  form.list("rows", rows, 100);
  form.truth("more", more);
  form.item("now", now);
  form.list("kiosks", kiosks, 64);
  form.texts("calls", calls, 64, kMostName);
  form.maybe("doubted_clock", doubted_clock);
}

template <typename Form>
void fields(Form& form, Of<Form, HistoryEntry>& entry) {
  auto& [at, actor, what] = entry;
  form.item("at", at);
  form.text("actor", actor, kMostName);
  form.item("what", what);
}

template <typename Form>
void fields(Form& form, Of<Form, DueLeg>& due) {
  auto& [number, leg, payment, transfer] = due;
  form.number("number", number, 1, kMostPayments);
  form.item("leg", leg);
  form.text("payment", payment, kMostName);
  form.text("transfer", transfer, kMostName);
}

template <typename Form>
void fields(Form& form, Of<Form, Detail>& detail) {
  auto& [row, content, card_number, phone, payee, recomputed, quoted, lots, signature, kiosk,
         slip_code, history, approvers, objection, legs, papers, due, risk, risk_words, look] =
      detail;
  form.item("row", row);
  form.item("content", content);
  form.text("card_number", card_number, kMostCode);
  form.text("phone", phone, kMostCode);
  form.item("payee", payee);
  form.item("recomputed", recomputed);
  form.maybe("quoted", quoted);
  form.list("lots", lots, 20);
  form.item("signature", signature);
  form.text("kiosk", kiosk, kMostName);
  form.text("slip_code", slip_code, kMostCode);
  form.list("history", history, 200);
  form.texts("approvers", approvers, 10, kMostName);
  form.maybe("objection", objection);
  form.list("legs", legs, kMostLegs);
  form.list("papers", papers, kMostLegs);
  form.maybe("due", due);
  form.list("risk", risk, 10);
  form.item("risk_words", risk_words);
  form.maybe("look", look);
}

template <typename Form>
void fields(Form& form, Of<Form, Decided>& decided) {
  auto& [row, sentence] = decided;
  form.item("row", row);
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, Outdated>& outdated) {
  auto& [row, sentence] = outdated;
  form.item("row", row);
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, NotAllowed>& not_allowed) {
  auto& [sentence] = not_allowed;
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, VoucherFound>& found) {
  auto& [verdict, voucher, state, id, number, masked_name, payee] = found;
  form.choice("verdict", verdict, refund::Verdict::UnknownKey);
  form.item("voucher", voucher);
  form.choice("state", state, refund::VoucherState::Expired);
  form.item("id", id);
  form.text("number", number, kMostCode);
  form.text("masked_name", masked_name, kMostName);
  form.item("payee", payee);
}

template <typename Form>
void fields(Form& form, Of<Form, Redeemed>& redeemed) {
  auto& [found, sentence] = redeemed;
  form.item("found", found);
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, AlreadyRedeemed>& redeemed) {
  auto& [found, at, by, sentence] = redeemed;
  form.item("found", found);
  form.item("at", at);
  form.text("by", by, kMostName);
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, NoVoucher>& none) {
  auto& [sentence] = none;
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, VoucherCopied>& copied) {
  auto& [voucher, copy, at, by, kiosk] = copied;
  form.item("voucher", voucher);
  form.number("copy", copy, 1, 1'000'000);
  form.item("at", at);
  form.text("by", by, kMostName);
  form.text("kiosk", kiosk, kMostName);
}

template <>
struct Kinds<DeskAnswer> {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"signed_in", "signed_out", "no_session", "inbox", "detail", "decided", "outdated",
       "not_allowed", "voucher_found", "redeemed", "already_redeemed", "no_voucher",
       "voucher_copied"});
};

}  // namespace slipway::sync
