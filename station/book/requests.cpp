#include "station/book/requests.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "refund/require.hpp"
#include "station/book/audit.hpp"
#include "station/book/rows.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::book {
namespace {

constexpr std::string_view kApproval = "approval";

std::span<const std::uint8_t> bytes_of(const refund::RequestId& id) {
  return id;
}

template <typename Array>
bool read_array(const std::vector<std::uint8_t>& bytes, Array& array) {
  if (bytes.size() != array.size()) return false;
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return true;
}

template <typename Value, typename From>
bool read_cbor(const std::vector<std::uint8_t>& bytes, Value& value, From from) {
  const auto item = refund::cbor::decode(bytes);
  if (!item) return false;
  auto found = from(*item);
  if (!found) return false;
  value = std::move(*found);
  return true;
}

bool read_request(const sync::Statement& row, Request& request) {
  const auto currency = refund::currency_from(row.number(9));
  if (!currency) return false;
  request.number = row.text(1);
  request.slip_code = row.text(2);
  request.member = row.text(3);
  request.kiosk = row.text(4);
  request.amount = refund::Money{row.number(8), *currency};
  request.received_at = instant_from_column(row.number(10));
  request.day = date_from_column(row.number(11));
  return read_array(row.blob(0), request.id) &&
         read_cbor(row.blob(5), request.filing, sync::filing_from) &&
         read_cbor(row.blob(6), request.quote, sync::quote_from) &&
         read_array(row.blob(7), request.content);
}

sync::Result<void> read_facts(sync::Database& books, Request& request) {
  bool is_whole = true;
  auto& query =
      books.prepare("SELECT event, at, actor, zh, en FROM fact WHERE request = ? ORDER BY version");
  const auto read = each_row(query.bind(bytes_of(request.id)), [&](const sync::Statement& row) {
    const std::string name = row.text(0);
    const auto event = refund::event_from(name);
    const auto to = event ? refund::next(request.state, *event) : std::nullopt;
    is_whole = is_whole && (event ? to.has_value() : name == kApproval);
    request.state = to.value_or(request.state);
    request.facts.push_back(
        {event, instant_from_column(row.number(1)), row.text(2), {row.text(3), row.text(4)}});
  });
  if (!read) return tl::unexpected(read.error());
  if (!is_whole) return damaged("a fact");
  return {};
}

// Reads the row that the query finds, and then its facts.
sync::Result<std::optional<Request>> read_one(sync::Database& books, sync::Statement& query) {
  std::optional<Request> request;
  bool is_whole = true;
  const auto read = each_row(
      query, [&](const sync::Statement& row) { is_whole = read_request(row, request.emplace()); });
  if (!read) return tl::unexpected(read.error());
  if (!is_whole) return damaged("a request");
  if (!request) return request;
  if (auto facts = read_facts(books, *request); !facts) return tl::unexpected(facts.error());
  auto legs = legs_of(books, request->id);
  if (!legs) return tl::unexpected(legs.error());
  request->legs = std::move(*legs);
  request->payee = payee_by(request->legs, request->filing.payee);
  return request;
}

sync::Result<std::string> next_number(sync::Database& books, refund::Date day) {
  auto& count = books.prepare("SELECT count(*) FROM request WHERE day = ?");
  const auto before = first_number(count.bind(to_column(day)));
  if (!before) return tl::unexpected(before.error());
  const std::chrono::year_month_day date{day};
  const long long number = *before + 1;
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "R%02d%02u%02u%04lld",
                static_cast<int>(date.year()) % 100, static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), number);
  return std::string(text.data());
}

sync::Result<void> append_fact(sync::Database& books, Request& request, std::string_view name,
                               Fact fact) {
  auto& add = books.prepare("INSERT INTO fact VALUES(?, ?, ?, ?, ?, ?, ?)");
  add.bind(bytes_of(request.id)).bind(request.version() + 1).bind(name);
  add.bind(to_column(fact.at)).bind(fact.actor).bind(fact.told.zh).bind(fact.told.en);
  if (auto added = done(add); !added) return added;
  request.facts.push_back(std::move(fact));
  const Fact& last = request.facts.back();
  return append_audit(books, last.at, last.actor, name, refund::to_hex(request.id),
                      {{"version", request.version()}});
}

