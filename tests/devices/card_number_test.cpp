#include "devices/reader/card_number.hpp"

#include <rapidcheck.h>

#include "devices/reader/bank_card.hpp"
#include "devices/reader/secret.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;

namespace {

// The digits of any number, and behind them the one that Luhn asks for.
std::string with_check_digit(const std::string& digits) {
  for (char check = '0'; check <= '9'; ++check) {
    int sum = check - '0';
    for (std::size_t i = 0; i < digits.size(); ++i) {
      int digit = digits[digits.size() - 1 - i] - '0';
      if (i % 2 == 0) digit = digit * 2 / 10 + digit * 2 % 10;
      sum += digit;
    }
    if (sum % 10 == 0) return digits + check;
  }
  return digits;
}

}  // namespace

TEST_CASE("a number becomes the UID that the books know, by the format that the reader has") {
  CHECK(uid_of("6001234567", NumberFormat::Digits) == "00006001234567");
  CHECK(uid_of("12345678", NumberFormat::Digits) == "12345678");
  CHECK(uid_of("1", NumberFormat::Digits) == "00000001");
  CHECK(uid_of("123456789012345", NumberFormat::Digits) == "00000123456789012345");
  CHECK_FALSE(uid_of("123456789012345678901", NumberFormat::Digits));
  CHECK_FALSE(uid_of("12 34", NumberFormat::Digits));
  CHECK_FALSE(uid_of("", NumberFormat::Digits));
  CHECK(uid_of("0081682206", NumberFormat::Decimal) == "04DE5F1E");
  CHECK(uid_of("4294967295", NumberFormat::Decimal) == "FFFFFFFF");
  CHECK_FALSE(uid_of("4294967296", NumberFormat::Decimal));
  CHECK_FALSE(uid_of("00000000001", NumberFormat::Decimal));
  CHECK(uid_of("04de5f1eacc040", NumberFormat::Hex) == "04DE5F1EACC040");
  CHECK_FALSE(uid_of("04DE5F1EA", NumberFormat::Hex));
  CHECK_FALSE(uid_of("04DE5F1G", NumberFormat::Hex));
  CHECK(uid_of("1E5FDE04", NumberFormat::HexReversed) == "04DE5F1E");
  CHECK(uid_of("40C0AC1E5FDE04", NumberFormat::HexReversed) == "04DE5F1EACC040");
}

TEST_CASE("every format has a name and is found by it") {
  for (const auto format : {NumberFormat::Digits, NumberFormat::Decimal, NumberFormat::Hex,
                            NumberFormat::HexReversed}) {
    CHECK(number_format(name_of(format)) == format);
  }
  CHECK_FALSE(number_format("roman"));
}

TEST_CASE("payment cards are known by number, scheme and track") {
  for (const char* text : {"4111111111111111",                         // Visa's own test number
                           "5555555555554444",                         // Mastercard
                           "2223003122003222",                         // Mastercard's newer range
                           "378282246310005",                          // American Express
                           "6200000000000005",                         // UnionPay
                           "3530111333300000",                         // JCB
                           "36227206271667",                           // Diners Club
                           ";4111111111111111=30121010000000000000?",  // track 2
                           "%B4111111111111111^MEMBER/ANY^30121010000000000?",        // track 1
                           "%B3782 822463 10005^MEMBER/ANY^3012101?",                 // with blanks
                           ";994111111111111111=156156000000000000000003000000000?",  // track 3
                           "tap 4111111111111111 please",                             // anywhere
                           "4111 1111 1111 1111",         // as it is printed
                           ";9999999999999995=3012?"}) {  // no scheme, but a track
    CAPTURE(text);
    CHECK(holds_bank_card(text));
  }
}

TEST_CASE("member numbers are none") {
  for (const char* text : {"", "0012345678", ";6001234567?", "%M6001234567?", "04DE5F1EACC040",
                           "4111111111111112",         // no check digit
                           "9999999999999995",         // no scheme and no track
                           "41111111111111111111111",  // too long for a card
                           ";9999999999999995=0=2?", "https://example.org/c/88123"}) {
    CAPTURE(text);
    CHECK_FALSE(holds_bank_card(text));
  }
}

TEST_CASE("a payment card is found wherever it stands in what was read") {
  REQUIRE(rc::check("any card number in any text", [](const std::string& before) {
    auto digits = *rc::gen::container<std::string>(15 - 4, rc::gen::inRange('0', '9'));
    const std::string number = with_check_digit("4222" + digits);
    RC_ASSERT(number.size() == 16U);
    std::string text = before;
    while (!text.empty() &&
           (std::isdigit(static_cast<unsigned char>(text.back())) != 0 || text.back() == ' ')) {
      text.pop_back();
    }
    RC_ASSERT(holds_bank_card(text + number));
    RC_ASSERT(holds_bank_card(text + number + "=2912"));
  }));
}

TEST_CASE("a secret is bounded, never moves and leaves nothing behind") {
  Secret secret(8);
  for (const char letter : std::string("41111111"))
    CHECK(secret.add(letter));
  CHECK_FALSE(secret.add('1'));
  CHECK(secret.text() == "41111111");
  const char* place = secret.storage().data();
  secret.clear();
  CHECK(secret.text().empty());
  CHECK(secret.storage().data() == place);
  for (const char one : secret.storage())
    CHECK(one == 0);
}
