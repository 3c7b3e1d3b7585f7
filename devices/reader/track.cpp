#include "devices/reader/track.hpp"

#include <algorithm>
#include <array>

namespace slipway::devices {
namespace {

// ISO/IEC 7811-6, tables 1 and 2; the lengths count sentinels and LRC.
struct Format {
  std::string_view starts;
  char lowest;  // of the alphabet, and what a character's value counts from
  char highest;
  std::size_t longest;
  char separator;
};
constexpr std::array<Format, 3> kFormats = {Format{"%", 0x20, 0x5F, 79, '^'},
                                            Format{";", 0x30, 0x3F, 40, '='},
                                            Format{";+!", 0x30, 0x3F, 107, '='}};

bool is_in(const Format& format, char letter) {
  return letter >= format.lowest && letter <= format.highest;
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::optional<std::string_view> number_on_track(int track, std::string_view text) {
  const auto content = read_track(track, text);
  if (!content) return std::nullopt;
  std::string_view number = *content;
  if (track == 1 && !number.empty() && !is_digit(number.front())) number.remove_prefix(1);
  number = number.substr(0, number.find(kFormats[static_cast<std::size_t>(track - 1)].separator));
  if (number.empty()) return std::nullopt;
  return number;
}

}  // namespace

tl::expected<std::string_view, TrackFault> read_track(int track, std::string_view text) {
  const Format& format = kFormats.at(static_cast<std::size_t>(track - 1));
  if (text.empty()) return tl::unexpected(TrackFault::NoStripe);
  if (text.size() > format.longest) return tl::unexpected(TrackFault::TooLong);
  if (format.starts.find(text.front()) == std::string_view::npos) {
    return tl::unexpected(TrackFault::StartMissing);
  }
  const auto end = text.find('?');
  const auto whole = text.substr(0, end == std::string_view::npos ? end : end + 1);
  const auto lrc = text.substr(whole.size());
  const auto content = whole.substr(1, whole.size() - 1 - (whole.ends_with('?') ? 1 : 0));
  if (!std::all_of(content.begin(), content.end(),
                   [&](char letter) { return is_in(format, letter); })) {
    return tl::unexpected(TrackFault::BadCharacter);
  }
  if (end == std::string_view::npos) return tl::unexpected(TrackFault::EndMissing);
  if (lrc.empty()) return content;
  if (lrc.size() > 1 || !is_in(format, lrc.front())) return tl::unexpected(TrackFault::WrongLrc);
  int sum = lrc.front() - format.lowest;
  for (const char letter : whole)
    sum ^= letter - format.lowest;
  // '+' and '!' are what readers write for the start sentinel of track 3, so that it is told from
  // track 2; the card has ';'.
  if (!is_in(format, whole.front())) {
    sum ^= (whole.front() - format.lowest) ^ (';' - format.lowest);
  }
  if (sum != 0) return tl::unexpected(TrackFault::WrongLrc);
  return content;
}

bool begins_as_track(std::string_view text) {
  return text.starts_with('%') || text.starts_with(';') || text.starts_with('+');
}

std::optional<std::string_view> number_on_tracks(std::string_view text) {
  std::array<std::string_view, 3> tracks;
  while (!text.empty()) {
    const auto end = text.find('?');
    const auto one = text.substr(0, end == std::string_view::npos ? end : end + 1);
    text.remove_prefix(one.size());
    std::size_t place = 2;
    if (one.starts_with('%')) place = 0;
    if (one.starts_with(';') && tracks[1].empty()) place = 1;
    if (!begins_as_track(one) || !tracks[place].empty()) return std::nullopt;
    tracks[place] = one;
  }
  for (const int track : {2, 1, 3}) {
    if (auto number = number_on_track(track, tracks[static_cast<std::size_t>(track - 1)])) {
      return number;
    }
  }
  return std::nullopt;
}

}  // namespace slipway::devices
