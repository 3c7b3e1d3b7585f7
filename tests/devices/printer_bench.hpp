#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "devices/printer/escpos_printer.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

// A driver on a virtual printer, with a hand on the wire between them and an eye on the paper.
namespace slipway::devices::bench {

inline Page page_of(int height, int width = 576, std::uint8_t seed = 1) {
  Page page{width, height, {}};
  page.rows.resize(page.row_bytes() * static_cast<std::size_t>(height));
  std::uint32_t noise = seed;
  for (auto& byte : page.rows) {
    noise = noise * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(noise >> 24);
  }
  return page;
}

inline bool same(const Page& a, const Page& b) {
  return a.width == b.width && a.height == b.height && a.rows == b.rows;
}

inline PrinterProfile epson() {
  return *profile_named("Epson 80 mm", known_profiles());
}
inline PrinterProfile clone() {
  return *profile_named("generic 80 mm", known_profiles());
}

// Whole copies of the page as it comes out, wherever in the paper they are.
inline int originals(VirtualPaperDevice& device, const Page& expected) {
  std::vector<Page> pieces = device.take_slips();
  for (Page& torn : device.take_torn())
    pieces.push_back(torn);
  pieces.push_back(device.hanging());
  int found = 0;
  for (const Page& piece : pieces) {
    if (piece.width != expected.width) continue;
    const auto step = static_cast<std::ptrdiff_t>(expected.row_bytes());
    for (auto at = piece.rows.begin();
         piece.rows.end() - at >= static_cast<std::ptrdiff_t>(expected.rows.size()); at += step) {
      if (std::equal(expected.rows.begin(), expected.rows.end(), at)) ++found;
    }
  }
  return found;
}

struct Bench {
  VirtualPrinter device;
  PrinterProfile profile;
  usb::VirtualTransport* wire = nullptr;
  std::unique_ptr<EscposPrinter> printer;

  explicit Bench(PrinterProfile chosen = epson()) : profile(std::move(chosen)) {
    if (profile.confirms_jobs != Ability::Yes) say("model clone");
    plug();
  }
  // A new program, or the cable back in: everything above the bus starts anew.
  void plug() {
    printer.reset();
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    auto opened = EscposPrinter::open(std::move(*transport), profile);
    REQUIRE(opened.has_value());
    printer = std::move(*opened);
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  void say_in(std::chrono::milliseconds time, const std::string& words) {
    wire->at(wire->now() + time, [this, words] { say(words); });
  }
  int originals(const Page& page) { return bench::originals(device, escpos::softened(page)); }
};

inline constexpr Printed kProven{Outcome::Printed, Evidence::ProcessId, PrintCause::None};

}  // namespace slipway::devices::bench
