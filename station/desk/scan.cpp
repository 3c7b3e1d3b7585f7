#include "station/desk/scan.hpp"

#include <algorithm>

#include "refund/request.hpp"

namespace slipway::desk {
namespace {

constexpr std::size_t kMostScanned = 512;

// "V1-000042"
bool is_voucher_number(std::string_view text) {
  if (text.size() < 4 || text.size() > 24 || (text[0] != 'V' && text[0] != 'v')) return false;
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || dash < 2 || dash + 1 == text.size()) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(dash),
                     is_digit) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(dash) + 1, text.end(), is_digit);
}

// "K8M2-7TQ4-X9D3", with or without its dashes.
bool is_check_code(std::string_view text) {
  std::size_t letters = 0;
  for (const char c : text) {
    const bool is_sign = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (is_sign) ++letters;
    if (!is_sign && c != '-' && c != ' ') return false;
  }
  return letters == 12;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

}  // namespace

Scanned scanned_from(std::string_view text) {
  if (text.size() > kMostScanned) return {};
  // A blank is a letter of base45: a voucher's text is left as it is.
  if (text.starts_with("RV1:")) return VoucherScanned{std::string(text)};
  text = trimmed(text);
  if (is_voucher_number(text) || is_check_code(text)) {
    return VoucherScanned{std::string(text)};
  }
  // A slip's QR may carry an address before the code.
  const auto slash = text.rfind('/');
  const auto tail = slash == std::string_view::npos ? text : text.substr(slash + 1);
  if (auto code = refund::slip_code_from(tail)) return SlipScanned{*code};
  return {};
}

void KeyBurst::take(char32_t key, Tick now) {
  if (keys_ > 0 && now - last_at_ > kBroken) {
    text_.clear();
    keys_ = 0;
  }
  if (text_.size() < kMostScanned && key >= 0x20 && key < 0x7f) text_ += static_cast<char>(key);
  ++keys_;
  last_ = key;
  last_at_ = now;
}

std::optional<std::string> KeyBurst::take_enter(Tick now) {
  const bool is_burst = keys_ > 1 && now - last_at_ <= kBroken;
  std::string text = is_burst ? text_ : std::string();
  text_.clear();
  keys_ = 0;
  if (!is_burst) return std::nullopt;
  return text;
}

std::optional<char32_t> KeyBurst::settled(Tick now) {
  if (keys_ == 0 || now - last_at_ < kSettle) return std::nullopt;
  const bool alone = keys_ == 1;
  if (!alone && now - last_at_ <= kBroken) return std::nullopt;  // a burst waits for its Enter
  text_.clear();
  keys_ = 0;
  if (!alone) return std::nullopt;
  return last_;
}

}  // namespace slipway::desk
