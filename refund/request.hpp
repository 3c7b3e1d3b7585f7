#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/money.hpp"
#include "refund/phrase.hpp"
#include "refund/time.hpp"

namespace slipway::refund {

// Made by the kiosk when the member starts filing: time-ordered (UUIDv7 layout), so that a repeat
// is recognised as a repeat for ever.
using RequestId = std::array<std::uint8_t, 16>;
[[nodiscard]] std::string to_hex(const RequestId& id);  // 32 lower-case digits
[[nodiscard]] std::optional<RequestId> request_id_from(std::string_view hex);
// Lays out a UUIDv7 from a moment and ten random bytes.
[[nodiscard]] RequestId make_request_id(Instant now, const std::array<std::uint8_t, 10>& random);

// The eight characters under the QR of a request slip, without look-alikes (no O I L B S Z 0 1
// ...): derived from the id, so that a kiosk can print it with the station gone.
[[nodiscard]] std::string slip_code(const RequestId& id);       // "7F4K29QD"
[[nodiscard]] std::string grouped(std::string_view slip_code);  // "7F4K 29QD"
// What a person typed or scanned, made comparable: upper case, blanks dropped. Nothing when it
// cannot be a slip code.
[[nodiscard]] std::optional<std::string> slip_code_from(std::string_view typed);

// Why the member leaves; the policy maps it to a cause. Minor: the card was sold to a minor, and a
// parent asks, which takes papers and a person of the shop.
enum class Reason {
  Moving,
  Rarely,
  Unsatisfied,
  StoreChanged,
  Health,
  Mistake,
  Undisclosed,
  Minor
};
// Those that a member can choose on a screen.
inline constexpr std::array<Reason, 7> kReasons = {
    Reason::Moving, Reason::Rarely,  Reason::Unsatisfied, Reason::StoreChanged,
    Reason::Health, Reason::Mistake, Reason::Undisclosed};
inline constexpr std::array<Reason, 8> kEveryReason = {
    Reason::Moving, Reason::Rarely,  Reason::Unsatisfied, Reason::StoreChanged,
    Reason::Health, Reason::Mistake, Reason::Undisclosed, Reason::Minor};
[[nodiscard]] Phrase phrase_of(Reason reason);

// How the money goes back. Cash is paid against the voucher at the desk, once; Original sends every
// payment back the way that it was paid.
enum class Method { Cash, BankTransfer, Original };
[[nodiscard]] Phrase phrase_of(Method method);

// Where the money goes. For BankTransfer the account is the member's own: the holder is taken from
// the member's record, never typed.
struct Payee {
  Method method = Method::Cash;
  std::string bank_card;  // 12 to 19 digits, Luhn valid; BankTransfer only
  friend bool operator==(const Payee&, const Payee&) = default;
};
[[nodiscard]] bool is_bank_card(std::string_view digits);
[[nodiscard]] std::string masked_bank_card(std::string_view digits);  // "•••• •••• 1234"
// "现金" or "本人银行卡 •••• 1234": the method with its masked account.
[[nodiscard]] Phrase phrase_of(const Payee& payee);

// One sample of the pen. Coordinates in hundredths of a millimetre from the pad's top left corner,
// pressure 0 to 1000 or nothing when the pad has none, time in microseconds from the first sample.
struct PenPoint {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::optional<std::int32_t> pressure;
  std::int64_t time = 0;
  friend bool operator==(const PenPoint&, const PenPoint&) = default;
};

// Strokes as the member drew them, never a picture. At most kMostPoints points in all, so that a
// filing with it fits one wire message.
struct Signature {
  static constexpr std::size_t kMostPoints = 2'000;
  std::int32_t width = 0;  // of the pad, hundredths of a millimetre
  std::int32_t height = 0;
  std::vector<std::vector<PenPoint>> strokes;
  friend bool operator==(const Signature&, const Signature&) = default;
};
// Enough ink to be a signature: two strokes, or 15 mm of path.
[[nodiscard]] bool is_signed(const Signature& signature);

// What the member files. The PIN is the second factor and is checked by the station, so that
// filing works with the station gone; it exists only inside the sealed message.
struct Filing {
  RequestId id{};
  std::string kiosk;
  std::string card_uid;
  std::string pin;
  Reason reason = Reason::Undisclosed;
  Payee payee;
  std::optional<Money> quoted;  // what the screen showed; nothing when the station was absent
  Signature signature;
  Instant filed_at{};
  Language language = Language::Chinese;
  friend bool operator==(const Filing&, const Filing&) = default;
};

}  // namespace slipway::refund
