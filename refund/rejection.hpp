#pragma once

#include <span>
#include <string>
#include <string_view>

#include "refund/phrase.hpp"

namespace slipway::refund {

// Why a request was not approved, as staff choose it and as the member reads it. The station knows
// the code; desk, kiosk and slip take the same sentence from here.
struct Rejection {
  std::string_view code;
  Phrase label;             // on the desk's button
  Phrase sentence;          // to the member
  bool needs_note = false;  // the sentence says nothing without the note
};

// In the order of the desk's number keys, at most nine.
[[nodiscard]] std::span<const Rejection> rejections();
// Null for an unknown code.
[[nodiscard]] const Rejection* rejection_from(std::string_view code);
// The whole text that the member reads: the sentence, then the note in quotes when there is one.
[[nodiscard]] Phrase told_to_member(const Rejection& rejection, std::string_view note);

}  // namespace slipway::refund
