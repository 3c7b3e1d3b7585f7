#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "refund/settlement.hpp"

// Cards, policies and wishes at random: every kind of lot, every axis of the terms, both usual and
// crooked figures. All of them are sound (soundness.hpp).
namespace slipway::tests {

// Where randomness comes from: a seed, or RapidCheck, which then finds the smallest example.
class Chance {
 public:
  Chance() = default;
  Chance(const Chance&) = delete;
  Chance& operator=(const Chance&) = delete;
  virtual ~Chance() = default;

  // From `least` to `most`; the smaller the simpler.
  virtual std::int64_t between(std::int64_t least, std::int64_t most) = 0;

  int count(int least, int most) { return static_cast<int>(between(least, most)); }
  bool one_in(int many) { return between(0, many - 1) == many - 1; }
  template <typename T>
  T of(std::initializer_list<T> choices) {
    return *std::next(choices.begin(), count(0, static_cast<int>(choices.size()) - 1));
  }
};

class SeededChance final : public Chance {
 public:
  explicit SeededChance(std::uint64_t seed) : engine_(seed) {}
  std::int64_t between(std::int64_t least, std::int64_t most) override;

 private:
  std::mt19937_64 engine_;
};

// For use inside a property only.
class DrawnChance final : public Chance {
 public:
  std::int64_t between(std::int64_t least, std::int64_t most) override;
};

inline const refund::Instant kFiled = *refund::instant_from("2026-11-21 10:00");

[[nodiscard]] refund::Money any_amount(Chance& chance, std::int64_t most);
[[nodiscard]] refund::Use any_use(Chance& chance, const refund::Lot& lot);
// Sold and used before kFiled; bound to no policy.
[[nodiscard]] refund::Lot any_lot(Chance& chance);
// Up to `most_lots`, with different ids, some bound to one of `policies`.
[[nodiscard]] refund::Account any_account(Chance& chance, int most_lots,
                                          const std::vector<std::string>& policies);
[[nodiscard]] refund::Terms any_terms(Chance& chance);
// Known as `hash`, with up to three floors and two rate tables.
[[nodiscard]] refund::Policy any_policy(Chance& chance, const std::string& hash);
// Filed at kFiled; a part of at most `most` now and then.
[[nodiscard]] refund::Wish any_wish(Chance& chance, std::int64_t most);

}  // namespace slipway::tests
