#include <algorithm>
#include <deque>

#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/service/pad_duty.hpp"
#include "devices/service/printer_duty.hpp"
#include "devices/service/reader_duty.hpp"
#include "devices/service/roster.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;

namespace {

using Milliseconds = std::chrono::milliseconds;

// Devices that do what the test says and note what they were asked.
struct Script {
  std::vector<std::string> asked;
  std::deque<Reading> readings;
  std::vector<PenSample> samples;
  std::optional<PadScreen> screen;
  std::string said;
  std::string said_with_keys;  // what the pad says once a signature has begun
  std::vector<Prompt> shown;
  std::optional<PadNews> tap;  // comes after the samples
  bool refuses_pictures = false;
  PrinterStatus status;
  Printed printed{Outcome::Printed, Evidence::ProcessId, PrintCause::None};
  DrawerMove moved{DrawerOutcome::Opened, PrintCause::None};
  bool gone = false;
  bool silent = false;

  [[nodiscard]] Result<void> note(const std::string& what) {
    asked.push_back(what);
    if (gone) return tl::unexpected(Error{Fault::Gone, "unplugged"});
    return {};
  }
  [[nodiscard]] int count(const std::string& what) const {
    return static_cast<int>(std::count(asked.begin(), asked.end(), what));
  }
};

class ScriptedReader : public CardReader {
 public:
  explicit ScriptedReader(Script& script) : script_(script) {}
  Result<void> enable() override { return script_.note("enable"); }
  Result<void> disable() override { return script_.note("disable"); }
  Result<Reading> wait(Milliseconds) override {
    if (auto noted = script_.note("wait"); !noted) return tl::unexpected(noted.error());
    if (script_.readings.empty()) return Reading{};
    Reading next = script_.readings.front();
    script_.readings.pop_front();
    return next;
  }

 private:
  Script& script_;
};

class ScriptedPrinter : public ReceiptPrinter {
 public:
  explicit ScriptedPrinter(Script& script) : script_(script) {}
  Result<PrinterStatus> status() override {
    if (auto noted = script_.note("status"); !noted) return tl::unexpected(noted.error());
    if (script_.silent) return tl::unexpected(Error{Fault::Timeout, "silent"});
    return script_.status;
  }
  Printed print(const Page&, JobId) override {
    script_.asked.emplace_back("print");
    return script_.printed;
  }
  DrawerMove open_drawer() override {
    script_.asked.emplace_back("drawer");
    return script_.moved;
  }
  [[nodiscard]] int width_dots() const override { return 576; }

 private:
  Script& script_;
};

class ScriptedPad : public SignaturePad {
 public:
  explicit ScriptedPad(Script& script) : script_(script) {}
  [[nodiscard]] PadSize size() const override { return {9600, 6000}; }
  [[nodiscard]] std::optional<PadScreen> screen() const override { return script_.screen; }
  [[nodiscard]] std::string said() const override { return script_.said; }
  Result<void> show(const Prompt& prompt) override {
    script_.shown.push_back(prompt);
    is_shown_ = true;
    return {};
  }
  Result<void> begin() override {
    if (auto noted = script_.note("begin"); !noted) return noted;
    script_.said = script_.said_with_keys;
    if (!is_shown_ || !script_.refuses_pictures) return {};
    return tl::unexpected(Error{Fault::Protocol, "no pictures"});
  }
  std::optional<PadNews> tapped() override {
    return script_.samples.empty() ? std::exchange(script_.tap, std::nullopt) : std::nullopt;
  }
  Result<std::vector<PenSample>> wait(Milliseconds) override {
    if (auto noted = script_.note("wait"); !noted) return tl::unexpected(noted.error());
    if (script_.samples.empty()) return std::vector<PenSample>{};
    const PenSample one = script_.samples.back();
    script_.samples.pop_back();
    return std::vector{one};
  }
  Result<void> clear() override { return script_.note("clear"); }
  Result<void> end() override {
    is_shown_ = false;
    return script_.note("end");
  }

 private:
  Script& script_;
  bool is_shown_ = false;
};

// One duty over one scripted device, and the news that it reports.
template <typename DutyType, typename Device, typename Contract>
struct Bench {
  Script script;
  std::vector<DeviceEvent> news;
  DutyType duty{[this](std::unique_ptr<usb::Transport>) -> Result<std::unique_ptr<Contract>> {
                  return std::make_unique<Device>(script);
                },
                [this](DeviceEvent event) { news.push_back(std::move(event)); }};

