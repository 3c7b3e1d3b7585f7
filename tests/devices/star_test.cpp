#include "devices/printer/star.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"

using slipway::devices::Cutter;
using slipway::devices::Page;
using slipway::devices::PrintCause;
using slipway::devices::PrinterStatus;
using slipway::devices::Sensor;
using slipway::devices::trouble_of;
namespace star = slipway::devices::star;
using star::Bytes;

namespace {

// A bitmap of any size whose bytes are mostly those that real-time sequences are made of.
rc::Gen<Page> nasty_page() {
  return rc::gen::exec([] {
    Page page;
    page.width = *rc::gen::inRange(1, 120);
    page.height = *rc::gen::inRange(1, 40);
    const auto size = page.row_bytes() * static_cast<std::size_t>(page.height);
    page.rows = *rc::gen::container<Bytes>(
        size, rc::gen::weightedOneOf<std::uint8_t>({{4, rc::gen::just<std::uint8_t>(0x1B)},
                                                    {4, rc::gen::just<std::uint8_t>(0x06)},
                                                    {1, rc::gen::arbitrary<std::uint8_t>()}}));
    return page;
  });
}

Bytes packet(std::uint8_t printer, std::uint8_t error, std::uint8_t other, std::uint8_t paper,
             std::uint8_t counter) {
  return {0x23, 0x06, printer, error, other, paper, 0x00, counter, 0x00};
}

star::Status only(const Bytes& bytes) {
  const auto found = star::StatusReader().take(bytes);
  REQUIRE(found.size() == 1);
  return found.front();
}

}  // namespace

TEST_CASE("Star's commands are as its manual has them") {
  CHECK(star::initialise() == Bytes{0x1B, 0x40});
  CHECK(star::report_changes() == Bytes{0x1B, 0x1E, 0x61, 0x01});
  CHECK(star::zero_counter() == Bytes{0x1B, 0x1E, 0x45, 0x00});
  CHECK(star::count() == Bytes{0x17});
  CHECK(star::ask_status() == Bytes{0x1B, 0x06, 0x01});
  CHECK(star::feed_and_cut(Cutter::Partial) == Bytes{0x1B, 0x64, 0x03});
  CHECK(star::feed_and_cut(Cutter::Full) == Bytes{0x1B, 0x64, 0x02});
  CHECK(star::feed_and_cut(Cutter::None) == Bytes(6, 0x0A));
  const Page page{16, 2, {0x80, 0x01, 0xFF, 0x00}};
  const auto strips = star::strips(page);
  REQUIRE(strips.size() == 1);
  CHECK(strips[0] == Bytes{0x1B, 0x1D, 0x53, 1, 2, 0, 2, 0, 0, 0x80, 0x01, 0xFF, 0x00});
}

TEST_CASE("no bitmap makes a Star printer see a real-time command, and its strips are the page") {
  REQUIRE(rc::check("arbitrary bitmaps", [] {
    const Page page = *nasty_page();
    const Page soft = star::softened(page);
    Bytes job = star::initialise();
    Bytes together;
    for (const Bytes& strip : star::strips(page)) {
      RC_ASSERT(strip.size() <= star::kLongestStrip);
      job.insert(job.end(), strip.begin(), strip.end());
      together.insert(together.end(), strip.begin() + 9, strip.end());
      RC_ASSERT(strip.size() ==
                9 + static_cast<std::size_t>(strip[6]) * static_cast<std::size_t>(strip[4]));
    }
    const Bytes end = star::feed_and_cut(Cutter::Partial);
    job.insert(job.end(), end.begin(), end.end());
    RC_ASSERT_FALSE(star::has_real_time_sequence(job));
    RC_ASSERT(together == soft.rows);
    for (std::size_t i = 0; i < together.size(); ++i) {
      if (together[i] == page.rows[i]) continue;
      RC_ASSERT(page.rows[i] == 0x06);
      RC_ASSERT(together[i] == 0x0E);
      RC_ASSERT(page.rows[i - 1] == 0x1B);
    }
  }));
}

TEST_CASE("a pair across two rows ends the strip between them on Star too") {
  const Page page{8, 3, {0x1B, 0x06, 0x1B}};
  const auto strips = star::strips(page);
  REQUIRE(strips.size() == 2);
  CHECK(strips[0] == Bytes{0x1B, 0x1D, 0x53, 1, 1, 0, 1, 0, 0, 0x1B});
  CHECK(strips[1] == Bytes{0x1B, 0x1D, 0x53, 1, 1, 0, 2, 0, 0, 0x06, 0x1B});
}

