#include "refund/request.hpp"

#include <algorithm>

#include "refund/person_code.hpp"
#include "refund/sodium.hpp"

namespace slipway::refund {

namespace {

constexpr std::size_t kSlipCodeLength = 8;
constexpr std::int64_t kSignedPath = 1'500;  // 15 mm in hundredths of a millimetre

// Length of one step of the pen, rounded down, at most kSignedPath: coordinates may be anything.
std::int64_t step_length(const PenPoint& a, const PenPoint& b) {
  const std::int64_t dx = std::abs(std::int64_t{b.x} - a.x);
  const std::int64_t dy = std::abs(std::int64_t{b.y} - a.y);
  if (dx >= kSignedPath || dy >= kSignedPath) return kSignedPath;
  const std::int64_t square = dx * dx + dy * dy;
  std::int64_t root = std::max(dx, dy);
  while (root < kSignedPath && (root + 1) * (root + 1) <= square)
    ++root;
  return root;
}

// The last four digits, or none when the text is too short to keep the rest hidden.
std::string_view tail_of(std::string_view digits) {
  return digits.size() < 8 ? std::string_view() : digits.substr(digits.size() - 4);
}

}  // namespace

std::string to_hex(const RequestId& id) {
  return to_hex(std::span<const std::uint8_t>(id));
}

std::optional<RequestId> request_id_from(std::string_view hex) {
  const std::optional<Bytes> bytes = bytes_from_hex(hex);
  RequestId id{};
  if (!bytes || bytes->size() != id.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), id.begin());
  return id;
}

RequestId make_request_id(Instant now, const std::array<std::uint8_t, 10>& random) {
  RequestId id{};
  const auto milliseconds = static_cast<std::uint64_t>(now.time_since_epoch().count());
  for (std::size_t i = 0; i < 6; ++i) {
    id[i] = static_cast<std::uint8_t>(milliseconds >> (8U * (5 - i)));
  }
  std::copy(random.begin(), random.end(), id.begin() + 6);
  id[6] = static_cast<std::uint8_t>((id[6] & 0x0FU) | 0x70U);  // version 7
  id[8] = static_cast<std::uint8_t>((id[8] & 0x3FU) | 0x80U);  // variant of RFC 9562
  return id;
}

std::string slip_code(const RequestId& id) {
  return person_code(digest_of(id), kSlipCodeLength);
}

std::string grouped(std::string_view slip_code) {
  std::string text(slip_code);
  if (text.size() == kSlipCodeLength) text.insert(kSlipCodeLength / 2, 1, ' ');
  return text;
}

std::optional<std::string> slip_code_from(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (code.size() == kSlipCodeLength || kPersonAlphabet.find(c) == std::string_view::npos) {
      return std::nullopt;
    }
    code += c;
  }
  if (code.size() != kSlipCodeLength) return std::nullopt;
  return code;
}

Phrase phrase_of(Reason reason) {
  switch (reason) {
    case Reason::Moving:
      return {"搬家，不再光顾", "Moving away"};
    case Reason::Rarely:
      return {"很少来了", "I rarely come"};
    case Reason::Unsatisfied:
      return {"对服务不满意", "Unhappy with service"};
    case Reason::StoreChanged:
      return {"门店变更", "Store changed"};
    case Reason::Health:
      return {"身体原因", "Health"};
    case Reason::Mistake:
      return {"充错了", "Topped up by mistake"};
    case Reason::Undisclosed:
      return {"不想说", "Prefer not to say"};
    case Reason::Minor:
      break;
  }
  return {"未成年人办的卡", "Sold to a minor"};
}

Phrase phrase_of(Method method) {
  switch (method) {
    case Method::Cash:
      return {"现金", "Cash"};
    case Method::Original:
      return {"原路退回", "Back the way you paid"};
    case Method::BankTransfer:
      break;
  }
  return {"本人银行卡", "Your bank account"};
}

bool is_bank_card(std::string_view digits) {
  if (digits.size() < 12 || digits.size() > 19) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[digits.size() - 1 - i];
    if (c < '0' || c > '9') return false;
    const int digit = c - '0';
    const int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += i % 2 == 1 ? doubled : digit;
  }
  return sum % 10 == 0;
}

std::string masked_bank_card(std::string_view digits) {
  const std::string_view tail = tail_of(digits);
  return "•••• •••• " + (tail.empty() ? std::string("••••") : std::string(tail));
}

Phrase phrase_of(const Payee& payee) {
  Phrase phrase = phrase_of(payee.method);
  if (payee.method != Method::BankTransfer) return phrase;
  const std::string tail(tail_of(payee.bank_card));
  if (tail.empty()) return phrase;
  phrase.zh += " •••• " + tail;
  phrase.en += " •••• " + tail;
  return phrase;
}

bool is_signed(const Signature& signature) {
  int strokes = 0;
  std::int64_t path = 0;
  for (const auto& stroke : signature.strokes) {
    if (stroke.size() >= 2) ++strokes;
    for (std::size_t i = 1; i < stroke.size(); ++i)
      path += step_length(stroke[i - 1], stroke[i]);
  }
  return strokes >= 2 || path >= kSignedPath;
}

}  // namespace slipway::refund
