#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "refund/money.hpp"
#include "refund/request.hpp"

namespace slipway::refund {

// Whose doing it is that the contract ends; decides prices and shares. mission.md 3.3.
enum class Cause { Window, Member, Merchant, Neutral };

enum class PriceBasis { Charged, List };
// What a use costs in paid money when there was bonus: None takes it all from what was paid,
// Ratio takes paid / (paid + bonus) of it, First takes the bonus first.
enum class BonusShare { None, Ratio, First };

struct Fee {
  std::int64_t basis_points = 0;  // of the remainder
  Money least;
  Money most;
  bool disclosed = false;  // an undisclosed fee is not charged
};

// The no-reason window: so many days after the day on which a lot was sold.
struct Window {
  int days = 0;
  bool needs_unused = false;
  bool needs_first_time = false;  // no earlier lot on the card (the law's exception, F16)
};

// The axes of one set of terms; the shop has one, the statutory floor has one.
struct Terms {
  std::string name;  // how the member finds them: "《会员卡章程》第 6 条", "法释〔2025〕4号"
  std::string name_en;
  std::map<Reason, Cause> cause_of;
  std::optional<Window> window;
  std::map<Cause, PriceBasis> price;
  std::map<Cause, BonusShare> bonus;
  std::map<Cause, Fee> fee;
};

// One row of the authority table: up to this amount, so many different approvers.
struct Tier {
  Money up_to;
  int approvers = 1;
};

// The shop's policy with its statutory floor. Immutable; known by the hash of its text.
struct Policy {
  std::string name;
  int version = 1;
  std::string hash;    // hex BLAKE2b-256 of the file's bytes
  std::string clause;  // where the whole can be read: "《会员卡章程》第 6 条"
  std::string clause_en;
  Terms shop;
  Terms floor;
  Money cash_most;          // cash up to this amount, bank above (mission.md F2: 100 yuan)
  std::vector<Tier> tiers;  // rising; the last one covers everything
  int review_hours = 24;    // decided within, told to the member
  int bank_days = 3;        // working days until a transfer arrives, told to the member
  int voucher_days = 30;    // a voucher can be redeemed for so long
  int request_days = 30;    // an unconfirmed request to which nothing happens for so long lapses
};

// What is wrong with a policy text: line, key, what stands there, what is allowed.
struct PolicyMistake {
  int line = 0;
  std::string key;
  std::string text;
};

// Reads a policy from TOML text. Pure: the caller reads the file. refund/README.md documents keys.
[[nodiscard]] tl::expected<Policy, PolicyMistake> read_policy(std::string_view toml);

// How many different people must approve this running sum.
[[nodiscard]] int approvers_needed(const Policy& policy, Money running_sum);

}  // namespace slipway::refund
