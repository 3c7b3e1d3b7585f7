#pragma once

#include <optional>
#include <string>
#include <vector>

#include "paper/sheet.hpp"
#include "refund/money.hpp"
#include "refund/quote.hpp"

namespace slipway::paper {

// Longest texts that a slip takes from outside, in letters: a name of ten thousand letters is cut,
// not set.
inline constexpr std::size_t kMostInName = 40;
inline constexpr std::size_t kMostInSentence = 160;
inline constexpr std::size_t kMostInCode = 32;
inline constexpr std::size_t kMostLines = 20;

// Head of every slip: whose it is and what it is.
void set_head(Sheet& sheet, const refund::Phrase& store, const refund::Phrase& title);
// The amount, huge, under its label, and its capital form where there is one.
void set_amount(Sheet& sheet, const refund::Phrase& label, refund::Money amount);
// "王*明  •••• 6217", or what of it is known.
void set_member(Sheet& sheet, const std::string& name, const std::string& card);
// The working, line by line, then the total; what lapses stands below it and is not counted.
void set_working(Sheet& sheet, const std::vector<refund::QuoteLine>& lines,
                 const refund::Phrase& total_label, refund::Money total);

}  // namespace slipway::paper
