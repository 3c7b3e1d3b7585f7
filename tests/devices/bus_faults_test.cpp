// Every fault of the bus at every transfer of a normal session with each device, and what the
// drivers make of it.
#include "devices/usb/bus_fault.hpp"

#include <functional>
#include <set>

#include "devices/pad/pad_choice.hpp"
#include "devices/pad/virtual_digitizer.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/star_printer.hpp"
#include "devices/printer/virtual_star_printer.hpp"
#include "devices/reader/ccid_reader.hpp"
#include "devices/reader/hid_reader.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/recorder.hpp"
#include "tests/devices/printer_bench.hpp"
#include "tests/devices/rig.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using std::chrono::milliseconds;
using usb::BusFault;
using usb::VirtualTransport;
using Hid = VirtualHidReader::Kind;

namespace {

// What the session of one device came to, as the program above the driver sees it.
struct Session {
  bool is_good = false;         // all of it went as it should
  std::set<std::string> cards;  // that were reported
  std::optional<Printed> printed;
  int points = 0;
  milliseconds took{0};
  std::size_t transfers = 0;
};

using Use = std::function<Session(usb::VirtualDevice&)>;

std::unique_ptr<VirtualTransport> plugged(usb::VirtualDevice& device) {
  auto wire = VirtualTransport::open(device);
  REQUIRE(wire.has_value());
  return std::move(*wire);
}

// Runs a session, and knows afterwards how long it took, whatever became of its driver.
Session over_wire(
    usb::VirtualDevice& device,
    const std::function<void(std::unique_ptr<usb::Transport>, VirtualTransport&, Session&)>& use) {
  auto wire = plugged(device);
  VirtualTransport& cable = *wire;
  Session session;
  usb::Recorder recorder(std::make_unique<usb::Scrubber>(), [&cable] { return cable.now(); });
  use(std::make_unique<usb::RecordingTransport>(std::move(wire), recorder), cable, session);
  session.took = recorder.now();
  session.transfers = recorder.recording().transfers.size();
  return session;
}

Session read_card(usb::VirtualDevice& device, const std::string& tap, const std::string& away,
                  const std::string& uid) {
  return over_wire(device, [&](auto wire, VirtualTransport& cable, Session& session) {
    Result<std::unique_ptr<CardReader>> reader = tl::unexpected(Error{});
    if (wire->interface().device_class == 0x0B) {
      auto opened = CcidReader::open(std::move(wire));
      if (opened) reader = std::move(*opened);
    } else {
      auto opened =
          HidReader::open(std::move(wire), NumberFormat::Digits, [&cable] { return cable.now(); });
      if (opened) reader = std::move(*opened);
    }
    if (!reader) return;
    bool is_well = (*reader)->enable().has_value();
    if (is_well) REQUIRE(device.obey(tap).has_value());
    const auto armed = cable.now();
    bool is_away = away.empty();
    while (is_well && cable.now() < armed + 2400ms) {
      if (!is_away && cable.now() >= armed + 1600ms) {
        REQUIRE(device.obey(away).has_value());
        is_away = true;
      }
      const auto reading = (*reader)->wait(200ms);
      is_well = reading.has_value();
      if (is_well && reading->news == ReaderNews::Arrived) session.cards.insert(reading->card.uid);
    }
    is_well = (*reader)->disable().has_value() && is_well;
    session.is_good = is_well && session.cards == std::set{uid};
  });
}

template <typename Printer>
Session print(usb::VirtualDevice& device, const PrinterProfile& profile, const Page& page) {
  return over_wire(device, [&](auto wire, VirtualTransport&, Session& session) {
    auto printer = Printer::open(std::move(wire), profile);
    if (!printer) return;
    session.printed = (*printer)->print(page, 7);
    session.is_good = session.printed->outcome == Outcome::Printed;
  });
}

// A signature on whatever can be signed on. `hand`: words for the device.
Session sign(usb::VirtualDevice& device, const std::string& hand, milliseconds time,
             Encryption wish) {
  return over_wire(device, [&](auto wire, VirtualTransport& cable, Session& session) {
    auto pad = open_pad(std::move(wire), wish,
                        [&cable] { return std::chrono::microseconds(cable.now()); });
    if (!pad) return;
    bool is_well = (*pad)->begin().has_value();
    if (is_well) REQUIRE(device.obey(hand).has_value());
    for (const auto end = cable.now() + time; is_well && cable.now() < end;) {
      const auto samples = (*pad)->wait(50ms);
      is_well = samples.has_value();
      if (!is_well) break;
      for (const PenSample& sample : *samples)
        session.points += sample.touching ? 1 : 0;
    }
    is_well = (*pad)->end().has_value() && is_well;
    session.is_good = is_well && session.points > 50;
  });
}

// The device plugged in anew, as often as its user would: the session has to be as on the first
// day.
bool is_well_again(usb::VirtualDevice& device, const Use& use) {
  REQUIRE(device.obey("fault none").has_value());
  for (int plugs = 0; plugs < 2; ++plugs) {
    device.vanish();
    if (use(device).is_good) return true;
  }
  return false;
}

constexpr auto kFirst = BusFault::Stall;

// Whether a host controller would let it pass: packets of one endpoint are numbered on the wire, so
// that none is lost, repeated or overtaken unless a device's own firmware does it.
bool is_firmwares(BusFault fault) {
  return fault == BusFault::Elsewhere || fault == BusFault::Repeat || fault == BusFault::Reorder ||
         fault == BusFault::Short;
}

// `judge`: what must hold after a session with a fault, on the device as it is then.
void at_every_transfer(
    const std::function<std::unique_ptr<usb::VirtualDevice>()>& make, const Use& use,
    milliseconds most,
    const std::function<void(usb::VirtualDevice&, const Session&, BusFault)>& judge,
    std::size_t step = 1) {
  const auto healthy = make();
  const Session normal = use(*healthy);
  REQUIRE(normal.is_good);
  REQUIRE(normal.transfers > 5);
  for (std::size_t fault = 0; fault < usb::kBusFaults; ++fault) {
    const auto kind = static_cast<BusFault>(static_cast<std::size_t>(kFirst) + fault);
    for (std::size_t at = 1; at <= normal.transfers; at += step) {
      INFO(usb::name_of(kind) << " at transfer " << at);
      const auto device = make();
      REQUIRE(device->obey(std::string("fault ") + usb::name_of(kind) + " " + std::to_string(at))
                  .has_value());
      const Session session = use(*device);
      CHECK(session.took <= most);
      if (kind == BusFault::Gone && at == 1) CHECK_FALSE(session.is_good);
      judge(*device, session, kind);
      CHECK(is_well_again(*device, use));
    }
  }
}

template <typename Device>
std::unique_ptr<usb::VirtualDevice> made() {
  return std::make_unique<Device>();
}

// What no printer may ever do, whatever befell a transfer.
void judge_printer(usb::VirtualDevice& device, const Session& session, const Page& expected) {
  const int originals = bench::originals(dynamic_cast<VirtualPaperDevice&>(device), expected);
  CHECK(originals <= 1);
  if (!session.printed) return;  // it was not opened: nothing was sent
  if (session.printed->outcome == Outcome::Printed) CHECK(originals == 1);
  if (session.printed->outcome == Outcome::NotPrinted) CHECK(originals == 0);
}

// What no pad may ever do, whatever befell a transfer. `most`: points that the hand draws, and
// those of one report that came twice.
void judge_pad(usb::VirtualDevice& device, const Session& session, int most) {
  const auto& pad = dynamic_cast<const VirtualPad&>(device);
  CHECK_FALSE(pad.is_inking());
  CHECK_FALSE(pad.is_capturing());
  CHECK(pad.ink() == 0);
  CHECK(session.points <= most);
}

}  // namespace

