#include "devices/simulator/usbip_wire.hpp"

#include <rapidcheck.h>

#include <cerrno>

#include "tests/catch.hpp"
#include "tests/devices/usbip_host.hpp"

using namespace slipway::devices;
using tests::Reply;

namespace {

// The example of Linux' protocol page: up to 64 bytes from endpoint 1.
const usbip::Header kIn = {0, 0, 0, 1, 0, 0, 0x0d, 0x05, 0, 1, 0, 0x0f, 0,    0,    0,    1,
                           0, 0, 0, 1, 0, 0, 0x02, 0x00, 0, 0, 0, 0x40, 0xff, 0xff, 0xff, 0xff,
                           0, 0, 0, 0, 0, 0, 0,    0x04, 0, 0, 0, 0,    0,    0,    0,    0};

usbip::Header with(usbip::Header header, std::size_t at, std::uint8_t value) {
  header[at] = value;
  return header;
}

}  // namespace

TEST_CASE("usbip: a submission's numbers are read from their places") {
  const auto command = usbip::read_command(kIn);
  REQUIRE(command);
  const auto& submit = std::get<usbip::Submit>(*command);
  CHECK(submit == usbip::Submit{0x0d05, 0x81, 64, {}});
  CHECK(usbip::following(*command) == 0);
  const auto out = usbip::read_command(with(kIn, 15, 0));
  REQUIRE(out);
  CHECK(std::get<usbip::Submit>(*out).endpoint == 0x01);
  CHECK(usbip::following(*out) == 64);
}

TEST_CASE("usbip: an answer's numbers stand at their places, negative ones too") {
  const usbip::Header ended = usbip::submitted(0x01020304, -EPIPE, 0x0506);
  CHECK(std::vector(ended.begin(), ended.begin() + 8) == tests::Bytes{0, 0, 0, 3, 1, 2, 3, 4});
  CHECK(std::vector(ended.begin() + 20, ended.begin() + 28) ==
        tests::Bytes{0xFF, 0xFF, 0xFF, 0xE0, 0, 0, 5, 6});
  const usbip::Header stopped = usbip::unlinked(9, -ECONNRESET);
  CHECK(std::vector(stopped.begin(), stopped.begin() + 8) == tests::Bytes{0, 0, 0, 4, 0, 0, 0, 9});
  CHECK(std::vector(stopped.begin() + 20, stopped.begin() + 24) ==
        tests::Bytes{0xFF, 0xFF, 0xFF, 0x98});
}

TEST_CASE("usbip: what no host may say is refused") {
  struct Row {
    const char* what;
    std::size_t at;
    std::uint8_t value;
  };
  for (const Row& row : {Row{"an answer in place of a command", 3, 3}, Row{"no command", 3, 0},
                         Row{"the import that came before", 0, 1}, Row{"a third direction", 15, 2},
                         Row{"endpoint 16", 19, 16}, Row{"endpoint 257", 18, 1},
                         Row{"16 MiB and more", 24, 1}, Row{"less than nothing", 24, 0xFF},
                         Row{"1 MiB and 64 bytes", 25, 0x10}, Row{"isochronous", 35, 1}}) {
    INFO(row.what);
    const auto command = usbip::read_command(with(kIn, row.at, row.value));
    REQUIRE_FALSE(command);
    CHECK(command.error().fault == Fault::Protocol);
  }
}

TEST_CASE("usbip: packets counted as -1 mean what 0 means") {
  usbip::Header header = kIn;
  std::fill_n(header.begin() + 32, 4, std::uint8_t{0xFF});
  CHECK(usbip::read_command(header));
}

TEST_CASE("usbip: every command and every answer comes out as it went in") {
  REQUIRE(rc::check("commands", [](std::uint32_t number, std::uint32_t other) {
    const auto endpoint = *rc::gen::inRange(0, 16) | (*rc::gen::arbitrary<bool>() ? 0x80 : 0);
    const auto length = *rc::gen::inRange<std::uint32_t>(0, usbip::kLongestTransfer + 1);
    const auto setup =
        *rc::gen::container<std::array<std::uint8_t, 8>>(rc::gen::arbitrary<std::uint8_t>());
    const usbip::Submit submit{number, static_cast<std::uint8_t>(endpoint), length, setup};
    const usbip::Unlink unlink{number, other};
    RC_ASSERT(usbip::read_command(tests::written(submit)) == usbip::Command(submit));
    RC_ASSERT(usbip::read_command(tests::written(unlink)) == usbip::Command(unlink));
  }));
  REQUIRE(rc::check("answers", [](std::uint32_t number, std::int32_t status, std::uint32_t actual) {
    const auto ended = tests::read_reply(usbip::submitted(number, status, actual));
    RC_ASSERT(ended && ended->kind == Reply::Kind::Submit && ended->number == number);
    RC_ASSERT(ended->status == status && ended->actual == actual);
    const auto stopped = tests::read_reply(usbip::unlinked(number, status));
    RC_ASSERT(stopped && stopped->kind == Reply::Kind::Unlink && stopped->number == number);
    RC_ASSERT(stopped->status == status);
  }));
}

TEST_CASE("usbip: no header makes anybody hold more than the longest transfer") {
  REQUIRE(rc::check("any bytes", [] {
    auto header = *rc::gen::container<usbip::Header>(rc::gen::arbitrary<std::uint8_t>());
    std::fill_n(header.begin(), 3, std::uint8_t{0});
    header[3] = *rc::gen::inRange<std::uint8_t>(0, 4);
    const auto command = usbip::read_command(header);
    if (command) RC_ASSERT(usbip::following(*command) <= usbip::kLongestTransfer);
  }));
}
