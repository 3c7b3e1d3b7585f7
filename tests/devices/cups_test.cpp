// Real libcups against a printer of ours on loopback.
#include <algorithm>

#include "devices/printer/cups_queue.hpp"
#include "tests/catch.hpp"
#include "tests/devices/ipp_printer.hpp"

namespace slipway::devices {
namespace {

using namespace std::chrono_literals;
using test::IppPrinter;
using test::IppScript;

constexpr CupsPatience kQuick{2'000ms, 1'500ms, 20ms, 700ms};
constexpr int kSendDocument = 0x06;
constexpr int kCancelJob = 0x08;
constexpr int kGetJob = 0x09;
constexpr int kGetPrinter = 0x0b;

std::string document() {
  return "%PDF-1.5\n" + std::string(30'000, 'x') + "\n%%EOF\n";
}

CupsReport print_on(const IppPrinter& printer, const CupsPatience& patience = kQuick) {
  const auto address = cups_address_from(printer.uri());
  REQUIRE(address);
  return print_by_cups(*address, document(), "Slipway voucher copy", patience);
}

long count(const std::vector<int>& operations, int operation) {
  return std::count(operations.begin(), operations.end(), operation);
}

}  // namespace

TEST_CASE("cups: a document is sent once, and completed is no proof of paper") {
  const IppPrinter printer({});
  const CupsReport report = print_on(printer);
  INFO(report.told);
  CHECK(report.end == CupsEnd::Completed);
  CHECK(report.job == 17);
  REQUIRE(printer.documents().size() == 1);
  CHECK(printer.documents()[0] == document());
  CHECK(printed_of(report) == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::None});
  CHECK(printer.heard().find("Slipway voucher copy") != std::string::npos);
}

TEST_CASE("cups: what a queue refuses beforehand is told apart, and nothing is sent") {
  struct Case {
    const char* name;
    IppScript script;
    CupsEnd end;
  };
  std::vector<Case> cases(8);
  cases[0] = {"no such queue", {}, CupsEnd::NoQueue};
  cases[0].script.status = 0x0406;
  cases[1] = {"takes no jobs", {}, CupsEnd::Closed};
  cases[1].script.accepts = false;
  cases[2] = {"stopped", {}, CupsEnd::Closed};
  cases[2].script.printer_state = 5;
  cases[3] = {"stopped without paper", {}, CupsEnd::NoPaper};
  cases[3].script.printer_state = 5;
  cases[3].script.reasons = {"media-empty-error"};
  cases[4] = {"stopped with its cover open", {}, CupsEnd::NoPaper};
  cases[4].script.printer_state = 5;
  cases[4].script.reasons = {"media-low-warning", "cover-open"};
  cases[5] = {"no PDF", {}, CupsEnd::Format};
  cases[5].script.format = "image/urf";
  cases[6] = {"password", {}, CupsEnd::Access};
  cases[6].script.http_status = 401;
  cases[7] = {"no new jobs", {}, CupsEnd::Closed};
  cases[7].script.create_status = 0x0506;
  for (const Case& one : cases) {
    INFO(one.name);
    const IppPrinter printer(one.script);
    const CupsReport report = print_on(printer);
    INFO(report.told);
    CHECK(report.end == one.end);
    CHECK(printer.documents().empty());
    CHECK(printed_of(report).outcome == Outcome::NotPrinted);
  }
}

TEST_CASE("cups: a server that is away is told within its time") {
  std::string uri;
  {
    const IppPrinter gone({});
    uri = gone.uri();
  }
  const CupsReport report =
      print_by_cups(*cups_address_from(uri), document(), "Slipway voucher copy", kQuick);
  CHECK(report.end == CupsEnd::Away);
  CHECK(report.job == 0);
}

TEST_CASE("cups: what a printer lacks while its queue runs is a note, and the job is sent") {
  // cupsd keeps such words until the next job runs: who waits for them to go waits for ever.
  IppScript script;
  script.reasons = {"media-empty-error", "door-open"};
  const IppPrinter empty(script);
  std::vector<PrinterStatus> heard;
  const auto address = cups_address_from(empty.uri());
  REQUIRE(address);
  const CupsReport report =
      print_by_cups(*address, document(), "Slipway voucher copy", kQuick, {},
                    [&](const PrinterStatus& status) { heard.push_back(status); });
  CHECK(report.end == CupsEnd::Completed);
  CHECK(report.printer.paper_out == Sensor::Yes);
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].paper_out == Sensor::Yes);
  CHECK(heard[0].cover_open == Sensor::Yes);

  script.printer_state = 4;
  script.reasons = {"connecting-to-device"};
  const IppPrinter busy(script);
  const CupsReport other = print_on(busy);
  CHECK(other.end == CupsEnd::Completed);
  CHECK(other.printer.online == Sensor::Unknown);
}

