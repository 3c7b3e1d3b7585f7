#pragma once

#include <string_view>

namespace slipway::book {

// How often each card that proves itself has been read, as it said last: what it says again, or
// from before, is a copy.
inline constexpr std::string_view kTapTables = R"sql(
CREATE TABLE tap(
  card TEXT PRIMARY KEY REFERENCES card(uid),
  counter INTEGER NOT NULL CHECK(counter BETWEEN 0 AND 16777215),
  at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER tap_rises BEFORE UPDATE ON tap
WHEN NEW.card <> OLD.card OR NEW.counter <= OLD.counter
BEGIN SELECT RAISE(ABORT, 'a card counts upwards'); END;
CREATE TRIGGER tap_remains BEFORE DELETE ON tap
BEGIN SELECT RAISE(ABORT, 'a tap is never forgotten'); END;
)sql";

}  // namespace slipway::book
