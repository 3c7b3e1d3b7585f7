#pragma once

#include <optional>
#include <string_view>
#include <tl/expected.hpp>

// Magnetic stripes as text (ISO/IEC 7811-6, 7813, 4909). What is returned points into what was
// given: card text is copied nowhere.
namespace slipway::devices {

enum class TrackFault {
  NoStripe,      // nothing there
  StartMissing,  // it does not begin with its start sentinel
  EndMissing,
  BadCharacter,  // one that the track's alphabet does not have: a parity error
  WrongLrc,
  TooLong,
};

// What stands between the sentinels of track 1, 2 or 3. One character behind the end sentinel is
// the LRC and has to be right; most readers leave it out. At most 79, 40 and 107 characters.
[[nodiscard]] tl::expected<std::string_view, TrackFault> read_track(int track,
                                                                    std::string_view text);

// Whether a text begins as a track does.
[[nodiscard]] bool begins_as_track(std::string_view text);

// The member's number in the tracks that stand one behind the other, as readers write them:
// "%...?;...?". Of the tracks that are sound the second counts first, then the first (with or
// without a letter for its format), then the third; the number ends at the first separator.
[[nodiscard]] std::optional<std::string_view> number_on_tracks(std::string_view text);

}  // namespace slipway::devices
