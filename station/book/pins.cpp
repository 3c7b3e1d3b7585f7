#include "station/book/pins.hpp"

#include <algorithm>

#include "refund/sodium.hpp"
#include "station/book/audit.hpp"
#include "station/book/rows.hpp"
#include "sync/keys.hpp"

namespace slipway::book {
namespace {

struct Attempts {
  std::int64_t failures = 0;
  refund::Instant locked_until{};
};

sync::Result<Attempts> attempts_of(Store& store, std::string_view subject) {
  Attempts attempts;
  auto& query = store.books.prepare("SELECT failures, locked_until FROM attempt WHERE subject = ?");
  const auto read = each_row(query.bind(subject), [&](const sync::Statement& row) {
    attempts = {row.number(0), instant_from_column(row.number(1))};
  });
  if (!read) return tl::unexpected(read.error());
  return attempts;
}

// What counts now: a pause that is over takes its failures with it.
Attempts current(Attempts attempts, PinRule rule, refund::Instant now) {
  if (attempts.failures >= tries_of(rule) && now >= attempts.locked_until) return {};
  return attempts;
}

refund::Instant pause_end(PinRule rule, refund::Instant now) {
  if (rule == PinRule::Staff) return now + std::chrono::minutes{15};
  const refund::Date tomorrow = refund::date_of(now) + std::chrono::days{1};
  return refund::Instant{tomorrow} - refund::kChina;
}

sync::Result<void> write(Store& store, std::string_view subject, const Attempts& attempts) {
  auto& put = store.books.prepare(
      "INSERT INTO attempt VALUES(?, ?, ?) ON CONFLICT(subject) DO UPDATE SET failures = "
      "excluded.failures, locked_until = excluded.locked_until");
  return done(put.bind(subject).bind(attempts.failures).bind(to_column(attempts.locked_until)));
}

int left(const Attempts& attempts, PinRule rule) {
  return static_cast<int>(std::max<std::int64_t>(0, tries_of(rule) - attempts.failures));
}

}  // namespace

int tries_of(PinRule rule) {
  return rule == PinRule::Member ? 3 : 5;
}

sync::Result<PinCheck> check_pin(Store& store, PinRule rule, std::string_view subject,
                                 std::string_view pin, const std::string& hash,
                                 refund::Instant now) {
  Attempts attempts;
  bool is_paused = false;
  const auto counted = store.books.transaction([&]() -> sync::Result<void> {
    const auto before = attempts_of(store, subject);
    if (!before) return tl::unexpected(before.error());
    attempts = current(*before, rule, now);
    is_paused = attempts.failures >= tries_of(rule);
    if (is_paused) return {};
    ++attempts.failures;
    if (attempts.failures < tries_of(rule)) return write(store, subject, attempts);
    attempts.locked_until = pause_end(rule, now);
    return write(store, subject, attempts);
  });
  if (!counted) return tl::unexpected(counted.error());
  if (is_paused) return PinCheck{PinVerdict::Paused, 0, attempts.locked_until};
  const bool is_known = !hash.empty();
  const bool is_right =
      sync::is_pin(pin, is_known ? hash : sync::nobodys_pin_hash(), store.terms.keys.pepper);
  const auto settled = store.books.transaction([&]() -> sync::Result<void> {
    if (is_right && is_known) return write(store, subject, {});
    if (attempts.failures < tries_of(rule)) return {};
    return append_audit(store.books, now, "station", "pin-paused", subject, {});
  });
  if (!settled) return tl::unexpected(settled.error());
  if (is_right && is_known) return PinCheck{PinVerdict::Right, tries_of(rule), {}};
  return PinCheck{PinVerdict::Wrong, left(attempts, rule), attempts.locked_until};
}

sync::Result<int> tries_left(Store& store, PinRule rule, std::string_view subject,
                             refund::Instant now) {
  return attempts_of(store, subject).map([&](const Attempts& attempts) {
    return left(current(attempts, rule, now), rule);
  });
}

sync::Result<void> end_pause(sync::Database& books, std::string_view card_number,
                             refund::Instant now) {
  return books.transaction([&]() -> sync::Result<void> {
    std::string uid;
    auto& card = books.prepare("SELECT uid FROM card WHERE number = ?").bind(card_number);
    auto read = each_row(card, [&](const sync::Statement& row) { uid = row.text(0); });
    if (!read) return read;
    const std::string subject = subject_of_card(uid);
    auto& end = books.prepare("DELETE FROM attempt WHERE subject = ? AND failures >= ?");
    const auto ended = end.bind(subject).bind(std::int64_t{tries_of(PinRule::Member)}).run();
    if (!ended) return tl::unexpected(ended.error());
    if (*ended == 0) {
      return tl::unexpected(sync::Error{sync::Fault::Missing, "no card of that number is paused"});
    }
    return append_audit(books, now, "station", "pin-pause-ended", subject, {});
  });
}

std::string subject_of_card(std::string_view card_uid) {
  return "card:" + std::string(card_uid);
}

std::string subject_of_staff(std::string_view staff_id, bool is_known) {
  if (is_known) return "staff:" + std::string(staff_id);
  const refund::Digest digest = refund::digest_of(staff_id);
  return "nobody:" + refund::to_hex(std::span(digest).first(1));
}

}  // namespace slipway::book
