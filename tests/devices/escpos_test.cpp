#include "devices/printer/escpos.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tests/catch.hpp"

using slipway::devices::Page;
using slipway::devices::PrintCause;
using slipway::devices::PrinterStatus;
using slipway::devices::Sensor;
using slipway::devices::trouble_of;
namespace escpos = slipway::devices::escpos;
using escpos::Bytes;
using escpos::Topic;

namespace {

// A bitmap of any size whose bytes are mostly those that real-time sequences are made of.
rc::Gen<Page> nasty_page() {
  return rc::gen::exec([] {
    Page page;
    page.width = *rc::gen::inRange(1, 120);
    page.height = *rc::gen::inRange(1, 40);
    const auto size = page.row_bytes() * static_cast<std::size_t>(page.height);
    page.rows = *rc::gen::container<Bytes>(
        size,
        rc::gen::weightedOneOf<std::uint8_t>({{4, rc::gen::just<std::uint8_t>(0x10)},
                                              {4, rc::gen::element<std::uint8_t>(0x04, 0x05, 0x14)},
                                              {1, rc::gen::element<std::uint8_t>(0x1D, 0x1B, 0x00)},
                                              {1, rc::gen::arbitrary<std::uint8_t>()}}));
    return page;
  });
}

Bytes rows_of(const Bytes& strip) {
  return Bytes(strip.begin() + 8, strip.end());
}

std::vector<escpos::Answer> read(const Bytes& bytes) {
  return escpos::AnswerReader().take(bytes);
}

}  // namespace

TEST_CASE("no bitmap makes a printer see a real-time sequence, within a strip or across strips") {
  REQUIRE(rc::check("arbitrary bitmaps", [] {
    const Page page = *nasty_page();
    Bytes job = escpos::initialise();
    const auto add = [&](const Bytes& more) { job.insert(job.end(), more.begin(), more.end()); };
    add(escpos::forbid_real_time());
    add(escpos::report_changes());
    for (const Bytes& strip : escpos::strips(page)) {
      RC_ASSERT(strip.size() <= escpos::kLongestStrip);
      add(strip);
    }
    add(escpos::feed_and_cut());
    add(escpos::ask_confirmation(escpos::tag_of(*rc::gen::arbitrary<std::uint64_t>())));
    RC_ASSERT_FALSE(escpos::has_real_time_sequence(job));
  }));
}

TEST_CASE("strips put together are the page, but for single dots that were added") {
  REQUIRE(rc::check("arbitrary bitmaps", [] {
    const Page page = *nasty_page();
    Bytes together;
    int rows = 0;
    for (const Bytes& strip : escpos::strips(page)) {
      RC_ASSERT(static_cast<std::size_t>(strip[4] | strip[5] << 8) == page.row_bytes());
      const int count = strip[6] | strip[7] << 8;
      RC_ASSERT(strip.size() == 8 + static_cast<std::size_t>(count) * page.row_bytes());
      rows += count;
      const Bytes more = rows_of(strip);
      together.insert(together.end(), more.begin(), more.end());
    }
    RC_ASSERT(rows == page.height);
    RC_ASSERT(together == escpos::softened(page).rows);
    for (std::size_t i = 0; i < together.size(); ++i) {
      if (together[i] == page.rows[i]) continue;
      RC_ASSERT(together[i] == (page.rows[i] | 0x02));
      RC_ASSERT(page.rows[i - 1] == 0x10);
    }
  }));
}

TEST_CASE("a page without such bytes is not touched, and its strips are as long as they may be") {
  Page page{576, 1000, {}};
  page.rows.assign(page.row_bytes() * 1000, 0xAA);
  const auto strips = escpos::strips(page);
  CHECK(strips.size() == 9);  // 113 rows each
  CHECK(strips.front().size() == 8 + 72 * 113);
  CHECK(escpos::softened(page).rows == page.rows);
}