TEST_CASE("Star's status means what its manual says") {
  const auto status = [](std::uint8_t printer, std::uint8_t error, std::uint8_t other,
                         std::uint8_t paper) {
    return only(packet(printer, error, other, paper, 0)).printer;
  };
  const PrinterStatus well = status(0, 0, 0, 0);
  CHECK(well.online == Sensor::Yes);
  CHECK(well.cover_open == Sensor::No);
  CHECK(well.paper_out == Sensor::No);
  CHECK(well.paper_near_end == Sensor::No);
  CHECK(trouble_of(well) == PrintCause::None);
  CHECK(trouble_of(status(0x28, 0, 0, 0)) == PrintCause::CoverOpen);
  CHECK(trouble_of(status(0x08, 0, 0, 0x0C)) == PrintCause::PaperOut);
  CHECK(trouble_of(status(0x08, 0x08, 0, 0)) == PrintCause::Cutter);
  CHECK(trouble_of(status(0x08, 0x20, 0, 0)) == PrintCause::Offline);
  CHECK(trouble_of(status(0x00, 0x04, 0, 0)) == PrintCause::Offline);
  CHECK(trouble_of(status(0x00, 0, 0x08, 0)) == PrintCause::Offline);
  CHECK(status(0, 0, 0, 0x04).paper_near_end == Sensor::Yes);
  CHECK(status(0, 0x40, 0, 0).head_hot == Sensor::Yes);
  CHECK(status(0x04, 0, 0, 0).drawer_signal == Sensor::Yes);
  CHECK(well.head_hot == Sensor::No);
  CHECK(well.drawer_signal == Sensor::No);
  CHECK(trouble_of(status(0x04, 0, 0, 0x04)) == PrintCause::None);  // the drawer is open
}

TEST_CASE("Star's counter stands in bits 6, 5, 3, 2 and 1 of the eighth byte") {
  for (int count = 0; count < star::kCounts; ++count) {
    const int byte = (count & 16 ? 0x40 : 0) | (count & 8 ? 0x20 : 0) | (count & 4 ? 0x08 : 0) |
                     (count & 2 ? 0x04 : 0) | (count & 1 ? 0x02 : 0);
    CHECK(only(packet(0, 0, 0, 0, static_cast<std::uint8_t>(byte))).counter == count);
  }
  CHECK_FALSE(only({0x0F, 0x06, 0, 0, 0, 0, 0}).counter.has_value());  // seven bytes
}

TEST_CASE("Star's packets are found among noise, cut anywhere, of every length") {
  const Bytes longer = {0x23, 0x86, 0, 0, 0, 0, 0, 0x02, 0, 0, 0};  // eleven: bit 7 of the second
  Bytes stream = {0x00, 0xFF, 0x12};
  for (const Bytes& more : {packet(0x20, 0, 0, 0, 0x02), Bytes{0x23, 0x06, 0xFF}, longer,
                            packet(0, 0, 0, 0x08, 0x04), Bytes{0x03, 0x00}}) {
    stream.insert(stream.end(), more.begin(), more.end());
  }
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    CAPTURE(cut);
    star::StatusReader reader;
    auto found = reader.take(std::span(stream).first(cut));
    for (const auto& one : reader.take(std::span(stream).subspan(cut)))
      found.push_back(one);
    REQUIRE(found.size() == 3);
    CHECK(found[0].printer.cover_open == Sensor::Yes);
    CHECK(found[1].counter == 1);
    CHECK(found[2].counter == 2);
    CHECK(found[2].printer.paper_out == Sensor::Yes);
  }
}

TEST_CASE("no bytes, however wrong, disturb the reader of Star's status") {
  REQUIRE(rc::check("any bytes", [](const std::vector<Bytes>& packets) {
    star::StatusReader reader;
    std::size_t sent = 0;
    std::size_t found = 0;
    for (const Bytes& one : packets) {
      sent += one.size();
      for (const star::Status& status : reader.take(one)) {
        ++found;
        if (status.counter) RC_ASSERT(*status.counter >= 0 && *status.counter < star::kCounts);
      }
    }
    RC_ASSERT(found * 6 <= sent);
  }));
}