TEST_CASE("bus faults: their words are understood, and no others") {
  CHECK(usb::planned_fault("fault stall")->transfer == 1);
  CHECK(usb::planned_fault("fault reenumerate 12")->transfer == 12);
  CHECK(usb::planned_fault("fault babble 3")->fault == BusFault::Babble);
  for (const char* words :
       {"stall", "fault", "fault ", "fault nonsense", "fault stall ", "fault stall 0",
        "fault stall x", "fault stall 3 4", "fault stall -1", "fault stall 9999999"}) {
    CAPTURE(words);
    CHECK_FALSE(usb::planned_fault(words).has_value());
  }
  VirtualPad pad;
  CHECK(pad.obey("help")->find("fault KIND N") != std::string::npos);
  CHECK(pad.obey("fault slow 2") == "slow befalls transfer 2 from now");
}

TEST_CASE("bus faults: each is on the bus what it is called") {
  const auto asked = [&](const std::string& words, milliseconds patience) {
    VirtualPrinter device;
    auto wire = plugged(device);
    REQUIRE_FALSE(wire->write(0x01, usb::Bytes{0x10, 0x04, 0x01}, 100ms).error.has_value());
    REQUIRE(device.obey(words).has_value());
    auto first = wire->read(0x82, 64, patience);
    auto second = wire->read(0x82, 64, 100ms);
    return std::pair(std::move(first), std::move(second));
  };
  const usb::Bytes answer = *asked("fault none", 10ms).first;
  REQUIRE(answer.size() == 1);
  CHECK(asked("fault stall", 10ms).first.error().fault == Fault::Protocol);
  CHECK(*asked("fault stall", 10ms).second == answer);
  CHECK(asked("fault short", 10ms).first->empty());
  CHECK(asked("fault short", 10ms).second.error().fault == Fault::Timeout);
  CHECK(asked("fault babble", 10ms).first.error().fault == Fault::Protocol);
  CHECK(asked("fault silence", 900ms).first.error().fault == Fault::Timeout);
  CHECK(*asked("fault silence", 900ms).second == answer);
  CHECK(asked("fault gone", 10ms).first.error().fault == Fault::Gone);
  CHECK(asked("fault reenumerate", 10ms).second.error().fault == Fault::Gone);
  CHECK(asked("fault elsewhere", 90ms).first.error().fault == Fault::Timeout);
  CHECK(*asked("fault repeat", 10ms).second == answer);
  CHECK(asked("fault slow", 300ms).first.error().fault == Fault::Timeout);
  CHECK(*asked("fault slow", 500ms).first == answer);
  CHECK(asked("fault empty", 10ms).first->empty());
  CHECK(*asked("fault empty", 10ms).second == answer);
  CHECK(asked("fault reorder", 10ms).first.error().fault == Fault::Timeout);
  CHECK(*asked("fault reorder", 90ms).first == answer);
}

