#include "refund/rational.hpp"

#include <rapidcheck.h>

#include "refund/money.hpp"
#include "tests/catch.hpp"

using namespace slipway::refund;

TEST_CASE("a fraction is rounded to the nearest, a half upwards") {
  const auto rounded = [](std::int64_t above, std::int64_t below) {
    return Rational::of(above, below).rounded_half_up();
  };
  CHECK(rounded(5, 2) == 3);
  CHECK(rounded(-5, 2) == -2);
  CHECK(rounded(7, 3) == 2);
  CHECK(rounded(8, 3) == 3);
  CHECK(rounded(-7, 3) == -2);
  CHECK(rounded(-8, 3) == -3);
  CHECK(rounded(0, 9) == 0);
  CHECK(rounded(-1, 2) == 0);
}

TEST_CASE("fractions are exact and reduced") {
  const Rational third = Rational::of(1, 3);
  CHECK(third + third + third == Rational(1));
  CHECK(Rational::of(30, 40) == Rational::of(3, 4));
  CHECK(Rational(1) - third == Rational::of(2, 3));
  CHECK(third * Rational(3) == Rational(1));
  CHECK_FALSE(third == Rational(1));
  CHECK_FALSE(third == Rational::of(2, 3));
  CHECK(smaller(third, Rational::of(1, 2)) == third);
  CHECK(larger(third, Rational::of(1, 2)) == Rational::of(1, 2));
  CHECK(third < Rational::of(1'000'000'001, 3'000'000'000));
}

TEST_CASE("the largest shares of the largest amounts still fit") {
  const Rational share = Rational::of(Money::kMost, 2 * Money::kMost - 1);
  const Rational amount = Rational(Money::kMost) * share;
  const Rational other = Rational(Money::kMost) - amount;
  CHECK((amount + other).rounded_half_up() == Money::kMost);
  CHECK((other * Rational::of(9'999, 10'000)).rounded_half_up() > 0);
}

TEST_CASE("rounding is off by half at most") {
  REQUIRE(rc::check("|x - rounded| <= 1/2", [] {
    const auto above = *rc::gen::inRange<std::int64_t>(-Money::kMost, Money::kMost);
    const auto below = *rc::gen::inRange<std::int64_t>(1, Money::kMost);
    const Rational exact = Rational::of(above, below);
    const Rational off = exact - Rational(exact.rounded_half_up());
    RC_ASSERT(off < Rational::of(1, 2));
    RC_ASSERT(!(off < Rational::of(-1, 2)));
  }));
}
