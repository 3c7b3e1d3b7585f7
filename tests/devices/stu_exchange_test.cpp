// The reports of encrypted mode, and the host's side of its cryptography.
#include "devices/pad/stu_exchange.hpp"

#include <rapidcheck.h>

#include "devices/pad/stu_cipher.hpp"
#include "tests/catch.hpp"

using slipway::devices::Fault;
namespace stu = slipway::devices::stu;
using stu::Block;
using stu::Bytes;
using stu::KeyState;
using stu::Number;
using stu::Parameter;
using stu::Report;

namespace {

// 2^128 - 159, a prime.
Number prime() {
  Number number;
  number.fill(0xFF);
  number[15] = 0x61;
  return number;
}

Number small(std::uint8_t value) {
  Number number{};
  number[15] = value;
  return number;
}

}  // namespace

TEST_CASE("STU exchange: what is sent is as the maker's SDK packs it") {
  CHECK(stu::start_capture(0x01020304) == Bytes{0x15, 1, 2, 3, 4});
  CHECK(stu::end_capture() == Bytes{0x16, 0});
  Bytes host = {0x13};
  host.resize(16);
  host.push_back(0x07);
  CHECK(stu::host_key(small(7)) == host);
  const auto head = [](const Bytes& bytes) {
    CHECK(bytes.size() == 68);
    return Bytes(bytes.begin(), bytes.begin() + 4);
  };
  // AES-256 is 2; OAEP is 2 in the two high bits, RSA-2048 is 2 below them.
  CHECK(head(stu::encryption_type()) == Bytes{0x40, 1, 2, 0x82});
  CHECK(head(stu::generate_key()) == Bytes{0x40, 5, 0, 0});
  CHECK(head(stu::ask_parameter(Parameter::WrappedKey, 3)) == Bytes{0x40, 4, 2, 3});
  const Bytes exponent = stu::set_parameter(Parameter::Exponent, stu::RsaPair::kExponent);
  CHECK(head(exponent) == Bytes{0x40, 2, 0, 3});
  CHECK(Bytes(exponent.begin() + 4, exponent.begin() + 8) == Bytes{1, 0, 1, 0});
  CHECK(head(stu::set_parameter(Parameter::Modulus, Bytes(64, 9))) == Bytes{0x40, 2, 1, 64});
  CHECK(head(stu::set_parameter(Parameter::Modulus, Bytes(65, 9))) == Bytes{0x40, 2, 1, 64});
}

TEST_CASE("STU exchange: numbers of another report, or short ones, are refused") {
  Bytes bytes = {0x1A};
  bytes.resize(17);
  bytes[16] = 5;
  REQUIRE(stu::read_number(bytes, Report::DhPrime).has_value());
  CHECK(*stu::read_number(bytes, Report::DhPrime) == small(5));
  CHECK(stu::read_number(bytes, Report::DevicePublicKey).error().fault == Fault::Protocol);
  bytes.pop_back();
  CHECK_FALSE(stu::read_number(bytes, Report::DhPrime).has_value());
  CHECK(stu::read_base(Bytes{0x1B, 0x01, 0x02}) == std::uint16_t{0x0102});
  CHECK_FALSE(stu::read_base(Bytes{0x1B, 0x01}).has_value());
  CHECK_FALSE(stu::read_base(Bytes{0x1A, 0x01, 0x02}).has_value());
}

