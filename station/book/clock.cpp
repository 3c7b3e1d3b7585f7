#include "station/book/clock.hpp"

#include "station/book/audit.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

constexpr std::string_view kBelieved = "clock-believed";

std::string_view action_of(ClockChange::Kind kind) {
  switch (kind) {
    case ClockChange::Kind::Doubted:
      return "clock-doubted";
    case ClockChange::Kind::Returned:
      return "clock-returned";
    case ClockChange::Kind::Believed:
      break;
  }
  return kBelieved;
}

refund::Instant instant_in(const std::vector<std::uint8_t>& facts, std::string_view name) {
  const auto value = refund::cbor::decode(facts);
  const auto* map = value ? value->map() : nullptr;
  if (map == nullptr) return {};
  for (const auto& [key, found] : *map) {
    const bool is_it = key.text() != nullptr && *key.text() == name;
    if (is_it && found.number() != nullptr) return instant_from_column(*found.number());
  }
  return {};
}

}  // namespace

sync::Result<Timepiece::Span> span_of(sync::Database& books) {
  const auto last = last_audit_time(books);
  if (!last) return tl::unexpected(last.error());
  Timepiece::Span span{*last, *last};
  auto& first = books.prepare("SELECT at FROM audit WHERE sequence = 1");
  auto read = each_row(
      first, [&](const sync::Statement& row) { span.first = instant_from_column(row.number(0)); });
  if (!read) return tl::unexpected(read.error());
  auto& believed = books.prepare(
      "SELECT at, facts FROM audit WHERE subject = 'clock' AND action = ? "
      "ORDER BY sequence DESC LIMIT 1");
  read = each_row(believed.bind(kBelieved), [&](const sync::Statement& row) {
    const bool still_waits = instant_from_column(row.number(0)) == *last;
    if (still_waits) span.last = instant_in(row.blob(1), "clock");
  });
  if (!read) return tl::unexpected(read.error());
  return span;
}

sync::Result<void> note_clock(sync::Database& books, const ClockChange& change) {
  return books.transaction([&]() -> sync::Result<void> {
    const bool is_back =
        change.kind == ClockChange::Kind::Believed && change.clock < change.business;
    if (is_back) {
      auto& move = books.prepare(
          "UPDATE attempt SET locked_until = locked_until - ? WHERE locked_until > ?");
      const auto by = change.business - change.clock;
      move.bind(static_cast<std::int64_t>(by.count())).bind(to_column(change.business));
      if (auto moved = done(move); !moved) return moved;
    }
    // A doubted time must not date the chain: no later entry could be dated before it.
    const bool is_believed = change.kind == ClockChange::Kind::Believed;
    return append_audit(
        books, is_believed ? change.clock : change.business, "station", action_of(change.kind),
        "clock", {{"business", to_column(change.business)}, {"clock", to_column(change.clock)}});
  });
}

}  // namespace slipway::book
