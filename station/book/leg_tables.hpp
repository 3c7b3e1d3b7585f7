#pragma once

#include <string_view>

namespace slipway::book {

// The payments of a request, and the transfers that paid them: each payment has its own, where
// there was one for the whole request before.
inline constexpr std::string_view kLegTables = R"sql(
CREATE TABLE leg(
  request BLOB NOT NULL REFERENCES request(id),
  number INTEGER NOT NULL CHECK(number > 0),
  route TEXT NOT NULL CHECK(route IN ('original', 'bank', 'cash')),
  amount INTEGER NOT NULL CHECK(amount BETWEEN 1 AND 1000000000000),
  arrives INTEGER NOT NULL,
  payment_method TEXT NOT NULL,        -- of the payment that is refunded, with its provider's
  payment_reference TEXT NOT NULL,     -- number; empty but for 'original'
  zh TEXT NOT NULL,                    -- as the member was told
  en TEXT NOT NULL,
  PRIMARY KEY(request, number)
) STRICT;
CREATE TABLE new_transfer(
  request BLOB NOT NULL REFERENCES request(id),
  leg INTEGER NOT NULL CHECK(leg > 0),
  reference TEXT NOT NULL UNIQUE,
  staff TEXT NOT NULL REFERENCES staff(id),
  at INTEGER NOT NULL,
  PRIMARY KEY(request, leg)
) STRICT;
INSERT INTO new_transfer(request, leg, reference, staff, at)
  SELECT request, 1, reference, staff, at FROM transfer;
DROP TABLE transfer;
ALTER TABLE new_transfer RENAME TO transfer;

CREATE TRIGGER leg_stays BEFORE UPDATE ON leg
BEGIN SELECT RAISE(ABORT, 'a planned payment is a fact'); END;
CREATE TRIGGER leg_remains BEFORE DELETE ON leg
BEGIN SELECT RAISE(ABORT, 'a planned payment is a fact'); END;
CREATE TRIGGER transfer_stays BEFORE UPDATE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is a fact'); END;
CREATE TRIGGER transfer_remains BEFORE DELETE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is a fact'); END;
)sql";

}  // namespace slipway::book
