// Every pad of Wacom's STU family, and what it shows below the ink.
#include "devices/pad/stu_pad.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using stu::Kind;
using usb::Bytes;
using usb::Setup;
using usb::VirtualTransport;

namespace {

constexpr std::array kKinds{Kind::Stu300,  Kind::Stu430, Kind::Stu430V, Kind::Stu500,
                            Kind::Stu520A, Kind::Stu530, Kind::Stu540,  Kind::Stu541};

struct Bench {
  VirtualPad device;
  VirtualTransport* wire = nullptr;
  std::unique_ptr<StuPad> pad;

  explicit Bench(Kind kind = Kind::Stu430) : device(kind) {
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    auto opened = StuPad::open(std::move(*transport), Encryption::Never);
    REQUIRE(opened.has_value());
    pad = std::move(*opened);
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  std::vector<PenSample> drawn() {
    std::vector<PenSample> all;
    auto quiet_since = wire->now();
    while (wire->now() - quiet_since < 1s) {
      auto some = pad->wait(100ms);
      REQUIRE(some.has_value());
      if (!some->empty()) quiet_since = wire->now();
      all.insert(all.end(), some->begin(), some->end());
    }
    return all;
  }
};

// Stripes that no two rows have alike, and three areas along the lower edge.
Prompt prompt_for(const PadScreen& screen) {
  Prompt prompt;
  prompt.size = screen;
  prompt.rows.resize(prompt.row_bytes() * static_cast<std::size_t>(screen.height));
  for (std::size_t at = 0; at < prompt.rows.size(); ++at)
    prompt.rows[at] = static_cast<std::uint8_t>(at * 7 & 0xFF);
  const int third = screen.width / 3;
  const int top = screen.height * 4 / 5;
  const int high = screen.height - top;
  prompt.cancel = {0, top, third, high};
  prompt.clear = {third, top, third, high};
  prompt.accept = {2 * third, top, third, high};
  return prompt;
}

Result<void> set(VirtualTransport& wire, const Bytes& report) {
  return wire.control_out(Setup{0x21, 0x09, static_cast<std::uint16_t>(0x0300 | report[0]), 0},
                          report, 1s);
}

// What its status says after this report.
std::uint8_t result_of(VirtualTransport& wire, const Bytes& report) {
  REQUIRE(set(wire, report).has_value());
  const auto status = wire.control_in(Setup{0xA1, 0x01, 0x0303, 0}, 5, 1s);
  REQUIRE(status.has_value());
  return status->at(2);
}

}  // namespace

TEST_CASE("STU family: each model is known by its number and has its own stamps") {
  const std::pair<std::uint16_t, stu::OptionMode> facts[] = {
      {0x00A1, stu::OptionMode::None},
      {0x00A2, stu::OptionMode::None},
      {0x00A3, stu::OptionMode::Time},
      {0x00A4, stu::OptionMode::TimeAndSequence},
      {0x00A5, stu::OptionMode::TimeAndSequence},
      {0x00A6, stu::OptionMode::TimeAndSequence},
      {0x00A8, stu::OptionMode::TimeAndSequence},
      {0x00A9, stu::OptionMode::TimeAndSequence}};
  for (const auto& [product, option] : facts) {
    const stu::Model* model = stu::model_of(product);
    REQUIRE(model != nullptr);
    CHECK(model->option == option);
    CHECK((model->settling == 600ms) == (product == 0x00A3));
  }
  CHECK(stu::model_of(0x00A7) == nullptr);
  CHECK(stu::models().size() == kKinds.size());
}

TEST_CASE("STU family: the same hand gives the same signature on every model") {
  for (const Kind kind : kKinds) {
    CAPTURE(stu::models()[static_cast<std::size_t>(kind)].name);
    Bench bench(kind);
    CHECK(bench.pad->said().rfind("STU-", 0) == 0);
    REQUIRE(bench.pad->begin().has_value());
    bench.say("sign");
    const auto samples = bench.drawn();
    REQUIRE(samples.size() > 300);
    int strokes = 0;
    std::int32_t right = 0;
    std::int32_t most = 0;
    for (const PenSample& sample : samples) {
      strokes += sample.touching ? 0 : 1;
      right = std::max(right, sample.x);
      REQUIRE(sample.pressure.has_value());
      most = std::max(most, *sample.pressure);
      CHECK_FALSE(sample.after_gap);
      CHECK(sample.y <= bench.pad->size().height);
    }
    CHECK(strokes == 5);
    // The same share of each glass, pressed as hard, in as long a time.
    const double share = static_cast<double>(right) / bench.pad->size().width;
    CHECK(share > 0.80);
    CHECK(share < 0.86);
    CHECK(most > 650);
    CHECK(most < 750);
    CHECK(samples.back().time > 2'000'000);
    CHECK(samples.back().time < 3'500'000);
    REQUIRE(bench.pad->end().has_value());
    CHECK(bench.device.ink() == 0);
    CHECK_FALSE(bench.device.is_inking());
  }
}

TEST_CASE("STU family: stamps of time alone come in a report of their own, without gaps") {
  const Bytes stamped = {0x30, 0x92, 0x34, 0x12, 0xC0, 0x0B, 0xB8, 0x01, 0x02};
  const auto pen = stu::read_pen(stamped, stu::OptionMode::Time);
  REQUIRE(pen.has_value());
  CHECK(pen->x == 4800);
  CHECK(pen->milliseconds == std::uint16_t{0x0102});
  CHECK_FALSE(pen->sequence.has_value());
  // Without the mode the stamp means nothing that we know of.
  const auto other = stu::read_pen(stamped);
  REQUIRE(other.has_value());
  CHECK_FALSE(other->milliseconds.has_value());
  CHECK_FALSE(stu::read_pen(Bytes(stamped.begin(), stamped.end() - 1)).has_value());
}

TEST_CASE("STU family: a 520A is left alone while it clears, the others are not waited for") {
  const auto time_of_clearing = [](Kind kind) {
    Bench bench(kind);
    const auto before = bench.wire->now();
    REQUIRE(bench.pad->clear().has_value());
    return bench.wire->now() - before;
  };
  CHECK(time_of_clearing(Kind::Stu520A) >= 600ms);
  CHECK(time_of_clearing(Kind::Stu430) < 200ms);
}

TEST_CASE("STU family: what a pad is called is cut at its end and made printable") {
  Bytes bytes = {0x08, 'S', 'T', 'U', '-', 0x07, 0xFF, 0, 'x', 'x', 2, 11};
  CHECK(stu::read_information(bytes) == std::string("STU-??, firmware 2.11"));
  bytes.pop_back();
  CHECK_FALSE(stu::read_information(bytes).has_value());
}

TEST_CASE("prompt: a picture reaches the glass dot by dot, on every model") {
  for (const Kind kind : kKinds) {
    CAPTURE(stu::models()[static_cast<std::size_t>(kind)].name);
    Bench bench(kind);
    REQUIRE(bench.pad->screen().has_value());
    const Prompt prompt = prompt_for(*bench.pad->screen());
    REQUIRE(bench.pad->show(prompt).has_value());
    CHECK(bench.device.picture().rows.empty());
    REQUIRE(bench.pad->begin().has_value());
    CHECK(bench.device.picture().size.width == prompt.size.width);
    CHECK(bench.device.picture().rows == prompt.rows);
    CHECK(bench.device.is_inking());
    // It is there again after the ink is cleared, and gone in the end.
    REQUIRE(bench.pad->clear().has_value());
    CHECK(bench.device.picture().rows == prompt.rows);
    REQUIRE(bench.pad->end().has_value());
    CHECK(bench.device.picture().rows.empty());
    REQUIRE(bench.pad->begin().has_value());
    CHECK(bench.device.picture().rows.empty());
  }
}

TEST_CASE("prompt: a picture is sent in full reports, in which the pad's white is our no ink") {
  Prompt prompt;
  prompt.size = {16, 130};
  prompt.rows.assign(260, 0x0F);
  const auto blocks = stu::image_blocks(prompt);
  REQUIRE(blocks.size() == 2);
  CHECK(blocks[0].size() == 256);
  CHECK(Bytes(blocks[0].begin(), blocks[0].begin() + 4) == Bytes{0x26, 0xFD, 0x00, 0xF0});
  CHECK(blocks[1].size() == 256);
  CHECK(Bytes(blocks[1].begin(), blocks[1].begin() + 4) == Bytes{0x26, 0x07, 0x00, 0xF0});
  CHECK(stu::start_image() == Bytes{0x25, 0x00});
  CHECK(stu::end_image(stu::ImageEnd::Commit) == Bytes{0x27, 0x00});
}

TEST_CASE("prompt: a picture of another size is refused before anything is sent") {
  Bench bench;
  Prompt prompt = prompt_for({320, 200});
  prompt.size.height = 199;
  const auto before = bench.wire->transfers();
  CHECK(bench.pad->show(prompt).error().fault == Fault::Unsupported);
  CHECK(bench.pad->show(prompt_for({320, 199})).error().fault == Fault::Unsupported);
  CHECK(bench.wire->transfers() == before);
}

TEST_CASE("prompt: a tap is an answer and no ink, a signature is ink and no answer") {
  for (const auto& [words, news] : {std::pair{"tap 10 90", PadNews::Cancelled},
                                    {"tap 50 90", PadNews::Cleared},
                                    {"tap 90 90", PadNews::Accepted}}) {
    Bench bench;
    REQUIRE(bench.pad->show(prompt_for({320, 200})).has_value());
    REQUIRE(bench.pad->begin().has_value());
    bench.say("sign");
    CHECK(bench.drawn().size() > 300);
    CHECK_FALSE(bench.pad->tapped().has_value());
    bench.say(words);
    CHECK(bench.drawn().empty());
    CHECK(bench.pad->tapped() == news);
    CHECK_FALSE(bench.pad->tapped().has_value());
    bench.say("tap 50 50");
    CHECK(bench.drawn().size() > 5);  // a dot
    CHECK_FALSE(bench.pad->tapped().has_value());
  }
  Bench plain;
  REQUIRE(plain.pad->begin().has_value());
  plain.say("tap 90 90");
  CHECK(plain.drawn().size() > 5);
  CHECK_FALSE(plain.pad->tapped().has_value());
}

TEST_CASE("prompt: cut at every transfer, and the glass is blank when the pad is opened again") {
  for (std::size_t after = 0; after < 60; ++after) {
    CAPTURE(after);
    VirtualPad device;
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    auto* wire = transport->get();
    auto pad = StuPad::open(std::move(*transport), Encryption::Never);
    REQUIRE(pad.has_value());
    REQUIRE((*pad)->show(prompt_for({320, 200})).has_value());
    wire->unplug_after_transfers(after);
    if (const auto begun = (*pad)->begin(); !begun) CHECK(begun.error().fault == Fault::Gone);
    static_cast<void>((*pad)->end());
    pad->reset();
    auto anew = VirtualTransport::open(device);
    REQUIRE(anew.has_value());
    REQUIRE(StuPad::open(std::move(*anew), Encryption::Never).has_value());
    CHECK(device.picture().rows.empty());
    CHECK(device.ink() == 0);
    CHECK_FALSE(device.is_inking());
  }
}

TEST_CASE("prompt: half a picture of a program that died is abandoned, and the glass blanked") {
  for (const std::size_t blocks : {0U, 1U, 5U}) {
    VirtualPad device;
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    REQUIRE(set(**transport, {0x21, 1}).has_value());
    REQUIRE(set(**transport, stu::start_image()).has_value());
    const auto all = stu::image_blocks(prompt_for({320, 200}));
    for (std::size_t at = 0; at < blocks; ++at)
      REQUIRE(set(**transport, all[at]).has_value());
    REQUIRE(StuPad::open(std::move(*transport), Encryption::Never).has_value());
    CHECK_FALSE(device.is_inking());
  }
}

TEST_CASE("the virtual pad refuses pictures in the wrong state and of the wrong length") {
  VirtualPad device;
  auto transport = VirtualTransport::open(device);
  REQUIRE(transport.has_value());
  VirtualTransport& wire = **transport;
  const auto blocks = stu::image_blocks(prompt_for({320, 200}));
  const Bytes commit = stu::end_image(stu::ImageEnd::Commit);
  CHECK(result_of(wire, blocks[0]) == 2);
  CHECK(result_of(wire, commit) == 2);
  CHECK(result_of(wire, {0x25, 0x01}) == 0x10);  // zlib
  CHECK(result_of(wire, stu::start_image()) == 0);
  CHECK(result_of(wire, stu::start_image()) == 2);
  CHECK(result_of(wire, {0x20, 0x00}) == 2);
  Bytes lying = blocks[0];
  lying[1] = 254;
  CHECK(result_of(wire, lying) == 4);
  CHECK(result_of(wire, {0x26, 0x01, 0x00, 0xFF}) == 4);  // not a full report
  CHECK(result_of(wire, blocks[0]) == 0);
  CHECK(result_of(wire, commit) == 4);  // half a picture
  CHECK(device.picture().rows.empty());
  CHECK(result_of(wire, stu::start_image()) == 0);
  for (const Bytes& block : blocks)
    CHECK(result_of(wire, block) == 0);
  CHECK(result_of(wire, {blocks[0]}) == 0x11);
  CHECK(result_of(wire, commit) == 0);
  CHECK_FALSE(device.picture().rows.empty());
}
