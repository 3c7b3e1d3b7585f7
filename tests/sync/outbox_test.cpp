#include "sync/outbox.hpp"

#include "sync/service/local_codec.hpp"
#include "sync/service/local_fields.hpp"
#include "tests/catch.hpp"
#include "tests/sync/dice.hpp"
#include "tests/sync/folder.hpp"

#include <rapidcheck.h>

#include <fstream>
#include <sstream>

namespace slipway::sync {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

const Outbox::Time kNoon{std::chrono::hours(12)};
constexpr MessageId kCommand{1, 2, 3};
constexpr MessageId kOther{9, 9, 9};

refund::Filing filing(std::uint8_t number) {
  refund::Filing filing;
  filing.id[0] = number;
  filing.card_uid = "04DE5F1E";
  filing.pin = "135790";
  return filing;
}

Outbox opened(const Folder& folder) {
  return Outbox::open(folder / "sync.db", 7).value();
}

KioskAsk question_of(const Outbox::Letter& letter) {
  const auto ask = kiosk_ask_from(letter.frame);
  REQUIRE(ask);
  CHECK(ask->id == letter.id);
  return *ask;
}

}  // namespace

TEST_CASE("a filing waits in the outbox, over restarts, until it is settled") {
  const Folder folder;
  REQUIRE(opened(folder).store_filing(filing(1), Bytes{4, 5, 6}));
  {
    auto outbox = opened(folder);
    CHECK(outbox.waiting() == 1);
    const auto letters = outbox.due(kNoon).value();
    REQUIRE(letters.size() == 1);
    const auto ask = question_of(letters[0]);
    CHECK(std::get<File>(ask.question).id == filing(1).id);
    CHECK(std::get<File>(ask.question).sealed == Bytes{4, 5, 6});
    CHECK(outbox.settle(letters[0].id) == true);
    CHECK(outbox.settle(letters[0].id) == false);
    CHECK(outbox.settle(kOther) == false);
  }
  auto outbox = opened(folder);
  CHECK(outbox.waiting() == 0);
  CHECK(outbox.due(kNoon)->empty());
}

TEST_CASE("the same filing is stored once, also after it was delivered, and another one never") {
  const Folder folder;
  auto outbox = opened(folder);
  REQUIRE(outbox.store_filing(filing(1), Bytes{1}));
  REQUIRE(outbox.store_filing(filing(1), Bytes{2}));
  CHECK(outbox.waiting() == 1);
  auto other = filing(1);
  other.card_uid = "04FFFFFF";
  CHECK(outbox.store_filing(other, Bytes{1}).error().fault == Fault::Conflict);
  REQUIRE(outbox.settle(filing(1).id));
  REQUIRE(outbox.store_filing(filing(1), Bytes{3}));
  CHECK(outbox.waiting() == 0);
  CHECK(outbox.store_filing(other, Bytes{1}).error().fault == Fault::Conflict);
}

TEST_CASE("what was delivered is wiped from the file") {
  const Folder folder;
  const std::string canary = "canary-of-the-member-0123456789";
  {
    auto outbox = opened(folder);
    REQUIRE(outbox.store_filing(filing(1), Bytes(canary.begin(), canary.end())));
    REQUIRE(outbox.settle(filing(1).id).value());
  }
  std::ostringstream content;
  content << std::ifstream(folder / "sync.db").rdbuf();
  CHECK(content.str().find("CREATE TABLE letter") != std::string::npos);
  CHECK(content.str().find(canary) == std::string::npos);
}

TEST_CASE("a letter comes again after pauses that grow from 0.4 s to 30 s") {
  const Folder folder;
  auto outbox = opened(folder);
  REQUIRE(outbox.store_filing(filing(1), Bytes{1}));
  auto now = kNoon;
  CHECK(outbox.next_due(now).value() == now);
  std::chrono::nanoseconds before{0};
  for (int attempt = 0; attempt < 12; ++attempt) {
    REQUIRE(outbox.due(now)->size() == 1);
    CHECK(outbox.due(now)->empty());
    const auto next = outbox.next_due(now).value().value();
    const auto pause = next - now;
    CHECK(pause >= 400ms);
    CHECK(pause <= 30s);
    CHECK(outbox.due(next - 1ms)->empty());
    if (attempt > 0 && attempt < 6) CHECK(pause > before);
    before = pause;
    now = next;
  }
  CHECK(before > 20s);
  CHECK(outbox.due(now)->size() == 1);
  outbox.hurry();
  CHECK(outbox.due(now)->size() == 1);
}

TEST_CASE("after an outage the letters go out oldest first, in handfuls") {
  const Folder folder;
  auto outbox = opened(folder);
  for (std::uint8_t number = 1; number <= 100; ++number) {
    REQUIRE(outbox.store_filing(filing(number), Bytes{number}));
  }
  const auto first = outbox.due(kNoon).value();
  REQUIRE(first.size() == 8);
  CHECK(first[0].id == filing(1).id);
  CHECK(first[7].id == filing(8).id);
  CHECK(outbox.due(kNoon)->empty());
  CHECK(outbox.next_due(kNoon).value() == kNoon + 2s);
  outbox.hurry();
  CHECK(outbox.due(kNoon + 1s)->empty());
}

