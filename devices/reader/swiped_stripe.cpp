#include "devices/reader/swiped_stripe.hpp"

#include <algorithm>

#include "devices/reader/track.hpp"

namespace slipway::devices {
namespace {

namespace hid = usb::hid;

constexpr hid::Usage kStripeReader = 0xFF000001;
constexpr std::size_t kTrackReport = 337;
constexpr std::size_t kShortestTextReport = 509;
constexpr std::size_t kLongestTextReport = 512;
constexpr std::size_t kStates = 0;
constexpr std::size_t kLengths = 3;
constexpr std::size_t kTracks = 7;
constexpr std::size_t kTrackRoom = 110;
constexpr std::size_t kTextLength = 7;
constexpr std::size_t kText = 9;
constexpr std::size_t kTextRoom = 500;

bool is_text_report(std::size_t size) {
  return size >= kShortestTextReport && size <= kLongestTextReport;
}

}  // namespace

bool SwipedStripe::fits(const hid::Reports& reports) {
  const std::size_t size = reports.input_size(0);
  return !reports.are_numbered && (size == kTrackReport || is_text_report(size)) &&
         std::any_of(reports.fields.begin(), reports.fields.end(), [](const hid::Field& field) {
           return field.kind == hid::Kind::Input && field.application == kStripeReader;
         });
}

ReportDecoder::Heard SwipedStripe::take(std::span<const std::uint8_t> report,
                                        std::chrono::milliseconds) {
  forget();
  if (report.size() < size_) return Heard::Unreadable;
  if (size_ == kTrackReport) {
    add_tracks(report);
  } else {
    add_text(report);
  }
  return text_.text().empty() ? Heard::Unreadable : Heard::Whole;
}

void SwipedStripe::add_tracks(std::span<const std::uint8_t> report) {
  for (std::size_t track = 0; track < 3; ++track) {
    const bool is_decoded = (report[kStates + track] & 0x01) == 0;
    const std::size_t length = report[kLengths + track];
    if (!is_decoded || length > kTrackRoom) continue;
    add_if_sound(static_cast<int>(track) + 1, report.subspan(kTracks + track * kTrackRoom, length));
  }
}

// The manual does not say which byte of the length comes first; only one way is possible for most.
void SwipedStripe::add_text(std::span<const std::uint8_t> report) {
  std::size_t length = report[kTextLength] | static_cast<std::size_t>(report[kTextLength + 1]) << 8;
  if (length > kTextRoom) {
    length = report[kTextLength + 1] | static_cast<std::size_t>(report[kTextLength]) << 8;
  }
  if (length > kTextRoom) return;
  auto text = report.subspan(kText, length);
  bool has_second = false;
  while (!text.empty()) {
    if (text[0] == '\r' || text[0] == '\n') {  // as it types them in its other mode
      text = text.subspan(1);
      continue;
    }
    const auto end = std::find(text.begin(), text.end(), '?');
    const auto size = static_cast<std::size_t>(end - text.begin()) + (end != text.end() ? 1 : 0);
    const auto one = text.first(size);
    text = text.subspan(size);
    const int track = one[0] == '%' ? 1 : one[0] == ';' && !has_second ? 2 : 3;
    has_second = has_second || track == 2;
    // Its state, as in the other report.
    if ((report[kStates + static_cast<std::size_t>(track) - 1] & 0x01) != 0) continue;
    add_if_sound(track, one);
  }
}

void SwipedStripe::add_if_sound(int track, std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto content = read_track(track, text);
  if (!content) return;
  const auto sound = text.substr(0, content->size() + 2);  // without an LRC
  if (text_.text().size() + sound.size() > kMost) return;
  for (const char letter : sound)
    static_cast<void>(text_.add(letter));
}

}  // namespace slipway::devices
