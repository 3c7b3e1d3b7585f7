#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "refund/settlement.hpp"

// The computation of mission 3.3 a second time, written from its text alone with big rationals, so
// that a mistake in refund/working.cpp or refund/settlement.cpp has nowhere to hide. It shares the
// values (cards, terms, wishes) and the calendar with refund, and no arithmetic.
namespace slipway::tests::reference {

// The printed lines of one lot, in fen, in the order of the slip.
struct Lines {
  std::int64_t paid = 0;
  std::int64_t earlier = 0;
  std::int64_t spent = 0;
  std::int64_t adjustment = 0;
  std::int64_t stays = 0;
  std::int64_t retained = 0;
  std::int64_t gifts = 0;
  std::int64_t fee = 0;
  std::int64_t points = 0;
  std::int64_t interest = 0;

  [[nodiscard]] std::int64_t principal() const { return paid + earlier + spent + adjustment; }
  [[nodiscard]] std::int64_t taken() const { return principal() + stays; }
  [[nodiscard]] std::int64_t remainder() const { return taken() + retained + gifts + fee; }
  [[nodiscard]] std::int64_t total() const { return remainder() + points + interest; }
  friend bool operator==(const Lines&, const Lines&) = default;
};

// What one lot gives back under one set of terms.
struct Outcome {
  refund::Cause cause = refund::Cause::Member;
  refund::Exit exit = refund::Exit::Right;
  Lines lines;
};

// The circumstances that all lots of a card share.
struct Circumstances {
  refund::Reason reason = refund::Reason::Undisclosed;
  refund::Date filed{};
  refund::Date ended{};
  refund::Date paid_on{};
  refund::Instant first_sale{};  // of the card
  refund::CardStatus status = refund::CardStatus::Active;
  std::vector<const refund::Lot*> lots;
};

[[nodiscard]] Outcome outcome_of(const refund::Lot& lot, const refund::Terms& terms,
                                 const refund::Policy& policy, const Circumstances& now,
                                 std::optional<std::int64_t> most);

struct LotAnswer {
  const refund::Lot* lot = nullptr;
  std::vector<Outcome> outcomes;  // the shop's first, then the floors
  std::size_t decided = 0;        // which of them is paid
  Lines lines;                    // of the part that is asked for
};

struct Answer {
  std::optional<refund::Ground> ground;
  std::vector<LotAnswer> lots;
  std::int64_t total = 0;
};

[[nodiscard]] Answer answer_to(const refund::Account& account, const refund::PolicyArchive& archive,
                               const refund::Wish& wish);

// The same lines of a working, to be compared.
[[nodiscard]] Lines lines_of(const refund::Working& working);
[[nodiscard]] std::string to_text(const Lines& lines);

}  // namespace slipway::tests::reference