TEST_CASE("bus faults: what comes next overtakes what is held back") {
  VirtualReader device;
  auto wire = plugged(device);
  REQUIRE(device.obey("stray").has_value());
  REQUIRE(device.obey("empty").has_value());
  REQUIRE(device.obey("fault reorder").has_value());
  CHECK(wire->read(0x82, 271, 10ms)->empty());
  CHECK(wire->read(0x82, 271, 90ms)->size() == 10);
}

TEST_CASE("bus faults: half of what was sent is taken, and the rest refused") {
  VirtualPrinter device;
  auto wire = plugged(device);
  REQUIRE(device.obey("fault short").has_value());
  const auto written = wire->write(0x01, usb::Bytes(100, 0), 100ms);
  CHECK(written.taken == 50);
  CHECK(written.error->fault == Fault::Protocol);
}

TEST_CASE("bus faults: an ESC/POS printer never prints twice, nor claims what is not there") {
  const Page page = bench::page_of(40, 128);
  const Page paper = escpos::softened(page);
  for (const PrinterProfile& profile : {bench::epson(), bench::clone()}) {
    INFO(profile.name);
    const bool is_clone = profile.confirms_jobs != Ability::Yes;
    at_every_transfer(
        [&] {
          auto device = std::make_unique<VirtualPrinter>();
          if (is_clone) REQUIRE(device->obey("model clone").has_value());
          return device;
        },
        [&](usb::VirtualDevice& device) { return print<EscposPrinter>(device, profile, page); },
        60s,
        [&](usb::VirtualDevice& device, const Session& session, BusFault) {
          judge_printer(device, session, paper);
        });
  }
}