  template <typename T>
  [[nodiscard]] std::vector<T> heard() const {
    std::vector<T> found;
    for (const DeviceEvent& event : news) {
      if (const auto* one = std::get_if<T>(&event)) found.push_back(*one);
    }
    return found;
  }
};

using ReaderBench = Bench<ReaderDuty, ScriptedReader, CardReader>;
using PrinterBench = Bench<PrinterDuty, ScriptedPrinter, ReceiptPrinter>;
using PadBench = Bench<PadDuty, ScriptedPad, SignaturePad>;

// A printer's duty under a clock that the test sets.
struct TimedPrinter {
  Script script;
  std::vector<PrinterChanged> news;
  std::chrono::steady_clock::time_point now;
  PrinterDuty duty{
      [this](std::unique_ptr<usb::Transport>) {
        return Result<std::unique_ptr<ReceiptPrinter>>(std::make_unique<ScriptedPrinter>(script));
      },
      [this](const DeviceEvent& event) {
        if (const auto* one = std::get_if<PrinterChanged>(&event)) {
          news.push_back(*one);
        }
      },
      PrinterDuty::Drawer::Never, [this] { return now; }};
  [[nodiscard]] const std::vector<PrinterChanged>& heard() const { return news; }
};

PrintPage page(JobId job, int width = 576) {
  Page one{width, 1, {}};
  one.rows.assign(one.row_bytes(), 0xFF);
  return {job, one};
}

}  // namespace

TEST_CASE("a reader tells of cards only while it is armed") {
  ReaderBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  bench.script.readings = {{ReaderNews::Arrived, {"04DE5F1E", "3B", Assurance::Identifier}, {}},
                           {ReaderNews::Failed, {}, {}},
                           {ReaderNews::Removed, {}, {}}};
  REQUIRE(bench.duty.turn());
  CHECK(bench.news.empty());
  REQUIRE(bench.duty.obey(ArmReader{}));
  for (int turns = 0; turns < 4; ++turns)
    REQUIRE(bench.duty.turn());
  REQUIRE(bench.heard<CardArrived>().size() == 1);
  CHECK(bench.heard<CardArrived>()[0].card.uid == "04DE5F1E");
  CHECK(bench.heard<CardUnreadable>().size() == 1);
  CHECK(bench.heard<CardRemoved>().size() == 1);
  REQUIRE(bench.duty.obey(DisarmReader{}));
  CHECK(bench.script.count("disable") == 1);
}

TEST_CASE("a reader that goes takes its card with it, and is armed when it is back") {
  ReaderBench bench;
  bench.duty.obey_absent(ArmReader{});
  REQUIRE(bench.duty.begin(nullptr));
  CHECK(bench.script.count("enable") == 1);
  bench.script.readings = {{ReaderNews::Arrived, {"04DE5F1E", "3B", Assurance::Identifier}, {}}};
  REQUIRE(bench.duty.turn());
  bench.script.gone = true;
  const auto turned = bench.duty.turn();
  REQUIRE_FALSE(turned);
  CHECK(turned.error().fault == Fault::Gone);
  bench.duty.end();
  CHECK(bench.heard<CardRemoved>().size() == 1);
  bench.script.gone = false;
  REQUIRE(bench.duty.begin(nullptr));
  CHECK(bench.script.asked.back() == "enable");
}

TEST_CASE("a job id is printed once, whatever its outcome was") {
  PrinterBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  bench.script.printed = {Outcome::Unknown, Evidence::Nothing, PrintCause::Silent};
  REQUIRE(bench.duty.obey(page(7)));
  REQUIRE(bench.duty.obey(page(7)));
  CHECK(bench.script.count("print") == 1);
  const auto ended = bench.heard<PrintEnded>();
  REQUIRE(ended.size() == 2);
  CHECK(ended[0].printed == ended[1].printed);
}

TEST_CASE("a page wider than the paper is refused before a dot is printed") {
  PrinterBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(page(7, 640)));
  CHECK(bench.script.count("print") == 0);
  CHECK(bench.heard<PrintEnded>()[0].printed.outcome == Outcome::NotPrinted);
}

TEST_CASE("a page without a printer was not printed, also when it is asked again with one") {
  PrinterBench bench;
  bench.duty.obey_absent(page(7));
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(page(7)));
  CHECK(bench.script.count("print") == 0);
  REQUIRE(bench.heard<PrintEnded>().size() == 2);
  CHECK(bench.heard<PrintEnded>()[1].printed.cause == PrintCause::Unplugged);
}

TEST_CASE("a printer's state is told at the start, when it changes and when it is asked") {
  PrinterBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  CHECK(bench.heard<PrinterChanged>().size() == 1);
  REQUIRE(bench.duty.turn());
  CHECK(bench.heard<PrinterChanged>().size() == 1);
  bench.script.status.paper_out = Sensor::Yes;
  REQUIRE(bench.duty.turn());
  REQUIRE(bench.heard<PrinterChanged>().size() == 2);
  CHECK(bench.heard<PrinterChanged>()[1].status.paper_out == Sensor::Yes);
  REQUIRE(bench.duty.obey(AskState{}));
  CHECK(bench.heard<PrinterChanged>().size() == 3);
}

