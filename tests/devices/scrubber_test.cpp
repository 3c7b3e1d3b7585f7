#include "devices/usb/scrubber.hpp"

#include <rapidcheck.h>

#include <algorithm>

#include "devices/pad/digitizer_scrubber.hpp"
#include "devices/pad/stu.hpp"
#include "devices/pad/stu_scrubber.hpp"
#include "devices/pad/virtual_digitizer.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/escpos.hpp"
#include "devices/printer/printer_scrubber.hpp"
#include "devices/printer/star.hpp"
#include "devices/reader/bank_card.hpp"
#include "devices/reader/ccid.hpp"
#include "devices/reader/ccid_scrubber.hpp"
#include "devices/reader/hid_scrubber.hpp"
#include "devices/reader/keyboard_burst.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using usb::Bytes;
using Hid = VirtualHidReader::Kind;

namespace {

const usb::Setup kReportDescriptor{0x81, 0x06, 0x2200, 0};

Bytes bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

bool holds(const Bytes& bytes, const Bytes& part) {
  return std::search(bytes.begin(), bytes.end(), part.begin(), part.end()) != bytes.end();
}

HidScrubber scrubber_of(Hid kind) {
  HidScrubber scrubber;
  const Bytes descriptor = VirtualHidReader::report_descriptor(kind);
  CHECK(scrubber.control_in(kReportDescriptor, descriptor) == descriptor);
  return scrubber;
}

Bytes answer(std::uint8_t sequence, const Bytes& payload) {
  Bytes bytes = {0x80, static_cast<std::uint8_t>(payload.size()), 0, 0, 0, 0, sequence, 0, 0, 0};
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}

Page black(int height) {
  Page page{576, height, {}};
  page.rows.assign(page.row_bytes() * static_cast<std::size_t>(height), 0xFF);
  return page;
}

Bytes joined(const std::vector<Bytes>& parts) {
  Bytes all;
  for (const Bytes& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

// All of it, in writes of any size.
Bytes written(usb::Scrubber& scrubber, const Bytes& all, std::size_t piece) {
  Bytes clean;
  for (std::size_t at = 0; at < all.size(); at += piece) {
    const auto size = std::min(piece, all.size() - at);
    const Bytes part = scrubber.written(1, std::span(all).subspan(at, size));
    clean.insert(clean.end(), part.begin(), part.end());
  }
  return clean;
}

}  // namespace

TEST_CASE("scrubber: paper is white, commands stay, whatever the writes are cut into") {
  const Page page = black(200);
  const auto tag = escpos::tag_of(77);
  const Bytes epson = joined(
      {escpos::flush(), escpos::initialise(), escpos::forbid_real_time(), escpos::report_changes(),
       joined(escpos::strips(page)), escpos::feed_and_cut(), escpos::ask_confirmation(tag),
       escpos::ask_in_order(), escpos::ask_cuts(), escpos::ask(escpos::Topic::Paper)});
  const Bytes star = joined({star::initialise(), star::report_changes(), star::zero_counter(),
                             joined(star::strips(page)), star::feed_and_cut(Cutter::Full),
                             star::count(), star::ask_status()});
  Page white = page;
  std::fill(white.rows.begin(), white.rows.end(), std::uint8_t{0});
  for (const std::size_t piece : {1U, 3U, 64U, 4096U, 65'536U}) {
    CAPTURE(piece);
    PrinterScrubber scrubber;
    Bytes expected = epson;
    const auto dots = joined(escpos::strips(page));
    const auto blank = joined(escpos::strips(white));
    REQUIRE(dots.size() == blank.size());
    const auto at = std::search(expected.begin(), expected.end(), dots.begin(), dots.end());
    std::copy(blank.begin(), blank.end(), at);
    CHECK((written(scrubber, epson, piece) == expected));
    const Bytes clean = written(scrubber, star, piece);
    CHECK(clean.size() == star.size());
    CHECK_FALSE(holds(clean, Bytes(2, 0xFF)));
    CHECK(holds(clean, joined({star::feed_and_cut(Cutter::Full), star::count()})));
  }
}

TEST_CASE("scrubber: text and commands that are not ours leave nothing of themselves") {
  PrinterScrubber scrubber;
  const std::string text = "Member Wang Wei 6001987354";
  Bytes other = bytes_of(
      "\x1b"
      "a1" +
      text +
      "\x1d"
      "k" +
      text);
  const Bytes clean = scrubber.written(1, other);
  CHECK(clean.size() == other.size());
  for (std::size_t i = 0; i < clean.size(); ++i)
    CHECK((clean[i] == 0 || clean[i] == 0x1B || clean[i] == 0x1D));
  const Bytes said = bytes_of(std::string("_X3CE012345") + '\0' + "\x12");
  CHECK(scrubber.read(0x82, said, 0ms) == bytes_of(std::string("_0000000000") + '\0' + "\x12"));
  const Bytes proof = bytes_of(std::string("7\"A5 z") + '\0');
  CHECK(scrubber.read(0x82, proof, 0ms) == proof);
  static_cast<void>(scrubber.written(1, escpos::ask_cuts()));
  const Bytes count = bytes_of(std::string("_42") + '\0');
  CHECK(scrubber.read(0x82, count, 0ms) == count);
  const auto id = scrubber.control_in({0xA1, 0, 0, 0},
                                      bytes_of("..MFG:EPSON;SN:X3CE0;MDL:TM-T20III;URN:6001;"));
  CHECK(id == bytes_of("..MFG:EPSON;SN:00000;MDL:TM-T20III;URN:0000;"));
}

TEST_CASE("scrubber: a card keeps its length and its kind, and is told apart from another") {
  const auto face = VirtualReader::description().interfaces[0];
  CcidScrubber scrubber(face);
  const auto ask = [&](std::uint8_t sequence, ccid::Command command, const Bytes& payload) {
    return scrubber.written(2, ccid::message(command, sequence, payload));
  };
  const auto exchange = [&](std::uint8_t sequence, const Bytes& uid) {
    static_cast<void>(ask(sequence, ccid::Command::Exchange, ccid::get_uid()));
    return scrubber.read(0x82, answer(sequence, joined({uid, {0x90, 0x00}})), 0ms);
  };
  const Bytes first = {0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40};
  const Bytes second = {0x7B, 0x19, 0xC2, 0xD8};
  CHECK(exchange(1, first) == answer(1, {0x04, 0x53, 0x4C, 0x49, 0x50, 0x57, 0x01, 0x90, 0x00}));
  CHECK(exchange(2, second) == answer(2, {0x04, 0x53, 0x4C, 0x02, 0x90, 0x00}));
  CHECK(exchange(3, first) == exchange(3, first));
  // A key for a sector, a record of a file: nothing of either.
  const Bytes key = {0xFF, 0x82, 0x00, 0x00, 0x06, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5};
  CHECK_FALSE(holds(ask(4, ccid::Command::Exchange, key), {0xA0, 0xA1}));
  CHECK(scrubber.read(0x82, answer(4, {'W', 'a', 'n', 'g', 0x90, 0x00}), 0ms) ==
        answer(4, {0, 0, 0, 0, 0x90, 0x00}));
  CHECK(scrubber.read(0x81, Bytes{0x50, 0x03}, 0ms) == Bytes{0x50, 0x03});
  CHECK(scrubber.read(0x81, Bytes{0x42, 0x17}, 0ms) == Bytes{0, 0});
  CHECK(scrubber.read(0x82, first, 0ms) == Bytes(first.size(), 0));
}

TEST_CASE("scrubber: what an issuer wrote into an answer to reset is gone, and it is still sound") {
  CcidScrubber scrubber(VirtualReader::description().interfaces[0]);
  const std::vector<Bytes> resets = {{0x3B, 0x8F, 0x80, 0x01, 'W', 'A', 'N', 'G', ' ', 'W',
                                      'E',  'I',  ' ',  '6',  '0', '0', '1', '9', '8', 0x00},
                                     {0x3B, 0x04, 'W', 'A', 'N', 'G'},
                                     {0x3B, 0x64, 0x00, 0x00, 'W', 'A', 'N', 'G'},
                                     {0x3B, 0x80, 0x80, 0x01, 0x01}};
  for (Bytes atr : resets) {
    if (atr.size() == 20) {
      for (std::size_t i = 1; i + 1 < atr.size(); ++i)
        atr.back() = static_cast<std::uint8_t>(atr.back() ^ atr[i]);
    }
    REQUIRE(ccid::is_sound_atr(atr));
    static_cast<void>(scrubber.written(2, ccid::message(ccid::Command::PowerOn, 9, {})));
    const Bytes clean = scrubber.read(0x82, answer(9, atr), 0ms);
    const auto made = std::span(clean).subspan(10);
    CHECK(made.size() == atr.size());
    CHECK(ccid::is_sound_atr(made));
    CHECK_FALSE(holds(clean, bytes_of("WANG")));
  }
}

TEST_CASE("scrubber: keys become digits, whatever is typed, and the time between them stays") {
  HidScrubber scrubber = scrubber_of(Hid::Keyboard);
  const Bytes none(8, 0);
  std::string typed;
  std::chrono::milliseconds now{0};
  for (const char letter : std::string("Wei-6001987354")) {
    for (int usage = 4; usage < 0x39; ++usage) {
      const auto key = static_cast<std::uint8_t>(usage);
      for (const bool is_shifted : {false, true}) {
        if (letter_of_key(key, is_shifted) != letter) continue;
        const Bytes report = {static_cast<std::uint8_t>(is_shifted ? 2 : 0), 0, key, 0, 0, 0, 0, 0};
        const Bytes clean = scrubber.read(0x81, report, now += 4ms);
        const Bytes again = scrubber.read(0x81, report, now += 4ms);  // it is still held
        CHECK(clean == again);
        typed += letter_of_key(clean.at(2), clean.at(0) != 0);
        CHECK(scrubber.read(0x81, none, now += 4ms) == none);
      }
    }
  }
  CHECK(typed == "01234567890123");
  CHECK(scrubber.read(0x81, Bytes{0, 0, 0x28, 0, 0, 0, 0, 0}, now) ==
        Bytes{0, 0, 0x28, 0, 0, 0, 0, 0});
  // Control and a key that writes nothing stay what they are for a driver.
  CHECK(scrubber.read(0x81, Bytes{0x01, 0, 0x06, 0, 0, 0, 0, 0}, now) ==
        Bytes{0x01, 0, 0x27, 0, 0, 0, 0, 0});
  CHECK(scrubber.read(0x81, Bytes{0, 0, 0x3A, 0, 0, 0, 0, 0}, now) ==
        Bytes{0, 0, 0x29, 0, 0, 0, 0, 0});
}

TEST_CASE("scrubber: a made-up number of any length is no bank card") {
  for (std::size_t length = 1; length < 60; ++length) {
    std::string number;
    for (std::size_t i = 0; i < length; ++i)
      number += static_cast<char>('0' + i % 10);
    CAPTURE(number);
    CHECK_FALSE(holds_bank_card(number));
  }
}

TEST_CASE("scrubber: before it knows the reports, and of others, everything is zeros") {
  HidScrubber scrubber;
  const Bytes typed = {0, 0, 0x1E, 0, 0, 0, 0, 0};
  CHECK(scrubber.read(0x81, typed, 0ms) == Bytes(8, 0));
  const Bytes mouse = {0x05, 0x01, 0x09, 0x02, 0xA1, 0x01, 0x05, 0x09, 0x19, 0x01, 0x29, 0x08,
                       0x15, 0x00, 0x25, 0x01, 0x95, 0x08, 0x75, 0x01, 0x81, 0x02, 0xC0};
  CHECK(scrubber.control_in(kReportDescriptor, mouse) == mouse);
  CHECK(scrubber.read(0x81, typed, 0ms) == Bytes(8, 0));
  CHECK(scrubber.control_out({0x21, 0x09, 0x0200, 0}, typed) == Bytes(8, 0));
  CHECK(scrubber.control_in({0xA1, 0x01, 0x0300, 0}, typed) == Bytes(8, 0));
  HidScrubber stripe = scrubber_of(Hid::Stripe);
  const Bytes lost = bytes_of(";6001987354=9912?");  // a packet got lost: this is no head
  CHECK(stripe.read(0x81, lost, 0ms) == Bytes(lost.size(), 0));
}

TEST_CASE("scrubber: no two digits of a track stay, however it lies in the packets") {
  REQUIRE(rc::check("tracks", [] {
    const auto digits =
        *rc::gen::container<std::string>(10, rc::gen::inRange('0', static_cast<char>('9' + 1)));
    HidScrubber scrubber = scrubber_of(Hid::Stripe);
    Bytes report(337, 0xEE);
    std::fill(report.begin(), report.begin() + 7, std::uint8_t{0});
    const std::string track = ";" + digits + "=" + digits + "?";
    report[4] = static_cast<std::uint8_t>(track.size());
    std::copy(track.begin(), track.end(), report.begin() + 117);
    Bytes clean;
    const auto packet = *rc::gen::inRange<std::size_t>(1, 64);
    for (std::size_t at = 0; at < report.size(); at += packet) {
      const auto size = std::min(packet, report.size() - at);
      const Bytes part = scrubber.read(0x81, std::span(report).subspan(at, size), 0ms);
      clean.insert(clean.end(), part.begin(), part.end());
    }
    RC_ASSERT(clean.size() == report.size());
    const std::string made(clean.begin() + 117,
                           clean.begin() + 117 + static_cast<std::ptrdiff_t>(track.size()));
    RC_ASSERT(made == ";0123456789=0123456789?");
  }));
}

TEST_CASE(
    "scrubber: of a sealed stripe its lengths stay, and no byte of what is sealed or masked") {
  HidScrubber scrubber = scrubber_of(Hid::SealedStripe);
  VirtualHead head;
  const Bytes report = head.swipe({"%M6001234567^WANG/X?", ";6001234567=0?", ""});
  for (const std::size_t packet : {1U, 8U, 64U, 856U}) {
    Bytes clean;
    for (std::size_t at = 0; at < report.size(); at += packet) {
      const auto size = std::min(packet, report.size() - at);
      const Bytes part = scrubber.read(0x81, std::span(report).subspan(at, size), 0ms);
      clean.insert(clean.end(), part.begin(), part.end());
    }
    Bytes expected(856, 0);
    expected[3] = 24;
    expected[4] = 16;
    expected[6] = 4;
    expected[494] = 6;
    CHECK(clean == expected);
  }
  // Once a packet is lost nothing is where it should be.
  const Bytes lost = bytes_of("6001234567=0?6001234567=0?6001234567=0?");
  CHECK(scrubber.read(0x81, lost, 1s) == Bytes(lost.size(), 0));
}

TEST_CASE("scrubber: nobody's hand is in a signature, but its strokes begin and end as they did") {
  StuScrubber scrubber;
  VirtualPad pad;
  const Bytes near = {0x34, 0x90 | 0x03, 0x21, 0x12, 0x34, 0x0A, 0xBC, 0x00, 0x64, 0x00, 0x07};
  const Bytes clean = scrubber.read(0x81, near, 0ms);
  CHECK(clean == Bytes{0x34, 0x92, 0x00, 0x03, 0xF8, 0x05, 0xF0, 0x00, 0x64, 0x00, 0x07});
  CHECK(scrubber.read(0x81, Bytes{0x01, 0, 3, 9, 9, 9, 9}, 0ms) == Bytes{0x01, 0, 0, 0, 0, 0, 0});
  const Bytes secret = {0x02, 1, 2, 3, 4, 5, 6, 7, 8};  // encrypted, or of a kind to come
  CHECK(scrubber.read(0x81, secret, 0ms) == Bytes{0x02, 0, 0, 0, 0, 0, 0, 0, 0});
  const usb::Setup picture{0x21, 0x09, 0x0326, 0};
  CHECK(scrubber.control_out(picture, Bytes{0x26, 4, 0, 1, 2, 3, 4}) ==
        Bytes{0x26, 0, 0, 0, 0, 0, 0});
  const usb::Setup ink{0x21, 0x09, 0x0321, 0};
  CHECK(scrubber.control_out(ink, stu::inking(true)) == stu::inking(true));
  // Of an exchange of keys and of what was encrypted with them stays nothing.
  for (const std::uint8_t report : Bytes{0x10, 0x31, 0x33}) {
    Bytes block(21, 0x5A);
    block[0] = report;
    Bytes zeros(21, 0);
    zeros[0] = report;
    CHECK(scrubber.read(0x81, block, 0ms) == zeros);
  }
  for (const int report : {0x13, 0x14, 0x1A, 0x1B, 0x40, 0x50}) {
    const Bytes key = {static_cast<std::uint8_t>(report), 1, 2, 3};
    const Bytes zeros = {static_cast<std::uint8_t>(report), 0, 0, 0};
    const auto value = static_cast<std::uint16_t>(0x0300 | report);
    CHECK(scrubber.control_in(usb::Setup{0xA1, 0x01, value, 0}, key) == zeros);
    CHECK(scrubber.control_out(usb::Setup{0x21, 0x09, value, 0}, key) == zeros);
  }
  const usb::Setup unique{0xA1, 0x01, 0x030A, 0};
  CHECK(scrubber.control_in(unique, Bytes{0x0A, 1, 2, 3}) == Bytes{0x0A, 0, 0, 0});
}

namespace {

using Digitizer = VirtualDigitizer::Kind;

// One that has seen the descriptor of this device, on an endpoint of packets so large.
DigitizerScrubber digitizer_scrubber(Digitizer kind, std::uint16_t packet) {
  usb::Interface claimed = VirtualDigitizer::description(kind).interfaces[0];
  claimed.endpoints[0].packet_size = packet;
  DigitizerScrubber scrubber(claimed);
  const Bytes descriptor = VirtualDigitizer::report_descriptor(kind);
  CHECK(scrubber.control_in(kReportDescriptor, descriptor) == descriptor);
  return scrubber;
}

}  // namespace

TEST_CASE("scrubber: a pen tablet's zigzag keeps who touches and is near, and nothing else") {
  auto scrubber = digitizer_scrubber(Digitizer::Tablet, 8);
  // Report 10: tip, a barrel switch and in range; X, Y and pressure with their low byte first.
  const Bytes drawn = {0x0A, 0x43, 0x34, 0x12, 0x78, 0x56, 0xBC, 0x0A};
  const Bytes clean = scrubber.read(0x81, drawn, 0ms);
  // A tenth of 32,767, two fifths of it, half of 8,191.
  CHECK(clean == Bytes{0x0A, 0x41, 0xCC, 0x0C, 0x32, 0x33, 0xFF, 0x0F});
  CHECK(scrubber.read(0x81, drawn, 5ms) != clean);  // it moves
  CHECK(scrubber.read(0x81, Bytes{0x0A, 0x00, 1, 1, 1, 1, 1, 1}, 9ms)[1] == 0);
  CHECK(scrubber.read(0x81, Bytes{0x0B, 1, 2, 3}, 9ms) == Bytes(4, 0));  // was never announced
}

TEST_CASE("scrubber: an ePad's zigzag keeps who touches and is near, and nothing else") {
  auto scrubber = digitizer_scrubber(Digitizer::Epad, 8);
  const Bytes clean = scrubber.read(0x81, Bytes{0x63, 0x4A, 0x04, 0x39, 0x02, 0x40}, 0ms);
  CHECK(clean == Bytes{0x60, 0x21, 0x01, 0x24, 0x02, 0x3F});
  CHECK(scrubber.read(0x81, Bytes{0x40, 1, 1, 1, 1, 1}, 5ms) == Bytes{0x40, 0, 0, 0, 0, 0});
}

TEST_CASE("scrubber: without a descriptor a tablet's reports are zeros") {
  DigitizerScrubber scrubber(VirtualDigitizer::description(Digitizer::Tablet).interfaces[0]);
  CHECK(scrubber.read(0x81, Bytes{0x0A, 0x41, 1, 2, 3, 4, 5, 6}, 0ms) == Bytes(8, 0));
  static_cast<void>(scrubber.control_in(kReportDescriptor, Bytes{0x05, 0x0D, 0x09}));
  CHECK(scrubber.read(0x81, Bytes{0x0A, 0x41, 1, 2, 3, 4, 5, 6}, 0ms) == Bytes(8, 0));
}

TEST_CASE("scrubber: two hands that differ in where they were are one in the recording") {
  REQUIRE(rc::check("places", [] {
    for (const Digitizer kind : {Digitizer::Tablet, Digitizer::Touch, Digitizer::Epad}) {
      const auto reports = usb::hid::read_reports(VirtualDigitizer::report_descriptor(kind));
      RC_ASSERT(reports.has_value());
      const std::uint8_t number =
          reports->are_numbered ? reports->fields.front().report : std::uint8_t{0};
      Bytes one(reports->input_size(number), 0);
      for (std::uint8_t& byte : one)
        byte = *rc::gen::arbitrary<std::uint8_t>();
      if (number != 0) one[0] = number;
      Bytes other = one;
      const auto scramble = [&](std::size_t bit) {
        if (*rc::gen::arbitrary<bool>())
          other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ 1U << bit % 8);
      };
      for (const usb::hid::Field& field : reports->fields) {
        for (std::size_t index = 0; index < field.count; ++index) {
          const auto usage = field.usage_of(index);
          const bool is_place = usage == 0x00010030 || usage == 0x00010031 || usage == 0x000D0030;
          if (field.kind != usb::hid::Kind::Input || !is_place) continue;
          for (std::size_t bit = 0; bit < field.bits; ++bit)
            scramble((number != 0 ? 8 : 0) + field.offset + index * field.bits + bit);
        }
      }
      if (kind == Digitizer::Epad) {
        for (std::size_t bit = 8; bit < 48; ++bit)
          scramble(bit);
      }
      auto whole = digitizer_scrubber(kind, 64);
      auto again = digitizer_scrubber(kind, 64);
      const Bytes clean = whole.read(0x81, one, 0ms);
      RC_ASSERT(again.read(0x81, other, 0ms) == clean);
      // In packets it is the same as in one piece.
      auto split = digitizer_scrubber(kind, 3);
      Bytes pieces;
      for (std::size_t at = 0; at < one.size(); at += 3) {
        const auto piece = std::span(one).subspan(at, std::min<std::size_t>(3, one.size() - at));
        const Bytes part = split.read(0x81, piece, 0ms);
        pieces.insert(pieces.end(), part.begin(), part.end());
      }
      RC_ASSERT(pieces == clean);
    }
  }));
}