TEST_CASE("bus faults: a Star printer never prints twice, nor claims what is not there") {
  const Page page = bench::page_of(40, 128);
  const PrinterProfile profile = *profile_named("Star TSP100IV", known_profiles());
  at_every_transfer(
      made<VirtualStarPrinter>,
      [&](usb::VirtualDevice& device) { return print<StarPrinter>(device, profile, page); }, 60s,
      [&](usb::VirtualDevice& device, const Session& session, BusFault) {
        judge_printer(device, session, star::softened(page));
      });
}

TEST_CASE("bus faults: a reader of cards reports the card that is there, or none") {
  const std::string uid = "04DE5F1EACC040";
  at_every_transfer(
      made<VirtualReader>,
      [&](usb::VirtualDevice& device) {
        REQUIRE(device.obey("remove").has_value());
        return read_card(device, "tap " + uid, "remove", uid);
      },
      60s,
      [&](usb::VirtualDevice&, const Session& session, BusFault) {
        for (const std::string& card : session.cards)
          CHECK(card == uid);
      });
}

TEST_CASE("bus faults: a reader that writes numbers reports the one that was read, or none") {
  const std::string uid = "00006001987354";
  for (const auto& [kind, words] : {std::pair{Hid::Keyboard, "tap 6001987354"},
                                    {Hid::Scanner, "scan 6001987354"},
                                    {Hid::Stripe, "swipe ;6001987354?"},
                                    {Hid::TextStripe, "swipe ;6001987354?"}}) {
    INFO(words);
    const Hid model = kind;
    const std::string swipe = words;
    at_every_transfer([&] { return std::make_unique<VirtualHidReader>(model); },
                      [&](usb::VirtualDevice& device) { return read_card(device, swipe, "", uid); },
                      30s,
                      [&](usb::VirtualDevice&, const Session& session, BusFault fault) {
                        // Nothing guards the number itself: firmware that loses a key has typed
                        // another one.
                        for (const std::string& card : session.cards) {
                          if (!is_firmwares(fault)) CHECK(card == uid);
                          CHECK(is_sound(Card{card, {}, {}}));
                        }
                      });
  }
}

TEST_CASE("bus faults: a pad is blank afterwards, and nobody's signature is made up") {
  at_every_transfer(
      made<VirtualPad>,
      [](usb::VirtualDevice& device) {
        return sign(device, "sign quick", 800ms, Encryption::Never);
      },
      60s,
      [](usb::VirtualDevice& device, const Session& session, BusFault) {
        judge_pad(device, session, 429);
      },
      // Hundreds of transfers, each with a signature: every seventh where a sanitizer watches.
      tests::kSlowness == 1 ? 1 : 7);
}

TEST_CASE("bus faults: a pad whose keys are disturbed is blank afterwards, and not in capture") {
  at_every_transfer([] { return std::make_unique<VirtualPad>(stu::Kind::Stu500); },
                    [](usb::VirtualDevice& device) {
                      return sign(device, "sign quick", 800ms, Encryption::Require);
                    },
                    60s,
                    [](usb::VirtualDevice& device, const Session& session, BusFault) {
                      judge_pad(device, session, 430);
                    },
                    tests::kSlowness == 1 ? 2 : 13);
}

TEST_CASE("bus faults: a tablet, a screen and an ePad make nobody's signature up") {
  using Kind = VirtualDigitizer::Kind;
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad}) {
    at_every_transfer(
        [kind] { return std::make_unique<VirtualDigitizer>(kind); },
        [](usb::VirtualDevice& device) {
          return sign(device, "sign part", 1200ms, Encryption::Prefer);
        },
        60s,
        [](usb::VirtualDevice&, const Session& session, BusFault) { CHECK(session.points <= 429); },
        tests::kSlowness == 1 ? 3 : 17);
  }
}
