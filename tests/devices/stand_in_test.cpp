// A voucher on A4 where the receipt printer cannot print it: real libcups, a printer of ours.
#include "devices/printer/stand_in.hpp"

#include <filesystem>
#include <fstream>

#include "devices/service/printer_duty.hpp"
#include "tests/catch.hpp"
#include "tests/devices/ipp_printer.hpp"

namespace slipway::devices {
namespace {

using namespace std::chrono_literals;
using test::IppPrinter;
using test::IppScript;

constexpr CupsPatience kQuick{2'000ms, 1'500ms, 20ms, 400ms};
constexpr int kOneColumn = 2'200;  // dots, of A4's height but its edges
constexpr int kTallest = 5'200;    // two columns of it at two thirds, less what a cut takes

// Stripes, so that something stands on it.
Page stripes(int height, int width = 576) {
  Page page{width, height, {}};
  for (int y = 0; y < height; ++y)
    page.rows.insert(page.rows.end(), page.row_bytes(), y % 16 < 8 ? 0xF0 : 0x00);
  return page;
}

// The sheet but for when it was made, which cairo notes to the second.
std::string undated(std::string pdf) {
  const auto at = pdf.find("/CreationDate (");
  REQUIRE(at != std::string::npos);
  return pdf.erase(at, pdf.find(')', at) - at);
}

std::string undated_sheet(const Page& page) {
  const auto sheet = sheet_of(page);
  REQUIRE(sheet);
  return undated(*sheet);
}

CupsAddress address_of(const IppPrinter& printer) {
  const auto address = cups_address_from(printer.uri());
  REQUIRE(address);
  return *address;
}

// A duty without a printer, or with one that ends every job as the test says.
struct Bench {
  class Printer : public ReceiptPrinter {
   public:
    Printer(Printed ends, int& jobs) : ends_(ends), jobs_(jobs) {}
    int width_dots() const override { return 576; }
    Result<PrinterStatus> status() override { return PrinterStatus{}; }
    Printed print(const Page&, JobId) override {
      ++jobs_;
      return ends_;
    }
    DrawerMove open_drawer() override { return {}; }

   private:
    Printed ends_;
    int& jobs_;
  };

  Printed ends;
  Printed on_sheet{Outcome::Unknown, Evidence::Nothing, PrintCause::None, true};
  int jobs = 0;
  int sheets = 0;
  std::vector<Printed> told;
  PrinterDuty duty{
      [this](std::unique_ptr<usb::Transport>) {
        return Result<std::unique_ptr<ReceiptPrinter>>(std::make_unique<Printer>(ends, jobs));
      },
      [this](const DeviceEvent& event) {
        if (const auto* one = std::get_if<PrintEnded>(&event)) told.push_back(one->printed);
      },
      PrinterDuty::Drawer::Never, std::chrono::steady_clock::now,
      [this](const Page&) {
        ++sheets;
        return on_sheet;
      }};
};

constexpr Printed kNoPaper{Outcome::NotPrinted, Evidence::Nothing, PrintCause::PaperOut};

}  // namespace

TEST_CASE("stand-in: a page is one sheet of A4, and one that nobody could read is none") {
  const auto sheet = sheet_of(stripes(1'200));
  REQUIRE(sheet);
  CHECK(sheet->starts_with("%PDF-1.4"));
  CHECK(sheet->find("/Count 1\n") != std::string::npos);
  CHECK(sheet->find("595.27") != std::string::npos);
  CHECK(sheet->find("841.88") != std::string::npos);
  CHECK(sheet->find(kSheetTitle) != std::string::npos);
  for (const int height : {8, kOneColumn, kOneColumn + 100, kTallest}) {
    const auto other = sheet_of(stripes(height));
    REQUIRE(other);
    CHECK(other->find("/Count 1\n") != std::string::npos);
  }
  CHECK(sheet_of(stripes(8, 384)).has_value());
  CHECK_FALSE(sheet_of(stripes(7'000)).has_value());
  CHECK_FALSE(sheet_of(stripes(16'384, 1'024)).has_value());
}

TEST_CASE("stand-in: what is on the page is on the sheet") {
  Page other = stripes(400);
  other.rows[9'000] ^= 0x10;
  CHECK(undated_sheet(stripes(400)) == undated_sheet(stripes(400)));
  CHECK(undated_sheet(stripes(400)) != undated_sheet(other));
  const auto folder = std::filesystem::path(SLIPWAY_BIN).parent_path() / "slips";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "stand-in.pdf", std::ios::binary) << *sheet_of(stripes(kTallest));
}

TEST_CASE("stand-in: a sheet is sent once, and completed is no proof of paper") {
  const IppPrinter printer({});
  const Printed printed = print_on_sheet(address_of(printer), stripes(400), {}, kQuick);
  CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::None, true});
  REQUIRE(printer.documents().size() == 1);
  CHECK(undated(printer.documents()[0]) == undated_sheet(stripes(400)));
}

TEST_CASE("stand-in: what a queue refuses beforehand was not printed") {
  IppScript script;
  script.accepts = false;
  const IppPrinter closed(script);
  CHECK(print_on_sheet(address_of(closed), stripes(400), {}, kQuick).outcome ==
        Outcome::NotPrinted);
  const IppPrinter open({});
  CHECK(print_on_sheet(address_of(open), stripes(7'000), {}, kQuick) ==
        Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::Refused, true});
  CHECK(open.documents().empty());
}

TEST_CASE("stand-in: a voucher of which no dot is burnt goes to it, once for one job") {
  Bench bench;
  bench.ends = kNoPaper;
  REQUIRE(bench.duty.has_stand_in());
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(PrintPage{7, stripes(40), true}));
  REQUIRE(bench.duty.obey(PrintPage{7, stripes(40), true}));
  CHECK(bench.jobs == 1);
  CHECK(bench.sheets == 1);
  CHECK(bench.told == std::vector{bench.on_sheet, bench.on_sheet});
}

TEST_CASE("stand-in: without a printer it prints, once for one job") {
  Bench bench;
  bench.duty.obey_absent(PrintPage{7, stripes(40), true});
  bench.duty.obey_absent(PrintPage{7, stripes(40), true});
  CHECK(bench.sheets == 1);
  CHECK(bench.told == std::vector{bench.on_sheet, bench.on_sheet});
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(PrintPage{7, stripes(40), true}));
  CHECK(bench.jobs == 0);
}

TEST_CASE("stand-in: nothing else goes there") {
  Bench bench;
  bench.duty.obey_absent(PrintPage{1, stripes(40), false});
  bench.ends = {Outcome::Unknown, Evidence::Nothing, PrintCause::Silent};
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(PrintPage{2, stripes(40), true}));
  bench.duty.end();
  bench.ends = {Outcome::Printed, Evidence::ProcessId, PrintCause::None};
  REQUIRE(bench.duty.begin(nullptr));
  REQUIRE(bench.duty.obey(PrintPage{3, stripes(40), true}));
  Page torn = stripes(40);
  torn.rows.pop_back();
  REQUIRE(bench.duty.obey(PrintPage{4, torn, true}));
  CHECK(bench.sheets == 0);
  REQUIRE(bench.told.size() == 4);
  CHECK(bench.told[0].outcome == Outcome::NotPrinted);
  CHECK(bench.told[1].outcome == Outcome::Unknown);
  CHECK(bench.told[2].outcome == Outcome::Printed);
  CHECK(bench.told[3].cause == PrintCause::Refused);
}

}  // namespace slipway::devices