sync::Result<void> insert(sync::Database& books, const Request& request,
                          const std::vector<std::uint8_t>& filing,
                          const std::vector<std::uint8_t>& quote) {
  auto& add = books.prepare("INSERT INTO request VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  add.bind(bytes_of(request.id)).bind(request.number).bind(request.slip_code);
  add.bind(request.filing.card_uid).bind(request.member).bind(request.kiosk);
  add.bind(filing).bind(quote).bind(request.content);
  add.bind(request.amount.minor).bind(static_cast<std::int64_t>(request.amount.currency));
  add.bind(to_column(request.received_at)).bind(to_column(request.day));
  if (auto added = done(add); !added) return added;
  auto& hold = books.prepare("INSERT INTO hold VALUES(?, ?, ?, ?, 1)");
  hold.bind(bytes_of(request.id)).bind(request.filing.card_uid).bind(request.amount.minor);
  hold.bind(static_cast<std::int64_t>(request.amount.currency));
  return done(hold);
}

}  // namespace

std::vector<std::string> Request::approvers() const {
  std::vector<std::string> staff;
  for (const Fact& fact : facts) {
    if (!fact.event) staff.push_back(fact.actor.substr(fact.actor.find(':') + 1));
  }
  return staff;
}

const Fact* Request::last(refund::Event event) const {
  const auto found = std::find_if(facts.rbegin(), facts.rend(),
                                  [&](const Fact& fact) { return fact.event == event; });
  return found == facts.rend() ? nullptr : &*found;
}

sync::Result<std::optional<Request>> request_of(sync::Database& books,
                                                const refund::RequestId& id) {
  auto& query = books.prepare(
      "SELECT id, number, slip_code, member, kiosk, filing, quote, content, amount, currency, "
      "received_at, day FROM request WHERE id = ?");
  return read_one(books, query.bind(bytes_of(id)));
}

sync::Result<std::optional<Request>> request_by_code(sync::Database& books,
                                                     std::string_view slip_code) {
  auto& query = books.prepare(
      "SELECT id, number, slip_code, member, kiosk, filing, quote, content, amount, currency, "
      "received_at, day FROM request WHERE slip_code = ? ORDER BY received_at DESC LIMIT 1");
  return read_one(books, query.bind(slip_code));
}

sync::Result<std::optional<Request>> latest_request_of(sync::Database& books,
                                                       std::string_view card_uid) {
  auto& query = books.prepare(
      "SELECT id, number, slip_code, member, kiosk, filing, quote, content, amount, currency, "
      "received_at, day FROM request WHERE card = ? ORDER BY received_at DESC, number DESC "
      "LIMIT 1");
  return read_one(books, query.bind(card_uid));
}

std::vector<std::uint8_t> kept_form(refund::Filing filing) {
  filing.pin.clear();
  return refund::cbor::encode(sync::to_cbor(filing));
}

sync::Result<void> add_request(sync::Database& books, Request& request) {
  request.id = request.filing.id;
  request.slip_code = refund::slip_code(request.id);
  request.amount = request.quote.total;
  request.day = refund::date_of(request.received_at);
  request.filing.pin.clear();
  const auto filing = kept_form(request.filing);
  const auto quote = refund::cbor::encode(sync::to_cbor(request.quote));
  request.content = refund::digest_of(
      refund::cbor::encode(refund::cbor::Value::Map{{"filing", filing}, {"quote", quote}}));
  auto number = next_number(books, request.day);
  if (!number) return tl::unexpected(number.error());
  request.number = std::move(*number);
  if (auto inserted = insert(books, request, filing, quote); !inserted) return inserted;
  const std::string actor = "kiosk:" + request.kiosk;
  if (auto told = append_audit(
          books, request.received_at, actor, "filed", refund::to_hex(request.id),
          {{"amount", request.amount.minor},
           {"content", refund::Bytes(request.content.begin(), request.content.end())}});
      !told) {
    return told;
  }
  return record(books, request, refund::Event::ReviewBegan, request.received_at, "station");
}