TEST_CASE("a pair across two rows ends the strip between them") {
  Page page{8, 4, {0x10, 0x04, 0x10, 0x14}};
  const auto strips = escpos::strips(page);
  REQUIRE(strips.size() == 3);
  CHECK(strips[0] == Bytes{0x1D, 0x76, 0x30, 0, 1, 0, 1, 0, 0x10});
  CHECK(strips[1] == Bytes{0x1D, 0x76, 0x30, 0, 1, 0, 2, 0, 0x04, 0x10});
  CHECK(strips[2] == Bytes{0x1D, 0x76, 0x30, 0, 1, 0, 1, 0, 0x14});
}

TEST_CASE("process ids are printable and follow the job") {
  CHECK(escpos::tag_of(0) == escpos::Tag{0x20, 0x20, 0x20, 0x20});
  CHECK(escpos::tag_of(96) == escpos::Tag{0x21, 0x21, 0x20, 0x20});
  std::set<escpos::Tag> seen;
  for (std::uint64_t job = 1'000'000; job < 1'010'000; ++job)
    seen.insert(escpos::tag_of(job));
  CHECK(seen.size() == 10'000);
  for (const auto& tag : seen) {
    CHECK(
        std::all_of(tag.begin(), tag.end(), [](std::uint8_t c) { return c >= 0x20 && c < 0x7F; }));
  }
  CHECK(escpos::ask_confirmation({'a', 'b', 'c', 'd'}) ==
        Bytes{0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30, 'a', 'b', 'c', 'd'});
}

TEST_CASE("answers are told apart by their first byte, in any order and cut anywhere") {
  const Bytes stream = {0x12, 0x37, 0x22, 'a',  'b',  'c',  'd',  0x00, 0x18,
                        0x00, 0x0F, 0x00, 0x11, 0x5F, 'T',  'M',  0x00, 0x20,
                        0x13, 0x1A, 0xFF, 0x10, 0x00, 0x12, 0x37, 0x25, 0x00};
  const auto whole = read(stream);
  REQUIRE(whole.size() == 9);
  CHECK(std::get<escpos::RealTime>(whole[0]).bits == 0x12);
  CHECK(std::get<escpos::Confirmation>(whole[1]).tag == escpos::Tag{'a', 'b', 'c', 'd'});
  CHECK(std::get<escpos::Automatic>(whole[2]).bytes[2] == 0x0F);
  CHECK(std::get<escpos::Block>(whole[3]).text == "TM");
  CHECK(std::get<escpos::Single>(whole[4]).byte == 0x20);
  CHECK(std::get<escpos::RealTime>(whole[5]).bits == 0x1A);
  CHECK(std::get<escpos::Single>(whole[6]).byte == 0x00);  // left of a status that broke off
  CHECK(std::get<escpos::RealTime>(whole[7]).bits == 0x12);
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    escpos::AnswerReader reader;
    auto answers = reader.take(std::span(stream).first(cut));
    for (auto& answer : reader.take(std::span(stream).subspan(cut)))
      answers.push_back(answer);
    CHECK(answers.size() == whole.size());
  }
}

