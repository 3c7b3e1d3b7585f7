// What goes over the wire, read again by a grammar of its own: a real-time command stands between
// other commands and asks for status, or it does not stand there at all.
#include <rapidcheck.h>

#include <optional>

#include "devices/printer/escpos_printer.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"
#include "tests/devices/tapped_transport.hpp"

using slipway::devices::Ability;
using slipway::devices::EscposPrinter;
using slipway::devices::known_profiles;
using slipway::devices::Language;
using slipway::devices::Outcome;
using slipway::devices::Page;
using slipway::devices::PrinterProfile;
using slipway::devices::StatusDialect;
using slipway::devices::VirtualPrinter;
using slipway::devices::bench::TappedTransport;
using slipway::devices::usb::Bytes;
using slipway::devices::usb::VirtualTransport;

namespace {

bool is_status_question(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 3 && bytes[0] == 0x10 && bytes[1] == 0x04 && bytes[2] >= 1 &&
         bytes[2] <= 4;
}

// The length of the command at the head, of those that a driver may send; nothing for any other.
std::optional<std::size_t> command_length(std::span<const std::uint8_t> bytes) {
  const auto at = [&](std::size_t i) -> std::size_t { return i < bytes.size() ? bytes[i] : 0; };
  if (at(0) == 0x00) return 1;
  if (is_status_question(bytes)) return 3;
  if (at(0) == 0x1B && at(1) == 0x40) return 2;
  if (at(0) == 0x1B && at(1) == 0x64) return 3;
  if (at(0) != 0x1D) return std::nullopt;
  switch (at(1)) {
    case 0x28:
      return 5 + at(3) + (at(4) << 8);
    case 0x56:
      return 4;
    case 0x61:
    case 0x72:
      return 3;
    case 0x67:
      return 6;
    case 0x76:
      return 8 + (at(4) + (at(5) << 8)) * (at(6) + (at(7) << 8));
    default:
      return std::nullopt;
  }
}

// Empty when every real-time command in these bytes is a question for status, standing by itself,
// and every image follows a GS ( D if `is_locked`; otherwise what is wrong.
std::string breach_in(const Bytes& bytes, bool is_locked) {
  bool has_lock = false;
  std::span<const std::uint8_t> rest(bytes);
  while (!rest.empty()) {
    const std::string where = " at byte " + std::to_string(bytes.size() - rest.size());
    const auto length = command_length(rest);
    if (!length) return "no command of ours" + where;
    if (*length > rest.size()) return "a command is cut short" + where;
    if (rest[0] == 0x1B && rest[1] == 0x40) has_lock = false;
    if (rest[0] == 0x1D && rest[1] == 0x28 && rest[2] == 0x44) has_lock = true;
    if (rest[0] == 0x1D && rest[1] == 0x76 && is_locked && !has_lock) return "no lock" + where;
    // From the second byte on, and into the command that follows.
    for (std::size_t i = is_status_question(rest) ? 1 : 0; i < *length && i + 1 < rest.size();
         ++i) {
      if (rest[i] != 0x10) continue;
      if (rest[i + 1] == 0x04 || rest[i + 1] == 0x05 || rest[i + 1] == 0x14) {
        return "a real-time command inside another" + where;
      }
    }
    rest = rest.subspan(*length);
  }
  return "";
}

Page nasty_page(int width) {
  Page page;
  page.width = width;
  page.height = *rc::gen::inRange(1, 40);
  const auto size = page.row_bytes() * static_cast<std::size_t>(page.height);
  page.rows = *rc::gen::container<Bytes>(
      size,
      rc::gen::weightedOneOf<std::uint8_t>({{4, rc::gen::just<std::uint8_t>(0x10)},
                                            {4, rc::gen::element<std::uint8_t>(0x04, 0x05, 0x14)},
                                            {1, rc::gen::element<std::uint8_t>(0x1D, 0x1B, 0x00)},
                                            {1, rc::gen::arbitrary<std::uint8_t>()}}));
  return page;
}

std::vector<PrinterProfile> escpos_profiles() {
  std::vector<PrinterProfile> profiles;
  for (const PrinterProfile& one : known_profiles()) {
    if (one.language == Language::EscPos) profiles.push_back(one);
  }
  return profiles;
}

}  // namespace

TEST_CASE("whatever is printed with whatever profile, real-time commands only ask for status") {
  const auto profiles = escpos_profiles();
  REQUIRE(profiles.size() > 40);
  REQUIRE(rc::check("jobs on the wire", [&] {
    PrinterProfile profile = *rc::gen::elementOf(profiles);
    profile.status =
        *rc::gen::element(StatusDialect::RealTime, StatusDialect::RealTimeAndAutomatic);
    profile.forbids_real_time = *rc::gen::arbitrary<bool>();
    profile.confirms_jobs = *rc::gen::element(Ability::Yes, Ability::Ask, Ability::No);
    const int width = *rc::gen::inRange(1, profile.width_dots + 1);
    VirtualPrinter device;
    auto below = VirtualTransport::open(device);
    RC_ASSERT(below.has_value());
    Bytes heard;
    auto printer =
        EscposPrinter::open(std::make_unique<TappedTransport>(std::move(*below), heard), profile);
    RC_ASSERT(printer.has_value());
    for (int jobs = *rc::gen::inRange(1, 3); jobs > 0; --jobs) {
      const auto printed =
          (*printer)->print(nasty_page(width), *rc::gen::arbitrary<std::uint64_t>());
      RC_ASSERT(printed.outcome == Outcome::Printed);
      RC_ASSERT((*printer)->status().has_value());
    }
    RC_ASSERT(breach_in(heard, profile.forbids_real_time) == std::string());
    RC_ASSERT(device.drawer_pulses() == 0);
  }));
}

TEST_CASE("the grammar that reads the wire finds what it looks for") {
  const Bytes strip = {0x1D, 0x76, 0x30, 0, 2, 0, 1, 0};
  const auto with = [&](std::initializer_list<std::uint8_t> more) {
    Bytes bytes = strip;
    bytes.insert(bytes.end(), more);
    return bytes;
  };
  CHECK(breach_in(with({0x10, 0x06}), false).empty());
  CHECK(breach_in(with({0x10, 0x06, 0x10, 0x04, 0x01}), false).empty());
  CHECK(breach_in(with({0x01, 0x10, 0x10, 0x04, 0x02}), false).empty());
  CHECK(breach_in(with({0x10, 0x04}), false) == "a real-time command inside another at byte 0");
  CHECK(breach_in(with({0x10, 0x14}), false) == "a real-time command inside another at byte 0");
  CHECK(breach_in(with({0x00, 0x10, 0x05}), false) ==
        "a real-time command inside another at byte 0");
  CHECK(breach_in({0x10, 0x05, 0x02}, false) == "no command of ours at byte 0");
  CHECK(breach_in({0x10, 0x14, 0x01, 0x00, 0x01}, false) == "no command of ours at byte 0");
  CHECK(breach_in(with({0x10}), false) == "a command is cut short at byte 0");
  CHECK(breach_in(with({0x00, 0x00}), true) == "no lock at byte 0");
}