sync::Result<void> record(sync::Database& books, Request& request, refund::Event event,
                          refund::Instant at, std::string_view actor, refund::Phrase told) {
  const auto to = refund::next(request.state, event);
  refund::require(to.has_value());
  const bool held = refund::holds_money(request.state);
  request.state = *to;
  if (held && !refund::holds_money(*to)) {
    auto& end = books.prepare("UPDATE hold SET live = NULL WHERE request = ?");
    if (auto ended = done(end.bind(bytes_of(request.id))); !ended) return ended;
  }
  return append_fact(books, request, refund::name_of(event),
                     {event, at, std::string(actor), std::move(told)});
}

sync::Result<void> record_approval(sync::Database& books, Request& request, refund::Instant at,
                                   std::string_view staff) {
  return append_fact(books, request, kApproval,
                     {std::nullopt, at, "staff:" + std::string(staff), {}});
}

sync::Result<refund::Claim> plain_claim_of(sync::Database& books, const Request& request) {
  refund::Claim claim;
  claim.beneficiary_member = request.member;
  claim.approvers = request.approvers();
  claim.amount = request.amount;
  claim.exit = request.quote.exit;
  for (const std::string& approver : claim.approvers) {
    auto& role = books.prepare("SELECT role FROM staff WHERE id = ?");
    const auto read = each_row(role.bind(approver), [&](const sync::Statement& row) {
      claim.roles[approver] = row.text(0);
    });
    if (!read) return tl::unexpected(read.error());
  }
  auto& sum = books.prepare(
      "SELECT COALESCE(SUM(request.amount), 0) FROM request JOIN hold ON hold.request = "
      "request.id WHERE request.day = ? AND request.member = ? AND request.currency = ? AND "
      "(hold.live = 1 OR request.id = ? OR EXISTS(SELECT 1 FROM fact WHERE "
      " fact.request = request.id AND event IN ('Posted', 'ReconciledPaid')))");
  sum.bind(to_column(request.day)).bind(request.member);
  sum.bind(static_cast<std::int64_t>(request.amount.currency)).bind(bytes_of(request.id));
  const auto running = first_number(sum);
  if (!running) return tl::unexpected(running.error());
  claim.running_sum = refund::Money{*running, request.amount.currency};
  return claim;
}

sync::Result<refund::DaySums> day_sums_of(sync::Database& books, const Request& request,
                                          std::string_view staff, refund::Date today) {
  const auto sum = [&](std::string_view actor) -> sync::Result<refund::Money> {
    auto& query = books.prepare(
        "SELECT COALESCE(SUM(amount), 0) FROM request WHERE currency = ? AND id <> ? AND EXISTS("
        "SELECT 1 FROM fact WHERE fact.request = request.id AND (event = 'approval' OR "
        "(event = 'ApprovalsComplete' AND actor = 'station')) AND "
        " at >= ? AND at < ? AND (? = '' OR actor = ?))");
    query.bind(static_cast<std::int64_t>(request.amount.currency)).bind(bytes_of(request.id));
    const auto begin = refund::Instant(today) - refund::kChina;
    query.bind(to_column(begin)).bind(to_column(begin + std::chrono::days{1}));
    query.bind(actor).bind(actor);
    const auto minor = first_number(query);
    if (!minor) return tl::unexpected(minor.error());
    return refund::Money{*minor, request.amount.currency};
  };
  const auto by_approver = sum("staff:" + std::string(staff));
  if (!by_approver) return tl::unexpected(by_approver.error());
  const auto by_store = sum("");
  if (!by_store) return tl::unexpected(by_store.error());
  return refund::DaySums{*by_approver, *by_store};
}

}  // namespace slipway::book
