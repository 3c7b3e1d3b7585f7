// Stripe readers that encrypt (MagTek MagneSafe): what of a swipe leaves the driver, and what does
// not.
#include <rapidcheck.h>

#include <algorithm>

#include "devices/reader/bank_card.hpp"
#include "devices/reader/ccid.hpp"
#include "devices/reader/hid_reader.hpp"
#include "devices/reader/sealed_swipe.hpp"
#include "devices/reader/swiped_stripe.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/service/codec.hpp"
#include "devices/service/reader_duty.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
namespace hid = usb::hid;
using usb::Bytes;
using Heard = ReportDecoder::Heard;
using Model = VirtualHidReader::Kind;

namespace {

const std::string kMember = "%M6001234567^WANG/X?;6001234567=0?";

hid::Reports reports_of(const Bytes& descriptor) {
  auto reports = hid::read_reports(descriptor);
  REQUIRE(reports.has_value());
  return *reports;
}

SealedSwipe::Layout head_layout() {
  const auto layout = SealedSwipe::layout_of(reports_of(VirtualHead::report_descriptor()));
  REQUIRE(layout.has_value());
  return *layout;
}

Bytes member_report() {
  VirtualHead head;
  return head.swipe({"%M6001234567^WANG/X?", ";6001234567=0?", ""});
}

Heard heard(const Bytes& report) {
  SealedSwipe swipe(head_layout());
  const Heard what = swipe.take(report, 0ms);
  CHECK((swipe.sealed() != nullptr) == (what == Heard::Sealed));
  return what;
}

bool holds(const Bytes& bytes, const std::string& text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

Result<std::unique_ptr<CardReader>> open_timed(std::unique_ptr<usb::Transport> transport,
                                               usb::VirtualTransport*& wire) {
  auto opened =
      HidReader::open(std::move(transport), NumberFormat::Decimal, [&wire] { return wire->now(); });
  if (!opened) return tl::unexpected(opened.error());
  return std::unique_ptr<CardReader>(std::move(*opened));
}

// A reader with its driver, and what it said.
struct Bench {
  VirtualHidReader device{Model::SealedStripe};
  std::unique_ptr<HidReader> reader;

  Bench() {
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    usb::VirtualTransport* wire = transport->get();
    auto opened = HidReader::open(std::move(*transport), NumberFormat::Decimal,
                                  [wire] { return wire->now(); });
    REQUIRE(opened.has_value());
    reader = std::move(*opened);
    REQUIRE(reader->enable().has_value());
  }
  Reading after(const std::string& words) {
    REQUIRE(device.obey(words).has_value());
    for (int tries = 0; tries < 50; ++tries) {
      auto reading = reader->wait(100ms);
      REQUIRE(reading.has_value());
      const bool is_news =
          reading->news == ReaderNews::Arrived || reading->news == ReaderNews::Failed;
      if (is_news) return std::move(*reading);
    }
    return {};
  }
};

}  // namespace

TEST_CASE("sealed: where each value lies is what the manual's descriptor says") {
  const auto layout = head_layout();
  CHECK(layout.size == 856);
  CHECK(layout.lengths[0].first == 3);
  CHECK(layout.encoding.first == 6);
  CHECK(layout.tracks[0].first == 7);
  CHECK(layout.tracks[2].first == 231);
  CHECK(layout.status.first == 493);
  CHECK(layout.ksn.first == 495);
  CHECK(layout.masked_lengths[0].first == 505);
  CHECK(layout.masked[0].first == 508);
  CHECK(layout.masked[2].first == 732);
  CHECK_FALSE(SwipedStripe::fits(reports_of(VirtualHead::report_descriptor())));
}

TEST_CASE("sealed: a head that orders its report otherwise is read by its descriptor") {
  // Report 5: key number, status, encoding; then per track state, lengths, 16 bytes sealed, 40
  // masked.
  Bytes descriptor = {0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x85, 0x05, 0x15, 0x00, 0x26,
                      0xFF, 0x00, 0x75, 0x08, 0x09, 0x46, 0x95, 0x0A, 0x81, 0x02, 0x09, 0x42,
                      0x95, 0x02, 0x81, 0x02, 0x09, 0x38, 0x95, 0x01, 0x81, 0x02};
  for (std::uint8_t track = 0; track < 3; ++track) {
    const auto at = [&](int first) { return static_cast<std::uint8_t>(first + track); };
    for (const std::uint8_t byte :
         Bytes{0x09, at(0x20), 0x09, at(0x28), 0x09, at(0x47), 0x95, 3,  0x81, 0x02, 0x09, at(0x30),
               0x95, 16,       0x81, 0x02,     0x09, at(0x4A), 0x95, 40, 0x81, 0x02})
      descriptor.push_back(byte);
  }
  descriptor.push_back(0xC0);
  const auto layout = SealedSwipe::layout_of(reports_of(descriptor));
  REQUIRE(layout.has_value());
  CHECK(layout->size == 1 + 13 + 3 * 59);
  CHECK(layout->ksn.first == 1);
  CHECK(layout->tracks[1].first == 1 + 13 + 59 + 3);
  Bytes report(layout->size, 0);
  report[0] = 5;
  report[12] = 6;
  report[13] = 4;
  report[layout->lengths[1].first] = 8;
  std::fill_n(report.begin() + static_cast<std::ptrdiff_t>(layout->tracks[1].first), 8,
              std::uint8_t{0xAB});
  SealedSwipe swipe(*layout);
  REQUIRE(swipe.take(report, 0ms) == Heard::Sealed);
  CHECK(swipe.sealed()->tracks[1] == "ABABABABABABABAB");
  report[0] = 6;
  CHECK(swipe.take(report, 0ms) == Heard::More);
}

TEST_CASE("sealed: a descriptor that leaves something out, or gives it another size, is none") {
  const Bytes whole = VirtualHead::report_descriptor();
  const auto without = [&](int usage) {
    Bytes changed = whole;
    for (std::size_t at = 0; at + 1 < changed.size(); ++at) {
      if (changed[at] == 0x09 && changed[at + 1] == usage) changed[at + 1] = 0x7F;
    }
    return SealedSwipe::layout_of(reports_of(changed)).has_value();
  };
  CHECK(without(0x33));  // MagnePrint is not asked for
  for (const int usage : {0x20, 0x22, 0x28, 0x30, 0x32, 0x38, 0x42, 0x46, 0x47, 0x4C})
    CHECK_FALSE(without(usage));
  Bytes longer = whole;
  const Bytes serial = {0x09, 0x46, 0x95, 0x0A};
  const auto found = std::search(longer.begin(), longer.end(), serial.begin(), serial.end());
  REQUIRE(found != longer.end());
  *(found + 3) = 11;
  CHECK_FALSE(SealedSwipe::layout_of(reports_of(longer)).has_value());
}

TEST_CASE(
    "sealed: a member's swipe is blocks, a key's serial number, and nothing that is readable") {
  Bench bench;
  const Reading reading = bench.after("swipe " + kMember);
  REQUIRE(reading.news == ReaderNews::Arrived);
  CHECK(reading.card.assurance == Assurance::ReaderEncrypted);
  CHECK(reading.card.uid.empty());
  REQUIRE(reading.card.stripe.has_value());
  CHECK(is_sound(reading.card));
  CHECK(reading.card.stripe->ksn == "FFFF9876543210E00001");
  CHECK(reading.card.stripe->tracks[0].size() == 48);
  CHECK(reading.card.stripe->tracks[1].size() == 32);
  CHECK(reading.card.stripe->tracks[2].empty());
  CHECK(reading.card.stripe->format == NumberFormat::Decimal);
  const Bytes letter = wire::encode(wire::ToClient(DeviceEvent(CardArrived{reading.card})));
  CHECK_FALSE(holds(letter, "6001"));
  CHECK_FALSE(holds(letter, "WANG"));
  const auto removed = bench.reader->wait(0ms);
  REQUIRE(removed.has_value());
  CHECK(removed->news == ReaderNews::Removed);
  const Reading second = bench.after("swipe " + kMember);
  REQUIRE(second.card.stripe.has_value());
  CHECK(second.card.stripe->ksn == "FFFF9876543210E00002");
  CHECK(second.card.stripe->tracks[1] != reading.card.stripe->tracks[1]);
  const Reading again = bench.after("replay");
  REQUIRE(again.card.stripe.has_value());
  CHECK(again.card.stripe == second.card.stripe);  // only the station can tell
}

TEST_CASE("sealed: the head encrypts as the published example says") {
  VirtualHead head;
  const std::string track = "%B5452300551227189^HOGAN/PAUL      ^08043210000000725000000?";
  for (int swipe = 1; swipe < 8; ++swipe)
    (void)head.swipe({"%M1?", "", ""});
  const Bytes report = head.swipe({track, "", ""});
  CHECK(ccid::to_hex(std::span(report).subspan(495, 10)) == "FFFF9876543210E00008");
  CHECK(
      ccid::to_hex(std::span(report).subspan(7, 64)) ==
      "C25C1D1197D31CAA87285D59A892047426D9182EC11353C051ADD6D0F072A6CB3436560B3071FC1FD11D9F7E748"
      "86742D9BEE0CFD1EA1064C213BB55278B2F12");
  const Bytes masked(report.begin() + 508, report.begin() + 568);
  CHECK(holds(masked, "%B5452000000007189^HOGAN/PAUL      ^0804000"));  // as page 118 shows it
}

TEST_CASE("sealed: a payment card is dropped by what it shows of itself") {
  Bench bench;
  for (const std::string card :
       {"%B4111111111111111^MEMBER/ANY^30121010000000000?;4111111111111111=30121010000000000000?",
        ";4111111111111111=30121010000000000000?", "%B4111111111111111^MEMBER/ANY^30121010000?",
        ";4111111111111111?"}) {
    CAPTURE(card);
    const Reading reading = bench.after("swipe " + card);
    CHECK(reading.news == ReaderNews::Failed);
    CHECK(reading.trouble == ReadTrouble::Card);
    CHECK_FALSE(reading.card.stripe.has_value());
    CHECK(reading.error.text.find_first_of("0123456789") == std::string::npos);
  }
  CHECK(bench.after("swipe " + kMember).news == ReaderNews::Arrived);
  // One that is called ISO/ABA and shows nothing.
  Bytes report = member_report();
  report[505] = report[506] = report[507] = 0;
  CHECK(heard(report) == Heard::Sealed);
  report[6] = 0;
  CHECK(heard(report) == Heard::PaymentCard);
}

TEST_CASE("sealed: what a mask leaves of a payment card is known") {
  CHECK(is_masked_bank_card("%B5452000000007189^HOGAN/PAUL      ^080400000000?"));
  CHECK(is_masked_bank_card(";5452000000007189=080400000000000000?"));
  CHECK(is_masked_bank_card("+5163000050000445=000000000000?"));
  CHECK(is_masked_bank_card(";5452********7189=0804******?"));
  CHECK(is_masked_bank_card(";4000000000000=3012"));
  CHECK_FALSE(is_masked_bank_card(""));
  CHECK_FALSE(is_masked_bank_card("5452000000007189=0804?"));
  CHECK_FALSE(is_masked_bank_card(";6001234567=0?"));
  CHECK_FALSE(is_masked_bank_card(";1234567890123=101?"));  // three behind it
  CHECK(is_masked_bank_card(";1234567890123=1012?"));
  CHECK_FALSE(is_masked_bank_card(";400000000000=3012?"));         // twelve
  CHECK_FALSE(is_masked_bank_card(";40000000000000000000=301?"));  // twenty
  CHECK_FALSE(is_masked_bank_card(";4000000000000000=3?"));
  CHECK_FALSE(is_masked_bank_card("%M5452000000007189^HOGAN^0804?"));
}

TEST_CASE("sealed: a report that is short or lies about its lengths is unreadable") {
  const Bytes sound = member_report();
  CHECK(heard(sound) == Heard::Sealed);
  for (const std::size_t size : {0U, 1U, 7U, 493U, 855U})
    CHECK(heard(Bytes(sound.begin(), sound.begin() + static_cast<std::ptrdiff_t>(size))) ==
          Heard::Unreadable);
  for (const auto& [place, value] :
       {std::pair{3, 113}, {3, 120}, {4, 255}, {4, 15}, {5, 1}, {505, 113}, {507, 255}}) {
    CAPTURE(place, value);
    Bytes lying = sound;
    lying[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(value);
    CHECK(heard(lying) == Heard::Unreadable);
  }
  Bytes blank = sound;
  blank[3] = blank[4] = 0;
  CHECK(heard(blank) == Heard::Unreadable);
  Bytes scratched = sound;
  scratched[0] = 1;
  CHECK(heard(scratched) == Heard::Sealed);
  scratched[1] = 1;
  CHECK(heard(scratched) == Heard::Unreadable);
}

TEST_CASE("sealed: a reader that does not encrypt, or no longer, gives nothing but that") {
  for (const auto& [first, second, what] : {std::tuple{0x00, 0x06, Heard::Sealed},
                                            {0x00, 0x0E, Heard::Sealed},
                                            {0x00, 0x02, Heard::KeysMissing},
                                            {0x00, 0x04, Heard::KeysMissing},
                                            {0x00, 0x00, Heard::KeysMissing},
                                            {0x06, 0x00, Heard::KeysMissing},
                                            {0x00, 0x07, Heard::KeysUsedUp},
                                            {0x01, 0x06, Heard::KeysUsedUp}}) {
    Bytes report = member_report();
    report[493] = static_cast<std::uint8_t>(first);
    report[494] = static_cast<std::uint8_t>(second);
    CHECK(heard(report) == what);
  }
}

TEST_CASE("sealed: keys that are used up are told the screen and the staff, in words") {
  VirtualHidReader device(Model::SealedStripe);
  usb::VirtualTransport* wire = nullptr;
  std::vector<DeviceEvent> events;
  ReaderDuty duty(
      [&](std::unique_ptr<usb::Transport> transport) {
        return open_timed(std::move(transport), wire);
      },
      [&](DeviceEvent event) { events.push_back(std::move(event)); });
  auto transport = usb::VirtualTransport::open(device);
  REQUIRE(transport.has_value());
  wire = transport->get();
  REQUIRE(duty.begin(std::move(*transport)).has_value());
  REQUIRE(duty.obey(ArmReader{}).has_value());
  REQUIRE(device.obey("exhausted").has_value());
  REQUIRE(device.obey("swipe " + kMember).has_value());
  Result<void> turned;
  for (int turn = 0; turn < 20 && turned; ++turn)
    turned = duty.turn();
  REQUIRE_FALSE(turned.has_value());
  CHECK(turned.error().text == "this reader's keys are used up: have its supplier load new ones");
  REQUIRE(events.size() == 1);
  const auto* unreadable = std::get_if<CardUnreadable>(&events[0]);
  REQUIRE(unreadable != nullptr);
  CHECK(unreadable->trouble == ReadTrouble::KeysUsedUp);
}

TEST_CASE("sealed: no report, however wrong, gives what is not sound") {
  const auto layout = head_layout();
  REQUIRE(rc::check("any report", [&](Bytes report) {
    report.resize(layout.size);
    report[493] = 0;
    report[494] = 6;
    SealedSwipe swipe(layout);
    const bool is_sealed = swipe.take(report, 0ms) == Heard::Sealed;
    RC_ASSERT(is_sealed == (swipe.sealed() != nullptr));
    if (is_sealed) RC_ASSERT(is_sound(*swipe.sealed()));
  }));
}

TEST_CASE("sealed: a head forgets each key that it used, and ends when there is none") {
  VirtualHead head;
  CHECK_FALSE(head.load("FFFF9876543210E000", "6AC292FAA1315B4D858AB3A3D7D5933A"));
  CHECK_FALSE(head.load("FFFF9876543210E00000", "6AC292FAA1315B4D858AB3A3D7D593"));
  CHECK_FALSE(head.load("FFFF9876543210E0000G", "6AC292FAA1315B4D858AB3A3D7D5933A"));
  CHECK(head.load("FFFF9876543210E00007", "6AC292FAA1315B4D858AB3A3D7D5933A"));
  const Bytes report = head.swipe({"%M1?", "", ""});
  CHECK(report.size() == 856);
  CHECK(report[504] == 1);  // the counter begins anew
  head.use_up();
  const Bytes empty = head.swipe({"%M1?", ";1?", ""});
  CHECK(empty[494] == 7);
  CHECK(empty[3] == 0);
  CHECK(empty[505] == 0);
}
