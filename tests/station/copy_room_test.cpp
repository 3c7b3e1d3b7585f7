#include "station/desk/copy_room.hpp"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "tests/catch.hpp"
#include "tests/devices/ipp_printer.hpp"

namespace slipway::desk {
namespace {

using namespace std::chrono_literals;
using devices::CupsEnd;
using devices::test::IppPrinter;
namespace fs = std::filesystem;

// A folder and a bell: a test waits for the room's last word, not for a time.
class Visitor {
 public:
  Visitor() {
    std::string name = (fs::temp_directory_path() / "slipway-copy-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
  }
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  ~Visitor() { fs::remove_all(folder_); }

  [[nodiscard]] const fs::path& folder() const { return folder_; }
  void ring() {
    const std::scoped_lock lock(mutex_);
    has_rung_ = true;
    bell_.notify_one();
  }
  // The last word, or nothing after ten seconds.
  [[nodiscard]] std::optional<Notice> last_of(CopyRoom& room) { return word_of(room, true); }
  // The next one, which may be the last.
  [[nodiscard]] std::optional<Notice> next_of(CopyRoom& room) { return word_of(room, false); }

 private:
  std::optional<Notice> word_of(CopyRoom& room, bool is_last) {
    while (true) {
      for (const CopyNews& news : room.take_news()) {
        if (news.is_last || !is_last) return news.notice;
      }
      std::unique_lock lock(mutex_);
      if (!bell_.wait_for(lock, 10s, [this] { return has_rung_; })) return std::nullopt;
      has_rung_ = false;
    }
  }

  fs::path folder_;
  std::mutex mutex_;
  std::condition_variable bell_;
  bool has_rung_ = false;
};

CopyOrder order(CopyTo to) {
  CopyOrder one;
  one.to = to;
  one.copied.voucher.number_text = "V1-000042";
  one.copied.copy = 2;
  one.store_name = {"拾光美发", "Shiguang Salon"};
  return one;
}

}  // namespace

TEST_CASE("copy room: a copy becomes a file of this person's own, and never replaces one") {
  Visitor visitor;
  CopyRoom room({std::nullopt, visitor.folder(), {}}, [&] { visitor.ring(); });
  room.make(order(CopyTo::File));
  const auto first = visitor.last_of(room);
  REQUIRE(first);
  CHECK(first->tone == Tone::Good);
  const fs::path file = visitor.folder() / "voucher-V1-000042-copy-2.pdf";
  CHECK(first->text.en.find(file.string()) != std::string::npos);
  std::ifstream in(file, std::ios::binary);
  const std::string pdf{std::istreambuf_iterator<char>(in), {}};
  CHECK(pdf.starts_with("%PDF-"));
  CHECK((fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
        fs::perms::none);
  room.make(order(CopyTo::File));
  const auto second = visitor.last_of(room);
  REQUIRE(second);
  CHECK(second->tone == Tone::Bad);
}

TEST_CASE("copy room: a copy goes to the queue once, under a title without a name") {
  Visitor visitor;
  const IppPrinter printer({});
  CopyRoom room(
      {devices::cups_address_from(printer.uri()), visitor.folder(), {2s, 2s, 20ms, 700ms}},
      [&] { visitor.ring(); });
  room.make(order(CopyTo::Printer));
  const auto last = visitor.last_of(room);
  REQUIRE(last);
  CHECK(last->tone == Tone::Good);
  CHECK(last->text.en.find("cannot see paper") != std::string::npos);
  REQUIRE(printer.documents().size() == 1);
  CHECK(printer.documents()[0].starts_with("%PDF-"));
  CHECK(fs::is_empty(visitor.folder()));
}

TEST_CASE("copy room: a queue that prints nothing is told with what to do") {
  Visitor visitor;
  devices::test::IppScript script;
  script.printer_state = 5;
  script.reasons = {"media-empty-error"};
  const IppPrinter printer(script);
  CopyRoom room(
      {devices::cups_address_from(printer.uri()), visitor.folder(), {2s, 2s, 20ms, 700ms}},
      [&] { visitor.ring(); });
  room.make(order(CopyTo::Printer));
  const auto last = visitor.last_of(room);
  REQUIRE(last);
  CHECK(last->tone == Tone::Bad);
  CHECK(last->text.en.find("paper") != std::string::npos);
  CHECK(printer.documents().empty());
}

TEST_CASE("copy room: it closes within a second whatever a server does") {
  std::vector<devices::test::IppScript> scripts(4);
  scripts[0].silent_from = 0x0b;  // when asked for the printer
  scripts[1].silent_from = 0x06;  // with the document, and with the cancel
  scripts[2].trickling_at = 0x09;
  scripts[2].closes = true;
  scripts[3].drips_tls = true;  // this one holds its thread, which is left behind
  for (const auto& script : scripts) {
    Visitor visitor;
    const IppPrinter printer(script);
    std::string uri = printer.uri();
    if (script.drips_tls) uri.insert(3, "s");
    const auto is_held = [&] {
      const int until = script.silent_from != 0 ? script.silent_from : script.trickling_at;
      const auto seen = printer.operations();
      return script.drips_tls ? printer.visits() > 0
                              : std::find(seen.begin(), seen.end(), until) != seen.end();
    };
    auto room = std::make_unique<CopyRoom>(
        CopyRoom::Place{devices::cups_address_from(uri), visitor.folder(), {8s, 60s, 20ms, 700ms}},
        [&] { visitor.ring(); });
    room->make(order(CopyTo::Printer));
    const auto began = std::chrono::steady_clock::now();
    while (!is_held() && std::chrono::steady_clock::now() - began < 60s)
      std::this_thread::yield();
    CHECK(is_held());
    const auto left = std::chrono::steady_clock::now();
    room.reset();
    CHECK(std::chrono::steady_clock::now() - left < 5s);  // nothing of it waits that long
  }
}

TEST_CASE("copy room: leaving cancels the job that waits") {
  Visitor visitor;
  devices::test::IppScript script;
  script.job_states = {3};
  script.reasons = {"media-empty-error"};
  const IppPrinter printer(script);
  {
    CopyRoom room({devices::cups_address_from(printer.uri()), visitor.folder(), {}},
                  [&] { visitor.ring(); });
    room.make(order(CopyTo::Printer));
    const auto note = visitor.next_of(room);
    REQUIRE(note);
    CHECK(note->tone == Tone::Note);
  }
  const auto asked = printer.operations();
  CHECK(std::count(asked.begin(), asked.end(), 0x08) == 1);
}

TEST_CASE("copy room: every end of a job has its own words in both languages") {
  std::vector<std::string> seen;
  for (int end = 0; end <= static_cast<int>(CupsEnd::Silent); ++end) {
    devices::CupsReport report;
    report.end = static_cast<CupsEnd>(end);
    const Notice notice = told(report, 3);
    CHECK_FALSE(notice.text.zh.empty());
    CHECK(std::find(seen.begin(), seen.end(), notice.text.en) == seen.end());
    CHECK((notice.tone == Tone::Good) == (report.end == CupsEnd::Completed));
    seen.push_back(notice.text.en);
  }
}

TEST_CASE("copy room: a job that may come out later is named, so that it can be deleted") {
  devices::CupsReport report;
  report.end = CupsEnd::Silent;
  report.job = 17;
  report.told = "media-empty";
  CHECK(told(report, 3).text.en.find("(job 17, media-empty)") != std::string::npos);
  CHECK(told(report, 3).text.zh.find("job 17") != std::string::npos);
}

}  // namespace slipway::desk
