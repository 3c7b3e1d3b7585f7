#include "devices/usb/recording.hpp"

#include <rapidcheck.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "devices/usb/replay.hpp"
#include "tests/catch.hpp"
#include "tests/devices/made_recordings.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using bench::Family;
using usb::Bytes;
using usb::Recording;
using Kind = usb::RecordedTransfer::Kind;

namespace {

std::filesystem::path file_of(const Family& family) {
  return std::filesystem::path(SLIPWAY_SOURCE) / "devices" / "recordings" /
         (family.name + ".recording");
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string hex_of(const std::string& text) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string hex;
  for (const char letter : text) {
    const auto byte = static_cast<std::uint8_t>(letter);
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 0xF];
  }
  return hex;
}

std::string lower(std::string text) {
  for (char& letter : text)
    letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  return text;
}

Bytes some_bytes(std::size_t most) {
  auto bytes = *rc::gen::resize(static_cast<int>(most), rc::gen::arbitrary<Bytes>());
  const auto run = *rc::gen::inRange<std::size_t>(0, 40);
  bytes.insert(bytes.end(), run, 0x00);
  return bytes;
}

usb::RecordedTransfer some_transfer(std::chrono::milliseconds at) {
  usb::RecordedTransfer one;
  one.at = at;
  one.kind = *rc::gen::element(Kind::ControlIn, Kind::ControlOut, Kind::Write, Kind::Read,
                               Kind::ClearHalt);
  if (usb::is_control(one.kind)) {
    one.setup = {*rc::gen::arbitrary<std::uint8_t>(), *rc::gen::arbitrary<std::uint8_t>(),
                 *rc::gen::arbitrary<std::uint16_t>(), *rc::gen::arbitrary<std::uint16_t>()};
  } else {
    one.endpoint = *rc::gen::arbitrary<std::uint8_t>();
  }
  if (*rc::gen::arbitrary<bool>()) {
    one.fault = *rc::gen::element(Fault::Gone, Fault::Timeout, Fault::Protocol, Fault::Media);
  }
  const bool is_sent = one.kind == Kind::Write || one.kind == Kind::ControlOut;
  if (one.kind != Kind::ClearHalt && (is_sent || !one.fault)) one.bytes = some_bytes(60);
  if (one.kind == Kind::Write) {
    one.offered = one.bytes.size() + (one.fault ? *rc::gen::inRange<std::size_t>(0, 9) : 0);
  }
  return one;
}

std::string sample() {
  return to_text(bench::make(bench::families().back()).recording);
}

