#pragma once

#include "sync/wire/kiosk_messages.hpp"
#include "sync/wire/refund_fields.hpp"

// The fields of what a kiosk and the station say to each other.
namespace slipway::sync {

inline constexpr std::size_t kMostSealed = 48 * 1024;
inline constexpr std::size_t kMostTrack = 224;                  // of a stripe, sealed, in hex
inline constexpr std::int64_t kMostNumber = 1'000'000'000'000;  // of a voucher, of a version

// ---- questions

template <typename Form>
void fields(Form& form, Of<Form, Hello>& hello) {
  auto& [software, printer, reader, pad] = hello;
  form.text("software", software, kMostCode);
  form.choice("printer", printer, DeviceCondition::CoverOpen);
  form.choice("reader", reader, DeviceCondition::CoverOpen);
  form.choice("pad", pad, DeviceCondition::CoverOpen);
}

template <typename Form>
void fields(Form& form, Of<Form, CardProof>& proof) {
  auto& [claim, mac] = proof;
  form.text("claim", claim, kMostCode);
  form.text("mac", mac, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, SealedStripe>& stripe) {
  auto& [ksn, track_1, track_2, track_3, format] = stripe;
  form.text("ksn", ksn, kMostCode);
  form.text("track_1", track_1, kMostTrack);
  form.text("track_2", track_2, kMostTrack);
  form.text("track_3", track_3, kMostTrack);
  form.text("format", format, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, Identify>& identify) {
  auto& [card_uid, proof, stripe] = identify;
  form.text("card_uid", card_uid, kMostCode);
  form.maybe("proof", proof);
  form.maybe("stripe", stripe);
}

template <typename Form>
void fields(Form& form, Of<Form, Unlock>& unlock) {
  auto& [card_uid, pin] = unlock;
  form.text("card_uid", card_uid, kMostCode);
  form.text("pin", pin, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, File>& file) {
  auto& [id, sealed] = file;
  form.item("id", id);
  form.bytes("sealed", sealed, kMostSealed);
}

template <typename Form>
void fields(Form& form, Of<Form, Track>& track) {
  auto& [slip_code, card_uid, pin] = track;
  form.text("slip_code", slip_code, kMostCode);
  form.text("card_uid", card_uid, kMostCode);
  form.text("pin", pin, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, Confirm>& confirm) {
  auto& [id, version, amount, pin, signature] = confirm;
  form.item("id", id);
  form.number("version", version, 0, kMostNumber);
  form.item("amount", amount);
  form.text("pin", pin, kMostCode);
  form.item("signature", signature);
}

template <typename Form>
void fields(Form& form, Of<Form, Paper>& paper) {
  auto& [id, voucher_number, news, evidence] = paper;
  form.item("id", id);
  form.number("voucher_number", voucher_number, 0, kMostNumber);
  form.choice("news", news, PaperNews::Unsure);
  form.text("evidence", evidence, kMostName);
}

template <typename Form>
void fields(Form& form, Of<Form, CallStaff>& call) {
  auto& [screen] = call;
  form.text("screen", screen, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, Withdraw>& withdraw) {
  auto& [id, pin] = withdraw;
  form.item("id", id);
  form.text("pin", pin, kMostCode);
}

template <>
struct Kinds<KioskQuestion> {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"hello", "identify", "unlock", "file", "track", "confirm",
                                       "paper", "call_staff", "withdraw"});
};

// ---- answers

template <typename Form>
void fields(Form& form, Of<Form, Welcome>& welcome) {
  auto& [store_name, kiosk_name, now, reviewed_by, telephone] = welcome;
  form.item("store_name", store_name);
  form.text("kiosk_name", kiosk_name, kMostName);
  form.item("now", now);
  form.item("reviewed_by", reviewed_by);
  form.text("telephone", telephone, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, VisitPass>& pass) {
  auto& [text] = pass;
  form.text("text", text, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, CardFound>& found) {
  auto& [status, masked_card, masked_phone, tries_left, has_open_request, pass, card_uid] = found;
  form.choice("status", status, refund::CardStatus::Closed);
  form.text("masked_card", masked_card, kMostName);
  form.text("masked_phone", masked_phone, kMostName);
  form.number("tries_left", tries_left, 0, 100);
  form.truth("has_open_request", has_open_request);
  form.maybe("pass", pass);
  form.text("card_uid", card_uid, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, Denied>& denied) {
  auto& [why, tries_left, sentence] = denied;
  form.choice("why", why, NoEntry::NotOpened);
  form.number("tries_left", tries_left, 0, 100);
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, PayoutLeg>& leg) {
  auto& [route, amount, arrives, words] = leg;
  form.choice("route", route, refund::Route::Cash);
  form.item("amount", amount);
  form.item("arrives", arrives);
  form.item("words", words);
}

template <typename Form>
void fields(Form& form, Of<Form, Due>& due) {
  auto& [day, words] = due;
  form.item("day", day);
  form.item("words", words);
}

template <typename Form>
void fields(Form& form, Of<Form, MethodOffer>& offer) {
  auto& [method, available, arrival, condition, legs] = offer;
  form.choice("method", method, refund::Method::Original);
  form.truth("available", available);
  form.item("arrival", arrival);
  form.item("condition", condition);
  form.list("legs", legs, kMostLegs);
}

template <typename Form>
void fields(Form& form, Of<Form, AccountOpened::HistoryRow>& row) {
  auto& [at, title, amount, is_bonus] = row;
  form.item("at", at);
  form.text("title", title, kMostName);
  form.item("amount", amount);
  form.truth("is_bonus", is_bonus);
}

template <typename Form>
void fields(Form& form, Of<Form, AccountOpened>& account) {
  auto& [masked_name, tier, masked_card, status, principal, bonus, held, history, quotes, quote_of,
         offers, dues, clause, open_request] = account;
  form.text("masked_name", masked_name, kMostName);
  form.text("tier", tier, kMostName);
  form.text("masked_card", masked_card, kMostName);
  form.choice("status", status, refund::CardStatus::Closed);
  form.item("principal", principal);
  form.item("bonus", bonus);
  form.item("held", held);
  form.list("history", history, 60);
  form.list("quotes", quotes, refund::kReasons.size());
  form.item("quote_of", quote_of);
  form.lists("offers", offers, refund::kReasons.size(), 10);
  form.list("dues", dues, refund::kReasons.size());
  form.item("clause", clause);
  form.maybe("open_request", open_request);
  // Screens use quote_of as an index; an account without any quote has nothing to index.
  const auto highest = *std::max_element(quote_of.begin(), quote_of.end());
  form.check("quote_of", quotes.empty() || highest < quotes.size(), "indexes of quotes");
  form.check("offers", offers.size() == quotes.size(), "one list per quote");
  form.check("dues", dues.size() == quotes.size(), "one per quote");
}

template <typename Form>
void fields(Form& form, Of<Form, Filed>& filed) {
  auto& [id, state, number] = filed;
  form.item("id", id);
  form.choice("state", state, refund::RequestState::Archived);
  form.text("number", number, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, FilingRefused>& refused) {
  auto& [id, reason] = refused;
  form.item("id", id);
  form.item("reason", reason);
}

template <typename Form>
void fields(Form& form, Of<Form, Step>& step) {
  auto& [title, at, is_current] = step;
  form.item("title", title);
  form.maybe("at", at);
  form.truth("is_current", is_current);
}

template <typename Form>
void fields(Form& form, Of<Form, Tracked>& tracked) {
  auto& [id, number, version, state, steps, sentence, is_open, masked_name, masked_card, amount,
         payee, arrival, legs, lines, approvers, voucher_number, voucher_state, due] = tracked;
  form.item("id", id);
  form.text("number", number, kMostCode);
  form.number("version", version, 0, kMostNumber);
  form.choice("state", state, refund::RequestState::Archived);
  form.list("steps", steps, 20);
  form.item("sentence", sentence);
  form.truth("is_open", is_open);
  form.text("masked_name", masked_name, kMostName);
  form.text("masked_card", masked_card, kMostName);
  form.item("amount", amount);
  form.item("payee", payee);
  form.item("arrival", arrival);
  form.list("legs", legs, kMostLegs);
  form.list("lines", lines, 100);
  form.texts("approvers", approvers, 10, kMostName);
  form.maybe_number("voucher_number", voucher_number, 0, kMostNumber);
  form.maybe_choice("voucher_state", voucher_state, refund::VoucherState::Expired);
  form.maybe("due", due);
}

template <typename Form>
void fields(Form& form, Of<Form, VoucherIssued>& voucher) {
  auto& [id, number, voucher_number, number_text, qr_text, check_code, amount, payee, masked_name,
         masked_card, filed_at, approved_at, issued_at, approvers, lines, signature, arrival, legs,
         valid_days] = voucher;
  form.item("id", id);
  form.text("number", number, kMostCode);
  form.number("voucher_number", voucher_number, 0, kMostNumber);
  form.text("number_text", number_text, kMostCode);
  form.text("qr_text", qr_text, 1'000);
  form.text("check_code", check_code, kMostCode);
  form.item("amount", amount);
  form.item("payee", payee);
  form.text("masked_name", masked_name, kMostName);
  form.text("masked_card", masked_card, kMostName);
  form.item("filed_at", filed_at);
  form.item("approved_at", approved_at);
  form.item("issued_at", issued_at);
  form.texts("approvers", approvers, 10, kMostName);
  form.list("lines", lines, 100);
  form.item("signature", signature);
  form.item("arrival", arrival);
  form.list("legs", legs, kMostLegs);
  form.number("valid_days", valid_days, 0, 100'000);
}

template <typename Form>
void fields(Form& form, Of<Form, PaperKnown>& known) {
  auto& [id, voucher_number, state] = known;
  form.item("id", id);
  form.number("voucher_number", voucher_number, 0, kMostNumber);
  form.choice("state", state, refund::VoucherState::Expired);
}

template <typename Form>
void fields(Form&, Of<Form, NotFound>&) {}

template <typename Form>
void fields(Form&, Of<Form, StaffCalled>&) {}

template <typename Form>
void fields(Form& form, Of<Form, CannotDo>& cannot) {
  auto& [sentence] = cannot;
  form.item("sentence", sentence);
}

template <typename Form>
void fields(Form& form, Of<Form, Withdrawn>& withdrawn) {
  auto& [id, at, amount] = withdrawn;
  form.item("id", id);
  form.item("at", at);
  form.item("amount", amount);
}

template <>
struct Kinds<KioskAnswer> {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"welcome", "card_found", "denied", "account_opened", "filed", "filing_refused", "tracked",
       "voucher_issued", "paper_known", "not_found", "staff_called", "cannot_do", "withdrawn"});
};

}  // namespace slipway::sync
