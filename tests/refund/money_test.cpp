#include "refund/money.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"

using namespace slipway::refund;

TEST_CASE("amounts are shown as on every screen") {
  CHECK(to_text(Money{128650}) == "¥1,286.50");
  CHECK(to_text(Money{-96350}) == "−¥963.50");
  CHECK(to_text(Money{0}) == "¥0.00");
  CHECK(to_text(Money{5}) == "¥0.05");
  CHECK(to_text(Money{100000000, Currency::Usd}) == "$1,000,000.00");
  CHECK(to_text(Money{99999, Currency::Eur}) == "€999.99");
  CHECK(to_text(Money{INT64_MIN}) == "−¥92,233,720,368,547,758.08");
  CHECK(to_signed_text(Money{25000}) == "+¥250.00");
  CHECK(to_signed_text(Money{-96350}) == "−¥963.50");
  CHECK(to_signed_text(Money{0}) == "¥0.00");
}

TEST_CASE("amounts are read strictly") {
  const auto fen = [](std::string_view text) {
    const auto money = money_from(text, Currency::Cny);
    return money ? money->minor : -1;
  };
  CHECK(fen("1286.50") == 128650);
  CHECK(fen("1,286.5") == 128650);
  CHECK(fen("1286") == 128600);
  CHECK(fen("0") == 0);
  CHECK(fen("0.05") == 5);
  CHECK(fen("1,234,567.89") == 123456789);
  CHECK(fen("10000000000") == Money::kMost);
  for (const auto* wrong : {"",
                            ".",
                            "1.",
                            ".5",
                            "1.234",
                            "-1",
                            "+1",
                            " 1",
                            "1 ",
                            "1,2",
                            "12,34",
                            ",123",
                            "1,,234",
                            "1234,567",
                            "1,2345",
                            "01",
                            "00",
                            "1e3",
                            "0x1",
                            "¥1",
                            "10000000000.01",
                            "99999999999",
                            "999999999999999999999999",
                            "1.2.3",
                            "1.a",
                            "1./",
                            "1.2a",
                            "１"}) {
    INFO(wrong);
    CHECK(fen(wrong) == -1);
  }
}

TEST_CASE("what is shown is read as the same amount") {
  REQUIRE(rc::check("money_from after to_text", [] {
    const Money amount{*rc::gen::inRange<std::int64_t>(0, Money::kMost + 1), Currency::Usd};
    RC_ASSERT(money_from(std::string_view(to_text(amount)).substr(1), Currency::Usd) == amount);
  }));
}

TEST_CASE("the capital form is the one that banks ask for") {
  CHECK(to_capital_form(Money{88650}) == "捌佰捌拾陆元伍角");
  CHECK(to_capital_form(Money{0}) == "零元整");
  CHECK(to_capital_form(Money{5}) == "伍分");
  CHECK(to_capital_form(Money{50}) == "伍角");
  CHECK(to_capital_form(Money{55}) == "伍角伍分");
  CHECK(to_capital_form(Money{88605}) == "捌佰捌拾陆元零伍分");
  CHECK(to_capital_form(Money{100000}) == "壹仟元整");
  CHECK(to_capital_form(Money{100100}) == "壹仟零壹元整");
  CHECK(to_capital_form(Money{10050000}) == "壹拾万零伍佰元整");
  CHECK(to_capital_form(Money{1000001}) == "壹万元零壹分");
  CHECK(to_capital_form(Money{Money::kMost}) == "壹佰亿元整");
  CHECK(to_capital_form(Money{20000000400}) == "贰亿零肆元整");
  CHECK(to_capital_form(Money{12345678912}) == "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分");
}

TEST_CASE("sums, differences and order") {
  CHECK(Money{5} + Money{7} == Money{12});
  CHECK(Money{5} - Money{7} == Money{-2});
  CHECK(-Money{5} == Money{-5});
  CHECK(smaller(Money{5}, Money{7}) == Money{5});
  CHECK(Money{5} < Money{7});
  CHECK(Money{7} <= Money{7});
  CHECK(is_positive(Money{1}));
  CHECK_FALSE(is_positive(Money{0}));
  CHECK(is_zero(zero(Currency::Eur)));
}

TEST_CASE("three currencies are known by number and by letters") {
  for (const Currency currency : {Currency::Cny, Currency::Usd, Currency::Eur}) {
    CHECK(currency_from(static_cast<std::int64_t>(currency)) == currency);
    CHECK(currency_from(letters(currency)) == currency);
  }
  CHECK_FALSE(currency_from(std::int64_t{392}));
  CHECK_FALSE(currency_from("cny"));
}
