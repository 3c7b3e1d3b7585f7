#include <algorithm>

#include "tests/catch.hpp"
#include "tests/devices/rig_limits.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using tests::all_ready;
using tests::card_after;
using tests::kReplug;
using tests::kSoon;
using tests::outcome_of;
using tests::page_of;
using tests::Rig;

namespace {

using tests::kSlowness;
// Silence is noticed after three seconds, at the latest one ping and one turn later.
constexpr std::chrono::milliseconds kLost = 5s * kSlowness;
constexpr std::chrono::milliseconds kStop = 2s;  // whoever is asked to stop has ended by then
constexpr int kEndless = 16'000;                 // rows: eight seconds of paper and more

}  // namespace

TEST_CASE("rig: tapped cards are reported, the quickest within a second, and their going too") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(ArmReader{});
  auto quickest = kSoon;
  for (const std::string uid : {"04DE5F1EACC040", "0411223344AABB", "08B1C2D3"}) {
    const auto tapped = std::chrono::steady_clock::now();
    REQUIRE(rig->say("reader tap " + uid).rfind("ok", 0) == 0);
    const auto arrived = rig->next<CardArrived>(kSoon);
    REQUIRE(arrived);
    CHECK(arrived->card.uid == uid);
    quickest = std::min(quickest, std::chrono::duration_cast<std::chrono::milliseconds>(
                                      std::chrono::steady_clock::now() - tapped));
    rig->say("reader remove");
    CHECK(rig->next<CardRemoved>(kSoon));
  }
  CHECK(quickest < 1s * kSlowness);
}

TEST_CASE("rig: a stripe that its reader seals is read over libusb, and so is that its keys end") {
  const auto rig = Rig::start("magnesafe");
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(ArmReader{});
  REQUIRE(rig->say("help").rfind("ok", 0) == 0);
  const auto arrived = card_after(*rig, "reader swipe %M6001234567?;6001234567?");
  REQUIRE(arrived);
  CHECK(arrived->card.stripe.has_value());
  CHECK(arrived->card.uid.empty());
  CHECK(rig->next<CardRemoved>(kSoon));
  REQUIRE(rig->say("reader exhausted").rfind("ok", 0) == 0);
  REQUIRE(rig->say("reader swipe ;6001234567?").rfind("ok", 0) == 0);
  const auto unreadable = rig->next<CardUnreadable>(kSoon);
  REQUIRE(unreadable);
  CHECK(unreadable->trouble == ReadTrouble::KeysUsedUp);
  CHECK(rig->becomes(Role::Reader, Presence::Failed, kSoon));
}

TEST_CASE("rig: readers that type, scan and swipe are read over libusb, taken from the kernel") {
  struct Row {
    const char* reader;
    const char* words;
    const char* bank_card;
  };
  for (const Row& row : {Row{"keyboard", "reader tap 6001234567",
                             "reader tap ;4111111111111111=30121010000000000000?"},
                         Row{"scanner", "reader scan 6001234567", "reader scan 4111111111111111"},
                         Row{"stripe", "reader swipe %M6001234567?;6001234567?",
                             "reader swipe ;4111111111111111=30121010000000000000?"}}) {
    INFO(row.reader);
    const auto rig = Rig::start(row.reader);
    if (!rig) return;
    REQUIRE(all_ready(*rig));
    rig->client().send(ArmReader{});
    REQUIRE(rig->say("help").rfind("ok", 0) == 0);
    const auto arrived = card_after(*rig, row.words);
    REQUIRE(arrived);
    CHECK(arrived->card.uid == "00006001234567");
    CHECK(rig->next<CardRemoved>(kSoon));
    REQUIRE(rig->say(row.bank_card).rfind("ok", 0) == 0);
    CHECK(rig->next<CardUnreadable>(kSoon));
    CHECK_FALSE(rig->next<CardArrived>(200ms));
    REQUIRE(rig->say("reader unplug") == "ok unplugged");
    CHECK(rig->becomes(Role::Reader, Presence::Absent, kSoon));
    REQUIRE(rig->say("reader plug") == "ok plugged");
    CHECK(rig->becomes(Role::Reader, Presence::Ready, kSoon));
  }
}

TEST_CASE("rig: a card that lies there already is reported when the reader is armed") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->say("reader tap 04DE5F1EACC040");
  CHECK_FALSE(rig->next<CardArrived>(300ms));
  rig->client().send(ArmReader{});
  CHECK(rig->next<CardArrived>(kSoon));
  rig->client().send(DisarmReader{});
  rig->client().send(ArmReader{});
  CHECK(rig->next<CardArrived>(kSoon));
}

