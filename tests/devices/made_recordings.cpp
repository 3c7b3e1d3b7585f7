#include "tests/devices/made_recordings.hpp"

#include "devices/pad/virtual_digitizer.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/printer/virtual_star_printer.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/replay.hpp"
#include "tests/catch.hpp"

namespace slipway::devices::bench {
namespace {

using namespace std::chrono_literals;
using Hid = VirtualHidReader::Kind;

constexpr JobId kJob = 20'261'122;

template <typename Device, typename... Arguments>
std::function<std::unique_ptr<usb::VirtualDevice>()> one(Arguments... arguments) {
  return [=] { return std::make_unique<Device>(arguments...); };
}

std::unique_ptr<usb::VirtualDevice> clone() {
  auto device = std::make_unique<VirtualPrinter>();
  REQUIRE(device->obey("model clone").has_value());
  return device;
}

const std::string kOnline = "online yes, cover open no, paper out no, paper near its end no";
const std::string kMadeUp = "card 00000123456789";

std::vector<std::string> swiped(std::size_t times) {
  std::vector<std::string> told;
  for (std::size_t i = 0; i < times; ++i) {
    told.push_back(kMadeUp);
    told.emplace_back("card removed");
  }
  told.emplace_back("the reader is disabled");
  return told;
}

Trial of(Role role, std::chrono::seconds limit, const std::string& profile = {}) {
  return {role, limit, role == Role::Printer ? kJob : 0, profile};
}

std::vector<Family> printers() {
  return {{"epson-process-id",
           of(Role::Printer, 0s, "Epson 80 mm"),
           one<VirtualPrinter>(),
           {},
           {},
           {kOnline, "page printed, evidence: process id, cause: none"}},
          {"clone-ordered-query",
           of(Role::Printer, 0s, "generic 80 mm"),
           clone,
           {},
           {},
           {kOnline, "page printed, evidence: ordered query, cause: none"}},
          {"star-counter",
           of(Role::Printer, 0s),
           one<VirtualStarPrinter>(),
           {},
           {},
           {kOnline, "page printed, evidence: etb counter, cause: none"}}};
}

std::vector<Family> readers() {
  const std::string atr = ", answer to reset 3B8F8001804F0CA000000306030001000000006A";
  return {
      {"ccid-contactless",
       of(Role::Reader, 4s),
       one<VirtualReader>(),
       {{500ms, "tap 04DE5F1EACC040"},
        {1200ms, "remove"},
        {1700ms, "tap 7B19C2D8"},
        {2400ms, "mute"},
        {3000ms, "remove"}},
       {"04DE5F1EACC040", "7B19C2D8"},
       {"card 04534C49505701" + atr, "card removed", "card 04534C02" + atr, "card removed",
        "card unreadable, media: card mute or absent", "card removed", "the reader is disabled"}},
      {"keyboard-wedge",
       of(Role::Reader, 4s),
       one<VirtualHidReader>(Hid::Keyboard),
       {{500ms, "tap 6001987354"}, {2000ms, "person 0081682206"}},
       {"6001987354", "0081682206"},
       swiped(1)},
      {"hid-pos-scanner",
       of(Role::Reader, 3s),
       one<VirtualHidReader>(Hid::Scanner),
       {{500ms, "scan 6001987354"},
        {1500ms, "scan M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  9999"}},
       {"6001987354", "GATHERGOOD", "MICHAEL", "YABCDEF", "LHRDURAK", "3542", "9999"},
       {kMadeUp, "card removed", "card unreadable, media: not a card number as configured",
        "the reader is disabled"}},
      {"magtek-stripe",
       of(Role::Reader, 3s),
       one<VirtualHidReader>(Hid::Stripe),
       {{500ms, "swipe %M6001987354^LIN/WEI?;6001987354=9912?"},
        {1500ms, "swipe %B4111111111111111^CARDHOLDER/A^2512101?;4111111111111111=2512101?"}},
       {"6001987354", "LIN/WEI", "LIN", "9912", "4111", "CARDHOLDER", "2512101"},
       {kMadeUp, "card removed", "card 00000123456789012345", "card removed",
        "the reader is disabled"}},
      {"magnesafe-stripe",
       of(Role::Reader, 4s),
       one<VirtualHidReader>(Hid::SealedStripe),
       {{500ms, "swipe %M6001987354^LIN/WEI?;6001987354=9912?"},
        {1500ms, "swipe %B4111111111111111^CARDHOLDER/A^2512101?;4111111111111111=2512101?"},
        {2500ms, "exhausted"},
        {2600ms, "swipe ;6001987354?"}},
       {"6001987354", "LIN/WEI", "LIN", "9912", "4111", "CARDHOLDER", "2512"},
       {"sealed stripe, key 00000000000000000000", "card removed",
        "card unreadable, media: a bank card; nothing of it was kept",
        "card unreadable, unsupported: this reader's keys are used up: have its supplier load new "
        "ones",
        "the reader is disabled"}},
      {"id-tech-stripe",
       of(Role::Reader, 3s),
       one<VirtualHidReader>(Hid::TextStripe),
       {{500ms, "swipe %M6001987354^LIN/WEI?;6001987354=9912?"}},
       {"6001987354", "LIN/WEI", "LIN", "9912"},
       swiped(1)}};
}

// What is signed on and has no screen of its own: nothing of it could be a secret but the
// positions.
std::vector<Family> tablets() {
  using Kind = VirtualDigitizer::Kind;
  std::vector<Family> all;
  for (const auto& [name, kind] : {std::pair{"pen-tablet", Kind::Tablet},
                                   {"touch-screen", Kind::Touch},
                                   {"epad", Kind::Epad}}) {
    all.push_back({name,
                   of(Role::Pad, 4s),
                   one<VirtualDigitizer>(kind),
                   {{500ms, "sign"}},
                   {},
                   {"5 strokes of 428 points, 0 gaps", "what was drawn is forgotten"}});
  }
  return all;
}

}  // namespace

const std::vector<Family>& families() {
  static const std::vector<Family> all = [] {
    auto every = printers();
    for (auto& reader : readers())
      every.push_back(reader);
    for (auto& tablet : tablets())
      every.push_back(tablet);
    every.push_back({"stu-pad",
                     of(Role::Pad, 4s),
                     one<VirtualPad>(),
                     {{500ms, "sign"}},
                     {},
                     {"5 strokes of 428 points, 0 gaps", "the glass is blank"}});
    return every;
  }();
  return all;
}

Made make(const Family& family) {
  const auto device = family.make();
  auto wire = usb::VirtualTransport::open(*device);
  REQUIRE(wire.has_value());
  usb::VirtualTransport* cable = wire->get();
  for (const Deed& deed : family.deeds)
    cable->at(deed.at, [&device, words = deed.words] { REQUIRE(device->obey(words).has_value()); });
  // The transport goes with the driver; its time is asked for afterwards no more.
  usb::Recorder recorder(scrubber_for(family.trial.role, cable->description(), cable->interface()),
                         [cable] { return cable->now(); });
  Made made;
  made.end =
      carry_out(family.trial, std::make_unique<usb::RecordingTransport>(std::move(*wire), recorder),
                [&recorder] { return recorder.now(); });
  REQUIRE(recorder.is_whole());
  made.recording = recorder.recording();
  made.recording.source = usb::Source::Simulator;
  made.recording.made = "2026-11-22";
  made.recording.role = name_of(family.trial.role);
  made.recording.limit = family.trial.limit;
  made.recording.job = family.trial.job;
  made.recording.profile = family.trial.profile;
  return made;
}

Replayed replay(const usb::Recording& recording) {
  Trial trial{Role::Reader, recording.limit, recording.job, recording.profile};
  for (const Role role : {Role::Reader, Role::Printer, Role::Pad}) {
    if (recording.role == name_of(role)) trial.role = role;
  }
  const usb::Interface* claimed = usb::interface_of(recording);
  REQUIRE(claimed != nullptr);
  usb::Replay player(recording, scrubber_for(trial.role, recording.description, *claimed));
  auto transport = player.open();
  REQUIRE(transport.has_value());
  Replayed replayed;
  replayed.end = carry_out(trial, std::move(*transport), [&player] { return player.now(); });
  replayed.difference = player.difference();
  replayed.is_over = player.is_over();
  return replayed;
}

}  // namespace slipway::devices::bench
