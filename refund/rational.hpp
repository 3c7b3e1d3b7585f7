#pragma once

#include <cstdint>

namespace slipway::refund {

// An exact fraction, for amounts between the fen. Values that come from amounts of at most
// Money::kMost and counts of at most a million fit; `require`s that every result does.
class Rational {
 public:
  __extension__ using Wide = __int128;

  constexpr Rational() = default;
  constexpr Rational(std::int64_t number) : above_(number) {}
  // `require`s a divisor above 0.
  [[nodiscard]] static Rational of(std::int64_t dividend, std::int64_t divisor);

  friend Rational operator+(Rational a, Rational b);
  friend Rational operator-(Rational a, Rational b);
  friend Rational operator*(Rational a, Rational b);
  friend bool operator<(Rational a, Rational b);
  friend bool operator==(Rational a, Rational b) = default;

  // To the nearest whole number; a half goes up, so that half a fen of a deduction stays with the
  // member.
  [[nodiscard]] std::int64_t rounded_half_up() const;

 private:
  static Rational reduced(Wide above, Wide below);
  Wide above_ = 0;
  Wide below_ = 1;  // above 0, without a common divisor with above_
};

[[nodiscard]] Rational smaller(Rational a, Rational b);
[[nodiscard]] Rational larger(Rational a, Rational b);

}  // namespace slipway::refund
