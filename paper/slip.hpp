#pragma once

#include <optional>
#include <string>
#include <vector>

#include "devices/printer/page.hpp"
#include "refund/money.hpp"
#include "refund/phrase.hpp"
#include "refund/quote.hpp"
#include "refund/request.hpp"
#include "refund/time.hpp"

namespace slipway::paper {

// What a request slip says. Always in both languages.
struct RequestSlip {
  refund::Phrase store_name;
  std::optional<refund::Money> amount;  // nothing: the station was absent, it works the amount out
  std::string masked_name;              // empty when the station was absent
  std::string masked_card;
  std::string number;     // "R2611210412"; empty until the station has it
  std::string slip_code;  // eight characters
  refund::Instant filed_at{};
  refund::Payee payee;
  std::vector<refund::Phrase> arrivals;  // one per payment; empty when the station was absent
  refund::Reason reason = refund::Reason::Undisclosed;
  std::vector<refund::QuoteLine> lines;
  refund::Phrase comparison;   // the shop's terms beside the law; may be empty
  refund::Phrase reviewed_by;  // "店长将在 24 小时内审核。"
  refund::Phrase due;          // by when the money leaves, and who says so; may be empty
  std::string kiosk_name;
};

// What a voucher says: the member's signed claim.
struct VoucherSlip {
  refund::Phrase store_name;
  refund::Money amount;
  std::string masked_name;
  std::string masked_card;
  std::string number;       // of the request
  std::string number_text;  // of the voucher, "V1-000042"
  std::string qr_text;
  std::string check_code;
  refund::Instant filed_at{};
  refund::Instant approved_at{};
  refund::Instant signed_at{};
  std::vector<std::string> approvers;
  refund::Payee payee;
  std::vector<refund::QuoteLine> lines;
  refund::Money balance_after;  // what stays on the card
  refund::Signature signature;
  std::vector<refund::Phrase> arrivals;  // one per payment
  int valid_days = 30;
  std::string kiosk_name;
};

// A short slip for one who was refused or whom the machine cannot help further: title, sentence,
// what to do next.
struct NoticeSlip {
  refund::Phrase store_name;
  refund::Phrase title;
  refund::Phrase sentence;
  refund::Phrase next_step;
  std::vector<refund::Phrase> options = {};  // what else can be done
  refund::Instant at{};
};

// Typeset at printer dots, 1 bit: 576 wide for 80 mm paper, 384 for 58 mm (others are laid out as
// the nearer of the two and centred). Bad strings (control characters, overlong) are cleaned. Pango
// and fonts must be there: call warm_up() once at start, it takes up to a second. Any thread may
// typeset; each keeps its own fonts and warms up for itself.
// The voucher's signature and QR come last (security.md 4 row 18): a torn one is worthless.
[[nodiscard]] devices::Page typeset(const RequestSlip& slip, int width_dots);
[[nodiscard]] devices::Page typeset(const VoucherSlip& slip, int width_dots);
[[nodiscard]] devices::Page typeset(const NoticeSlip& slip, int width_dots);
void warm_up();

}  // namespace slipway::paper
