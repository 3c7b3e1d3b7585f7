#include "refund/rational.hpp"

#include "refund/require.hpp"

namespace slipway::refund {

namespace {

using Wide = Rational::Wide;

Wide product(Wide a, Wide b) {
  Wide result = 0;
  require(!__builtin_mul_overflow(a, b, &result));
  return result;
}

Wide sum(Wide a, Wide b) {
  Wide result = 0;
  require(!__builtin_add_overflow(a, b, &result));
  return result;
}

Wide common_divisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

}  // namespace

Rational Rational::reduced(Wide above, Wide below) {
  require(below > 0);
  const Wide divisor = common_divisor(below, above);
  require(divisor > 0);
  Rational result;
  result.above_ = above / divisor;
  result.below_ = below / divisor;
  return result;
}

Rational Rational::of(std::int64_t dividend, std::int64_t divisor) {
  return reduced(dividend, divisor);
}

Rational operator+(Rational a, Rational b) {
  return Rational::reduced(sum(product(a.above_, b.below_), product(b.above_, a.below_)),
                           product(a.below_, b.below_));
}

Rational operator-(Rational a, Rational b) {
  b.above_ = -b.above_;
  return a + b;
}

Rational operator*(Rational a, Rational b) {
  return Rational::reduced(product(a.above_, b.above_), product(a.below_, b.below_));
}

bool operator<(Rational a, Rational b) {
  return product(a.above_, b.below_) < product(b.above_, a.below_);
}

std::int64_t Rational::rounded_half_up() const {
  const Wide doubled = sum(product(above_, 2), below_);
  const Wide divisor = product(below_, 2);
  Wide floor = doubled / divisor;
  if (doubled % divisor < 0) --floor;
  const auto rounded = static_cast<std::int64_t>(floor);
  require(rounded == floor);
  return rounded;
}

Rational smaller(Rational a, Rational b) {
  return b < a ? b : a;
}
Rational larger(Rational a, Rational b) {
  return a < b ? b : a;
}

}  // namespace slipway::refund
