#include <rapidcheck.h>

#include "devices/reader/hid_reader.hpp"
#include "devices/reader/swiped_stripe.hpp"
#include "devices/reader/track.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/service/codec.hpp"
#include "devices/service/reader_duty.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
namespace hid = usb::hid;
using usb::Bytes;
using Model = VirtualHidReader::Kind;
using Heard = ReportDecoder::Heard;

namespace {

// A duty with a reader of this kind behind it, and everything that it said.
struct Counter {
  VirtualHidReader device;
  usb::VirtualTransport* wire = nullptr;
  std::vector<DeviceEvent> events;
  ReaderDuty duty;

  explicit Counter(Model kind)
      : device(kind),
        duty(
            [this](std::unique_ptr<usb::Transport> transport) {
              auto reader = HidReader::open(std::move(transport), NumberFormat::Digits,
                                            [this] { return wire->now(); });
              return Result<std::unique_ptr<CardReader>>(std::move(*reader));
            },
            [this](DeviceEvent event) { events.push_back(std::move(event)); }) {
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    REQUIRE(duty.begin(std::move(*transport)).has_value());
    REQUIRE(duty.obey(ArmReader{}).has_value());
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  void serve(std::chrono::milliseconds time) {
    for (const auto until = wire->now() + time; wire->now() < until;)
      REQUIRE(duty.turn().has_value());
  }
  template <typename Event>
  [[nodiscard]] std::vector<Event> heard() const {
    std::vector<Event> found;
    for (const DeviceEvent& event : events) {
      if (const auto* one = std::get_if<Event>(&event)) found.push_back(*one);
    }
    return found;
  }
};

hid::Reports reports_of(Model kind) {
  auto reports = hid::read_reports(VirtualHidReader::report_descriptor(kind));
  REQUIRE(reports.has_value());
  return *reports;
}

Bytes magtek_report(const std::string& second, std::uint8_t state = 0) {
  Bytes report(337, 0xEE);
  std::fill(report.begin(), report.begin() + 7, std::uint8_t{0});
  report[1] = state;
  report[4] = static_cast<std::uint8_t>(second.size());
  std::copy(second.begin(), second.end(), report.begin() + 117);
  return report;
}

// Every way in which some digits might stand in bytes: as text, and packed two to a byte.
bool holds_digits(const Bytes& bytes, const std::string& digits) {
  if (std::search(bytes.begin(), bytes.end(), digits.begin(), digits.end()) != bytes.end()) {
    return true;
  }
  Bytes packed;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2)
    packed.push_back(static_cast<std::uint8_t>((digits[at] - '0') << 4 | (digits[at + 1] - '0')));
  return std::search(bytes.begin(), bytes.end(), packed.begin(), packed.end()) != bytes.end();
}

}  // namespace

TEST_CASE("tracks are read by their sentinels, alphabet, length and LRC") {
  CHECK(read_track(2, ";6001234567=99?").value() == "6001234567=99");
  CHECK(read_track(1, "%M6001234567^WANG/X?").value() == "M6001234567^WANG/X");
  CHECK(read_track(3, "+0012?").value() == "0012");
  CHECK(read_track(2, ";?").value().empty());
  // ; is 11, 1 is 1, ? is 15: together 5.
  CHECK(read_track(2, ";1?5").value() == "1");
  CHECK(read_track(2, ";1?6").error() == TrackFault::WrongLrc);
  CHECK(read_track(2, ";1?55").error() == TrackFault::WrongLrc);
  CHECK(read_track(3, "+1?5").value() == "1");
  // % is 5, A is 33, ? is 31: together 59, which is '['.
  CHECK(read_track(1, "%A?[").value() == "A");
  CHECK(read_track(1, "%A?\\").error() == TrackFault::WrongLrc);
  CHECK(read_track(2, "").error() == TrackFault::NoStripe);
  CHECK(read_track(2, "6001?").error() == TrackFault::StartMissing);
  CHECK(read_track(2, "%6001?").error() == TrackFault::StartMissing);
  CHECK(read_track(2, ";6001").error() == TrackFault::EndMissing);
  CHECK(read_track(2, ";60A1?").error() == TrackFault::BadCharacter);
  CHECK(read_track(1, "%a?").error() == TrackFault::BadCharacter);
  CHECK(read_track(2, ";" + std::string(38, '1') + "?").has_value());
  CHECK(read_track(2, ";" + std::string(39, '1') + "?").error() == TrackFault::TooLong);
  CHECK(read_track(1, "%" + std::string(78, 'A') + "?").error() == TrackFault::TooLong);
  CHECK(read_track(3, ";" + std::string(106, '1') + "?").error() == TrackFault::TooLong);
}

TEST_CASE("the member's number is taken from the second track, then the first, then the third") {
  CHECK(number_on_tracks("%M111^X?;222=3?;333?") == "222");
  CHECK(number_on_tracks("%M111^X?") == "111");
  CHECK(number_on_tracks("%111?+333?") == "111");
  CHECK(number_on_tracks("%?+333=1?") == "333");
  CHECK(number_on_tracks("%M111?;?") == "111");
  CHECK_FALSE(number_on_tracks("").has_value());
  CHECK_FALSE(number_on_tracks(";222").has_value());
  CHECK_FALSE(number_on_tracks("222?").has_value());
  CHECK_FALSE(number_on_tracks("%1?%2?").has_value());
  CHECK_FALSE(number_on_tracks(";1?;2?;3?").has_value());
}

