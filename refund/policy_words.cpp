#include "refund/policy_words.hpp"

#include <array>

namespace slipway::refund {

namespace {

template <typename Enum, std::size_t size>
const Phrase& word_of(Enum value, const std::array<Phrase, size>& words) {
  return words.at(static_cast<std::size_t>(value));
}

}  // namespace

std::string_view key_of(Cause cause) {
  constexpr auto keys =
      std::to_array<std::string_view>({"window", "member", "merchant", "neutral", "void"});
  return keys.at(static_cast<std::size_t>(cause));
}

std::string_view key_of(Reason reason) {
  constexpr auto keys =
      std::to_array<std::string_view>({"moving", "rarely", "unsatisfied", "store_changed", "health",
                                       "mistake", "undisclosed", "minor"});
  return keys.at(static_cast<std::size_t>(reason));
}

Phrase phrase_of(Cause cause) {
  static const std::array<Phrase, 5> words = {{
      {"无理由退款期内", "within the no-reason window"},
      {"会员原因", "the member's cause"},
      {"商家原因", "the merchant's cause"},
      {"双方都无过错", "nobody's fault"},
      {"合同无效", "no valid contract"},
  }};
  return word_of(cause, words);
}

Phrase phrase_of(Exit exit) {
  static const std::array<Phrase, 4> words = {{
      {"有权退", "leaving is a right"},
      {"按章程退", "leaving is granted by the terms"},
      {"店员审核后退", "leaving needs a review"},
      {"不退", "no refund"},
  }};
  return word_of(exit, words);
}

Phrase phrase_of(PriceBasis basis) {
  static const std::array<Phrase, 3> words = {{
      {"按实际成交价计", "at the price that was charged"},
      {"按门市价计", "at the list price"},
      {"按门市价计，但不高于市场价", "at the list price, no higher than the market's"},
  }};
  return word_of(basis, words);
}

Phrase phrase_of(BonusShare share) {
  static const std::array<Phrase, 3> words = {{
      {"先扣实付部分", "all of it out of what was paid"},
      {"按实付占到账金额的比例折算", "by the paid share of what was credited"},
      {"先扣赠送部分", "out of the bonus first"},
  }};
  return word_of(share, words);
}

Phrase phrase_of(GiftRule rule) {
  static const std::array<Phrase, 3> words = {{
      {"归会员", "stay with the member"},
      {"退还或折价", "come back or are paid for"},
      {"由店员逐案衡量", "are weighed by a person"},
  }};
  return word_of(rule, words);
}

Phrase phrase_of(InterestFrom start) {
  static const std::array<Phrase, 3> words = {{
      {"自合同解除日起", "from the end of the contract"},
      {"自申请日起", "from the request"},
      {"自付款日起", "from the payment"},
  }};
  return word_of(start, words);
}

Phrase phrase_of(LostCard rule) {
  static const std::array<Phrase, 2> words = {{
      {"丢失可挂失补办", "a lost card is replaced"},
      {"丢失不补，余额作废", "a lost card is not replaced and its balance lapses"},
  }};
  return word_of(rule, words);
}

Phrase phrase_of(ExpiredCard rule) {
  static const std::array<Phrase, 3> words = {{
      {"过期后余额可退", "a balance past its date is refunded"},
      {"过期后可免费延期", "a card past its date is extended without charge"},
      {"过期作废", "a balance past its date is worthless"},
  }};
  return word_of(rule, words);
}

Phrase phrase_of(const Window& window) {
  static const std::array<Phrase, 3> starts = {{
      {"付款", "the payment"},
      {"开卡", "the first use"},
      {"签约", "the signing"},
  }};
  const Phrase& start = word_of(window.from, starts);
  const std::string days = std::to_string(window.days);
  Phrase words{start.zh + "后 " + days + " 天内", "within " + days + " days of " + start.en};
  const auto add = [&](const Phrase& more) {
    words.zh += "，" + more.zh;
    words.en += ", " + more.en;
  };
  if (window.needs_unused) add({"未使用过的", "if unused"});
  if (window.needs_first_time) add({"首次办卡的", "for a first purchase"});
  if (window.closes_after_days) {
    const std::string closes = std::to_string(*window.closes_after_days);
    add({"最迟到付款后 " + closes + " 天", "at the latest " + closes + " days after the payment"});
  }
  add(window.waives_fee ? Phrase{"免手续费", "without a fee"}
                        : Phrase{"照收手续费", "with the usual fee"});
  if (window.pay_within_days > 0) {
    const std::string within = std::to_string(window.pay_within_days);
    add({within + " 天内付款", "paid within " + within + " days"});
  }
  return words;
}

Phrase phrase_of(const Fee& fee) {
  const bool is_of_paid = fee.base == FeeBase::Paid;
  Phrase words{(is_of_paid ? "实付总额的 " : "余额的 ") + percent_text(fee.basis_points),
               percent_text(fee.basis_points) +
                   (is_of_paid ? " of all that was paid" : " of the remainder")};
  if (is_positive(fee.least)) {
    words.zh += "，最低 " + to_text(fee.least);
    words.en += ", at least " + to_text(fee.least);
  }
  if (fee.most.minor < Money::kMost) {
    words.zh += "，最高 " + to_text(fee.most);
    words.en += ", at most " + to_text(fee.most);
  }
  static const std::array<Phrase, 3> disclosures = {{
      {"，售卡时没有告知，因此不收", ", not told at the sale and so not taken"},
      {"，售卡时已告知", ", told at the sale"},
      {"，只在有告知记录时收", ", taken only where a record shows that it was told"},
  }};
  const std::size_t told = fee.needs_proof ? 2 : 1;
  const Phrase& disclosure = disclosures.at(fee.disclosed ? told : 0);
  return {words.zh + disclosure.zh, words.en + disclosure.en};
}

Phrase phrase_of(const Interest& interest) {
  const Phrase start = phrase_of(interest.from);
  const std::string year = std::to_string(interest.days_per_year);
  const Phrase rate = interest.table.empty()
                          ? Phrase{"年利率 " + percent_text(interest.basis_points),
                                   percent_text(interest.basis_points) + " a year"}
                          : Phrase{"按合同成立时的 " + interest.table + " 利率",
                                   "the rate " + interest.table + " of the day of the contract"};
  return {rate.zh + "，" + start.zh + "，按 " + year + " 天计",
          rate.en + ", " + start.en + ", by " + year + " days"};
}

std::string percent_text(std::int64_t basis_points) {
  std::string shown = std::to_string(basis_points / 100);
  if (const std::int64_t rest = basis_points % 100; rest != 0) {
    shown += rest < 10 ? ".0" + std::to_string(rest) : "." + std::to_string(rest);
    if (shown.back() == '0') shown.pop_back();
  }
  return shown + "%";
}

Phrase days_phrase(int days, DayCount counting) {
  const std::string text = std::to_string(days);
  const std::string plural = days == 1 ? "" : "s";
  if (counting == DayCount::Working) return {text + " 个工作日", text + " working day" + plural};
  return {text + " 天", text + " day" + plural};
}

}  // namespace slipway::refund
