#include "devices/reader/sealed_stripe.hpp"

#include <algorithm>
#include <string_view>

namespace slipway::devices {
namespace {

bool is_upper_hex(std::string_view text) {
  return text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

bool is_track(const std::string& text) {
  return text.size() <= 2 * kMostSealed && text.size() % (2 * kSealedBlock) == 0 &&
         is_upper_hex(text);
}

}  // namespace

bool is_sound(const SealedStripe& stripe) {
  const bool has_track = std::any_of(stripe.tracks.begin(), stripe.tracks.end(),
                                     [](const std::string& track) { return !track.empty(); });
  return has_track && stripe.ksn.size() == 2 * kKsn && is_upper_hex(stripe.ksn) &&
         std::all_of(stripe.tracks.begin(), stripe.tracks.end(), is_track);
}

}  // namespace slipway::devices
