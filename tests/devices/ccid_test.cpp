#include "devices/reader/ccid.hpp"

#include <rapidcheck.h>

#include <array>

#include "tests/catch.hpp"

using slipway::devices::Fault;
namespace ccid = slipway::devices::ccid;
using ccid::Bytes;

namespace {

// A class descriptor with this dwFeatures and dwMaxCCIDMessageLength.
Bytes class_descriptor(std::uint32_t features, std::uint32_t longest) {
  Bytes bytes(54, 0);
  bytes[0] = 54;
  bytes[1] = 0x21;
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[40 + i] = static_cast<std::uint8_t>(features >> 8 * i & 0xFF);
    bytes[44 + i] = static_cast<std::uint8_t>(longest >> 8 * i & 0xFF);
  }
  return bytes;
}

Bytes storage_card_atr(std::uint8_t high, std::uint8_t low, std::uint8_t check) {
  return {0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00,
          0x03, 0x06, 0x03, high, low,  0x00, 0x00, 0x00, 0x00, check};
}

}  // namespace

TEST_CASE("the exchange level is read as real readers declare it") {
  struct Row {
    const char* reader;
    std::uint32_t features;
    std::uint32_t longest;
    ccid::Exchange exchange;
  };
  const std::array<Row, 6> rows = {
      {{"ACR122U", 0x00020040, 271, ccid::Exchange::ShortApdu},
       {"ACR1252U", 0x00040040, 522, ccid::Exchange::ExtendedApdu},
       {"OMNIKEY 5022", 0x000404BA, 520, ccid::Exchange::ExtendedApdu},
       {"OMNIKEY 5321", 0x000103B0, 271, ccid::Exchange::Tpdu},
       {"Touchatag", 0x00010030, 271, ccid::Exchange::Tpdu},
       {"character level", 0x00000030, 271, ccid::Exchange::Character}}};
  for (const Row& row : rows) {
    CAPTURE(row.reader);
    const auto found = ccid::read_capabilities(class_descriptor(row.features, row.longest));
    REQUIRE(found.has_value());
    CHECK(found->exchange == row.exchange);
    CHECK(found->longest_message == row.longest);
  }
}

TEST_CASE("a CCID descriptor is found among others and not believed beyond reason") {
  Bytes extra = {3, 0x99, 0};
  const Bytes sound = class_descriptor(0x00020040, 271);
  extra.insert(extra.end(), sound.begin(), sound.end());
  CHECK(ccid::read_capabilities(extra).has_value());
  CHECK_FALSE(ccid::read_capabilities({}).has_value());
  CHECK_FALSE(ccid::read_capabilities(Bytes{0, 0x21}).has_value());
  CHECK_FALSE(ccid::read_capabilities(Bytes{54, 0x21, 0}).has_value());
  CHECK_FALSE(ccid::read_capabilities(class_descriptor(0x00020040, 10)).has_value());
  CHECK(ccid::read_capabilities(class_descriptor(0x00020040, 0xFFFFFFFF))->longest_message == 4096);
}

TEST_CASE("messages carry length, slot and sequence where CCID puts them") {
  CHECK(ccid::message(ccid::Command::PowerOn, 7, {}) == Bytes{0x62, 0, 0, 0, 0, 0, 7, 0, 0, 0});
  CHECK(ccid::message(ccid::Command::Exchange, 0xFF, ccid::get_uid()) ==
        Bytes{0x6F, 5, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0xFF, 0xCA, 0, 0, 0});
  CHECK(ccid::message(ccid::Command::SlotStatus, 1, Bytes(300)).size() == 310);
  CHECK(ccid::message(ccid::Command::PowerOn, 7, {}, 1, 2) ==
        Bytes{0x62, 0, 0, 0, 0, 2, 7, 1, 0, 0});
}

TEST_CASE("answers are taken apart, and refused when they contradict themselves") {
  const auto status = ccid::read_answer(Bytes{0x81, 0, 0, 0, 0, 0, 3, 0x02, 0, 0});
  REQUIRE(status.has_value());
  CHECK(status->icc == ccid::Icc::Absent);
  CHECK(status->verdict == ccid::Verdict::Done);
  CHECK(ccid::belongs(*status, ccid::Command::SlotStatus, 3));
  CHECK_FALSE(ccid::belongs(*status, ccid::Command::SlotStatus, 4));
  CHECK_FALSE(ccid::belongs(*status, ccid::Command::SlotStatus, 3, 1));
  CHECK_FALSE(ccid::belongs(*status, ccid::Command::PowerOn, 3));

  const auto mute = ccid::read_answer(Bytes{0x80, 0, 0, 0, 0, 0, 3, 0x41, 0xFE, 0});
  REQUIRE(mute.has_value());
  CHECK(mute->verdict == ccid::Verdict::Failed);
  CHECK(ccid::text_of_error(mute->error) == "card mute or absent");
  const auto later = ccid::read_answer(Bytes{0x80, 0, 0, 0, 0, 0, 3, 0x80, 2, 0});
  REQUIRE(later.has_value());
  CHECK(later->verdict == ccid::Verdict::MoreTime);

  const std::array<Bytes, 6> wrong = {{{},
                                       Bytes(9),
                                       {0x80, 1, 0, 0, 0, 0, 3, 0, 0, 0},
                                       {0x80, 0, 0, 0, 1, 0, 3, 0, 0, 0},
                                       {0x80, 0, 0, 0, 0, 0, 3, 0x03, 0, 0},
                                       {0x80, 0, 0, 0, 0, 0, 3, 0xC0, 0, 0}}};
  for (const Bytes& bytes : wrong) {
    const auto answer = ccid::read_answer(bytes);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().fault == Fault::Protocol);
  }
}