TEST_CASE("rig: a printed page is proven by its process id and is on paper dot for dot, once") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  const Page page = page_of(700);
  rig->client().send(PrintPage{77, page});
  auto ended = outcome_of(*rig, 77);
  REQUIRE(ended);
  CHECK(ended->printed == Printed{Outcome::Printed, Evidence::ProcessId, PrintCause::None});
  const auto slip = rig->slip(1);
  REQUIRE(slip);
  CHECK(slip->width == page.width);
  REQUIRE(slip->rows.size() >= page.rows.size());
  // The slip may have blank paper before the cut, and nothing else.
  CHECK(std::equal(page.rows.begin(), page.rows.end(), slip->rows.begin()));
  CHECK(std::all_of(slip->rows.begin() + static_cast<std::ptrdiff_t>(page.rows.size()),
                    slip->rows.end(), [](std::uint8_t byte) { return byte == 0; }));
  rig->client().send(PrintPage{77, page});
  ended = outcome_of(*rig, 77);
  REQUIRE(ended);
  CHECK(ended->printed.outcome == Outcome::Printed);
  rig->client().send(PrintPage{78, page_of(24)});
  REQUIRE(outcome_of(*rig, 78));
  const auto second = rig->slip(2);
  REQUIRE(second);
  CHECK(second->height < slip->height);  // job 78, not 77 again
}

TEST_CASE("rig: a Star printer is known by what it says, and a page on it proven by its counter") {
  const auto rig = Rig::start("ccid", "star");
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  const Page page = page_of(300);
  rig->client().send(PrintPage{5, page});
  const auto ended = outcome_of(*rig, 5);
  REQUIRE(ended);
  CHECK(ended->printed == Printed{Outcome::Printed, Evidence::EtbCounter, PrintCause::None});
  const auto slip = rig->slip(1);
  REQUIRE(slip);
  REQUIRE(slip->rows.size() >= page.rows.size());
  CHECK(std::equal(page.rows.begin(), page.rows.end(), slip->rows.begin()));
}

TEST_CASE("rig: without paper nothing is printed, and the screen knows before it asks") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->say("printer paper out");
  CHECK(rig->next<PrinterChanged>(kSoon, [](const PrinterChanged& changed) {
    return changed.status.paper_out == Sensor::Yes;
  }));
  rig->client().send(PrintPage{5, page_of(100)});
  const auto ended = outcome_of(*rig, 5);
  REQUIRE(ended);
  CHECK(ended->printed.outcome == Outcome::NotPrinted);
  CHECK(ended->printed.cause == PrintCause::PaperOut);
  CHECK_FALSE(rig->slip(1));
  rig->say("printer paper in");
  CHECK(rig->next<PrinterChanged>(
      kSoon, [](const PrinterChanged& changed) { return changed.status.paper_out == Sensor::No; }));
}

TEST_CASE("rig: a printer unplugged in the middle of a page leaves it Unknown, and prints again") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(PrintPage{6, page_of(kEndless)});
  REQUIRE(rig->becomes(Role::Printer, Presence::Busy, kSoon));
  CHECK_FALSE(rig->next<PrintEnded>(500ms));
  rig->say("printer unplug");
  auto ended = outcome_of(*rig, 6);
  REQUIRE(ended);
  CHECK(ended->printed.outcome == Outcome::Unknown);
  REQUIRE(rig->becomes(Role::Printer, Presence::Absent, kReplug));
  rig->say("printer plug");
  REQUIRE(rig->becomes(Role::Printer, Presence::Ready, kReplug));
  rig->client().send(PrintPage{7, page_of(100)});
  ended = outcome_of(*rig, 7);
  REQUIRE(ended);
  CHECK(ended->printed.outcome == Outcome::Printed);
}

TEST_CASE("rig: a page for a printer that is not there was not printed") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->say("printer unplug");
  REQUIRE(rig->becomes(Role::Printer, Presence::Absent, kReplug));
  rig->client().send(PrintPage{8, page_of(100)});
  const auto ended = outcome_of(*rig, 8);
  REQUIRE(ended);
  CHECK(ended->printed == Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::Unplugged});
}

TEST_CASE("rig: a signature arrives stroke by stroke, and stops when it is ended") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(BeginSignature{});
  const auto began = rig->next<SignatureBegan>(kSoon);
  REQUIRE(began);
  CHECK(began->size.width > 0);
  rig->say("pad sign");
  const auto has_pressed = [](const PenSample& one) { return one.touching && one.pressure; };
  std::vector<PenSample> samples;
  while (samples.size() <= 50 || std::none_of(samples.begin(), samples.end(), has_pressed)) {
    const auto moved = rig->next<PenMoved>(kSoon);
    REQUIRE(moved);
    samples.insert(samples.end(), moved->samples.begin(), moved->samples.end());
  }
  for (std::size_t at = 1; at < samples.size(); ++at) {
    CHECK(samples[at - 1].time <= samples[at].time);
  }
  rig->client().send(EndSignature{});
  // The worker obeys in order: whoever has its answer has everything that the pen did before.
  while (rig->next<DeviceState>(0ms))
    continue;
  rig->client().send(AskState{});
  REQUIRE(rig->becomes(Role::Pad, Presence::Ready, kSoon));
  while (rig->next<PenMoved>(0ms))
    continue;
  rig->say("pad sign");
  CHECK_FALSE(rig->next<PenMoved>(500ms));
}