std::string trouble_with(const std::string& text) {
  const auto read = usb::read_recording(text);
  return read ? "" : read.error().text;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("recordings: what is written is read again, whatever passed") {
  const Recording whole = bench::make(bench::families().back()).recording;
  REQUIRE(rc::check("round trip", [&whole] {
    Recording recording = whole;
    recording.transfers.clear();
    std::chrono::milliseconds at{0};
    for (int left = *rc::gen::inRange(0, 20); left > 0; --left) {
      at += std::chrono::milliseconds(*rc::gen::inRange(0, 3000));
      recording.transfers.push_back(some_transfer(at));
    }
    recording.job = *rc::gen::arbitrary<std::uint64_t>();
    const std::string text = to_text(recording);
    const auto again = usb::read_recording(text);
    RC_ASSERT(again.has_value());
    RC_ASSERT(to_text(*again) == text);
    RC_ASSERT(again->transfers.size() == recording.transfers.size());
    for (std::size_t i = 0; i < recording.transfers.size(); ++i) {
      const auto& a = recording.transfers[i];
      const auto& b = again->transfers[i];
      RC_ASSERT(a.at == b.at && a.kind == b.kind && a.endpoint == b.endpoint);
      RC_ASSERT(a.offered == b.offered && a.fault == b.fault && a.bytes == b.bytes);
    }
  }));
}

TEST_CASE("recordings: a mistake is told with its line, and no text is too strange") {
  const std::string text = sample();
  REQUIRE(trouble_with(text).empty());
  CHECK(trouble_with("") == "line 1: the text ends before its time");
  CHECK(trouble_with("slipway-recording 2\n") == "line 1: 'slipway-recording 1' is expected");
  CHECK(trouble_with(with(text, "simulator", "elsewhere")) ==
        "line 2: 'simulator' or 'hardware' is expected");
  CHECK(trouble_with(with(text, "2026-11-22", "yesterday")) ==
        "line 3: a day as 2026-11-22 is expected");
  CHECK(trouble_with(with(text, "seconds: 4", "seconds: 9999")) ==
        "line 6: a number of at most 3600 is expected");
  CHECK(trouble_with(with(text, "interface: 0.0", "interface: 7.0")) ==
        "line 13: the claimed interface is missing");
  CHECK(trouble_with(with(text, "descriptors: 12", "descriptors: 13")).starts_with("line 13: "));
  CHECK(trouble_with(with(text, "transfers: ", "transfers: 9")).find("ends before") !=
        std::string::npos);
  CHECK(trouble_with(text + "\n").find("more than the transfers") != std::string::npos);
  CHECK(trouble_with(text.substr(0, text.size() - 1)).find("ends before") != std::string::npos);

  const auto line = [&](const std::string& last) {
    std::string small = text.substr(0, text.find("transfers: "));
    return trouble_with(small + "transfers: 2\n5 read 81 ok 00\n" + last + "\n");
  };
  CHECK(line("5 read 81 ok").empty());
  CHECK(line("6 write 01 4 timeout 0102").empty());
  CHECK(line("4 read 81 ok").starts_with("line 16: a time"));
  CHECK(line("-1 read 81 ok").starts_with("line 16: a time"));
  CHECK(line("05 read 81 ok").starts_with("line 16: a time"));
  CHECK(line("6 look 81 ok") == "line 16: in, out, write, read or clear is expected");
  CHECK(line("6 read 8 ok") == "line 16: an endpoint in hex is expected");
  CHECK(line("6 in a1:1:0300:0000 ok") == "line 16: a request as a1:00:0000:0000 is expected");
  CHECK(line("6 read 81 fine") == "line 16: 'ok' or the name of a fault is expected");
  CHECK(line("6 read 81 ok 0") == "line 16: bytes in hex are expected, at most 65536");
  CHECK(line("6 read 81 ok 0G") == "line 16: bytes in hex are expected, at most 65536");
  CHECK(line("6 read 81 ok 00*65537") == "line 16: bytes in hex are expected, at most 65536");
  CHECK(line("6 read 81 ok 00*65536 00") == "line 16: bytes in hex are expected, at most 65536");
  CHECK(line("6 read 81 timeout 00") == "line 16: no bytes can have come here");
  CHECK(line("6 clear 81 ok 00") == "line 16: no bytes can have come here");
  CHECK(line("6 write 01 3 ok 0102") == "line 16: not as many bytes were taken as it says");
  CHECK(line("6 write 01 1 timeout 0102") == "line 16: not as many bytes were taken as it says");
  CHECK(line("6 write 01 65537 ok").starts_with("line 16: how many bytes"));
}

TEST_CASE("recordings: all that a text may hold has a bound") {
  std::string text = sample();
  text = text.substr(0, text.find("transfers: ")) + "transfers: 300\n";
  for (int i = 0; i < 300; ++i)
    text += "5 read 81 ok 00*65536\n";
  CHECK(trouble_with(text).find("more than 16 MiB in all") != std::string::npos);
  CHECK(trouble_with(with(text, "transfers: 300", "transfers: 100001")) ==
        "line 14: a number of at most 100000 is expected");
}

TEST_CASE("recordings: a driver tells on the recording what it told on the device") {
  for (const Family& family : bench::families()) {
    INFO(family.name);
    const bench::Made made = bench::make(family);
    CHECK(made.end.is_good);
    const bench::Replayed again = bench::replay(made.recording);
    CHECK(again.difference.empty());
    CHECK(again.is_over);
    CHECK(again.end.is_good);
    CHECK(again.end.told == family.told);
  }
}

TEST_CASE("recordings: those that are kept are what the simulated devices still do") {
  for (const Family& family : bench::families()) {
    INFO(family.name);
    const std::string text = to_text(bench::make(family).recording);
    if (std::getenv("SLIPWAY_WRITE_RECORDINGS") != nullptr) {
      std::ofstream(file_of(family), std::ios::binary) << text;
    }
    CHECK((text == text_of(file_of(family))));
  }
}

TEST_CASE("recordings: every one that is kept replays through the real driver") {
  int count = 0;
  const auto folder = std::filesystem::path(SLIPWAY_SOURCE) / "devices" / "recordings";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".recording") continue;
    INFO(entry.path());
    ++count;
    const auto recording = usb::read_recording(text_of(entry.path()));
    REQUIRE(recording.has_value());
    const bench::Replayed replayed = bench::replay(*recording);
    CHECK(replayed.difference.empty());
    CHECK(replayed.is_over);
    for (const Family& family : bench::families()) {
      if (entry.path() == file_of(family)) CHECK(replayed.end.told == family.told);
    }
  }
  CHECK(count >= 12);
}

