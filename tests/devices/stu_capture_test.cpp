// Encrypted mode of the STU pads: whole signatures, and pads that lie about their keys.
#include "devices/pad/pad_choice.hpp"
#include "devices/pad/stu_pad.hpp"
#include "devices/pad/virtual_digitizer.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using stu::Kind;
using usb::Bytes;
using usb::VirtualTransport;

namespace {

constexpr std::array kKinds{Kind::Stu300,  Kind::Stu430, Kind::Stu430V, Kind::Stu500,
                            Kind::Stu520A, Kind::Stu530, Kind::Stu540,  Kind::Stu541};
// One of each exchange.
constexpr std::array kExchanges{Kind::Stu520A, Kind::Stu430};

struct Bench {
  VirtualPad device;
  VirtualTransport* wire = nullptr;
  Result<std::unique_ptr<StuPad>> opened = tl::unexpected(Error{});

  explicit Bench(Kind kind, Encryption wish = Encryption::Prefer, const std::string& lie = "honest")
      : device(kind) {
    say("encryption " + lie);
    plug_in(wish);
  }
  void plug_in(Encryption wish) {
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    opened = StuPad::open(std::move(*transport), wish);
  }
  StuPad& pad() {
    REQUIRE(opened.has_value());
    return **opened;
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  std::vector<PenSample> drawn() {
    std::vector<PenSample> all;
    auto quiet_since = wire->now();
    while (wire->now() - quiet_since < 1s) {
      auto some = pad().wait(100ms);
      REQUIRE(some.has_value());
      if (!some->empty()) quiet_since = wire->now();
      all.insert(all.end(), some->begin(), some->end());
    }
    return all;
  }
  std::vector<PenSample> signature() {
    REQUIRE(pad().begin().has_value());
    say("sign");
    return drawn();
  }
};

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("STU capture: the same hand gives the same samples, encrypted or not, on every model") {
  for (const Kind kind : kKinds) {
    CAPTURE(stu::models()[static_cast<std::size_t>(kind)].name);
    Bench plain(kind, Encryption::Never);
    const auto expected = plain.signature();
    CHECK_FALSE(plain.device.is_capturing());
    CHECK(has(plain.pad().said(), "not encrypted: by the settings"));

    Bench bench(kind, Encryption::Require);
    CHECK(has(bench.pad().said(), "offers encryption"));
    const auto samples = bench.signature();
    CHECK(bench.device.is_capturing());
    CHECK(has(bench.pad().said(), "encrypted with"));
    CHECK(samples.size() > 300);
    CHECK(samples == expected);
    REQUIRE(bench.pad().end().has_value());
    CHECK_FALSE(bench.device.is_capturing());
    CHECK_FALSE(bench.device.is_inking());
    CHECK(bench.device.ink() == 0);
    // And another, under another key.
    CHECK(bench.signature() == expected);
  }
}

TEST_CASE("STU capture: nothing that a pen draws crosses the cable in the clear") {
  for (const Kind kind : kExchanges) {
    VirtualPad device(kind);
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    stu::Wire wire(std::move(*transport), VirtualPad::description(kind).interfaces[0].endpoints[0]);
    stu::Capture capture(stu::model_of(VirtualPad::description(kind).product)->exchange);
    REQUIRE(capture.begin(wire).has_value());
    REQUIRE(device.obey("sign").has_value());
    std::size_t sealed = 0;
    while (const auto bytes = wire.read(1s)) {
      REQUIRE(stu::read_sealed(*bytes).has_value());
      CHECK_FALSE(stu::read_pen(*bytes).has_value());
      const auto pens = capture.opened(*bytes, stu::OptionMode::None);
      REQUIRE(pens.has_value());
      CHECK_FALSE(pens->empty());
      ++sealed;
    }
    CHECK(sealed > 150);
    // What comes in the clear meanwhile is nobody's pen.
    const auto clear =
        capture.opened(Bytes{0x01, 0x92, 0x34, 0x12, 0xC0, 0x0B, 0xB8}, stu::OptionMode::None);
    REQUIRE(clear.has_value());
    CHECK(clear->empty());
  }
}

TEST_CASE("STU capture: clearing shows the picture anew and goes on encrypted") {
  for (const Kind kind : kExchanges) {
    Bench bench(kind);
    Prompt prompt;
    prompt.size = bench.pad().screen().value();
    prompt.rows.assign(prompt.row_bytes() * static_cast<std::size_t>(prompt.size.height), 0x18);
    REQUIRE(bench.pad().show(prompt).has_value());
    CHECK(bench.signature().size() > 300);
    REQUIRE(bench.pad().clear().has_value());
    CHECK(bench.device.ink() == 0);
    CHECK(bench.device.is_capturing());
    CHECK(bench.device.is_inking());
    CHECK(bench.device.picture().rows == prompt.rows);
    bench.say("sign quick");
    const auto again = bench.drawn();
    REQUIRE_FALSE(again.empty());
    CHECK(again.front().time == 0);
  }
}

TEST_CASE("STU capture: a block of another session is dropped, and counts as a gap") {
  for (const Kind kind : kExchanges) {
    Bench bench(kind);
    REQUIRE(bench.pad().begin().has_value());
    bench.say("encryption session");
    bench.say("sign");
    CHECK(bench.drawn().empty());
    bench.say("encryption honest");
    bench.say("sign");
    const auto samples = bench.drawn();
    REQUIRE(samples.size() > 300);
    CHECK(samples.front().after_gap);
    CHECK(std::count_if(samples.begin(), samples.end(),
                        [](const PenSample& one) { return one.after_gap; }) == 1);
  }
}

TEST_CASE(
    "STU capture: without a sound key a pad is used in the clear, or refused when it must not") {
  struct Case {
    Kind kind;
    const char* lie;
    const char* why;
  };
  const Case cases[] = {{Kind::Stu300, "none", "offers no encryption"},
                        {Kind::Stu430, "none", "offers no encryption"},
                        {Kind::Stu500, "silent", "does not become ready"},
                        {Kind::Stu530, "silent", "does not finish its key"},
                        {Kind::Stu520A, "composite", "prime"},
                        {Kind::Stu300, "base", "base"},
                        {Kind::Stu500, "key", "public key makes no secret"},
                        {Kind::Stu540, "key", "not wrapped for this computer"},
                        {Kind::Stu430V, "long", "too long"},
                        {Kind::Stu520A, "refuse", "does not become ready"},
                        {Kind::Stu541, "refuse", "does not become ready"}};
  for (const auto& [kind, lie, why] : cases) {
    CAPTURE(stu::models()[static_cast<std::size_t>(kind)].name);
    CAPTURE(lie);
    const bool is_hung = std::string(lie) == "silent";
    Bench strict(kind, Encryption::Require, lie);
    std::optional<Error> refusal;
    if (!strict.opened) refusal = strict.opened.error();
    if (strict.opened) {
      const auto begun = strict.pad().begin();
      REQUIRE_FALSE(begun.has_value());
      refusal = begun.error();
      CHECK_FALSE(strict.device.is_inking());
      if (!is_hung) CHECK(strict.pad().end().has_value());
    }
    REQUIRE(refusal.has_value());
    CHECK(has(refusal->text, why));
    CHECK(has(refusal->text, "encrypted = \"prefer\""));
    CHECK_FALSE(strict.device.is_capturing());

    Bench lax(kind, Encryption::Prefer, lie);
    if (is_hung) {  // it calculates for ever: no ink either
      CHECK_FALSE(lax.pad().begin().has_value());
      continue;
    }
    const auto samples = lax.signature();
    CHECK(has(lax.pad().said(), "not encrypted: "));
    CHECK(has(lax.pad().said(), why));
    CHECK_FALSE(lax.device.is_capturing());
    Bench plain(kind, Encryption::Never);
    CHECK(samples == plain.signature());
  }
}

TEST_CASE("STU capture: a pad that failed once is not asked again until it is opened anew") {
  Bench bench(Kind::Stu430, Encryption::Prefer, "refuse");
  REQUIRE(bench.pad().begin().has_value());
  REQUIRE(bench.pad().end().has_value());
  bench.say("encryption honest");
  REQUIRE(bench.pad().begin().has_value());
  CHECK_FALSE(bench.device.is_capturing());
  REQUIRE(bench.pad().end().has_value());
  bench.plug_in(Encryption::Prefer);
  REQUIRE(bench.pad().begin().has_value());
  CHECK(bench.device.is_capturing());
}

TEST_CASE(
    "STU capture: cut at any transfer it is gone, and blank and in the clear when it is back") {
  for (const Kind kind : kExchanges) {
    for (std::size_t after = 0; after < 40; after += 3) {
      CAPTURE(after);
      Bench bench(kind);
      bench.wire->unplug_after_transfers(after);
      std::optional<Fault> fault;
      if (const auto begun = bench.pad().begin(); !begun) fault = begun.error().fault;
      bench.say("sign");
      for (int turn = 0; turn < 40 && !fault; ++turn) {
        if (const auto some = bench.pad().wait(100ms); !some) fault = some.error().fault;
      }
      REQUIRE(fault.has_value());
      CHECK(*fault == Fault::Gone);
      CHECK(bench.pad().end().error().fault == Fault::Gone);
    }
  }
}

TEST_CASE("STU capture: what a program that died left in capture is ended when the pad is opened") {
  for (const Kind kind : kExchanges) {
    Bench bench(kind);
    REQUIRE(bench.pad().begin().has_value());
    bench.say("sign");
    bench.wire->pass(1s);
    CHECK(bench.device.is_capturing());
    CHECK(bench.device.ink() > 50);
    bench.plug_in(Encryption::Never);
    REQUIRE(bench.opened.has_value());
    CHECK_FALSE(bench.device.is_capturing());
    CHECK(bench.device.ink() == 0);
    CHECK(bench.signature().size() > 300);
  }
}

TEST_CASE("STU capture: the pad itself refuses a key or a capture out of turn") {
  for (const Kind kind : kExchanges) {
    VirtualPad device(kind);
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    stu::Wire wire(std::move(*transport), VirtualPad::description(kind).interfaces[0].endpoints[0]);
    const auto result_of = [&](const stu::Bytes& report) {
      REQUIRE(wire.set(report).has_value());
      return wire.status()->result;
    };
    CHECK(result_of(stu::start_capture(7)) == 2);  // no key
    CHECK(result_of(stu::end_capture()) == 2);
    stu::Capture capture(stu::model_of(VirtualPad::description(kind).product)->exchange);
    REQUIRE(capture.is_offered(wire).value());
    REQUIRE(capture.begin(wire).has_value());
    CHECK(result_of(stu::end_capture()) == 2);  // too early: the maker says to wait
    CHECK(result_of(stu::clear_screen()) == 2);
    CHECK(result_of(stu::start_image()) == 2);
    CHECK(result_of(stu::inking(true)) == 0);
    REQUIRE(capture.leave(wire).has_value());
    CHECK(result_of(stu::start_capture(7)) == 2);  // every capture has a key of its own
  }
}

TEST_CASE("STU capture: tablets and ePads are refused where encryption is required") {
  using Tablet = VirtualDigitizer::Kind;
  for (const Tablet kind : {Tablet::Tablet, Tablet::Touch, Tablet::Epad}) {
    VirtualDigitizer device(kind);
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    const auto pad = open_pad(std::move(*transport), Encryption::Require);
    REQUIRE_FALSE(pad.has_value());
    CHECK(pad.error().fault == Fault::Unsupported);
    CHECK(has(pad.error().text, "connect a Wacom STU pad"));
  }
}