TEST_CASE("no bytes, however wrong, disturb the reader of answers or make it keep more") {
  REQUIRE(rc::check("any bytes", [](const std::vector<Bytes>& packets) {
    escpos::AnswerReader reader;
    std::size_t sent = 0;
    std::size_t answers = 0;
    for (const Bytes& packet : packets) {
      sent += packet.size();
      answers += reader.take(packet).size();
    }
    RC_ASSERT(answers <= sent);
  }));
  escpos::AnswerReader reader;
  CHECK(reader.take(Bytes(100'000, 0x5F)).empty());  // a block without end is dropped
  CHECK(reader.take(Bytes{0x00, 0x12}).size() <= 2);
}

TEST_CASE("real-time answers mean what the makers' manuals say") {
  struct Row {
    Topic topic;
    std::uint8_t bits;
    Sensor PrinterStatus::*sensor;
    Sensor value;
  };
  const std::vector<Row> rows = {
      {Topic::Printer, 0x12, &PrinterStatus::online, Sensor::Yes},
      {Topic::Printer, 0x1A, &PrinterStatus::online, Sensor::No},
      {Topic::Printer, 0x16, &PrinterStatus::online, Sensor::Yes},  // the drawer is open
      {Topic::Printer, 0x16, &PrinterStatus::drawer_signal, Sensor::Yes},
      {Topic::Printer, 0x12, &PrinterStatus::drawer_signal, Sensor::No},
      {Topic::Offline, 0x16, &PrinterStatus::cover_open, Sensor::Yes},
      {Topic::Offline, 0x12, &PrinterStatus::cover_open, Sensor::No},
      {Topic::Offline, 0x32, &PrinterStatus::paper_out, Sensor::Yes},
      {Topic::Offline, 0x12, &PrinterStatus::paper_out, Sensor::Unknown},
      {Topic::Fault, 0x1A, &PrinterStatus::cutter_error, Sensor::Yes},
      {Topic::Fault, 0x32, &PrinterStatus::failed, Sensor::Yes},
      {Topic::Fault, 0x12, &PrinterStatus::failed, Sensor::No},
      {Topic::Fault, 0x52, &PrinterStatus::head_hot, Sensor::Yes},
      {Topic::Fault, 0x12, &PrinterStatus::head_hot, Sensor::No},
      {Topic::Paper, 0x12, &PrinterStatus::paper_out, Sensor::No},
      {Topic::Paper, 0x1E, &PrinterStatus::paper_near_end, Sensor::Yes},
      {Topic::Paper, 0x1E, &PrinterStatus::paper_out, Sensor::No},
      {Topic::Paper, 0x72, &PrinterStatus::paper_out, Sensor::Yes},
      {Topic::Paper, 0x32, &PrinterStatus::paper_out, Sensor::Yes},  // clones set one of the pair
      {Topic::Paper, 0x52, &PrinterStatus::paper_out, Sensor::Yes},
  };
  for (const Row& row : rows) {
    CAPTURE(static_cast<int>(row.topic), static_cast<int>(row.bits));
    PrinterStatus status;
    escpos::apply(status, row.topic, escpos::RealTime{row.bits});
    CHECK(status.*row.sensor == row.value);
  }
}

TEST_CASE("automatic status means what the makers' manuals say, and trouble has one cause") {
  const auto status_of = [](std::array<std::uint8_t, 4> bytes) {
    PrinterStatus status;
    escpos::apply(status, escpos::Automatic{bytes});
    return status;
  };
  CHECK(trouble_of(PrinterStatus{}) == PrintCause::None);
  CHECK(trouble_of(status_of({0x10, 0, 0, 0})) == PrintCause::None);
  CHECK(trouble_of(status_of({0x14, 0, 0x03, 0x0F})) == PrintCause::None);
  CHECK(status_of({0x10, 0, 0x03, 0}).paper_near_end == Sensor::Yes);
  CHECK(status_of({0x10, 0x40, 0, 0}).head_hot == Sensor::Yes);
  CHECK(status_of({0x14, 0, 0, 0}).drawer_signal == Sensor::Yes);
  CHECK(trouble_of(status_of({0x18, 0, 0x0F, 0})) == PrintCause::PaperOut);
  CHECK(trouble_of(status_of({0x38, 0, 0, 0})) == PrintCause::CoverOpen);
  CHECK(trouble_of(status_of({0x18, 0x08, 0, 0})) == PrintCause::Cutter);
  CHECK(trouble_of(status_of({0x18, 0x20, 0, 0})) == PrintCause::Offline);
  CHECK(trouble_of(status_of({0x18, 0, 0, 0})) == PrintCause::Offline);
}

TEST_CASE("a maintenance counter is a number or nothing") {
  CHECK(escpos::ask_cuts() == Bytes{0x1D, 0x67, 0x32, 0x00, 0x32, 0x00});
  CHECK(escpos::count_of({0x5F, "0"}) == 0);
  CHECK(escpos::count_of({0x5F, "4294967295"}) == 4'294'967'295);
  for (const char* text : {"", "-1", "12a", " 12", "4294967296", "TM-T20III"}) {
    CAPTURE(text);
    CHECK_FALSE(escpos::count_of({0x5F, text}).has_value());
  }
  CHECK_FALSE(escpos::count_of({0x3D, "12"}).has_value());
}
