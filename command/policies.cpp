#include "command/policies.hpp"

#include <chrono>
#include <fstream>

#include "command/books.hpp"
#include "refund/policy_words.hpp"
#include "station/book/policy_folder.hpp"

namespace slipway::command {

std::string content_of(const std::string& file, std::size_t most) {
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  if (!stream.is_open()) refuse(file + ": cannot be read");
  constexpr std::size_t kPiece = 1UL << 20;
  while (stream && text.size() <= most) {
    const std::size_t had = text.size();
    text.resize(had + kPiece);
    stream.read(text.data() + had, kPiece);
    text.resize(had + static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) refuse(file + ": cannot be read");
  if (text.size() > most) {
    refuse(file + ": expected at most " + std::to_string(most / kPiece) + " MiB");
  }
  return text;
}

refund::Policy policy_in(const std::string& file) {
  auto policy = book::read_policy_in(file);
  if (!policy) refuse(policy.error());
  return std::move(*policy);
}

const std::map<std::string, refund::Reason>& reasons_by_name() {
  static const std::map<std::string, refund::Reason> names = [] {
    std::map<std::string, refund::Reason> all;
    for (const refund::Reason reason : refund::kEveryReason)
      all.emplace(refund::key_of(reason), reason);
    return all;
  }();
  return names;
}

refund::Instant moment_of(const std::string& option, const std::string& text) {
  if (text.empty()) return now();
  const auto at = refund::instant_from(text);
  if (!at) refuse(option + " " + text + ": expected a time as \"2026-11-21 20:38\"");
  const int year = static_cast<int>(std::chrono::year_month_day(refund::date_of(*at)).year());
  if (year < 1900 || year > 9990) {
    refuse(option + " " + text + ": expected a time of the years 1900 to 9990");
  }
  return *at;
}

refund::Wish with_days_of(const CardFile& card, refund::Wish wish, const std::string& place) {
  const refund::Date filed = refund::date_of(wish.filed_at);
  if (card.paid_on && *card.paid_on < filed) {
    refuse(place + ": wish.paid_on: \"" + refund::to_text(*card.paid_on) +
           "\" stands here; expected the day of filing, " + refund::to_text(filed) +
           ", or a later one");
  }
  wish.ended = card.ended;
  wish.paid_on = card.paid_on;
  return wish;
}

}  // namespace slipway::command
