#pragma once

#include <string_view>

namespace slipway::devices {

// Whether a text that a reader sent holds the number of a payment card anywhere: then all of it has
// to be forgotten at once, before any state, log or wire has seen it (PCI DSS 3.2).
//
// A payment card number has 12 to 19 digits, satisfies Luhn (ISO/IEC 7812-1 annex B) and either
// begins as those of a scheme do, with a length that the scheme has, or stands on a track as
// ISO/IEC 7813 has it: followed by "=" or "^...^" and an expiry YYMM. On track 3 two digits stand
// before it (ISO/IEC 4909). Spaces between its digits do not count.
//
// One in ten member numbers of a shop that copies a scheme's prefix and length would be taken for
// one: that shop has to find out on its first day, and a bank card may never get through.
[[nodiscard]] bool holds_bank_card(std::string_view text);

// Whether one track, masked by a reader that encrypts, is a payment card's: its number has 13 to 19
// characters, of which most are not the card's, and stands as ISO/IEC 7813 has it: behind "%B" and
// before "^...^", or behind another start sentinel and before "=" with four characters of expiry.
// Its digits say nothing, so that a member's number of that length with four characters behind "="
// is taken for one, too.
[[nodiscard]] bool is_masked_bank_card(std::string_view track);

}  // namespace slipway::devices
