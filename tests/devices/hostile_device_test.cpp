#include <rapidcheck.h>

#include "devices/pad/pad_choice.hpp"
#include "devices/pad/stu_pad.hpp"
#include "devices/pad/virtual_digitizer.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/escpos_printer.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/reader/ccid_reader.hpp"
#include "devices/reader/hid_reader.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using slipway::devices::CcidReader;
using slipway::devices::Encryption;
using slipway::devices::Error;
using slipway::devices::EscposPrinter;
using slipway::devices::Fault;
using slipway::devices::HidReader;
using slipway::devices::NumberFormat;
using slipway::devices::open_pad;
using slipway::devices::Outcome;
using slipway::devices::Page;
using slipway::devices::ReaderNews;
using slipway::devices::Result;
using slipway::devices::StuPad;
using slipway::devices::VirtualDigitizer;
using slipway::devices::VirtualHidReader;
using slipway::devices::VirtualPad;
using slipway::devices::VirtualPrinter;
using slipway::devices::VirtualReader;
using slipway::devices::usb::Bytes;
using slipway::devices::usb::Description;
using slipway::devices::usb::Interface;
using slipway::devices::usb::Setup;
using slipway::devices::usb::Transport;

namespace {

// A device that does anything: answers of any length and content, short writes, stalls, silence,
// and sometimes it leaves. Counts how often it was asked, so that endless patience shows.
class HostileTransport final : public Transport {
 public:
  // `reports`: what it answers when it is asked for its report descriptor; empty: anything.
  HostileTransport(Description description, std::uint32_t seed, Bytes reports = {})
      : description_(std::move(description)), reports_(std::move(reports)), noise_(seed) {}

  [[nodiscard]] const Description& description() const override { return description_; }
  [[nodiscard]] const Interface& interface() const override {
    return description_.interfaces.front();
  }
  [[nodiscard]] Result<Bytes> control_in(const Setup& setup, std::size_t most,
                                         std::chrono::milliseconds) override {
    if (!reports_.empty() && setup.value == 0x2200) return reports_;
    return some(most);
  }
  [[nodiscard]] Result<void> control_out(const Setup&, std::span<const std::uint8_t>,
                                         std::chrono::milliseconds) override {
    if (auto error = mishap()) return tl::make_unexpected(*error);
    return {};
  }
  [[nodiscard]] Written write(std::uint8_t, std::span<const std::uint8_t> bytes,
                              std::chrono::milliseconds) override {
    auto error = mishap();
    if (!error) return {bytes.size(), std::nullopt};
    return {bytes.empty() ? 0 : next() % bytes.size(), error};
  }
  [[nodiscard]] Result<Bytes> read(std::uint8_t, std::size_t most,
                                   std::chrono::milliseconds) override {
    return some(most);
  }
  [[nodiscard]] Result<void> clear_halt(std::uint8_t) override {
    if (auto error = mishap()) return tl::make_unexpected(*error);
    return {};
  }
  void interrupt() override {}