TEST_CASE("STU exchange: a part of a parameter has to be the one asked for, and of its length") {
  Bytes bytes(68, 7);
  const Bytes head = {0x40, 4, 2, 64};
  std::copy(head.begin(), head.end(), bytes.begin());
  REQUIRE(stu::read_parameter(bytes, Parameter::WrappedKey).has_value());
  CHECK(*stu::read_parameter(bytes, Parameter::WrappedKey) == Bytes(64, 7));
  for (const auto& [at, value] : {std::pair{0, 0x50}, {1, 5}, {2, 1}, {3, 0}, {3, 65}, {3, 255}}) {
    Bytes lying = bytes;
    lying[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
    CHECK_FALSE(stu::read_parameter(lying, Parameter::WrappedKey).has_value());
  }
  bytes.pop_back();
  CHECK_FALSE(stu::read_parameter(bytes, Parameter::WrappedKey).has_value());
  CHECK_FALSE(stu::read_parameter(Bytes{0x40, 4, 2}, Parameter::WrappedKey).has_value());
}

TEST_CASE("STU exchange: the status of the keys is read as the pad packs it") {
  const auto status =
      stu::read_encryption_status(Bytes{0x50, 2, 0x82, 0, 0x00, 0xFC, 0xFA, 0x03, 0x07});
  REQUIRE(status.has_value());
  CHECK(status->is_as_asked);
  CHECK(status->exponent == KeyState::Ready);
  CHECK(status->modulus == KeyState::Refused);
  CHECK(status->wrapped_key == KeyState::Waiting);
  CHECK(status->result == 3);
  const auto other = stu::read_encryption_status(Bytes{0x50, 0, 0x82, 0, 0xFF, 0, 0, 0});
  REQUIRE(other.has_value());
  CHECK_FALSE(other->is_as_asked);
  CHECK(other->exponent == KeyState::Waiting);
  CHECK_FALSE(stu::read_encryption_status(Bytes{0x50, 2, 0x82, 0, 0, 0, 0}).has_value());
  CHECK_FALSE(stu::read_encryption_status(Bytes(17, 0)).has_value());
}

TEST_CASE("STU exchange: an opened block is one pen with its number, or two pens") {
  Bytes timed(17, 0);
  timed[0] = 0x33;
  const auto sealed = stu::read_sealed(timed);
  REQUIRE(sealed.has_value());
  const Block plain = {0x92, 0x34, 0x12, 0xC0, 0x0B, 0xB8, 1, 2, 3, 4, 0, 0, 0xA, 0xB, 0xC, 0xD};
  const auto one = stu::read_opened(*sealed, plain, stu::OptionMode::TimeAndSequence);
  CHECK(one.session == 0x0A0B0C0D);
  REQUIRE(one.pens.size() == 1);
  CHECK(one.pens[0].touching);
  CHECK(one.pens[0].x == 4800);
  CHECK(one.pens[0].milliseconds == std::uint16_t{0x0102});
  CHECK(one.pens[0].sequence == std::uint16_t{0x0304});

  Bytes stamped(21, 0);
  stamped[0] = 0x31;
  stamped[18] = 9;
  stamped[20] = 14;
  const Block pair = {0xA, 0xB, 0xC, 0xD, 0x92, 0x34, 0x12, 0xC0, 0x0B, 0xB8, 0x80, 0, 0, 1, 0, 2};
  const auto two = stu::read_opened(stu::read_sealed(stamped).value(), pair, stu::OptionMode::Time);
  CHECK(two.session == 0x0A0B0C0D);
  REQUIRE(two.pens.size() == 2);
  CHECK(two.pens[0].milliseconds == std::uint16_t{9});
  CHECK(two.pens[1].milliseconds == std::uint16_t{14});
  CHECK(two.pens[1].near);
  CHECK_FALSE(two.pens[1].touching);
  CHECK(two.pens[1].y == 2);
  stamped.pop_back();
  CHECK_FALSE(stu::read_sealed(stamped).has_value());
  timed.pop_back();
  CHECK_FALSE(stu::read_sealed(timed).has_value());
  CHECK_FALSE(stu::read_sealed(Bytes(17, 0x34)).has_value());
  CHECK_FALSE(stu::read_sealed(Bytes{}).has_value());
}

TEST_CASE("STU cipher: a block is opened as FIPS 197 has it, with both lengths of key") {
  Bytes key(32);
  Block plain{};
  for (std::size_t at = 0; at < key.size(); ++at)
    key[at] = static_cast<std::uint8_t>(at);
  for (std::size_t at = 0; at < plain.size(); ++at)
    plain[at] = static_cast<std::uint8_t>(at * 0x11);
  const Block of_128 = {0x69, 0xC4, 0xE0, 0xD8, 0x6A, 0x7B, 0x04, 0x30,
                        0xD8, 0xCD, 0xB7, 0x80, 0x70, 0xB4, 0xC5, 0x5A};
  const Block of_256 = {0x8E, 0xA2, 0xB7, 0xCA, 0x51, 0x67, 0x45, 0xBF,
                        0xEA, 0xFC, 0x49, 0x90, 0x4B, 0x49, 0x60, 0x89};
  CHECK(stu::PenKey(std::span(key).first(16)).opened(of_128) == plain);
  CHECK(stu::PenKey(key).opened(of_256) == plain);
}

TEST_CASE("STU cipher: two ends of one exchange have one key, and no third has it") {
  const auto one = stu::DiffieHellman::begin(prime(), 5);
  const auto two = stu::DiffieHellman::begin(prime(), 5);
  const auto third = stu::DiffieHellman::begin(prime(), 5);
  REQUIRE((one && two && third));
  CHECK((*one)->host_key() != (*two)->host_key());
  const auto here = (*one)->agreed((*two)->host_key());
  const auto there = (*two)->agreed((*one)->host_key());
  const auto elsewhere = (*third)->agreed((*one)->host_key());
  REQUIRE((here && there && elsewhere));
  const Block block = {1, 2, 3};
  CHECK((*here)->opened(block) == (*there)->opened(block));
  CHECK((*here)->opened(block) != (*elsewhere)->opened(block));
}

TEST_CASE("STU cipher: a group or a public key in which there is no secret is refused") {
  Number even = prime();
  even[15] = 0x62;
  Number composite = prime();
  composite[15] = 0xFF;  // 2^128 - 1
  Number short_prime{};
  short_prime[8] = 1;  // below 2^64
  short_prime[15] = 13;
  for (const Number& bad : {Number{}, small(1), small(2), small(7), even, composite, short_prime})
    CHECK(stu::DiffieHellman::begin(bad, 5).error().fault == Fault::Protocol);
  for (const std::uint16_t base : {std::uint16_t{0}, std::uint16_t{1}})
    CHECK_FALSE(stu::DiffieHellman::begin(prime(), base).has_value());
  const auto half = stu::DiffieHellman::begin(prime(), 2);
  REQUIRE(half.has_value());
  Number last = prime();
  last[15] = 0x60;
  Number beyond;
  beyond.fill(0xFF);
  for (const Number& bad : {Number{}, small(1), last, prime(), beyond})
    CHECK((*half)->agreed(bad).error().fault == Fault::Protocol);
  CHECK((*half)->agreed(small(2)).has_value());
}

TEST_CASE("STU cipher: what is not wrapped for this pair is no key") {
  const auto pair = stu::RsaPair::make();
  CHECK((pair->modulus()[0] & 0x80) != 0);
  CHECK(pair->modulus() != stu::RsaPair::make()->modulus());
  CHECK_FALSE(pair->unwrapped({}).has_value());
  CHECK_FALSE(pair->unwrapped(Bytes(256, 0)).has_value());
  CHECK_FALSE(pair->unwrapped(Bytes(256, 0xFF)).has_value());  // beyond the modulus
  CHECK_FALSE(pair->unwrapped(Bytes(257, 0)).has_value());
  CHECK_FALSE(pair->unwrapped(Bytes(320, 1)).has_value());
  CHECK_FALSE(pair->unwrapped(pair->modulus()).has_value());
  CHECK_FALSE(pair->unwrapped(Bytes(256, 0x11)).has_value());
}

TEST_CASE("STU exchange: any bytes are read or refused") {
  REQUIRE(rc::check("any bytes", [](const Bytes& bytes) {
    (void)stu::read_number(bytes, Report::DhPrime);
    (void)stu::read_base(bytes);
    (void)stu::read_encryption_status(bytes);
    const auto part = stu::read_parameter(bytes, Parameter::WrappedKey);
    if (part) RC_ASSERT(part->size() <= stu::kMostOfParameter);
    if (const auto sealed = stu::read_sealed(bytes)) {
      RC_ASSERT(stu::read_opened(*sealed, sealed->block, stu::OptionMode::Time).pens.size() <= 2U);
    }
  }));
}
