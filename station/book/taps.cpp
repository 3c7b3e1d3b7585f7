#include "station/book/taps.hpp"

#include <charconv>

#include "refund/sodium.hpp"
#include "station/book/audit.hpp"
#include "station/book/pins.hpp"
#include "station/book/rows.hpp"
#include "station/book/sun.hpp"

namespace slipway::book {
namespace {

constexpr char kMark = 'P';
constexpr std::size_t kMoment = 16;  // hex digits of a moment, and of the seal behind it
constexpr std::size_t kSeal = 32;

// Keyed with the pepper, as a payee's mark is (risk.cpp).
std::string seal_of(const Store& store, std::string_view moment, std::string_view card_uid) {
  constexpr std::string_view kDomain = "slipway visit pass 1";
  refund::Bytes keyed(kDomain.begin(), kDomain.end());
  const auto& pepper = store.terms.keys.pepper;
  keyed.insert(keyed.end(), pepper.begin(), pepper.end());
  keyed.insert(keyed.end(), moment.begin(), moment.end());
  keyed.insert(keyed.end(), card_uid.begin(), card_uid.end());
  return refund::to_hex(refund::digest_of(keyed)).substr(0, kSeal);
}

// In a time that does not tell where they differ.
bool is_same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t at = 0; at < a.size(); ++at)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[at])) ^
                  static_cast<unsigned>(static_cast<unsigned char>(b[at]));
  return difference == 0;
}

// True: higher than ever before, and on its way to disk.
sync::Result<bool> counted(Store& store, const Tap& tap, refund::Instant now) {
  auto& put = store.books.prepare(
      "INSERT INTO tap VALUES(?, ?, ?) ON CONFLICT(card) DO UPDATE SET counter = "
      "excluded.counter, at = excluded.at WHERE excluded.counter > tap.counter");
  put.bind(tap.uid).bind(std::int64_t{tap.counter}).bind(to_column(now));
  return put.run().map([](std::int64_t rows) { return rows > 0; });
}

}  // namespace

sync::Result<TapVerdict> judge_tap(Store& store, const sync::Peer& kiosk,
                                   const sync::Identify& question, refund::Instant now) {
  if (!question.proof || !store.terms.cards) return TapVerdict::Untold;
  auto tap = verified(*question.proof, *store.terms.cards);
  const bool is_other = tap && tap->uid != question.card_uid;
  if (is_other) tap.reset();
  TapVerdict verdict = TapVerdict::Untrue;
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    refund::cbor::Value::Map facts;
    const char* action = is_other ? "card-of-another" : "card-untrue";
    if (tap) {
      const auto is_new = counted(store, *tap, now);
      if (!is_new) return tl::unexpected(is_new.error());
      verdict = *is_new ? TapVerdict::Proved : TapVerdict::SaidBefore;
      if (*is_new) return {};
      action = "card-said-before";
      facts.emplace_back("counter", std::int64_t{tap->counter});
    }
    return append_audit(store.books, now, "kiosk:" + kiosk.name, action,
                        subject_of_card(question.card_uid), std::move(facts));
  });
  if (!written) return tl::unexpected(written.error());
  return verdict;
}

sync::VisitPass pass_for(const Store& store, std::string_view card_uid, refund::Instant now) {
  std::string moment(kMoment, '0');
  auto rest = static_cast<std::uint64_t>(now.time_since_epoch().count());
  for (std::size_t at = kMoment; at > 0; --at, rest >>= 4)
    moment[at - 1] = "0123456789abcdef"[rest & 0xF];
  return {kMark + moment + seal_of(store, moment, card_uid)};
}

bool is_pass(std::string_view factor) {
  return factor.starts_with(kMark);
}

std::optional<refund::Instant> given_at(const Store& store, std::string_view factor,
                                        std::string_view card_uid) {
  if (!is_pass(factor) || factor.size() != 1 + kMoment + kSeal) return std::nullopt;
  const std::string_view moment = factor.substr(1, kMoment);
  if (!is_same(seal_of(store, moment, card_uid), factor.substr(1 + kMoment))) return std::nullopt;
  std::int64_t given = 0;
  const auto [stop, trouble] = std::from_chars(moment.begin(), moment.end(), given, 16);
  if (trouble != std::errc{} || stop != moment.end()) return std::nullopt;
  return instant_from_column(given);
}

}  // namespace slipway::book
