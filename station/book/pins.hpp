#pragma once

#include <string>
#include <string_view>

#include "refund/time.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"

// PINs, and how often one may be wrong. The counter is on disk before a PIN is looked at, so that
// no power cut gives a try back (security.md 4 row 31).
namespace slipway::book {

// How many wrong tries, and what follows.
enum class PinRule {
  Member,  // 3, then paused until the shop's next day: staff help
  Staff,   // 5, then paused for 15 minutes
};
[[nodiscard]] int tries_of(PinRule rule);

enum class PinVerdict { Right, Wrong, Paused };

struct PinCheck {
  PinVerdict verdict = PinVerdict::Paused;
  int tries_left = 0;
  refund::Instant paused_until{};  // when Paused
};

// Checks a PIN against a hash; an empty hash is nobody's and takes as long. Paused means that the
// PIN was not looked at. Outside any transaction: it makes two of its own.
[[nodiscard]] sync::Result<PinCheck> check_pin(Store& store, PinRule rule, std::string_view subject,
                                               std::string_view pin, const std::string& hash,
                                               refund::Instant now);

// Tries that are left now, without using one.
[[nodiscard]] sync::Result<int> tries_left(Store& store, PinRule rule, std::string_view subject,
                                           refund::Instant now);

// Staff have seen the person: the card's tries begin anew. Missing when no such card is paused.
[[nodiscard]] sync::Result<void> end_pause(sync::Database& books, std::string_view card_number,
                                           refund::Instant now);

// Whose tries are counted: a card's, a person's, or one of 256 shared ones for names that nobody
// has, so that guessing names neither fills the disk nor tells which names exist.
[[nodiscard]] std::string subject_of_card(std::string_view card_uid);
[[nodiscard]] std::string subject_of_staff(std::string_view staff_id, bool is_known);

}  // namespace slipway::book
