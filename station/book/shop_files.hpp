#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "refund/account.hpp"
#include "refund/authority.hpp"
#include "refund/phrase.hpp"

// A shop as it stands in five CSV files: members.csv, cards.csv, lots.csv, uses.csv and, when there
// is one, staff.csv. station/README.md documents the columns.
namespace slipway::book {

// Where a row came from, for what is found wrong later.
struct Origin {
  std::string file;
  int line = 0;
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
  refund::Lot lot;  // without its uses
};
struct UseRow {
  Origin origin;
  std::string lot;
  refund::Use use;
};
struct StaffRow {
  Origin origin;
  refund::Staff staff;
  std::string pin;
};

struct ShopFiles {
  std::vector<MemberRow> members;
  std::vector<CardRow> cards;
  std::vector<LotRow> lots;
  std::vector<UseRow> uses;
  std::vector<StaffRow> staff;
};

// One thing that is wrong. `column` counts from 1 and `name` is its heading; 0 and empty when the
// row as a whole or the file is meant.
struct ShopMistake {
  std::string file;
  int line = 0;
  int column = 0;
  std::string name;
  refund::Phrase expected;
};
// "uses.csv:17:5 (charged): ..." in both languages, on two lines.
[[nodiscard]] std::string to_text(const ShopMistake& mistake);

inline constexpr std::size_t kMostMistakes = 20;

// Reads the folder and checks every field by itself; what rows promise each other is checked by
// import_shop(). On failure the mistakes, first ones first, at most kMostMistakes.
[[nodiscard]] tl::expected<ShopFiles, std::vector<ShopMistake>> read_shop(
    const std::filesystem::path& folder);

// "active", "lost", ... and back; how the books and the files spell it.
[[nodiscard]] std::string_view name_of(refund::CardStatus status);
[[nodiscard]] std::optional<refund::CardStatus> card_status_from(std::string_view name);
[[nodiscard]] std::string_view name_of(refund::LotKind kind);
[[nodiscard]] std::optional<refund::LotKind> lot_kind_from(std::string_view name);

}  // namespace slipway::book
