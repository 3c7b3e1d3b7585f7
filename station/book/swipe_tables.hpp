#pragma once

#include <string_view>

namespace slipway::book {

// How far each reader that encrypts has counted, as it said last: what it says again, or from
// before, was recorded. A reader that was loaded anew has another number.
inline constexpr std::string_view kSwipeTables = R"sql(
CREATE TABLE swipe(
  reader TEXT PRIMARY KEY CHECK(length(reader) = 20),
  counter INTEGER NOT NULL CHECK(counter BETWEEN 1 AND 2097151),
  at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER swipe_rises BEFORE UPDATE ON swipe
WHEN NEW.reader <> OLD.reader OR NEW.counter <= OLD.counter
BEGIN SELECT RAISE(ABORT, 'a reader counts upwards'); END;
CREATE TRIGGER swipe_remains BEFORE DELETE ON swipe
BEGIN SELECT RAISE(ABORT, 'a swipe is never forgotten'); END;
)sql";

}  // namespace slipway::book
