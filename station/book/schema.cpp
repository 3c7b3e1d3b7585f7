#include "station/book/schema.hpp"

#include <array>

#include "station/book/leg_tables.hpp"
#include "station/book/lot_tables.hpp"
#include "station/book/swipe_tables.hpp"
#include "station/book/tap_tables.hpp"

namespace slipway::book {
namespace {

// Moments are milliseconds since 1970 UTC, days are days since 1970, amounts are minor units with
// the ISO 4217 number of their currency beside them.
constexpr std::string_view kShop = R"sql(
CREATE TABLE member(
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  tier TEXT NOT NULL,
  pin_hash TEXT NOT NULL              -- empty: no PIN yet, staff must help
) STRICT;
CREATE TABLE card(
  uid TEXT PRIMARY KEY CHECK(length(uid) BETWEEN 8 AND 20),
  number TEXT NOT NULL UNIQUE,
  member TEXT NOT NULL REFERENCES member(id),
  status TEXT NOT NULL CHECK(status IN
    ('active', 'lost', 'frozen', 'expired', 'refunded', 'closed'))
) STRICT;
CREATE INDEX card_of_member ON card(member);
CREATE TABLE lot(
  id TEXT PRIMARY KEY,
  card TEXT NOT NULL REFERENCES card(uid),
  kind TEXT NOT NULL CHECK(kind IN ('stored-value', 'sessions', 'time')),
  sold_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  currency INTEGER NOT NULL,
  paid INTEGER NOT NULL CHECK(paid BETWEEN 0 AND 1000000000000),
  bonus INTEGER NOT NULL CHECK(bonus BETWEEN 0 AND 1000000000000),
  units INTEGER NOT NULL CHECK(units BETWEEN 0 AND 100000),
  bonus_units INTEGER NOT NULL CHECK(bonus_units BETWEEN 0 AND 100000),
  starts INTEGER,
  ends INTEGER CHECK(ends >= starts),
  payment_method TEXT NOT NULL,
  payment_reference TEXT NOT NULL,
  refunded INTEGER NOT NULL CHECK(refunded BETWEEN 0 AND paid)
) STRICT;
CREATE INDEX lot_of_card ON lot(card);
CREATE TABLE use(
  id TEXT PRIMARY KEY,
  lot TEXT NOT NULL REFERENCES lot(id),
  at INTEGER NOT NULL,
  item TEXT NOT NULL,
  list_price INTEGER NOT NULL CHECK(list_price BETWEEN 0 AND 1000000000000),
  charged INTEGER NOT NULL CHECK(charged BETWEEN 0 AND 1000000000000),
  units INTEGER NOT NULL CHECK(units BETWEEN 0 AND 100000)
) STRICT;
CREATE INDEX use_of_lot ON use(lot);
CREATE TABLE staff(
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  member TEXT REFERENCES member(id),  -- the member that this person is
  pin_hash TEXT NOT NULL
) STRICT;
CREATE TABLE client(
  key TEXT PRIMARY KEY CHECK(length(key) = 40),   -- CURVE public key, Z85
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK(kind IN ('kiosk', 'desk')),
  number INTEGER NOT NULL UNIQUE CHECK(number > 0),
  revoked INTEGER NOT NULL CHECK(revoked IN (0, 1))
) STRICT;
-- Wrong PINs, counted before each check. Not a fact: the next right PIN clears it.
CREATE TABLE attempt(
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT;

CREATE TRIGGER lot_stays BEFORE UPDATE ON lot BEGIN SELECT RAISE(ABORT, 'a lot is a fact'); END;
CREATE TRIGGER lot_remains BEFORE DELETE ON lot BEGIN SELECT RAISE(ABORT, 'a lot is a fact'); END;
CREATE TRIGGER use_stays BEFORE UPDATE ON use BEGIN SELECT RAISE(ABORT, 'a use is a fact'); END;
CREATE TRIGGER use_remains BEFORE DELETE ON use BEGIN SELECT RAISE(ABORT, 'a use is a fact'); END;
)sql";

constexpr std::string_view kRequests = R"sql(
CREATE TABLE request(
  id BLOB PRIMARY KEY CHECK(length(id) = 16),
  number TEXT NOT NULL UNIQUE,
  slip_code TEXT NOT NULL,
  card TEXT NOT NULL REFERENCES card(uid),
  member TEXT NOT NULL REFERENCES member(id),
  kiosk TEXT NOT NULL,
  filing BLOB NOT NULL,                -- canonical CBOR of the filing, without its PIN
  quote BLOB NOT NULL,                 -- canonical CBOR of the recomputed quote
  content BLOB NOT NULL CHECK(length(content) = 32),
  amount INTEGER NOT NULL CHECK(amount BETWEEN 1 AND 1000000000000),
  currency INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  day INTEGER NOT NULL                 -- the shop's day on which it was received
) STRICT;
CREATE INDEX request_by_code ON request(slip_code);
CREATE INDEX request_of_card ON request(card);
CREATE INDEX request_of_day ON request(day, member);
-- A filing that could not be accepted: kept, so that a repeat gets the same answer.
CREATE TABLE refused_filing(
  id BLOB PRIMARY KEY CHECK(length(id) = 16),
  slip_code TEXT NOT NULL,
  content BLOB NOT NULL CHECK(length(content) = 32),
  kiosk TEXT NOT NULL,
  at INTEGER NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL
) STRICT;
CREATE INDEX refused_by_code ON refused_filing(slip_code);
-- What happened to a request; its state is what these fold to. 'approval' is one person's.
CREATE TABLE fact(
  request BLOB NOT NULL REFERENCES request(id),
  version INTEGER NOT NULL CHECK(version > 0),
  event TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  zh TEXT NOT NULL,                    -- the sentence that belongs to it, may be empty
  en TEXT NOT NULL,
  PRIMARY KEY(request, version)
) STRICT;
CREATE UNIQUE INDEX one_approval_each ON fact(request, actor) WHERE event = 'approval';
-- What a request sets apart from its card. `live` is what record() derives from the facts in the
-- same transaction; it exists so that the index below can forbid a second open request.
CREATE TABLE hold(
  request BLOB PRIMARY KEY REFERENCES request(id),
  card TEXT NOT NULL REFERENCES card(uid),
  amount INTEGER NOT NULL CHECK(amount > 0),
  currency INTEGER NOT NULL,
  live INTEGER CHECK(live = 1)
) STRICT;
CREATE UNIQUE INDEX one_open_request ON hold(card) WHERE live = 1;
CREATE TABLE confirmation(
  request BLOB PRIMARY KEY REFERENCES request(id),
  kiosk TEXT NOT NULL,
  at INTEGER NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE transfer(
  request BLOB PRIMARY KEY REFERENCES request(id),
  reference TEXT NOT NULL UNIQUE,
  staff TEXT NOT NULL REFERENCES staff(id),
  at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER request_stays BEFORE UPDATE ON request
BEGIN SELECT RAISE(ABORT, 'a request is a fact'); END;
CREATE TRIGGER request_remains BEFORE DELETE ON request
BEGIN SELECT RAISE(ABORT, 'a request is a fact'); END;
CREATE TRIGGER refused_stays BEFORE UPDATE ON refused_filing
BEGIN SELECT RAISE(ABORT, 'a refusal is a fact'); END;
CREATE TRIGGER refused_remains BEFORE DELETE ON refused_filing
BEGIN SELECT RAISE(ABORT, 'a refusal is a fact'); END;
CREATE TRIGGER fact_follows BEFORE INSERT ON fact
WHEN NEW.version <> 1 + (SELECT COALESCE(MAX(version), 0) FROM fact WHERE request = NEW.request)
BEGIN SELECT RAISE(ABORT, 'a version was left out'); END;
CREATE TRIGGER fact_stays BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER fact_remains BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'a fact is never deleted'); END;
CREATE TRIGGER hold_ends_once BEFORE UPDATE ON hold
WHEN OLD.live IS NULL OR NEW.live IS NOT NULL OR NEW.amount <> OLD.amount
  OR NEW.request <> OLD.request OR NEW.card <> OLD.card
BEGIN SELECT RAISE(ABORT, 'a hold can only end'); END;
CREATE TRIGGER hold_remains BEFORE DELETE ON hold
BEGIN SELECT RAISE(ABORT, 'a hold is never deleted'); END;
CREATE TRIGGER confirmation_stays BEFORE UPDATE ON confirmation
BEGIN SELECT RAISE(ABORT, 'a confirmation is a fact'); END;
CREATE TRIGGER confirmation_remains BEFORE DELETE ON confirmation
BEGIN SELECT RAISE(ABORT, 'a confirmation is a fact'); END;
CREATE TRIGGER transfer_stays BEFORE UPDATE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is a fact'); END;
CREATE TRIGGER transfer_remains BEFORE DELETE ON transfer
BEGIN SELECT RAISE(ABORT, 'a transfer is a fact'); END;
)sql";

constexpr std::string_view kVouchers = R"sql(
CREATE TABLE voucher(
  epoch INTEGER NOT NULL CHECK(epoch > 0),
  number INTEGER NOT NULL CHECK(number > 0),
  request BLOB NOT NULL REFERENCES request(id),
  issued_at INTEGER NOT NULL,
  valid_days INTEGER NOT NULL,
  kiosk INTEGER NOT NULL,
  qr_text TEXT NOT NULL UNIQUE,
  check_code TEXT NOT NULL UNIQUE,
  live INTEGER CHECK(live = 1),        -- derived by record(), as in hold
  PRIMARY KEY(epoch, number)
) STRICT;
CREATE UNIQUE INDEX one_live_voucher ON voucher(request) WHERE live = 1;
CREATE TABLE voucher_fact(
  epoch INTEGER NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK(position > 0),
  event TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY(epoch, number, position),
  FOREIGN KEY(epoch, number) REFERENCES voucher(epoch, number)
) STRICT;
CREATE TABLE redemption(
  epoch INTEGER NOT NULL,
  number INTEGER NOT NULL,
  key BLOB NOT NULL CHECK(length(key) = 16),
  staff TEXT NOT NULL REFERENCES staff(id),
  desk TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(epoch, number),
  FOREIGN KEY(epoch, number) REFERENCES voucher(epoch, number)
) STRICT;
-- h(n) = BLAKE2b-256(h(n-1) || entry n); see refund/audit_chain.hpp.
CREATE TABLE audit(
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  facts BLOB NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;
CREATE INDEX audit_of_subject ON audit(subject, sequence);

CREATE TRIGGER voucher_follows BEFORE INSERT ON voucher
WHEN NEW.number <> 1 + (SELECT COALESCE(MAX(number), 0) FROM voucher WHERE epoch = NEW.epoch)
BEGIN SELECT RAISE(ABORT, 'a voucher number was left out'); END;
CREATE TRIGGER voucher_ends_once BEFORE UPDATE ON voucher
WHEN OLD.live IS NULL OR NEW.live IS NOT NULL OR NEW.epoch <> OLD.epoch
  OR NEW.number <> OLD.number OR NEW.request <> OLD.request OR NEW.qr_text <> OLD.qr_text
  OR NEW.check_code <> OLD.check_code OR NEW.issued_at <> OLD.issued_at
BEGIN SELECT RAISE(ABORT, 'a voucher can only end'); END;
CREATE TRIGGER voucher_remains BEFORE DELETE ON voucher
BEGIN SELECT RAISE(ABORT, 'a voucher is never deleted'); END;
CREATE TRIGGER voucher_fact_stays BEFORE UPDATE ON voucher_fact
BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER voucher_fact_remains BEFORE DELETE ON voucher_fact
BEGIN SELECT RAISE(ABORT, 'a fact is never deleted'); END;
CREATE TRIGGER redemption_stays BEFORE UPDATE ON redemption
BEGIN SELECT RAISE(ABORT, 'a redemption is a fact'); END;
CREATE TRIGGER redemption_remains BEFORE DELETE ON redemption
BEGIN SELECT RAISE(ABORT, 'a redemption is a fact'); END;
CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN NEW.sequence <> 1 + (SELECT COALESCE(MAX(sequence), 0) FROM audit)
BEGIN SELECT RAISE(ABORT, 'an audit entry was left out'); END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;
)sql";

// What a refund can be computed from again after years: the texts of policies, and a card as it was
// when its request was filed.
constexpr std::string_view kArchive = R"sql(
CREATE TABLE policy_text(
  hash TEXT PRIMARY KEY CHECK(length(hash) = 64),  -- BLAKE2b-256 of the text
  text BLOB NOT NULL
) STRICT;
CREATE TABLE filed_card(
  request BLOB PRIMARY KEY REFERENCES request(id),
  at INTEGER NOT NULL,                 -- the moment that counted for the rules
  held INTEGER NOT NULL,
  currency INTEGER NOT NULL
) STRICT;
-- Canonical CBOR of a lot with some of its uses; rows in a line with one id are one lot.
CREATE TABLE filed_lot(
  request BLOB NOT NULL REFERENCES filed_card(request),
  position INTEGER NOT NULL CHECK(position > 0),
  lot BLOB NOT NULL,
  PRIMARY KEY(request, position)
) STRICT;

CREATE TRIGGER policy_text_stays BEFORE UPDATE ON policy_text
BEGIN SELECT RAISE(ABORT, 'a policy text is never changed'); END;
CREATE TRIGGER policy_text_remains BEFORE DELETE ON policy_text
BEGIN SELECT RAISE(ABORT, 'a policy text is never deleted'); END;
CREATE TRIGGER filed_card_stays BEFORE UPDATE ON filed_card
BEGIN SELECT RAISE(ABORT, 'a filed card is a fact'); END;
CREATE TRIGGER filed_card_remains BEFORE DELETE ON filed_card
BEGIN SELECT RAISE(ABORT, 'a filed card is a fact'); END;
CREATE TRIGGER filed_lot_stays BEFORE UPDATE ON filed_lot
BEGIN SELECT RAISE(ABORT, 'a filed lot is a fact'); END;
CREATE TRIGGER filed_lot_remains BEFORE DELETE ON filed_lot
BEGIN SELECT RAISE(ABORT, 'a filed lot is a fact'); END;
)sql";

// Which requests share a payee: a keyed digest of the account (risk.cpp), so that it is found
// without reading every filing.
constexpr std::string_view kPayees = R"sql(
CREATE TABLE payee(
  request BLOB PRIMARY KEY REFERENCES request(id),
  mark BLOB NOT NULL CHECK(length(mark) = 32)
) STRICT;
CREATE INDEX request_to_payee ON payee(mark);
CREATE INDEX request_of_member ON request(member);

CREATE TRIGGER payee_stays BEFORE UPDATE ON payee
BEGIN SELECT RAISE(ABORT, 'a payee is a fact'); END;
CREATE TRIGGER payee_remains BEFORE DELETE ON payee
BEGIN SELECT RAISE(ABORT, 'a payee is a fact'); END;
)sql";

constexpr std::array kMigrations{kShop,   kRequests,  kVouchers,  kArchive,    kLotTables,
                                 kPayees, kLegTables, kTapTables, kSwipeTables};

}  // namespace

std::span<const std::string_view> migrations() {
  return kMigrations;
}

}  // namespace slipway::book
