#include "refund/request.hpp"

#include <rapidcheck.h>

#include <limits>
#include <set>

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

RequestId id_at(std::int64_t milliseconds, std::uint8_t fill) {
  std::array<std::uint8_t, 10> random{};
  random.fill(fill);
  return make_request_id(Instant(std::chrono::milliseconds(milliseconds)), random);
}

}  // namespace

TEST_CASE("a request id is a UUIDv7: time first, version and variant in their places") {
  const RequestId id = id_at(0x0123456789AB, 0xFF);
  CHECK(to_hex(id) == "0123456789ab7fffbfffffffffffffff");
  CHECK(request_id_from(to_hex(id)) == id);
  CHECK(id_at(1, 0xFF) < id_at(2, 0x00));
  CHECK_FALSE(request_id_from("0123"));
  CHECK_FALSE(request_id_from("0123456789ab7fffbfffffffffffffgg"));
}

TEST_CASE(
    "a slip code has eight characters without look-alikes and comes back from what is typed") {
  REQUIRE(rc::check("slip codes", [] {
    const RequestId id =
        id_at(*rc::gen::inRange<std::int64_t>(0, 1LL << 40), *rc::gen::arbitrary<std::uint8_t>());
    const std::string code = slip_code(id);
    RC_ASSERT(code.size() == 8U);
    RC_ASSERT(code.find_first_of("OILBSZ01") == std::string::npos);
    RC_ASSERT(slip_code_from(grouped(code)) == code);
    RC_ASSERT(slip_code(id) == code);
  }));
}

TEST_CASE("slip codes of different requests differ") {
  std::set<std::string> codes;
  for (int i = 0; i < 2'000; ++i)
    codes.insert(slip_code(id_at(i, 7)));
  CHECK(codes.size() == 2'000);
}

TEST_CASE("typed slip codes are made comparable or refused") {
  CHECK(slip_code_from(" 7f4k 29qd ") == "7F4K29QD");
  for (const auto* wrong : {"", "7F4K29Q", "7F4K29QDX", "7F4K29QO", "7F4K-29QD", "7F4K29Q\n"}) {
    INFO(wrong);
    CHECK_FALSE(slip_code_from(wrong));
  }
}

TEST_CASE("bank cards need the right length and a right check digit") {
  CHECK(is_bank_card("6222020200112233445") == false);
  CHECK(is_bank_card("4111111111111111"));
  CHECK_FALSE(is_bank_card("4111111111111112"));
  CHECK_FALSE(is_bank_card("00000000000"));
  CHECK_FALSE(is_bank_card("00000000000000000000"));
  CHECK_FALSE(is_bank_card("411111111111111a"));
  CHECK(masked_bank_card("4111111111111111") == "•••• •••• 1111");
  CHECK(masked_bank_card("1111") == "•••• •••• ••••");
}

TEST_CASE("a payee is shown without the account") {
  const Payee bank{Method::BankTransfer, "4111111111111234"};
  CHECK(phrase_of(bank).zh == "本人银行卡 •••• 1234");
  CHECK(phrase_of(bank).en == "Your bank account •••• 1234");
  const Payee masked{Method::BankTransfer, masked_bank_card(bank.bank_card)};
  CHECK(phrase_of(masked) == phrase_of(bank));
  CHECK(phrase_of(Payee{}).zh == "现金");
  CHECK(phrase_of(Method::Original) == Phrase{"原路退回", "Back the way you paid"});
}

TEST_CASE("every reason has its words in both languages") {
  std::set<std::string> words;
  for (const Reason reason : kEveryReason) {
    CHECK_FALSE(phrase_of(reason).en.empty());
    words.insert(phrase_of(reason).zh);
  }
  CHECK(words.size() == kEveryReason.size());
}

TEST_CASE("two strokes or 15 mm of ink are a signature") {
  const auto point = [](int x, int y) { return PenPoint{x, y, std::nullopt, 0}; };
  Signature signature{10000, 5000, {}};
  CHECK_FALSE(is_signed(signature));
  signature.strokes = {{point(0, 0)}, {point(9, 9)}};
  CHECK_FALSE(is_signed(signature));  // two dots
  signature.strokes = {{point(0, 0), point(1000, 1000)}};
  CHECK_FALSE(is_signed(signature));  // 14.14 mm
  signature.strokes = {{point(0, 0), point(900, 1200)}};
  CHECK(is_signed(signature));  // 15 mm
  signature.strokes = {{point(0, 0), point(1, 0)}, {point(5, 5), point(6, 5)}};
  CHECK(is_signed(signature));
  constexpr auto least = std::numeric_limits<std::int32_t>::min();
  constexpr auto most = std::numeric_limits<std::int32_t>::max();
  signature.strokes = {{point(least, least), point(most, most)}};
  CHECK(is_signed(signature));
  signature.strokes = {{point(0, least), point(0, most)}};
  CHECK(is_signed(signature));
  signature.strokes = {{point(least, 0), point(most, 0)}};
  CHECK(is_signed(signature));
  signature.strokes = {{point(0, 1'060), point(1'060, 0)}};
  CHECK_FALSE(is_signed(signature));  // 14.99 mm, falling
}
