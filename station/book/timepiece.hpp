#pragma once

#include <chrono>
#include <optional>

#include "refund/time.hpp"

namespace slipway::book {

// What the clock did that staff and auditors are to know.
struct ClockChange {
  enum class Kind {
    Doubted,   // it jumped: business goes on at the old pace
    Returned,  // it is right again: nothing has happened
    Believed,  // it has kept its word: business goes on at its time, which may be an earlier one
  };
  Kind kind = Kind::Doubted;
  refund::Instant business{};  // the time of business at that moment
  refund::Instant clock{};     // what the clock said
};

// The time at which business is done. It follows the clock, but not over a cliff:
//
//   in step, up to kBound off    the clock; where that would go back, it waits for the clock
//   a jump, forward or back      the old time at the pace of the machine, while the clock is
//   doubted the same after kProof        the clock is believed, also when that is an earlier time
//
// So one wrong reading spoils nothing, and a clock that was wrong for long and is then set right is
// followed without a restart. Two things need no proof: a program that starts has only the books to
// compare with and takes any clock that is not behind them; and a clock that was behind them from
// the start (no battery, 1970) was wrong for certain, so the first time past them is taken. A clock
// before the first entry of the books is never believed.
//
// The books' chain is not touched by a step back: append_audit() dates an entry never before the
// last one. What had ended meanwhile stays ended, because endings are facts.
class Timepiece {
 public:
  using Steady = std::chrono::steady_clock::time_point;  // goes on while the machine sleeps
  static constexpr std::chrono::minutes kBound{2};       // security.md 4 row 10
  static constexpr std::chrono::minutes kProof{10};

  struct Span {
    refund::Instant first{};  // the first entry of the books
    refund::Instant last{};   // when business was last done
  };
  explicit Timepiece(Span books) : books_(books), given_(books.last) {}

  struct Reading {
    refund::Instant now{};
    // To be recorded. At most one Doubted in kProof, so that a clock which shakes fills no books.
    std::optional<ClockChange> change;
  };
  [[nodiscard]] Reading read(Steady steady, refund::Instant clock);

  [[nodiscard]] bool is_doubted() const { return doubt_.has_value(); }

 private:
  struct Doubt {
    Steady since;
    refund::Instant::duration off;
  };
  [[nodiscard]] Reading follow(Steady steady, refund::Instant now, ClockChange change);
  [[nodiscard]] Reading hold(Steady steady, const ClockChange& change);

  Span books_;
  refund::Instant given_;         // the latest answer
  std::optional<Steady> anchor_;  // when it was given
  bool is_proven_ = false;        // the clock was once not behind the books
  std::optional<Doubt> doubt_;
  bool is_told_ = false;  // the present doubt was given as a change
  std::optional<Steady> told_at_;
};

}  // namespace slipway::book