 private:
  std::uint32_t next() {
    noise_ = noise_ * 1664525U + 1013904223U;
    return noise_ >> 8;
  }
  std::optional<Error> mishap() {
    ++calls_;
    REQUIRE(calls_ < 200'000);
    switch (gone_ ? 0 : next() % 40) {
      case 0:
        gone_ = gone_ || next() % 8 == 0;
        return Error{gone_ ? Fault::Gone : Fault::Protocol, "hostile"};
      case 1:
        return Error{Fault::Protocol, "hostile"};
      case 2:
      case 3:
      case 4:
        return Error{Fault::Timeout, "hostile"};
      default:
        return std::nullopt;
    }
  }
  // Often shaped like something that a driver waits for.
  Result<Bytes> some(std::size_t most) {
    if (auto error = mishap()) return tl::make_unexpected(*error);
    static const std::vector<Bytes> kLikely = {
        {0x12},
        {0x10, 0, 0, 0},
        {0x37, 0x22, 'a', 'b', 'c', 'd', 0},
        {0x00},
        {0x50, 0x03},
        {0x50, 0x02},
        {0x81, 0, 0, 0, 0, 0, 0, 1, 0, 0},
        {0x80, 0, 0, 0, 0, 0, 1, 0x80, 0xFF, 0},
        {0x09, 0x25, 0x80, 0x17, 0x70, 3, 0xFF, 1, 0x40, 0, 0xC8, 0xC8, 9, 0xEC, 3, 0, 0},
        {0x03, 0, 0, 0, 0},
        {0x34, 0x90, 0x40, 0x10, 0, 0x10, 0, 0, 5, 0, 1},
        {}};
    Bytes bytes;
    if (next() % 4 != 0) {
      bytes = kLikely[next() % kLikely.size()];
    } else {
      bytes.resize(next() % 300);
      for (auto& byte : bytes)
        byte = static_cast<std::uint8_t>(next());
    }
    if (!bytes.empty() && next() % 5 == 0) {
      bytes[next() % bytes.size()] = static_cast<std::uint8_t>(next());
    }
    if (bytes.size() > most) bytes.resize(most);
    return bytes;
  }

  Description description_;
  Bytes reports_;
  std::uint32_t noise_;
  int calls_ = 0;
  bool gone_ = false;
};

std::unique_ptr<Transport> hostile(Description description, std::uint32_t seed) {
  return std::make_unique<HostileTransport>(std::move(description), seed);
}

}  // namespace

TEST_CASE("a printer that does anything never makes a page Printed, nor a driver wait for ever") {
  Page page{64, 20, Bytes(160, 0xA5)};
  REQUIRE(rc::check("hostile printers", [&page](std::uint32_t seed) {
    auto printer = EscposPrinter::open(
        hostile(VirtualPrinter::description(), seed),
        *slipway::devices::profile_named("Epson 80 mm", slipway::devices::known_profiles()));
    if (!printer) return;
    for (std::uint64_t job = 1; job < 4; ++job) {
      RC_ASSERT((*printer)->print(page, job).outcome != Outcome::Printed);
      (void)(*printer)->status();
    }
  }));
}

TEST_CASE("a reader that does anything gives sound cards or none") {
  REQUIRE(rc::check("hostile readers", [](std::uint32_t seed) {
    auto reader = CcidReader::open(hostile(VirtualReader::description(), seed));
    RC_ASSERT(reader.has_value());
    (void)(*reader)->enable();
    for (int i = 0; i < 20; ++i) {
      const auto reading = (*reader)->wait(100ms);
      if (!reading || reading->news != ReaderNews::Arrived) continue;
      RC_ASSERT(reading->card.uid.size() >= 8U);
      RC_ASSERT(reading->card.uid.size() <= 20U);
      RC_ASSERT(reading->card.atr.size() <= 66U);
    }
    (void)(*reader)->disable();
  }));
}

TEST_CASE("a HID reader that does anything gives sound cards or none, and never waits for ever") {
  using Kind = VirtualHidReader::Kind;
  for (const Kind kind :
       {Kind::Keyboard, Kind::Scanner, Kind::Stripe, Kind::TextStripe, Kind::SealedStripe}) {
    REQUIRE(rc::check("hostile HID readers", [kind](std::uint32_t seed) {
      std::chrono::milliseconds now{0};
      auto reader = HidReader::open(
          std::make_unique<HostileTransport>(VirtualHidReader::description(kind), seed,
                                             VirtualHidReader::report_descriptor(kind)),
          NumberFormat::Digits, [&now] { return now += std::chrono::milliseconds(4); });
      if (!reader) return;
      (void)(*reader)->enable();
      for (int i = 0; i < 200; ++i) {
        const auto reading = (*reader)->wait(100ms);
        if (!reading || reading->news != ReaderNews::Arrived) continue;
        RC_ASSERT(is_sound(reading->card));
      }
      (void)(*reader)->disable();
    }));
  }
}

TEST_CASE("a pad that does anything gives samples on its glass or none") {
  REQUIRE(rc::check("hostile pads", [](std::uint32_t seed) {
    auto pad = StuPad::open(hostile(VirtualPad::description(), seed), Encryption::Prefer);
    if (!pad) return;
    const auto size = (*pad)->size();
    (void)(*pad)->begin();
    for (int i = 0; i < 50; ++i) {
      const auto samples = (*pad)->wait(100ms);
      if (!samples) continue;
      for (const auto& sample : *samples) {
        RC_ASSERT(sample.x >= 0 && sample.x <= size.width);
        RC_ASSERT(sample.y >= 0 && sample.y <= size.height);
      }
    }
    (void)(*pad)->end();
  }));
}

TEST_CASE("a tablet, a screen and an ePad that do anything give samples on their surface or none") {
  using Kind = VirtualDigitizer::Kind;
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad, Kind::Mouse}) {
    REQUIRE(rc::check("hostile digitizers", [&](std::uint32_t seed) {
      auto pad =
          open_pad(std::make_unique<HostileTransport>(VirtualDigitizer::description(kind), seed,
                                                      VirtualDigitizer::report_descriptor(kind)),
                   Encryption::Prefer);
      if (!pad) return;
      RC_ASSERT(kind != Kind::Mouse);
      const auto size = (*pad)->size();
      (void)(*pad)->begin();
      for (int i = 0; i < 50; ++i) {
        const auto samples = (*pad)->wait(100ms);
        if (!samples) continue;
        for (const auto& sample : *samples) {
          RC_ASSERT(sample.x >= 0 && sample.x <= size.width);
          RC_ASSERT(sample.y >= 0 && sample.y <= size.height);
        }
      }
      (void)(*pad)->end();
    }));
  }
}
