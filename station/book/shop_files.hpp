#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "refund/account.hpp"
#include "refund/authority.hpp"
#include "refund/phrase.hpp"
#include "station/book/policy_folder.hpp"
#include "station/book/shop_words.hpp"

// A shop as it stands in CSV files: members.csv, cards.csv, lots.csv, uses.csv and, when they are
// there, gifts.csv, staff.csv and the texts of older policies in policies/. station/README.md
// documents the columns.
namespace slipway::book {

// Where a row came from, for what is found wrong later.
struct Origin {
  std::string file;
  int line = 0;
  std::shared_ptr<const std::vector<std::string>> heading = {};
  std::vector<std::string> fields = {};
};

struct MemberRow {
  Origin origin;
  refund::Member member;
  std::string pin;  // empty: none yet
};
struct CardRow {
  Origin origin;
  std::string uid;
  std::string number;
  std::string member;
  refund::CardStatus status = refund::CardStatus::Active;
};
struct LotRow {
  Origin origin;
  std::string card;
  refund::Lot lot;  // without its uses and gifts; a cell that says nothing is as in a fresh lot
};
struct UseRow {
  Origin origin;
  std::string lot;
  refund::Use use;
};
struct GiftRow {
  Origin origin;
  std::string lot;
  refund::Gift gift;
};
struct StaffRow {
  Origin origin;
  refund::Staff staff;
  std::string pin;
};

// A policy under which lots were sold, with the texts of which it was read.
struct ShopPolicy {
  std::string hash;
  PolicyTexts texts;
};

struct ShopFiles {
  std::vector<MemberRow> members;
  std::vector<CardRow> cards;
  std::vector<LotRow> lots;
  std::vector<UseRow> uses;
  std::vector<GiftRow> gifts;
  std::vector<StaffRow> staff;
  std::vector<ShopPolicy> policies;
  // The hash to which a lot is bound that names no policy and was sold before any was in force at
  // the station; empty: it stays unbound.
  std::string standing_policy;
};

// One thing that is wrong. `column` counts from 1 and `name` is its heading; 0 and empty when the
// row as a whole or the file is meant.
struct ShopMistake {
  std::string file;
  int line = 0;
  int column = 0;
  std::string name;
  refund::Phrase expected;
  std::optional<std::string> stands = {};  // in the cell; nothing for a PIN, which is not repeated
  std::string sentence = {};  // what the reader of policies says, in place of what is expected
};
// What is wrong with this column of a row.
[[nodiscard]] ShopMistake mistake_at(const Origin& origin, std::string_view column,
                                     refund::Phrase expected);
// "uses.csv:17:5 (charged): ..." in both languages, on two lines.
[[nodiscard]] std::string to_text(const ShopMistake& mistake);

inline constexpr std::size_t kMostMistakes = 20;

// Reads the folder and checks every field by itself; what rows promise each other is checked by
// import_shop(). On failure the mistakes, first ones first, at most kMostMistakes.
[[nodiscard]] tl::expected<ShopFiles, std::vector<ShopMistake>> read_shop(
    const std::filesystem::path& folder);

}  // namespace slipway::book