TEST_CASE("a report of a swipe gives its sound tracks, and is bounded by itself") {
  SwipedStripe stripe(reports_of(Model::Stripe));
  CHECK(stripe.take(magtek_report(";6001234567?"), 0ms) == Heard::Whole);
  CHECK(stripe.secret().text() == ";6001234567?");
  CHECK(stripe.take(magtek_report(";6001234567?", 1), 0ms) == Heard::Unreadable);
  CHECK(stripe.take(magtek_report(""), 0ms) == Heard::Unreadable);
  CHECK(stripe.take(magtek_report(";60012"), 0ms) == Heard::Unreadable);
  Bytes lying = magtek_report(";6001234567?");
  lying[4] = 111;
  CHECK(stripe.take(lying, 0ms) == Heard::Unreadable);
  CHECK(stripe.take(std::span(lying).first(336), 0ms) == Heard::Unreadable);
  CHECK(stripe.take(magtek_report(";1?5"), 0ms) == Heard::Whole);
  CHECK(stripe.secret().text() == ";1?");  // without the LRC
  stripe.forget();
  for (const char one : stripe.secret().storage())
    CHECK(one == 0);

  SwipedStripe text(reports_of(Model::TextStripe));
  Bytes report(509, 0);
  const std::string tracks = "%M1?\r;6001234567?\r";
  std::copy(tracks.begin(), tracks.end(), report.begin() + 9);
  for (const std::size_t place : {7U, 8U}) {  // whichever byte of the length comes first
    report[7] = report[8] = 0;
    report[place] = static_cast<std::uint8_t>(tracks.size());
    const Heard heard = text.take(report, 0ms);
    CHECK(heard == Heard::Whole);
    CHECK(text.secret().text() == "%M1?;6001234567?");
  }
  report[7] = report[8] = 0xFF;
  CHECK(text.take(report, 0ms) == Heard::Unreadable);
}

TEST_CASE("a swiped member's card is a reading, whichever reader and track") {
  for (const Model kind : {Model::Stripe, Model::TextStripe}) {
    Counter counter(kind);
    counter.say("swipe %M6001234567^WANG/X?;6001234567=0?");
    counter.serve(1s);
    REQUIRE(counter.heard<CardArrived>().size() == 1);
    CHECK(counter.heard<CardArrived>()[0].card.uid == "00006001234567");
    CHECK(counter.heard<CardArrived>()[0].card.assurance == Assurance::Identifier);
    CHECK(counter.heard<CardRemoved>().size() == 1);
    counter.say("scratch");
    counter.say("swipe %M6001234568^WANG/X?;6001234567=0?");
    counter.serve(1s);
    REQUIRE(counter.heard<CardArrived>().size() == 2);
    CHECK(counter.heard<CardArrived>()[1].card.uid == "00006001234568");
    counter.say("blank");
    counter.serve(1s);
    CHECK(counter.heard<CardUnreadable>().size() == 1);
  }
}

TEST_CASE("a bank card swiped, typed or scanned is unreadable, and no digit of it is told") {
  const std::string number = "4111111111111111";
  const std::vector<std::string> cards = {
      "%B" + number + "^MEMBER/ANY^30121010000000000?;" + number + "=30121010000000000000?",
      ";" + number + "=30121010000000000000?", "%B" + number + "^MEMBER/ANY^30121010000000000?"};
  for (const Model kind : {Model::Stripe, Model::TextStripe, Model::Keyboard, Model::Scanner}) {
    for (const std::string& card : cards) {
      Counter counter(kind);
      const bool is_swiped = kind == Model::Stripe || kind == Model::TextStripe;
      counter.say((is_swiped ? "swipe " : kind == Model::Keyboard ? "tap " : "scan ") + card);
      counter.serve(3s);
      CHECK(counter.heard<CardUnreadable>().size() == 1);
      CHECK(counter.heard<CardArrived>().empty());
      REQUIRE_FALSE(counter.events.empty());
      for (const DeviceEvent& event : counter.events) {
        const Bytes letter = wire::encode(wire::ToClient(event));
        CHECK_FALSE(holds_digits(letter, number.substr(0, 6)));
        CHECK_FALSE(holds_digits(letter, number.substr(10)));
      }
      counter.say((is_swiped                 ? "swipe ;"
                   : kind == Model::Keyboard ? "tap "
                                             : "scan ") +
                  std::string("6001234567") + (is_swiped ? "?" : ""));
      counter.serve(1s);
      REQUIRE(counter.heard<CardArrived>().size() == 1);  // the next card is read
      CHECK(counter.heard<CardArrived>()[0].card.uid == "00006001234567");
    }
  }
}

TEST_CASE("no text, however wrong, disturbs the reading of tracks") {
  REQUIRE(rc::check("any text", [](const std::string& text) {
    for (const int track : {1, 2, 3}) {
      const auto content = read_track(track, text);
      if (content) RC_ASSERT(content->size() + 2 <= text.size());
    }
    const auto number = number_on_tracks(text);
    if (number) RC_ASSERT(number->size() + 2 <= text.size());
  }));
  REQUIRE(rc::check("any report", [](Bytes report) {
    report.resize(509);
    for (const Model kind : {Model::Stripe, Model::TextStripe}) {
      SwipedStripe stripe(reports_of(kind));
      (void)stripe.take(report, 0ms);
      RC_ASSERT(stripe.secret().text().size() <= SwipedStripe::kMost);
    }
  }));
}
