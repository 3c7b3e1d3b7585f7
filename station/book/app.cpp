#include "station/book/app.hpp"

#include <time.h>

#include <csignal>
#include <optional>

#include "program/journal.hpp"
#include "program/readiness.hpp"
#include "station/book/book.hpp"
#include "station/book/sweep.hpp"
#include "station/book/throttle.hpp"

namespace slipway::book {
namespace {

using program::Level;
using program::Refusal;

constexpr std::size_t kMostBatch = 100;
constexpr std::chrono::milliseconds kTurn{250};  // how soon a SIGTERM is seen

volatile std::sig_atomic_t stop_asked = 0;

void ask_stop(int) {
  stop_asked = 1;
}

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = ask_stop;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

refund::Instant clock_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Goes on while the machine sleeps, which std::chrono::steady_clock does not: waking up is no jump.
Timepiece::Steady steady_now() {
  timespec passed{};
  clock_gettime(CLOCK_BOOTTIME, &passed);
  return Timepiece::Steady{std::chrono::seconds{passed.tv_sec} +
                           std::chrono::nanoseconds{passed.tv_nsec}};
}

tl::unexpected<Refusal> refusal(const std::string& text) {
  return tl::unexpected(Refusal{text});
}

// What the configuration file says, all of it checked before anything is opened.
struct Configuration {
  std::string endpoint;
  std::filesystem::path books;
  Terms terms;
  PolicyTexts policy_texts;  // of which its policy was read
};

program::Result<Configuration> configuration(const program::Settings& settings) {
  Configuration read;
  const auto endpoint = settings.text("station.endpoint");
  const auto keys = settings.path("station.keys");
  const auto card_keys = settings.text("station.card_keys");
  const auto reader_keys = settings.text("station.reader_keys");
  const auto policy = settings.path("station.policy");
  const auto books = settings.path("books.file");
  const auto name_zh = settings.text("shop.name_zh");
  const auto name_en = settings.text("shop.name_en");
  const auto telephone = settings.text("shop.telephone");
  const auto idle = settings.number("desk.idle_seconds", 30, 3'600);
  for (const auto* one : {&endpoint, &card_keys, &reader_keys, &name_zh, &name_en, &telephone}) {
    if (!*one) return tl::unexpected(one->error());
  }
  for (const auto* one : {&keys, &policy, &books}) {
    if (!*one) return tl::unexpected(one->error());
  }
  if (!idle) return tl::unexpected(idle.error());
  const auto station = sync::read_station_keys(*keys);
  if (!station) return refusal(keys->string() + ": " + station.error().text);
  if (!card_keys->empty()) {
    const auto file = settings.path("station.card_keys");
    if (!file) return tl::unexpected(file.error());
    const auto cards = sync::read_card_keys(*file);
    if (!cards) return refusal(cards.error().text);
    read.terms.cards = *cards;
  }
  if (!reader_keys->empty()) {
    const auto file = settings.path("station.reader_keys");
    if (!file) return tl::unexpected(file.error());
    const auto readers = sync::read_reader_keys(*file);
    if (!readers) return refusal(readers.error().text);
    read.terms.readers = *readers;
  }
  auto texts = read_policy_texts(*policy);
  if (!texts) return refusal(texts.error());
  auto rules = refund::read_policy(texts->policy, texts->parts);
  if (!rules) return refusal(sentence_of(rules.error(), *policy));
  read.endpoint = *endpoint;
  read.books = *books;
  read.terms.keys = *station;
  read.terms.policy = std::move(*rules);
  read.policy_texts = std::move(*texts);
  read.terms.name = {*name_zh, *name_en};
  read.terms.telephone = *telephone;
  read.terms.idle_lock = std::chrono::seconds(*idle);
  return read;
}

// Turns frames into questions and answers into frames. A frame that is not a message, and a
// message of a peer that floods, gets no answer.
class Counter {
 public:
  explicit Counter(Book& book) : book_(book) {}

  std::optional<sync::Bytes> reply(const sync::Gate::Incoming& incoming, refund::Instant now) {
    const bool is_kiosk = incoming.peer.kind == sync::Peer::Kind::Kiosk;
    if (!(is_kiosk ? kiosks_ : desks_).admit(incoming.peer.name, steady_now())) {
      program::log(Level::Warning, "flood", {{"peer", incoming.peer.name}});
      return std::nullopt;
    }
    return is_kiosk ? kiosk_reply(incoming, now) : desk_reply(incoming, now);
  }

 private:
  std::optional<sync::Bytes> kiosk_reply(const sync::Gate::Incoming& incoming,
                                         refund::Instant now) {
    const auto ask = sync::kiosk_ask_from(incoming.frame);
    if (!ask) return malformed(incoming.peer, ask.error());
    const auto answer = book_.answer(incoming.peer, ask->question, now);
    if (!answer) return failed(incoming.peer, answer.error());
    return sync::encode(sync::KioskReply{ask->id, *answer});
  }

  std::optional<sync::Bytes> desk_reply(const sync::Gate::Incoming& incoming, refund::Instant now) {
    const auto ask = sync::desk_ask_from(incoming.frame);
    if (!ask) return malformed(incoming.peer, ask.error());
    const auto answer = book_.answer(incoming.peer, *ask, now);
    if (!answer) return failed(incoming.peer, answer.error());
    return sync::encode(sync::DeskReply{ask->id, *answer});
  }

  static std::nullopt_t malformed(const sync::Peer& peer, const sync::Error& error) {
    program::log(Level::Warning, "malformed", {{"peer", peer.name}, {"why", error.text}});
    return std::nullopt;
  }

  // No answer: what the peer keeps it sends again, the rest it shows as "cannot be reached".
  static std::nullopt_t failed(const sync::Peer& peer, const sync::Error& error) {
    program::log(Level::Error, "books-failed",
                 {{"peer", peer.name}, {"fault", sync::name_of(error.fault)}, {"why", error.text}});
    return std::nullopt;
  }

  Book& book_;
  Throttle kiosks_{5, 40};  // a member's visit asks in bursts
  Throttle desks_{20, 100};
};

// The time at which business is done, with what there is to tell of the clock.
refund::Instant business_now(Timepiece& timepiece, Book& book) {
  const auto [now, change] = timepiece.read(steady_now(), clock_now());
  if (!change) return now;
  const bool is_doubted = change->kind == ClockChange::Kind::Doubted;
  program::log(
      is_doubted ? Level::Warning : Level::Notice, is_doubted ? "clock-doubted" : "clock-accepted",
      {{"business", refund::to_text(change->business)}, {"clock", refund::to_text(change->clock)}});
  if (const auto noted = book.note(*change); !noted) {
    program::log(Level::Error, "books-failed",
                 {{"fault", sync::name_of(noted.error().fault)}, {"why", noted.error().text}});
  }
  return now;
}

void lapse(Book& book, refund::Instant now) {
  const auto ended = book.lapse(now);
  if (!ended) {
    program::log(Level::Error, "books-failed",
                 {{"fault", sync::name_of(ended.error().fault)}, {"why", ended.error().text}});
  } else if (*ended > 0) {
    program::log(Level::Notice, "requests-lapsed", {{"requests", std::to_string(*ended)}});
  }
}

}  // namespace

std::vector<program::Key> station_keys() {
  return {
      {"station.endpoint", "\"tcp://*:7301\"", "where kiosks and desks reach the station"},
      {"station.keys", "\"/var/lib/slipway/station/station.keys\"",
       "the station's secret keys, made by `slipway keys station`"},
      {"station.card_keys", "\"\"",
       "the keys of the shop's NTAG 424 DNA cards, made by `slipway keys cards`; empty: a card "
       "only identifies, and every member gives the PIN"},
      {"station.reader_keys", "\"\"",
       "the base key of the shop's stripe readers that encrypt (MagTek MagneSafe), made by "
       "`slipway "
       "keys readers`; empty: what they read is refused"},
      {"station.policy", "\"/usr/share/slipway/policies/beauty.toml\"", "the shop's refund policy"},
      {"books.file", "\"/var/lib/slipway/station/books.db\"", "the books (SQLite)"},
      {"shop.name_zh", "", "the shop's name in Chinese, on screens and slips"},
      {"shop.name_en", "", "the shop's name in English"},
      {"shop.telephone", "", "whom a member calls with a question"},
      {"desk.idle_seconds", "300", "a desk's session ends after so many seconds without use"},
  };
}

program::Result<void> serve(const program::Options& options) {
  const auto settings = program::Settings::open(options.config, station_keys());
  if (!settings) return tl::unexpected(settings.error());
  auto read = configuration(*settings);
  if (!read) return tl::unexpected(read.error());
  const sync::CurvePair curve = read->terms.keys.curve;
  catch_signals();
  auto book = Book::open(read->books, std::move(read->terms), clock_now());
  if (!book) return refusal(read->books.string() + ": " + book.error().text);
  const auto span = book->span();
  if (!span) return refusal(read->books.string() + ": " + span.error().text);
  Timepiece timepiece(*span);
  const refund::Instant start = business_now(timepiece, *book);
  if (auto begun = book->begin_policy(read->policy_texts, start); !begun) {
    return refusal(read->books.string() + ": " + begun.error().text);
  }
  auto gate = sync::Gate::open(read->endpoint, curve,
                               [&](const std::string& key) { return book->client(key); });
  if (!gate) return refusal(gate.error().text);
  program::log(Level::Notice, "ready", {{"endpoint", (*gate)->endpoint()}});
  program::say_ready();
  Counter counter(*book);
  Sweep sweep;
  while (stop_asked == 0) {
    const refund::Instant now = business_now(timepiece, *book);
    if (sweep.is_due(steady_now(), now) && !timepiece.is_doubted()) lapse(*book, now);
    for (const auto& incoming : (*gate)->receive(kTurn, kMostBatch)) {
      const auto reply = counter.reply(incoming, business_now(timepiece, *book));
      if (reply && !(*gate)->answer(incoming.route, *reply)) {
        program::log(Level::Warning, "answer-not-taken", {{"peer", incoming.peer.name}});
      }
    }
  }
  program::log(Level::Notice, "stopped");
  return {};
}

}  // namespace slipway::book
