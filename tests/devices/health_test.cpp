#include "devices/service/health.hpp"

#include "tests/catch.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;

namespace {

const Health::Clock::time_point kStart(std::chrono::seconds(1'795'264'680));

DeviceState printer(Presence presence, const std::string& trouble = {}) {
  return {Role::Printer, presence, "EPSON TM-T20III", "SIM1", trouble, "1.07"};
}

bool says(const Health& health, const std::string& text) {
  const std::string page = health.page(kStart);
  INFO(page);
  return page.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("health counts what became ready and what was in trouble, and keeps the last trouble") {
  Health health(kStart);
  CHECK(says(health, "printer: absent since 2026-11-21 12:38:00 UTC"));
  CHECK(says(health, "last trouble  none"));
  CHECK(health.note(printer(Presence::Opening), kStart + 1s));
  CHECK(health.note(printer(Presence::Ready), kStart + 2s));
  CHECK_FALSE(health.note(printer(Presence::Ready), kStart + 3s));
  CHECK(health.note(printer(Presence::Failed, "timeout: no answer"), kStart + 60s));
  CHECK(health.note(printer(Presence::Ready), kStart + 61s));
  CHECK(says(health, "printer: ready since 2026-11-21 12:39:01 UTC"));
  CHECK(says(health, "model         EPSON TM-T20III"));
  CHECK(says(health, "firmware      1.07"));
  CHECK(says(health, "ready         2 times, in trouble 1 time"));
  CHECK(says(health, "2026-11-21 12:39:00 UTC  timeout: no answer"));
}

TEST_CASE("a page makes a printer busy, which is no new start of it") {
  Health health(kStart);
  for (const Presence presence : {Presence::Ready, Presence::Busy, Presence::Ready})
    CHECK(health.note(printer(presence), kStart));
  CHECK(health.note(PrintEnded{1, {Outcome::Printed, Evidence::ProcessId, PrintCause::None}},
                    kStart));
  CHECK(health.note(PrintEnded{2, {Outcome::Unknown, Evidence::Nothing, PrintCause::Silent}},
                    kStart));
  CHECK(says(health, "ready         1 time, in trouble 0 times"));
  CHECK(says(health, "pages         1 printed, 0 not, 1 nobody knows"));
  CHECK(says(health, "last page     unknown, evidence: nothing, cause: silent"));
}

TEST_CASE("sensors are told with their age, those that are set and those that a model lacks") {
  Health health(kStart);
  CHECK_FALSE(says(health, "sensors"));
  PrinterStatus status;
  status.cover_open = status.paper_out = status.failed = Sensor::No;
  status.paper_near_end = Sensor::Yes;
  status.cutter_error = Sensor::Unsupported;
  CHECK(health.note(PrinterChanged{status, 576, 5s}, kStart + 65s));
  CHECK_FALSE(health.note(PrinterChanged{status, 576, 0s}, kStart + 65s));
  CHECK(says(health,
             "paper near its end; it does not tell: cutter in trouble, head hot "
             "(2026-11-21 12:39:05 UTC)"));
  CHECK_FALSE(health.note(PrinterChanged{{}, 576, std::nullopt}, kStart));
}

TEST_CASE("what a pad says of its encryption stands on the page of health") {
  Health health(kStart);
  CHECK(says(health, "says          nothing"));
  CHECK(health.note(PadSeen{std::nullopt, "STU-430, offers encryption"}, kStart));
  CHECK_FALSE(health.note(PadSeen{std::nullopt, "STU-430, offers encryption"}, kStart));
  CHECK(health.note(PadSeen{std::nullopt, "STU-430, not encrypted: the pad makes no key"}, kStart));
  CHECK(says(health, "says          STU-430, not encrypted: the pad makes no key"));
}

TEST_CASE("cards and signatures are counted, not told") {
  Health health(kStart);
  CHECK(health.note(CardArrived{{"04DE5F1EACC040", "", Assurance::Identifier}}, kStart));
  CHECK(health.note(CardUnreadable{}, kStart));
  CHECK(health.note(SignatureBegan{{9600, 6000}}, kStart));
  CHECK(health.note(SignatureLost{}, kStart));
  CHECK_FALSE(health.note(PenMoved{{{1, 2, 3, 4, true, false}}}, kStart));
  CHECK_FALSE(health.note(CardRemoved{}, kStart));
  CHECK(says(health, "cards         1 read, 1 unreadable"));
  CHECK(says(health, "signatures    1 begun, 1 lost"));
  CHECK_FALSE(says(health, "04DE"));
}
