#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/flow/effect.hpp"
#include "kiosk/flow/ink.hpp"
#include "kiosk/flow/input.hpp"
#include "kiosk/flow/screen.hpp"
#include "kiosk/flow/secret.hpp"
#include "refund/phrase.hpp"
#include "refund/request.hpp"

namespace slipway::kiosk {

// What is true of the machine itself, whoever stands before it; lasts over visits.
struct Machine {
  devices::Presence reader = devices::Presence::Opening;
  devices::Presence printer = devices::Presence::Opening;
  devices::Presence pad = devices::Presence::Opening;
  std::optional<devices::PadScreen> pad_screen;  // the pad's own, when it shows a prompt
  devices::PrinterStatus paper;
  int width_dots = 576;
  bool has_stand_in = false;  // vouchers may go to another printer of the store
  bool has_devices = true;    // slipway-devices answers
  bool has_sync = true;       // slipway-sync answers
  bool link_up = true;
  bool key_refused = false;
  std::optional<sync::Welcome> welcome;

  [[nodiscard]] bool may_read() const;
  [[nodiscard]] bool may_print() const;
  // Here, or on another printer of the store.
  [[nodiscard]] bool may_print_voucher() const;
  [[nodiscard]] bool may_sign_on_pad() const;
  // A device that nobody has inspected may be there to cheat: then nothing is served.
  [[nodiscard]] bool may_serve() const;
};

enum class Access { Normal, Large, LargeContrast };

// Short news over the current screen; each has its sentence in flow/words.cpp.
enum class Notice {
  None,
  CardUnreadable,
  ReaderWithoutKeys,
  NoSuchCode,
  WrongPin,
  BadCardNumber,
  PadLost,
  StaffCalled,
  StaffNotReached,
  SignFirst,
};

// Which sheet the member signs on.
enum class Sheet { None, Pad, Glass };

// What became of the paper that this visit asked for.
enum class PaperState { None, Printing, Printed, Failed, Unsure };

inline constexpr std::size_t kPinDigits = 4;

// Everything about one visit, and nothing of the one before: at its end the whole value is replaced
// and its secrets are overwritten.
struct Session {
  refund::Language language = refund::Language::Chinese;
  Access access = Access::Normal;
  Notice notice = Notice::None;

  std::string card_uid;  // empty while the card is sealed, until the station has said which it is
  std::optional<sync::CardProof> proof;      // that came with this tap
  std::optional<sync::SealedStripe> stripe;  // that was swiped, sealed
  Secret pin;
  std::string pass;  // of a card that proved itself; empty: the PIN is the second factor
  std::optional<sync::CardFound> card;
  std::optional<sync::AccountOpened> account;
  int tries_left = 3;
  int history_kind = 0;  // 0 all, 1 top-ups, 2 spending

  std::optional<refund::Reason> reason;
  std::optional<refund::Money> quote_seen;  // the amount that the quote screen last showed
  refund::Method method = refund::Method::Cash;
  Secret bank_card;

  Sheet sheet = Sheet::None;
  Ink ink;
  std::uint64_t prompt_ticket = 0;  // of the picture for the pad that is being drawn; 0: none is
  refund::Language prompt_language = refund::Language::Chinese;  // of the last one

  refund::RequestId id{};
  refund::Instant filed_at{};
  std::string slip_code;
  std::optional<refund::Phrase> turned_down;  // the station refused what was filed
  std::string number;                         // of the request, once the station has it

  std::string typed_code;
  std::optional<sync::Tracked> tracked;
  std::optional<sync::Withdrawn> withdrawn;
  std::optional<sync::VoucherIssued> voucher;
  bool may_print_voucher = false;

  std::uint64_t ticket = 0;  // of the question that this screen waits for
  std::uint64_t help_ticket = 0;
  devices::JobId job = 0;
  std::optional<PrintSlip> printing;  // kept to ask again after slipway-devices came back
  PaperState paper = PaperState::None;
  devices::Printed printed;

  refund::Phrase sentence;  // of the station, for Blocked, NotConfirmed and NotWithdrawn
  refund::Phrase next_step;

  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  // The quote that holds for the reason chosen so far; nothing while the station is away.
  [[nodiscard]] const refund::Quote* quote() const;
  // Its payout methods, best first.
  [[nodiscard]] std::vector<sync::MethodOffer> offers() const;
  // The offer of the chosen method; nothing when it is not offered.
  [[nodiscard]] std::optional<sync::MethodOffer> offer() const;
  // By when the money leaves; nothing while the station is away.
  [[nodiscard]] const sync::Due* due() const;
  [[nodiscard]] refund::Payee payee() const;
  // What the tap proves: CardAuthenticated once the station has verified its proof, ReaderEncrypted
  // once it has opened the stripe.
  [[nodiscard]] devices::Assurance assurance() const;
  // What opens amounts and signs for them: the pass, or the PIN that was typed.
  [[nodiscard]] std::string second_factor() const;
  // Whether the PIN was typed, whole: a pass opens and files, but moves no money.
  [[nodiscard]] bool may_decide() const { return pass.empty() && pin.size() == kPinDigits; }
  // The card proves nothing any more: the PIN counts.
  void forget_pass();
  // A sealed card, of which nobody here knows which it is.
  [[nodiscard]] bool is_sealed() const { return stripe.has_value() && card_uid.empty(); }
};

}  // namespace slipway::kiosk