TEST_CASE("slot news is told apart from noise") {
  CHECK(ccid::read_slot_news({}) == ccid::SlotNews::Unchanged);
  CHECK(ccid::read_slot_news(Bytes{0x50, 0x03}) == ccid::SlotNews::Inserted);
  CHECK(ccid::read_slot_news(Bytes{0x50, 0x02}) == ccid::SlotNews::Removed);
  CHECK(ccid::read_slot_news(Bytes{0x50, 0x01}) == ccid::SlotNews::Unchanged);
  CHECK(ccid::read_slot_news(Bytes{0x50, 0x08}, 1) == ccid::SlotNews::Removed);
  CHECK(ccid::read_slot_news(Bytes{0x50, 0x08}, 0) == ccid::SlotNews::Unchanged);
  CHECK(ccid::read_slot_news(Bytes{0x50, 0, 0x03}, 4) == ccid::SlotNews::Inserted);
  CHECK(ccid::read_slot_news(Bytes{0x50, 0xFF}, 4) == ccid::SlotNews::Unchanged);
  CHECK(ccid::read_slot_news(Bytes{0x51, 0, 0, 1}) == ccid::SlotNews::HardwareError);
  CHECK(ccid::read_slot_news(Bytes{0x50}) == ccid::SlotNews::Nonsense);
  CHECK(ccid::read_slot_news(Bytes{0x42, 0x03}) == ccid::SlotNews::Nonsense);
}

TEST_CASE("answers to reset that real cards give are sound, damaged ones are not") {
  const std::array<Bytes, 9> sound = {{storage_card_atr(0x00, 0x01, 0x6A),
                                       storage_card_atr(0x00, 0x02, 0x69),
                                       storage_card_atr(0x00, 0x03, 0x68),
                                       storage_card_atr(0x00, 0x00, 0x6B),
                                       storage_card_atr(0xF0, 0x04, 0x9F),
                                       storage_card_atr(0xF0, 0x11, 0x8A),
                                       storage_card_atr(0xFF, 0x20, 0xB4),
                                       {0x3B, 0x81, 0x80, 0x01, 0x80, 0x80},
                                       {0x3B, 0x80, 0x80, 0x01, 0x01}}};
  for (const Bytes& atr : sound) {
    CAPTURE(ccid::to_hex(atr));
    CHECK(ccid::is_sound_atr(atr));
    for (std::size_t length = 0; length < atr.size(); ++length) {
      CHECK_FALSE(ccid::is_sound_atr(std::span(atr).first(length)));
    }
    Bytes damaged = atr;
    damaged.back() ^= 0x01;
    CHECK_FALSE(ccid::is_sound_atr(damaged));
  }
  CHECK(ccid::is_sound_atr(Bytes{0x3B, 0x02, 0x14, 0x50}));  // T=0 has no check byte
  CHECK_FALSE(ccid::is_sound_atr(Bytes{0x3C, 0x02, 0x14, 0x50}));
  CHECK_FALSE(ccid::is_sound_atr(Bytes(34, 0x3B)));
}

TEST_CASE("an identifier has four to ten bytes and a good status word") {
  CHECK(ccid::read_uid(Bytes{0x04, 0xDE, 0x5F, 0x1E, 0x90, 0x00}).value() ==
        Bytes{0x04, 0xDE, 0x5F, 0x1E});
  CHECK(ccid::read_uid(Bytes{0x63, 0x00}).error().fault == Fault::Media);
  CHECK(ccid::read_uid(Bytes{0x6A, 0x81}).error().fault == Fault::Media);
  CHECK(ccid::read_uid(Bytes{0x90}).error().fault == Fault::Protocol);
  CHECK(ccid::read_uid(Bytes{0x01, 0x02, 0x03, 0x90, 0x00}).error().fault == Fault::Protocol);
  Bytes eleven(11, 0x42);
  eleven.insert(eleven.end(), {0x90, 0x00});
  CHECK(ccid::read_uid(eleven).error().fault == Fault::Protocol);
}

TEST_CASE("no bytes, however wrong, disturb the reading of CCID") {
  REQUIRE(rc::check("any bytes", [](const Bytes& bytes) {
    if (const auto answer = ccid::read_answer(bytes)) {
      RC_ASSERT(answer->payload.size() + 10 == bytes.size());
    }
    if (const auto found = ccid::read_capabilities(bytes)) {
      RC_ASSERT(found->longest_message >= 11U);
      RC_ASSERT(found->longest_message <= 4096U);
    }
    if (ccid::is_sound_atr(bytes)) RC_ASSERT(bytes.size() <= 33U);
    if (const auto uid = ccid::read_uid(bytes)) RC_ASSERT(uid->size() + 2 == bytes.size());
    (void)ccid::read_slot_news(bytes);
  }));
  REQUIRE(rc::check("messages come back as they were written", [](std::uint8_t sequence) {
    const auto payload = *rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>());
    Bytes bytes = ccid::message(ccid::Command::Exchange, sequence, payload);
    bytes[0] = 0x80;
    const auto answer = ccid::read_answer(bytes);
    RC_ASSERT(answer.has_value());
    RC_ASSERT(answer->payload == payload);
    RC_ASSERT(answer->sequence == sequence);
  }));
}

TEST_CASE("every error has words") {
  for (int error = 0; error < 256; ++error) {
    CHECK_FALSE(ccid::text_of_error(static_cast<std::uint8_t>(error)).empty());
  }
  CHECK(ccid::text_of_error(7) == "bad byte 7 of the message");
  CHECK(ccid::text_of_error(0xE5) == "error E5");
}