TEST_CASE("while a printer is silent, what it last said is told with its age") {
  TimedPrinter bench;
  bench.script.status.online = Sensor::Yes;
  bench.script.status.paper_out = Sensor::No;
  REQUIRE(bench.duty.begin(nullptr));
  CHECK(bench.heard().back().age == 0ms);
  bench.script.silent = true;
  bench.now += 700ms;
  REQUIRE(bench.duty.turn());
  REQUIRE(bench.heard().size() == 2);
  CHECK(bench.heard()[1].age == 700ms);
  CHECK(bench.heard()[1].status.online == Sensor::Unknown);
  CHECK(bench.heard()[1].status.paper_out == Sensor::No);
  bench.now += 1s;
  REQUIRE(bench.duty.turn());
  CHECK(bench.heard().size() == 2);
  bench.now += 4s;
  REQUIRE(bench.duty.turn());
  REQUIRE(bench.heard().size() == 3);
  CHECK(bench.heard()[2].age == 5700ms);
  bench.script.silent = false;
  REQUIRE(bench.duty.turn());
  REQUIRE(bench.heard().size() == 4);
  CHECK(bench.heard()[3].age == 0ms);
  CHECK(bench.heard()[3].status.online == Sensor::Yes);
}

TEST_CASE("a printer that never answered has no age, and one that was replaced starts anew") {
  TimedPrinter bench;
  bench.script.silent = true;
  REQUIRE(bench.duty.begin(nullptr));
  CHECK_FALSE(bench.heard().back().age.has_value());
  bench.script.silent = false;
  bench.script.status.paper_out = Sensor::Yes;
  REQUIRE(bench.duty.turn());
  bench.duty.end();
  bench.script.silent = true;
  REQUIRE(bench.duty.begin(nullptr));
  CHECK_FALSE(bench.heard().back().age.has_value());
  CHECK(bench.heard().back().status == PrinterStatus{});
}

TEST_CASE("a printer unplugged while printing has to be opened anew") {
  PrinterBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  bench.script.printed = {Outcome::Unknown, Evidence::Nothing, PrintCause::Unplugged};
  const auto obeyed = bench.duty.obey(page(7));
  REQUIRE_FALSE(obeyed);
  CHECK(obeyed.error().fault == Fault::Gone);
  CHECK(bench.heard<PrintEnded>().size() == 1);
}

TEST_CASE("pen samples travel in batches, while a signature is asked for") {
  PadBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  bench.script.samples.assign(10, PenSample{1, 2, 3, 4, true, false});
  REQUIRE(bench.duty.turn());
  CHECK(bench.heard<PenMoved>().empty());
  REQUIRE(bench.duty.obey(BeginSignature{}));
  REQUIRE(bench.heard<SignatureBegan>().size() == 1);
  REQUIRE(bench.duty.turn());
  REQUIRE(bench.duty.turn());
  const auto moved = bench.heard<PenMoved>();
  REQUIRE(moved.size() == 2);
  CHECK(moved[0].samples.size() + moved[1].samples.size() == 10);
  REQUIRE(bench.duty.obey(ClearSignature{}));
  CHECK(bench.script.count("clear") == 1);
}

TEST_CASE("the glass is blanked however a signature ends") {
  PadBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(BeginSignature{}));
  REQUIRE(bench.duty.obey(EndSignature{}));
  CHECK(bench.script.count("end") == 1);
  REQUIRE(bench.duty.obey(BeginSignature{}));
  bench.duty.end();
  CHECK(bench.script.count("end") == 2);
  CHECK(bench.heard<SignatureLost>().size() == 1);
  bench.duty.obey_absent(BeginSignature{});
  CHECK(bench.heard<SignatureLost>().size() == 2);
}

TEST_CASE("a pad tells of its screen when it comes and when it is asked") {
  PadBench bench;
  bench.script.screen = PadScreen{320, 200};
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.heard<PadSeen>().size() == 1);
  CHECK(bench.heard<PadSeen>().back().screen == PadScreen{320, 200});
  bench.script.screen = PadScreen{70'000, 1};  // no such pad, and no letter for it
  REQUIRE(bench.duty.obey(AskState{}));
  REQUIRE(bench.heard<PadSeen>().size() == 2);
  CHECK_FALSE(bench.heard<PadSeen>().back().screen.has_value());
}

