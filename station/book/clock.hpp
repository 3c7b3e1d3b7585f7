#pragma once

#include "station/book/timepiece.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// What the books know of the clock.
namespace slipway::book {

// When the books begin, and when business was last done: the time of the last entry, or the time to
// which the clock was set back since, as long as the chain still waits for it.
[[nodiscard]] sync::Result<Timepiece::Span> span_of(sync::Database& books);

// Appends the change to the chain. A step back that is believed also moves the pauses after wrong
// PINs: each goes on for as long as it still would have.
[[nodiscard]] sync::Result<void> note_clock(sync::Database& books, const ClockChange& change);

}  // namespace slipway::book
