#include "sync/outbox.hpp"

#include <algorithm>
#include <array>

#include "sync/keys.hpp"

namespace slipway::sync {

namespace {

constexpr std::array<std::string_view, 1> kMigrations = {R"sql(
-- One question to the station. The id stays for ever, so that a repeat is known as one; the frame
-- is wiped with the answer.
CREATE TABLE letter(
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK(length(id) = 16),
  content BLOB NOT NULL CHECK(length(content) = 32),
  frame BLOB CHECK(length(frame) <= 65536)
) STRICT;
CREATE INDEX letter_waiting ON letter(number) WHERE frame IS NOT NULL;
-- One intent to print.
CREATE TABLE voucher(
  number INTEGER NOT NULL,
  request BLOB NOT NULL CHECK(length(request) = 16),
  noted_by BLOB NOT NULL CHECK(length(noted_by) = 16),
  is_told INTEGER NOT NULL CHECK(is_told IN (0, 1)),
  UNIQUE(number, request)
) STRICT;
CREATE TABLE kept(name TEXT NOT NULL UNIQUE, content BLOB NOT NULL) STRICT;
)sql"};

// Four letters a second, in small handfuls: less than the station takes from one kiosk
// (station/book/app.cpp), so that a member's questions find room beside a long queue.
constexpr std::size_t kHandful = 8;
constexpr std::chrono::milliseconds kHandfulPause{2'000};
constexpr std::chrono::milliseconds kFirstPause{400};
constexpr std::chrono::milliseconds kLongestPause{30'000};

template <std::size_t N>
bool copy_to(const std::vector<std::uint8_t>& bytes, std::array<std::uint8_t, N>& to) {
  if (bytes.size() != N) return false;
  std::copy(bytes.begin(), bytes.end(), to.begin());
  return true;
}

Result<void> nothing_of(const Result<std::int64_t>& run) {
  if (!run) return tl::unexpected(run.error());
  return {};
}

Error storage(const char* text) {
  return Error{Fault::Storage, text};
}

}  // namespace

Result<Outbox> Outbox::open(const std::filesystem::path& file, std::uint64_t seed) {
  auto lock = FileLock::take(file.string() + ".lock");
  if (!lock) return tl::unexpected(lock.error());
  auto database = Database::open(file, kMigrations);
  if (!database) return tl::unexpected(database.error());
  return Outbox(std::move(*lock), std::move(*database), seed);
}

Result<void> Outbox::add_letter(const MessageId& id, const refund::Digest& content,
                                const KioskQuestion& question) {
  auto& known = database_.prepare("SELECT content FROM letter WHERE id = ?").bind(id);
  const auto found = known.step();
  if (!found) return tl::unexpected(found.error());
  if (*found) {
    refund::Digest before{};
    if (copy_to(known.blob(0), before) && before == content) return {};
    return tl::unexpected(Error{Fault::Conflict, "the same id with other content"});
  }
  const Bytes frame = encode(KioskAsk{id, question});
  return nothing_of(database_.prepare("INSERT INTO letter(id, content, frame) VALUES(?, ?, ?)")
                        .bind(id)
                        .bind(content)
                        .bind(frame)
                        .run());
}

Result<void> Outbox::store_filing(const refund::Filing& filing, const Bytes& sealed) {
  const refund::Digest content = refund::digest_of(refund::cbor::encode(to_cbor(filing)));
  return database_.transaction([&] {
    return add_letter(filing.id, content, File{filing.id, sealed});
  });
}

Result<bool> Outbox::note_voucher(std::int64_t voucher_number, const refund::RequestId& id,
                                  const MessageId& command) {
  bool may_print = false;
  const auto noted = database_.transaction([&]() -> Result<void> {
    auto& known =
        database_.prepare("SELECT noted_by, is_told FROM voucher WHERE number = ? AND request = ?")
            .bind(voucher_number)
            .bind(id);
    const auto found = known.step();
    if (!found) return tl::unexpected(found.error());
    if (*found) {
      MessageId noted_by{};
      may_print = copy_to(known.blob(0), noted_by) && noted_by == command && known.number(1) == 0;
      return {};
    }
    may_print = true;
    return nothing_of(
        database_
            .prepare("INSERT INTO voucher(number, request, noted_by, is_told) VALUES(?, ?, ?, 0)")
            .bind(voucher_number)
            .bind(id)
            .bind(command)
            .run());
  });
  if (!noted) return tl::unexpected(noted.error());
  return may_print;
}

Result<void> Outbox::note_paper(const Paper& paper, const MessageId& command) {
  const refund::Digest content = refund::digest_of(encode(KioskAsk{command, paper}));
  return database_.transaction([&]() -> Result<void> {
    const auto told =
        database_.prepare("UPDATE voucher SET is_told = 1 WHERE number = ? AND request = ?")
            .bind(paper.voucher_number)
            .bind(paper.id)
            .run();
    if (!told) return tl::unexpected(told.error());
    return add_letter(command, content, paper);
  });
}

Result<int> Outbox::doubt_unreported(const std::string& evidence) {
  std::vector<Paper> papers;
  auto& untold = database_.prepare("SELECT number, request FROM voucher WHERE is_told = 0");
  for (;;) {
    const auto row = untold.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    Paper paper{{}, untold.number(0), PaperNews::Unsure, evidence};
    if (!copy_to(untold.blob(1), paper.id)) return tl::unexpected(storage("a damaged voucher row"));
    papers.push_back(std::move(paper));
  }
  for (const Paper& paper : papers) {
    MessageId id{};
    fill_random(id);
    if (auto noted = note_paper(paper, id); !noted) return tl::unexpected(noted.error());
  }
  return static_cast<int>(papers.size());
}

Result<std::vector<std::int64_t>> Outbox::waiting_numbers() {
  std::vector<std::int64_t> numbers;
  auto& rows =
      database_.prepare("SELECT number FROM letter WHERE frame IS NOT NULL ORDER BY number");
  for (;;) {
    const auto row = rows.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return numbers;
    numbers.push_back(rows.number(0));
  }
}

Result<std::vector<Outbox::Letter>> Outbox::due(Time now) {
  std::vector<Letter> letters;
  if (now < handful_at_) return letters;
  const auto numbers = waiting_numbers();
  if (!numbers) return tl::unexpected(numbers.error());
  for (const std::int64_t number : *numbers) {
    if (letters.size() == kHandful) {
      handful_at_ = now + kHandfulPause;
      break;
    }
    Attempts& attempts = attempts_[number];
    if (attempts.made > 0 && attempts.next > now) continue;
    auto& row = database_.prepare("SELECT id, frame FROM letter WHERE number = ?").bind(number);
    const auto found = row.step();
    if (!found) return tl::unexpected(found.error());
    Letter letter;
    if (!*found || !copy_to(row.blob(0), letter.id)) {
      return tl::unexpected(storage("a damaged letter"));
    }
    letter.frame = row.blob(1);
    letters.push_back(std::move(letter));
    attempts.next = now + pause_after(attempts.made);
    attempts.made += 1;
  }
  return letters;
}

Result<std::optional<Outbox::Time>> Outbox::next_due(Time now) {
  const auto numbers = waiting_numbers();
  if (!numbers) return tl::unexpected(numbers.error());
  std::optional<Time> next;
  for (const std::int64_t number : *numbers) {
    const auto tried = attempts_.find(number);
    const Time at = tried == attempts_.end() || tried->second.made == 0 ? now : tried->second.next;
    if (!next || at < *next) next = at;
  }
  if (next && handful_at_ > now) next = std::max(*next, handful_at_);
  return next;
}

void Outbox::hurry() {
  attempts_.clear();
}

Result<bool> Outbox::settle(const MessageId& id) {
  const auto wiped =
      database_.prepare("UPDATE letter SET frame = NULL WHERE id = ? AND frame IS NOT NULL")
          .bind(id)
          .run();
  if (!wiped) return tl::unexpected(wiped.error());
  return *wiped > 0;
}

Result<int> Outbox::waiting() {
  const auto numbers = waiting_numbers();
  if (!numbers) return tl::unexpected(numbers.error());
  return static_cast<int>(numbers->size());
}

Result<void> Outbox::keep_welcome(const Welcome& welcome) {
  const Bytes bytes = encode(KioskReply{{}, welcome});
  return nothing_of(database_
                        .prepare("INSERT INTO kept(name, content) VALUES('welcome', ?) "
                                 "ON CONFLICT(name) DO UPDATE SET content = excluded.content")
                        .bind(bytes)
                        .run());
}

Result<std::optional<Welcome>> Outbox::welcome() {
  auto& row = database_.prepare("SELECT content FROM kept WHERE name = 'welcome'");
  const auto found = row.step();
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::optional<Welcome>();
  const auto reply = kiosk_reply_from(row.blob(0));
  // A later version may have kept it in another form: then the station is asked again.
  if (!reply || !std::holds_alternative<Welcome>(reply->answer)) return std::optional<Welcome>();
  return std::optional(std::get<Welcome>(reply->answer));
}

std::chrono::milliseconds Outbox::pause_after(int attempts) {
  constexpr int kDoublings = 7;  // beyond, the longest pause is reached
  const auto pause = std::min(kFirstPause * (1 << std::min(attempts, kDoublings)), kLongestPause);
  // Up to a quarter less, so that the bounds hold.
  std::uniform_int_distribution<std::int64_t> less(0, pause.count() / 4);
  return std::max(kFirstPause, pause - std::chrono::milliseconds(less(jitter_)));
}

}  // namespace slipway::sync