TEST_CASE("recordings: a driver that does something else is told so, with the line") {
  Recording recording = bench::make(bench::families().front()).recording;
  const auto write = std::find_if(recording.transfers.begin(), recording.transfers.end(),
                                  [](const auto& one) { return one.kind == Kind::Write; });
  REQUIRE(write != recording.transfers.end());
  const auto line = usb::line_of(static_cast<std::size_t>(write - recording.transfers.begin()));
  write->bytes.at(0) ^= 1;
  const auto bytes = bench::replay(recording);
  CHECK(bytes.difference.starts_with("line " + std::to_string(line) + ": the driver's write of"));
  CHECK_FALSE(bytes.end.is_good);
  write->kind = Kind::Read;
  write->offered = 0;
  CHECK(bench::replay(recording).difference.starts_with("line " + std::to_string(line) +
                                                        ": the recording has a read from"));
}

TEST_CASE("recordings: a recording that ends before the proof prints nothing") {
  const Recording whole = bench::make(bench::families().front()).recording;
  std::size_t proof = 0;
  for (std::size_t i = 0; i < whole.transfers.size(); ++i) {
    const auto& one = whole.transfers[i];
    if (one.kind == Kind::Read && one.bytes.size() == 7 && one.bytes[0] == 0x37) proof = i;
  }
  REQUIRE(proof > 0);
  int printed = 0;
  for (std::size_t length = 0; length < whole.transfers.size(); ++length) {
    CAPTURE(length);
    Recording cut = whole;
    cut.transfers.resize(length);
    const auto replayed = bench::replay(cut);
    CHECK(replayed.difference.find("the recording ends here") != std::string::npos);
    const bool is_printed =
        std::any_of(replayed.end.told.begin(), replayed.end.told.end(),
                    [](const auto& one) { return one.starts_with("page printed"); });
    if (is_printed) CHECK(length > proof);
    printed += is_printed ? 1 : 0;
  }
  CHECK(printed > 0);  // what comes after the proof is a last look
}

TEST_CASE("recordings: nothing personal that a device saw stands in any of them") {
  for (const Family& family : bench::families()) {
    INFO(family.name);
    const std::string text = to_text(bench::make(family).recording);
    for (const std::string& secret : family.secrets) {
      INFO(secret);
      CHECK(text.find(secret) == std::string::npos);
      CHECK(text.find(lower(secret)) == std::string::npos);  // a UID, as bytes in hex
      CHECK(text.find(hex_of(secret)) == std::string::npos);
    }
  }
}
