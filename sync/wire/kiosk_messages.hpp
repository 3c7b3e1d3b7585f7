#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "refund/account.hpp"
#include "refund/lifecycle.hpp"
#include "refund/policy.hpp"
#include "refund/quote.hpp"
#include "refund/request.hpp"
#include "sync/wire/device_condition.hpp"

// What a kiosk and the station say to each other, as values. sync/wire/codec.hpp writes and reads
// them as strict CBOR. A kiosk asks, the station answers; each question carries an id that its
// answer repeats.
namespace slipway::sync {

// ---- questions of the kiosk

// First after each connection, and every few seconds: who and what we are.
struct Hello {
  std::string software;  // version
  DeviceCondition printer = DeviceCondition::Absent;
  DeviceCondition reader = DeviceCondition::Absent;
  DeviceCondition pad = DeviceCondition::Absent;
};

// What a card said at this tap, once and never again (a SUN message of an NTAG 424 DNA). It answers
// no challenge: whoever reads the card unseen can say it instead, until the card is tapped again.
// upper-case hex as the card wrote it. Whether it is true only the station knows.
struct CardProof {
  std::string claim;  // 32 digits: UID and counter, encrypted; 20: as they are, counter last
  std::string mac;    // 16 digits
  friend bool operator==(const CardProof&, const CardProof&) = default;
};

// A magnetic stripe as a reader encrypted it: only the station, which has the reader's keys, knows
// which card it is. Upper-case hex.
struct SealedStripe {
  std::string ksn;      // 20 digits: which reader, and which of its keys
  std::string track_1;  // of 8-byte blocks, at most 224 digits; empty: there is none
  std::string track_2;
  std::string track_3;
  std::string format;  // how the site's cards write their number, as devices.toml names it
  friend bool operator==(const SealedStripe&, const SealedStripe&) = default;
};

// A card was tapped or swiped: may it file here at all?
struct Identify {
  std::string card_uid;  // empty: it is sealed
  std::optional<CardProof> proof = std::nullopt;
  std::optional<SealedStripe> stripe = std::nullopt;
};

// The second factor: opens the account for this visit. Here and below `pin` is the member's PIN or,
// when the card has proved itself, the pass that CardFound brought.
struct Unlock {
  std::string card_uid;
  std::string pin;
};

// The sealed filing from the outbox; the station opens it. Sent again until acknowledged.
struct File {
  refund::RequestId id{};
  std::vector<std::uint8_t> sealed;  // a refund::Filing, to the station's box key
};

// How is my request? By slip code, or by card (then the card's latest request).
struct Track {
  std::string slip_code;  // empty when by card
  std::string card_uid;   // empty when by code
  std::string pin;        // amounts and decisions are shown only with it
};

// The member accepts amount, method and date, with a signature. Sent again until answered.
struct Confirm {
  refund::RequestId id{};
  std::int64_t version = 0;  // of the request that the screen showed
  refund::Money amount;      // as the screen showed it
  std::string pin;
  refund::Signature signature;
};

// The member no longer wants it, from filing until it is confirmed. True only when the station has
// said so: never queued. Sent again until answered; asked again it is answered the same.
struct Withdraw {
  refund::RequestId id{};
  std::string pin;
};

// What became of a voucher's paper; through the outbox, sent again until answered.
enum class PaperNews { Printed, NotPrinted, Unsure };
struct Paper {
  refund::RequestId id{};
  std::int64_t voucher_number = 0;
  PaperNews news = PaperNews::Unsure;
  std::string evidence;  // "process id", "unplugged", ...
};

// The member presses "Help".
struct CallStaff {
  std::string screen;
};

using KioskQuestion =
    std::variant<Hello, Identify, Unlock, File, Track, Confirm, Paper, CallStaff, Withdraw>;

// ---- answers of the station

struct Welcome {
  refund::Phrase store_name;
  std::string kiosk_name;      // "1 号机"
  refund::Instant now{};       // the station's clock
  refund::Phrase reviewed_by;  // "店长将在 24 小时内审核。"
  std::string telephone;       // for questions
};

// What a kiosk gives back as the second factor; to be kept like a PIN.
struct VisitPass {
  std::string text;
};

// What the card may do. Nothing personal: the second factor has not been given.
struct CardFound {
  refund::CardStatus status = refund::CardStatus::Active;
  std::string masked_card;
  std::string masked_phone;
  int tries_left = 3;
  bool has_open_request = false;
  // The card has proved itself: this is the second factor of this visit, and no PIN is asked.
  std::optional<VisitPass> pass = std::nullopt;
  std::string card_uid = {};  // of a sealed stripe: what it says; empty otherwise
};

enum class NoEntry {
  UnknownCard,  // also for a card of another shop
  WrongPin,
  Paused,     // too many wrong tries: staff
  NotActive,  // lost, frozen, refunded, ...: staff
  NotProved,  // what the card said at this tap was said before: another tap, or staff
  PassEnded,  // the visit took too long, or it is about to move money: the PIN
  NotOpened,  // a sealed stripe that this station cannot open: staff
};
struct Denied {
  NoEntry why = NoEntry::UnknownCard;
  int tries_left = 0;
  refund::Phrase sentence;  // for the member: what happened and what to do
};

inline constexpr std::size_t kMostLegs = 20;  // in one list

// The payments of a refund that go one way (refund::gathered), without what only the store needs.
struct PayoutLeg {
  refund::Route route = refund::Route::Bank;
  refund::Money amount;
  refund::Date arrives{};
  refund::Phrase words;  // "¥886.50 转到本人银行卡，最迟 2026-12-09 到账。"
  friend bool operator==(const PayoutLeg&, const PayoutLeg&) = default;
};

// One payout method with its condition; unavailable ones are shown with the reason.
struct MethodOffer {
  refund::Method method = refund::Method::Cash;
  bool available = false;
  refund::Phrase arrival;       // "当场到前台领取" / "At the desk, at once"
  refund::Phrase condition;     // why not, or what it takes
  std::vector<PayoutLeg> legs;  // when available: their sum is the amount
};

// The last day on which the money leaves the store, with where it stands written.
struct Due {
  refund::Date day{};
  refund::Phrase words;
  friend bool operator==(const Due&, const Due&) = default;
};

// The opened account: everything that the screens K2 to K6 show.
struct AccountOpened {
  std::string masked_name;
  std::string tier;
  std::string masked_card;
  refund::CardStatus status = refund::CardStatus::Active;
  refund::Money principal;
  refund::Money bonus;
  refund::Money held;
  struct HistoryRow {
    refund::Instant at{};
    std::string title;
    refund::Money amount;  // positive: top-up, negative: use
    bool is_bonus = false;
    friend bool operator==(const HistoryRow&, const HistoryRow&) = default;
  };
  std::vector<HistoryRow> history;                               // newest first, at most 60
  std::vector<refund::Quote> quotes;                             // the different ones
  std::array<std::uint8_t, refund::kReasons.size()> quote_of{};  // index by reason
  std::vector<std::vector<MethodOffer>> offers;                  // one list per quote, best first
  std::vector<Due> dues;                                         // one per quote
  refund::Phrase clause;                                         // the card terms, by section
  std::optional<refund::RequestId> open_request;
};

// The station has it on disk. The state is what it is now, so that a repeat learns the news.
struct Filed {
  refund::RequestId id{};
  refund::RequestState state = refund::RequestState::Filed;
  std::string number;  // "R2611210412"
};
// It cannot be accepted: the request stands as rejected with this reason, nothing is held.
struct FilingRefused {
  refund::RequestId id{};
  refund::Phrase reason;
};

// One step of the timeline.
struct Step {
  refund::Phrase title;
  std::optional<refund::Instant> at;  // nothing: still to come
  bool is_current = false;
};
struct Tracked {
  refund::RequestId id{};
  std::string number;
  std::int64_t version = 0;
  refund::RequestState state = refund::RequestState::Filed;
  std::vector<Step> steps;
  refund::Phrase sentence;  // where it stands, and what to do next
  // Only when the second factor was right:
  bool is_open = false;
  std::string masked_name;
  std::string masked_card;
  refund::Money amount;
  refund::Payee payee;          // bank card masked
  refund::Phrase arrival;       // "1–3 个工作日到账"
  std::vector<PayoutLeg> legs;  // their sum is the amount; empty once it is paid
  std::vector<refund::QuoteLine> lines;
  std::vector<std::string> approvers;
  std::optional<std::int64_t> voucher_number;
  std::optional<refund::VoucherState> voucher_state;
  std::optional<Due> due;  // while the money has not left
};

// The voucher, signed by the station; the kiosk can only print it. With all that its slip says.
struct VoucherIssued {
  refund::RequestId id{};
  std::string number;  // of the request
  std::int64_t voucher_number = 0;
  std::string number_text;  // "V1-000042"
  std::string qr_text;      // "RV1:..."
  std::string check_code;
  refund::Money amount;
  refund::Payee payee;  // bank card masked
  std::string masked_name;
  std::string masked_card;
  refund::Instant filed_at{};
  refund::Instant approved_at{};
  refund::Instant issued_at{};
  std::vector<std::string> approvers;
  std::vector<refund::QuoteLine> lines;
  refund::Signature signature;
  refund::Phrase arrival;
  std::vector<PayoutLeg> legs;  // their sum is the amount
  int valid_days = 30;
};

// The voucher's state as the station knows it now.
struct PaperKnown {
  refund::RequestId id{};
  std::int64_t voucher_number = 0;
  refund::VoucherState state = refund::VoucherState::Review;
};

// The request has ended, nothing is held for it any more, and the card may file again.
struct Withdrawn {
  refund::RequestId id{};
  refund::Instant at{};  // the first time that it was asked
  refund::Money amount;  // what was set apart
};

struct NotFound {};  // no such code or card: the same words and time whatever is wrong
struct StaffCalled {};
// The station understood the question and will not do it: a sentence for the member.
struct CannotDo {
  refund::Phrase sentence;
};

using KioskAnswer =
    std::variant<Welcome, CardFound, Denied, AccountOpened, Filed, FilingRefused, Tracked,
                 VoucherIssued, PaperKnown, NotFound, StaffCalled, CannotDo, Withdrawn>;

}  // namespace slipway::sync