TEST_CASE("what a pad says of its encryption is told again when a signature has changed it") {
  PadBench bench;
  bench.script.said = "offers encryption";
  bench.script.said_with_keys = "encrypted";
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.heard<PadSeen>().size() == 1);
  CHECK(bench.heard<PadSeen>().back().said == "offers encryption");
  REQUIRE(bench.duty.obey(BeginSignature{}));
  REQUIRE(bench.duty.obey(EndSignature{}));
  REQUIRE(bench.duty.obey(BeginSignature{}));
  REQUIRE(bench.heard<PadSeen>().size() == 2);
  CHECK(bench.heard<PadSeen>().back().said == "encrypted");
}

TEST_CASE("a prompt is on the glass before the signature begins, and taps come after the ink") {
  PadBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  Prompt prompt;
  prompt.size = {8, 1};
  prompt.rows = {0xFF};
  REQUIRE(bench.duty.obey(BeginSignature{prompt}));
  REQUIRE(bench.script.shown.size() == 1);
  CHECK(bench.script.shown[0].rows == prompt.rows);
  CHECK(bench.heard<SignatureBegan>().size() == 1);
  bench.script.samples.assign(3, PenSample{});
  bench.script.tap = PadNews::Cleared;
  bench.news.clear();
  REQUIRE(bench.duty.turn());
  REQUIRE(bench.news.size() == 2);
  REQUIRE(bench.heard<PenMoved>().size() == 1);
  CHECK(bench.heard<PenMoved>()[0].samples.size() == 3);
  REQUIRE(std::holds_alternative<PadTapped>(bench.news[1]));
  CHECK(std::get<PadTapped>(bench.news[1]).news == PadNews::Cleared);
  REQUIRE(bench.duty.obey(ClearSignature{}));
  CHECK(bench.heard<SignatureBegan>().size() == 1);  // the glass is empty once more
}

TEST_CASE("a pad that refuses the picture is signed on without it") {
  PadBench bench;
  bench.script.refuses_pictures = true;
  REQUIRE(bench.duty.begin(nullptr));
  Prompt prompt;
  prompt.size = {8, 1};
  prompt.rows = {0xFF};
  REQUIRE(bench.duty.obey(BeginSignature{prompt}));
  CHECK(bench.heard<SignatureBegan>().size() == 1);
  CHECK(bench.heard<SignatureLost>().empty());
  CHECK(bench.script.count("end") == 1);
}

TEST_CASE("a signature that begins over another one blanks the glass in between") {
  PadBench bench;
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(BeginSignature{}));
  REQUIRE(bench.duty.obey(BeginSignature{}));
  CHECK(bench.script.asked == std::vector<std::string>{"begin", "end", "begin"});
  bench.script.gone = true;
  CHECK_FALSE(bench.duty.obey(BeginSignature{}));
  CHECK(bench.heard<SignatureLost>().size() == 1);
}

TEST_CASE("each role is played by the device that says it is one, at the port that was asked for") {
  auto reader = VirtualReader::description();
  auto printer = VirtualPrinter::description();
  auto pad = VirtualPad::description();
  auto second = VirtualPrinter::description();
  reader.port = "1-1";
  printer.port = "1-2";
  pad.port = "1-3";
  second.port = "1-4";
  usb::Description hub;
  hub.port = "1-0";
  hub.interfaces.push_back({0, 0, 9, 0, 0, {{0x81, usb::TransferKind::Interrupt, 4}}, {}});
  const std::vector<usb::Description> plugged{hub, pad, printer, reader, second};
  const auto port_for = [&](Role role, const std::string& port) {
    const auto found = choose(role, port, plugged);
    return found ? found->device.port : std::string("none");
  };
  CHECK(port_for(Role::Reader, "") == "1-1");
  CHECK(port_for(Role::Printer, "") == "1-2");
  CHECK(port_for(Role::Pad, "") == "1-3");
  CHECK(port_for(Role::Printer, "1-4") == "1-4");
  CHECK(port_for(Role::Printer, "1-1") == "none");
}

TEST_CASE(
    "a reader that sees cards is preferred over one that writes numbers, whoever came first") {
  auto scanner = VirtualHidReader::description(VirtualHidReader::Kind::Scanner);
  auto stripe = VirtualHidReader::description(VirtualHidReader::Kind::Stripe);
  auto reader = VirtualReader::description();
  scanner.port = "1-1";
  stripe.port = "1-2";
  reader.port = "1-3";
  const auto port_of = [](const std::optional<Candidate>& found) {
    return found ? found->device.port : std::string("none");
  };
  CHECK(port_of(choose(Role::Reader, "", {scanner, stripe, reader})) == "1-3");
  CHECK(port_of(choose(Role::Reader, "", {scanner, stripe})) == "1-1");
  CHECK(port_of(choose(Role::Reader, "1-2", {scanner, stripe, reader})) == "1-2");
}
