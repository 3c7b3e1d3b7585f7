#pragma once

#include <string_view>

namespace slipway::book {

// Lots of every kind with everything that the rules look at. What stands with NULL (0, for the two
// counts) is not on record yet: it may be filled in once, for a till tells it later than the sale
// or its shop only found out; what is on record never changes.
//
// SQLite cannot change a CHECK, so that the tables are made anew and take their rows along.
inline constexpr std::string_view kLotTables = R"sql(
CREATE TABLE new_lot(
  id TEXT PRIMARY KEY,
  card TEXT NOT NULL REFERENCES card(uid),
  kind TEXT NOT NULL CHECK(kind IN ('stored-value', 'sessions', 'time', 'points')),
  sold_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  currency INTEGER NOT NULL,
  paid INTEGER NOT NULL CHECK(paid BETWEEN 0 AND 1000000000000),
  bonus INTEGER NOT NULL CHECK(bonus BETWEEN 0 AND 1000000000000),
  units INTEGER NOT NULL CHECK(units BETWEEN 0 AND 1000000),
  bonus_units INTEGER NOT NULL CHECK(bonus_units BETWEEN 0 AND 1000000),
  starts INTEGER,
  ends INTEGER CHECK(ends >= starts),
  payment_method TEXT NOT NULL,
  payment_reference TEXT NOT NULL,
  refunded INTEGER NOT NULL CHECK(refunded BETWEEN 0 AND paid),
  policy_hash TEXT REFERENCES policy_text(hash),  -- NULL: not bound, the policy of the day counts
  refunded_at INTEGER,
  activated INTEGER,
  contract INTEGER,
  stopped INTEGER CHECK(stopped IS NULL OR kind = 'time'),
  fee_disclosure TEXT CHECK(fee_disclosure IN ('told', 'not-told')),
  earned_by TEXT CHECK(earned_by IS NULL OR kind = 'points')
    REFERENCES new_lot(id) DEFERRABLE INITIALLY DEFERRED,
  payment_parts INTEGER NOT NULL DEFAULT 0 CHECK(payment_parts BETWEEN 0 AND 1000000),
  paid_by_other INTEGER NOT NULL DEFAULT 0 CHECK(paid_by_other IN (0, 1))
) STRICT;
INSERT INTO new_lot(id, card, kind, sold_at, name, currency, paid, bonus, units, bonus_units,
    starts, ends, payment_method, payment_reference, refunded)
  SELECT id, card, kind, sold_at, name, currency, paid, bonus, units, bonus_units,
    starts, ends, payment_method, payment_reference, refunded FROM lot;
CREATE TABLE new_use(
  id TEXT PRIMARY KEY,
  lot TEXT NOT NULL REFERENCES new_lot(id),
  at INTEGER NOT NULL,
  item TEXT NOT NULL,
  list_price INTEGER NOT NULL CHECK(list_price BETWEEN 0 AND 1000000000000),
  charged INTEGER NOT NULL CHECK(charged BETWEEN 0 AND 1000000000000),
  units INTEGER NOT NULL CHECK(units BETWEEN 0 AND 1000000),
  market_price INTEGER CHECK(market_price BETWEEN 0 AND 1000000000000)
) STRICT;
INSERT INTO new_use(id, lot, at, item, list_price, charged, units)
  SELECT id, lot, at, item, list_price, charged, units FROM use;
DROP TABLE use;
DROP TABLE lot;
ALTER TABLE new_lot RENAME TO lot;
ALTER TABLE new_use RENAME TO use;
CREATE INDEX lot_of_card ON lot(card);
CREATE INDEX use_of_lot ON use(lot);
CREATE TABLE gift(
  lot TEXT NOT NULL REFERENCES lot(id),
  name TEXT NOT NULL,
  value INTEGER NOT NULL CHECK(value BETWEEN 0 AND 1000000000000),
  returned INTEGER NOT NULL CHECK(returned IN (0, 1)),
  PRIMARY KEY(lot, name)
) STRICT;
-- With which policy the station served, and from when: what a sale of that time is bound to.
CREATE TABLE policy_in_force(
  since INTEGER PRIMARY KEY,
  hash TEXT NOT NULL REFERENCES policy_text(hash)
) STRICT;

CREATE TRIGGER lot_stays BEFORE UPDATE ON lot
WHEN NEW.id <> OLD.id OR NEW.card <> OLD.card OR NEW.kind <> OLD.kind
  OR NEW.sold_at <> OLD.sold_at OR NEW.name <> OLD.name OR NEW.currency <> OLD.currency
  OR NEW.paid <> OLD.paid OR NEW.bonus <> OLD.bonus OR NEW.units <> OLD.units
  OR NEW.bonus_units <> OLD.bonus_units OR NEW.starts IS NOT OLD.starts
  OR NEW.ends IS NOT OLD.ends OR NEW.payment_method <> OLD.payment_method
  OR NEW.payment_reference <> OLD.payment_reference OR NEW.refunded <> OLD.refunded
  OR NEW.policy_hash IS NOT COALESCE(OLD.policy_hash, NEW.policy_hash)
  OR NEW.refunded_at IS NOT COALESCE(OLD.refunded_at, NEW.refunded_at)
  OR NEW.activated IS NOT COALESCE(OLD.activated, NEW.activated)
  OR NEW.contract IS NOT COALESCE(OLD.contract, NEW.contract)
  OR NEW.stopped IS NOT COALESCE(OLD.stopped, NEW.stopped)
  OR NEW.fee_disclosure IS NOT COALESCE(OLD.fee_disclosure, NEW.fee_disclosure)
  OR NEW.earned_by IS NOT COALESCE(OLD.earned_by, NEW.earned_by)
  OR NEW.payment_parts IS NOT COALESCE(NULLIF(OLD.payment_parts, 0), NEW.payment_parts)
  OR NEW.paid_by_other IS NOT COALESCE(NULLIF(OLD.paid_by_other, 0), NEW.paid_by_other)
BEGIN SELECT RAISE(ABORT, 'a lot is a fact'); END;
CREATE TRIGGER lot_remains BEFORE DELETE ON lot BEGIN SELECT RAISE(ABORT, 'a lot is a fact'); END;
CREATE TRIGGER use_stays BEFORE UPDATE ON use
WHEN NEW.id <> OLD.id OR NEW.lot <> OLD.lot OR NEW.at <> OLD.at OR NEW.item <> OLD.item
  OR NEW.list_price <> OLD.list_price OR NEW.charged <> OLD.charged OR NEW.units <> OLD.units
  OR NEW.market_price IS NOT COALESCE(OLD.market_price, NEW.market_price)
BEGIN SELECT RAISE(ABORT, 'a use is a fact'); END;
CREATE TRIGGER use_remains BEFORE DELETE ON use BEGIN SELECT RAISE(ABORT, 'a use is a fact'); END;
CREATE TRIGGER gift_comes_back_once BEFORE UPDATE ON gift
WHEN NEW.lot <> OLD.lot OR NEW.name <> OLD.name OR NEW.value <> OLD.value
  OR NEW.returned < OLD.returned
BEGIN SELECT RAISE(ABORT, 'a gift can only come back'); END;
CREATE TRIGGER gift_remains BEFORE DELETE ON gift
BEGIN SELECT RAISE(ABORT, 'a gift is a fact'); END;
CREATE TRIGGER policy_in_force_follows BEFORE INSERT ON policy_in_force
WHEN NEW.since <= (SELECT MAX(since) FROM policy_in_force)
BEGIN SELECT RAISE(ABORT, 'a policy comes after the one before it'); END;
CREATE TRIGGER policy_in_force_stays BEFORE UPDATE ON policy_in_force
BEGIN SELECT RAISE(ABORT, 'what was in force is a fact'); END;
CREATE TRIGGER policy_in_force_remains BEFORE DELETE ON policy_in_force
BEGIN SELECT RAISE(ABORT, 'what was in force is a fact'); END;
)sql";

}  // namespace slipway::book