TEST_CASE("a voucher may be printed for the first intent only") {
  const Folder folder;
  auto outbox = opened(folder);
  CHECK(outbox.note_voucher(42, filing(1).id, kCommand) == true);
  // The same command once more: its answer was lost on the way.
  CHECK(outbox.note_voucher(42, filing(1).id, kCommand) == true);
  CHECK(outbox.note_voucher(42, filing(1).id, kOther) == false);
  CHECK(outbox.note_voucher(43, filing(1).id, kOther) == true);
  REQUIRE(outbox.note_paper({filing(1).id, 42, PaperNews::Printed, "process id"}, kOther));
  CHECK(outbox.note_voucher(42, filing(1).id, kCommand) == false);
}

TEST_CASE("a voucher that was noted and not told of is unsure after a restart, once") {
  const Folder folder;
  REQUIRE(opened(folder).note_voucher(42, filing(1).id, kCommand));
  auto outbox = opened(folder);
  CHECK(outbox.doubt_unreported("restart") == 1);
  CHECK(outbox.doubt_unreported("restart") == 0);
  const auto letters = outbox.due(kNoon).value();
  REQUIRE(letters.size() == 1);
  const auto ask = question_of(letters[0]);
  const auto& paper = std::get<Paper>(ask.question);
  CHECK(paper.id == filing(1).id);
  CHECK(paper.voucher_number == 42);
  CHECK(paper.news == PaperNews::Unsure);
  CHECK(outbox.note_voucher(42, filing(1).id, kCommand) == false);
}

TEST_CASE("paper news that was told leaves nothing to doubt and is told once per command") {
  const Folder folder;
  auto outbox = opened(folder);
  REQUIRE(outbox.note_voucher(42, filing(1).id, kCommand).value());
  const Paper paper{filing(1).id, 42, PaperNews::NotPrinted, "paper out"};
  REQUIRE(outbox.note_paper(paper, kOther));
  REQUIRE(outbox.note_paper(paper, kOther));
  CHECK(outbox.waiting() == 1);
  CHECK(outbox.doubt_unreported("restart") == 0);
}

TEST_CASE("the last welcome is known after a restart") {
  const Folder folder;
  CHECK(opened(folder).welcome()->has_value() == false);
  Welcome welcome;
  welcome.store_name = {"水滴", "Droplet"};
  welcome.telephone = "021-5550 1234";
  REQUIRE(opened(folder).keep_welcome(Welcome{}));
  REQUIRE(opened(folder).keep_welcome(welcome));
  const auto again = opened(folder).welcome().value();
  REQUIRE(again);
  CHECK(again->store_name == welcome.store_name);
  CHECK(again->telephone == welcome.telephone);
}

TEST_CASE("a long queue leaves the station's patience to the member, and all of it is sent") {
  const Folder folder;
  auto outbox = opened(folder);
  for (std::uint8_t number = 1; number <= 100; ++number) {
    REQUIRE(outbox.store_filing(filing(number), Bytes{1}));
  }
  // The station's bucket for one kiosk (station/book/throttle.hpp): 5 a second, 40 at once.
  double tokens = 40;
  int waiting = 100;
  auto now = kNoon;
  for (; waiting > 0 && now < kNoon + 60s; now += 100ms) {
    tokens = std::min(40.0, tokens + 0.5);
    const auto letters = outbox.due(now);
    REQUIRE(letters);
    for (const auto& letter : *letters) {
      REQUIRE(tokens > 20);  // so many are left for what the member asks
      tokens -= 1;
      waiting -= outbox.settle(letter.id).value() ? 1 : 0;
    }
  }
  CHECK(waiting == 0);
}

TEST_CASE("a second process cannot have the same outbox") {
  const Folder folder;
  {
    const auto first = opened(folder);
    const auto second = Outbox::open(folder / "sync.db", 8);
    REQUIRE_FALSE(second);
    CHECK(second.error().fault == Fault::Conflict);
    CHECK(second.error().text.find("another process") != std::string::npos);
  }
  CHECK(Outbox::open(folder / "sync.db", 8));
}

TEST_CASE("what screen and slipway-sync say comes back from its bytes as it was") {
  REQUIRE(rc::check("commands and events", [](std::uint64_t seed) {
    Dice dice(seed);
    for (auto& command : one_of_each<SyncCommand>(dice)) {
      const Bytes bytes = encode(LocalCommand{dice.id(), dice.id(), std::move(command)});
      const auto again = local_command_from(bytes);
      RC_ASSERT(again.has_value());
      RC_ASSERT(encode(*again) == bytes);
      RC_ASSERT(!local_event_from(bytes));
      RC_ASSERT(!local_command_from(std::span(bytes).first(bytes.size() - 1)));
    }
    for (auto& event : one_of_each<SyncEvent>(dice)) {
      const Bytes bytes = encode(LocalEvent{dice.id(), std::move(event)});
      const auto again = local_event_from(bytes);
      RC_ASSERT(again.has_value());
      RC_ASSERT(encode(*again) == bytes);
      RC_ASSERT(!local_command_from(bytes));
    }
  }));
  REQUIRE(rc::check("any bytes", [](const Bytes& bytes) {
    RC_ASSERT(!local_command_from(bytes));
    RC_ASSERT(!local_event_from(bytes));
  }));
}

}  // namespace slipway::sync