TEST_CASE(
    "rig: a prompt reaches the pad's glass, its taps come back, and the glass is blank after") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(AskState{});
  const auto seen = rig->next<PadSeen>(kSoon);
  REQUIRE(seen);
  REQUIRE(seen->screen);
  CHECK(rig->say("pad glass") == "ok blank");
  Prompt prompt;
  prompt.size = *seen->screen;
  prompt.rows.assign(prompt.row_bytes() * static_cast<std::size_t>(prompt.size.height), 0x10);
  const int width = prompt.size.width / 3;
  const int top = prompt.size.height * 4 / 5;
  const int height = prompt.size.height - top;
  prompt.cancel = {0, top, width, height};
  prompt.clear = {width, top, width, height};
  prompt.accept = {2 * width, top, width, height};
  rig->client().send(BeginSignature{prompt});
  REQUIRE(rig->next<SignatureBegan>(kSoon));
  CHECK(rig->say("pad glass") == "ok a picture, 0 points of ink");
  for (const auto& [words, news] : {std::pair{"pad tap 10 90", PadNews::Cancelled},
                                    {"pad tap 50 90", PadNews::Cleared},
                                    {"pad tap 90 90", PadNews::Accepted}}) {
    rig->say(words);
    const auto tapped = rig->next<PadTapped>(kSoon);
    REQUIRE(tapped);
    CHECK(tapped->news == news);
  }
  rig->client().send(EndSignature{});
  // The worker obeys in order: whoever has its answer has a pad whose signature has ended.
  while (rig->next<PadSeen>(0ms))
    continue;
  rig->client().send(AskState{});
  REQUIRE(rig->next<PadSeen>(kSoon));
  CHECK(rig->say("pad glass") == "ok blank");
}

TEST_CASE("rig: a pad unplugged while signing loses the signature, and takes a new one later") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(BeginSignature{});
  REQUIRE(rig->next<SignatureBegan>(kSoon));
  rig->say("pad sign");
  REQUIRE(rig->next<PenMoved>(kSoon));
  rig->say("pad unplug");
  CHECK(rig->next<SignatureLost>(kSoon));
  REQUIRE(rig->becomes(Role::Pad, Presence::Absent, kReplug));
  rig->client().send(BeginSignature{});
  CHECK(rig->next<SignatureLost>(kSoon));
  rig->say("pad plug");
  REQUIRE(rig->becomes(Role::Pad, Presence::Ready, kReplug));
  rig->client().send(BeginSignature{});
  CHECK(rig->next<SignatureBegan>(kSoon));
}

namespace {

void is_idle(Rig&) {}

void has_no_client(Rig& rig) {
  rig.close_client();
}

void reads(Rig& rig) {
  rig.client().send(ArmReader{});
  REQUIRE(rig.say("reader silence").rfind("ok", 0) == 0);
  rig.say("reader tap 04DE5F1EACC040");
}

void prints(Rig& rig) {
  rig.client().send(PrintPage{9, page_of(kEndless)});
  REQUIRE(rig.becomes(Role::Printer, Presence::Busy, kSoon));
}

void is_signed(Rig& rig) {
  rig.client().send(BeginSignature{});
  REQUIRE(rig.next<SignatureBegan>(kSoon));
  rig.say("pad sign");
  REQUIRE(rig.next<PenMoved>(kSoon));
}

void has_no_devices(Rig& rig) {
  for (const Role role : {Role::Reader, Role::Printer, Role::Pad}) {
    rig.say(std::string(name_of(role)) + " unplug");
    REQUIRE(rig.becomes(role, Presence::Absent, kReplug));
  }
}

}  // namespace

TEST_CASE("rig: SIGTERM and SIGINT end service and simulator with 0 within two seconds, always") {
  using To = Rig::To;
  struct Situation {
    const char* name;
    void (*arrange)(Rig&);
    int signal;
    To to;
  };
  const Situation situations[] = {
      {"idle", is_idle, SIGTERM, To::Service},
      {"idle", is_idle, SIGINT, To::Service},
      {"idle", is_idle, SIGINT, To::Simulator},
      {"no client", has_no_client, SIGTERM, To::Simulator},
      {"reading", reads, SIGINT, To::Service},
      {"printing", prints, SIGTERM, To::Simulator},
      {"printing", prints, SIGINT, To::Service},
      {"signing", is_signed, SIGTERM, To::Service},
      {"no devices", has_no_devices, SIGTERM, To::Simulator},
  };
  for (const Situation& situation : situations) {
    CAPTURE(situation.name, situation.signal);
    const auto rig = Rig::start();
    if (!rig) return;
    REQUIRE(all_ready(*rig));
    situation.arrange(*rig);
    const Rig::Stop stopped = rig->stop(situation.signal, situation.to);
    CHECK(stopped.status == 0);
    CHECK(stopped.took < kStop);
  }
}

TEST_CASE("rig: a killed service is noticed, and its page is Unknown") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  prints(*rig);
  rig->kill_service();
  CHECK(rig->next<ServiceLost>(kLost));
  const auto ended = outcome_of(*rig, 9);
  REQUIRE(ended);
  CHECK(ended->printed.outcome == Outcome::Unknown);
}