TEST_CASE("cups: a server that falls silent leaves the job unknown: not sent again, cancel asked") {
  for (const int operation : {kSendDocument, kGetJob}) {
    IppScript script;
    script.silent_from = operation;
    const IppPrinter printer(script);
    const auto began = std::chrono::steady_clock::now();
    const CupsReport report = print_on(printer, {300ms, 1'000ms, 20ms, 700ms});
    CHECK(report.end == CupsEnd::Silent);
    CHECK(printed_of(report) == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::Silent});
    CHECK(count(printer.operations(), kSendDocument) == 1);
    CHECK(count(printer.operations(), kCancelJob) == 1);
    CHECK(std::chrono::steady_clock::now() - began < 10s);
  }
}

TEST_CASE("cups: a job whose document was not taken is cancelled over a fresh connection") {
  IppScript script;
  script.drops_document = true;
  const IppPrinter printer(script);
  const CupsReport report = print_on(printer);
  CHECK(report.end == CupsEnd::Cancelled);
  CHECK(count(printer.operations(), kSendDocument) == 1);
  CHECK(count(printer.operations(), kCancelJob) == 1);
  CHECK(printed_of(report).outcome == Outcome::Unknown);
}

TEST_CASE("cups: one missed answer ends nothing") {
  IppScript script;
  script.misses = kGetJob;
  const IppPrinter printer(script);
  CHECK(print_on(printer).end == CupsEnd::Completed);
  CHECK(count(printer.operations(), kCancelJob) == 0);
}

TEST_CASE("cups: a stop cancels the job that was sent") {
  IppScript script;
  script.job_states = {3};
  for (const bool is_heard : {true, false}) {
    if (!is_heard) script.silent_from = kCancelJob;
    const IppPrinter printer(script);
    const auto address = cups_address_from(printer.uri());
    REQUIRE(address);
    std::stop_source stop;
    std::chrono::steady_clock::time_point stopped;
    const CupsReport report = print_by_cups(*address, document(), "Slipway voucher copy", {},
                                            stop.get_token(), [&](const PrinterStatus&) {
                                              stopped = std::chrono::steady_clock::now();
                                              stop.request_stop();
                                            });
    CHECK(report.end == (is_heard ? CupsEnd::Cancelled : CupsEnd::Silent));
    CHECK(count(printer.operations(), kCancelJob) == 1);
    CHECK(std::chrono::steady_clock::now() - stopped < 2s);
  }
}

TEST_CASE("cups: a server that closes every connection is bounded on each of them") {
  IppScript script;
  script.closes = true;
  const IppPrinter closing(script);
  CHECK(print_on(closing).end == CupsEnd::Completed);

  script.trickling_at = kGetJob;
  const IppPrinter dripping(script);
  const auto began = std::chrono::steady_clock::now();
  CHECK(print_on(dripping, {300ms, 1'000ms, 20ms, 700ms}).end == CupsEnd::Cancelled);
  CHECK(std::chrono::steady_clock::now() - began < 10s);
}

TEST_CASE("cups: a server that sends a byte now and then holds nobody") {
  IppScript script;
  script.trickling_at = kGetPrinter;
  const IppPrinter printer(script);
  const auto began = std::chrono::steady_clock::now();
  const CupsReport report = print_on(printer, {300ms, 500ms, 20ms, 700ms});
  CHECK(report.end != CupsEnd::Completed);
  CHECK(printer.documents().empty());
  CHECK(std::chrono::steady_clock::now() - began < 10s);
}

TEST_CASE("cups: a job that waits too long is cancelled, lest it come out when nobody looks") {
  for (const int state : {3, 4, 6}) {  // pending, held, stopped
    IppScript script;
    script.job_states = {state};
    const IppPrinter printer(script);
    const CupsReport report = print_on(printer, {2'000ms, 200ms, 20ms, 700ms});
    CHECK(report.end == CupsEnd::Cancelled);
    CHECK(count(printer.operations(), kCancelJob) == 1);
    CHECK(printed_of(report).outcome == Outcome::Unknown);
  }
}

TEST_CASE("cups: jobs that somebody cancelled or the server gave up are no prints") {
  IppScript script;
  script.job_states = {5, 8};
  const IppPrinter aborting(script);
  CHECK(print_on(aborting).end == CupsEnd::Aborted);
  script.job_states = {7};
  const IppPrinter cancelling(script);
  CHECK(print_on(cancelling).end == CupsEnd::Cancelled);
}

TEST_CASE("cups: reasons become sensors, and silence is never no") {
  const PrinterStatus nothing = cups_status(3, {"none"});
  CHECK(nothing.paper_out == Sensor::Unknown);
  CHECK(nothing.online == Sensor::Unknown);
  CHECK(nothing.cutter_error == Sensor::Unsupported);
  CHECK(nothing.drawer_signal == Sensor::Unsupported);
  CHECK(cups_status(3, {"media-empty"}).paper_out == Sensor::Yes);
  CHECK(cups_status(3, {"media-needed-report"}).paper_out == Sensor::Yes);
  CHECK(cups_status(3, {"media-low-warning"}).paper_near_end == Sensor::Yes);
  CHECK(cups_status(3, {"door-open-error"}).cover_open == Sensor::Yes);
  CHECK(cups_status(3, {"media-jam-error"}).failed == Sensor::Yes);
  CHECK(cups_status(3, {"offline-report"}).online == Sensor::No);
  CHECK(cups_status(4, {"connecting-to-device"}) == nothing);
  CHECK(cups_status(5, {}).online == Sensor::No);
  CHECK(cups_status(3, {"media-empty-ish", std::string(5'000, '\xff')}) == nothing);
}

TEST_CASE("cups: words of a server are cut and cleaned") {
  CHECK(cups_clean("a\x1b[31m\nb\xff") == "a[31mb");
  CHECK(cups_clean(std::string(10'000, 'a')).size() == 200);
}

TEST_CASE("cups: only a queue's name or an IPP address is an address") {
  const auto local = cups_address_from("office");
  REQUIRE(local);
  CHECK(local->host.empty());
  CHECK(local->resource == "/printers/office");
  const auto far = cups_address_from("ipps://print.shop:8631/printers/a4");
  REQUIRE(far);
  CHECK(far->host == "print.shop");
  CHECK(far->port == 8631);
  CHECK(far->is_encrypted);
  CHECK(far->resource == "/printers/a4");
  CHECK(cups_address_from("ipp://[::1]/ipp/print")->host == "::1");
  for (const char* wrong : {"", "a/b", "..", "a b", "http://x/printers/a", "ipp://", "ipp://x",
                            "ipp://x:0/a", "ipp://x:99999/a", "ipp://x:1/a/../b", "ipp://u:p@x/a",
                            "ipp://x/a%2e", "ipp://x/a?b", "ipp://[::1/a", "socket://x"}) {
    INFO(wrong);
    CHECK_FALSE(cups_address_from(wrong));
  }
  CHECK_FALSE(cups_address_from(std::string(300, 'a')));
}

}  // namespace slipway::devices
