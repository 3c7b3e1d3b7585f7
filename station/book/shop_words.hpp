#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "refund/account.hpp"

// How the books spell what the rules know as enumerators. Files may have "_" for "-" and the other
// way round; what a person reads has "_", as policies and cards in JSON do.
namespace slipway::book {

[[nodiscard]] constexpr bool is_same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char one, char other) {
    return one == other || ((one == '-' || one == '_') && (other == '-' || other == '_'));
  });
}

template <typename Word, std::size_t count>
using Spelling = std::array<std::pair<Word, std::string_view>, count>;

inline constexpr Spelling<refund::CardStatus, 6> kStatuses{{
    {refund::CardStatus::Active, "active"},
    {refund::CardStatus::Lost, "lost"},
    {refund::CardStatus::Frozen, "frozen"},
    {refund::CardStatus::Expired, "expired"},
    {refund::CardStatus::Refunded, "refunded"},
    {refund::CardStatus::Closed, "closed"},
}};
inline constexpr Spelling<refund::LotKind, 4> kKinds{{
    {refund::LotKind::StoredValue, "stored-value"},
    {refund::LotKind::Sessions, "sessions"},
    {refund::LotKind::Time, "time"},
    {refund::LotKind::Points, "points"},
}};
inline constexpr Spelling<refund::Disclosure, 3> kDisclosures{{
    {refund::Disclosure::Unrecorded, ""},
    {refund::Disclosure::Told, "told"},
    {refund::Disclosure::NotTold, "not-told"},
}};
inline constexpr Spelling<refund::GiftState, 2> kGiftStates{{
    {refund::GiftState::Kept, "kept"},
    {refund::GiftState::Returned, "returned"},
}};

// The word of a spelling; of each of the lists above.
template <typename Word, std::size_t count>
[[nodiscard]] constexpr std::string_view spelt(const Spelling<Word, count>& words, Word word) {
  for (const auto& [one, name] : words) {
    if (one == word) return name;
  }
  return words.back().second;
}
template <typename Word, std::size_t count>
[[nodiscard]] constexpr std::optional<Word> word_from(const Spelling<Word, count>& words,
                                                      std::string_view text) {
  for (const auto& [word, name] : words) {
    if (is_same_word(name, text)) return word;
  }
  return std::nullopt;
}

[[nodiscard]] constexpr std::string_view name_of(refund::CardStatus status) {
  return spelt(kStatuses, status);
}
[[nodiscard]] constexpr std::optional<refund::CardStatus> card_status_from(std::string_view name) {
  return word_from(kStatuses, name);
}
[[nodiscard]] constexpr std::string_view name_of(refund::LotKind kind) {
  return spelt(kKinds, kind);
}
[[nodiscard]] constexpr std::optional<refund::LotKind> lot_kind_from(std::string_view name) {
  return word_from(kKinds, name);
}

}  // namespace slipway::book
