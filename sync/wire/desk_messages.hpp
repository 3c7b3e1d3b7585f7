#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "refund/account.hpp"
#include "refund/authority.hpp"
#include "refund/lifecycle.hpp"
#include "refund/quote.hpp"
#include "refund/request.hpp"
#include "refund/risk.hpp"
#include "refund/voucher.hpp"
#include "sync/wire/kiosk_messages.hpp"

// What a desk and the station say to each other. Every question after SignIn carries the token of
// its session in the envelope (sync/wire/codec.hpp); the station checks the person's rights on
// each.
namespace slipway::sync {

using Token = std::array<std::uint8_t, 16>;

// ---- questions of the desk

struct SignIn {
  std::string staff_id;
  std::string pin;
};
struct SignOut {};
// The rows of the inbox that changed since this mark; zero for all. Asked every second.
struct AskInbox {
  std::int64_t since = 0;
};
struct AskDetail {
  refund::RequestId id{};
};
// A decision carries the version and the hash that the screen showed: if the request has moved on,
// the answer is Outdated and nothing happened.
struct Approve {
  refund::RequestId id{};
  std::int64_t version = 0;
  refund::Digest content{};
};
struct Reject {
  refund::RequestId id{};
  std::int64_t version = 0;
  refund::Digest content{};
  std::string reason;  // code of a shipped sentence: "records", "contact", "other-card", ...
  std::string note;    // added to it for the member, at most 200 characters
};
struct AskPapers {
  refund::RequestId id{};
  std::int64_t version = 0;
  refund::Digest content{};
  std::string note;  // what to bring
};
// The member brought what was asked.
struct PapersSeen {
  refund::RequestId id{};
  std::int64_t version = 0;
  refund::Digest content{};
};
// Looks a voucher up by its QR text, its check code or its number, without redeeming it.
struct AskVoucher {
  std::string scanned;
};
// Pays a cash voucher, once. The key is made by the desk per attempt and repeated on "unknown".
struct Redeem {
  std::string qr_or_code;
  std::array<std::uint8_t, 16> key{};
};
// A person looked: the unsure voucher is out, or it is not (then a new one is issued).
struct ResolvePaper {
  std::int64_t voucher_number = 0;
  bool is_out = false;
};
// A payment of a confirmed request has left: a bank transfer, or the refund of a payment.
struct MarkTransferred {
  refund::RequestId id{};
  std::int64_t version = 0;
  refund::Digest content{};
  std::string reference;  // the bank's or the payment provider's own number
  int leg = 1;            // which of the request's payments (DueLeg::number)
};
// A copy of a request's voucher on paper of the desk; the books number it and note who asked.
struct AskCopy {
  refund::RequestId id{};
};

using DeskQuestion =
    std::variant<SignIn, SignOut, AskInbox, AskDetail, Approve, Reject, AskPapers, PapersSeen,
                 AskVoucher, Redeem, ResolvePaper, MarkTransferred, AskCopy>;

// ---- answers of the station

struct SignedIn {
  Token token{};
  refund::Staff staff;
  refund::Phrase store_name;
  refund::Money alone_up_to;  // one approval is enough up to here
};
struct SignedOut {};
// Not signed in, session over, or wrong name or PIN: the same sentence for both of the last.
struct NoSession {
  refund::Phrase sentence;
  int seconds_locked = 0;
};

struct InboxRow {
  refund::RequestId id{};
  std::string number;
  std::string member_name;  // whole: the desk is staff's
  std::string tier;
  refund::Money amount;
  refund::Method method = refund::Method::Cash;
  refund::Reason reason = refund::Reason::Undisclosed;
  refund::Instant filed_at{};
  refund::RequestState state = refund::RequestState::Filed;
  int approvals = 0;
  int approvals_needed = 1;
  bool may_decide = false;  // by the person who asks
  std::int64_t version = 0;
  std::optional<refund::VoucherState> voucher_state;
  std::optional<std::int64_t> voucher_number;
  std::optional<refund::Instant> review_by;  // while it is to be decided
  std::optional<refund::Date> pay_by;        // while its money has not left
  int risk = 0;                              // points (refund/risk.hpp)
  bool risk_asks_more = false;               // for one approver more than the amount does
  int legs = 1;                              // payments of it
  int legs_paid = 0;                         // those that have left
};
struct Inbox {
  std::int64_t mark = 0;       // ask since this next time
  std::vector<InboxRow> rows;  // at most 100 per answer; ask again while `more`
  bool more = false;
  refund::Instant now{};
  struct Kiosk {
    std::string name;
    bool online = false;
    DeviceCondition printer = DeviceCondition::Absent;
    DeviceCondition reader = DeviceCondition::Absent;
    DeviceCondition pad = DeviceCondition::Absent;
    refund::Instant seen_at{};
    friend bool operator==(const Kiosk&, const Kiosk&) = default;
  };
  std::vector<Kiosk> kiosks;
  std::vector<std::string> calls;  // kiosks where a member asked for help in the last 3 minutes
  // What the station's clock said when it jumped; as long as it is doubted, `now` does not follow.
  std::optional<refund::Instant> doubted_clock;
};

struct HistoryEntry {
  refund::Instant at{};
  std::string actor;  // a person's name or a kiosk's
  refund::Phrase what;
};
// A payment as the store follows it.
struct DueLeg {
  int number = 1;
  PayoutLeg leg;
  std::string payment;   // the provider's number of the payment that is refunded; Original only
  std::string transfer;  // its own number once it has left; empty before
  friend bool operator==(const DueLeg&, const DueLeg&) = default;
};
struct Detail {
  InboxRow row;
  refund::Digest content{};  // what a decision must name
  std::string card_number;
  std::string phone;
  refund::Payee payee;                  // bank card masked
  refund::Quote recomputed;             // by the station at filing
  std::optional<refund::Money> quoted;  // what the member's screen showed; differs: show in red
  std::vector<refund::Lot> lots;        // newest 20, with their newest 20 uses
  refund::Signature signature;
  std::string kiosk;
  std::string slip_code;
  std::vector<HistoryEntry> history;
  std::vector<std::string> approvers;
  std::optional<refund::Phrase> objection;  // why the person who asks may not approve
  std::vector<DueLeg> legs;                 // at most 10, those that have not left first
  std::vector<refund::Phrase> papers;       // that a person must see before it is approved
  std::optional<Due> due;                   // the shop's promise or the law's day
  std::vector<refund::RiskReason> risk;     // each with its figures
  refund::Phrase risk_words;                // the score, and what it asks for
  std::optional<refund::Phrase> look;       // how long a closer look may take, when there is a risk
};

struct Decided {
  InboxRow row;
  refund::Phrase sentence;  // "已批准，等待会员确认"
};
struct Outdated {
  InboxRow row;
  refund::Phrase sentence;  // "已由 林店长 处理"
};
struct NotAllowed {
  refund::Phrase sentence;
};
struct VoucherFound {
  refund::Verdict verdict = refund::Verdict::Valid;
  refund::Voucher voucher;
  refund::VoucherState state = refund::VoucherState::Issued;
  refund::RequestId id{};
  std::string number;
  std::string masked_name;
  refund::Payee payee;
};
struct Redeemed {
  VoucherFound found;
  refund::Phrase sentence;
};
// Redeemed before: when and by whom. Nothing is paid now.
struct AlreadyRedeemed {
  VoucherFound found;
  refund::Instant at{};
  std::string by;
  refund::Phrase sentence;
};
struct NoVoucher {
  refund::Phrase sentence;
};
// What a copy says. Without qr_text and check_code for a cash claim that was not paid: with them a
// desk could pay it to nobody.
struct VoucherCopied {
  VoucherIssued voucher;
  int copy = 1;  // of the copies that the books know, this one among them
  refund::Instant at{};
  std::string by;     // the name of who asked
  std::string kiosk;  // that printed the original
};

using DeskAnswer =
    std::variant<SignedIn, SignedOut, NoSession, Inbox, Detail, Decided, Outdated, NotAllowed,
                 VoucherFound, Redeemed, AlreadyRedeemed, NoVoucher, VoucherCopied>;

}  // namespace slipway::sync
