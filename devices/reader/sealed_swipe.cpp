#include "devices/reader/sealed_swipe.hpp"

#include <algorithm>

#include "devices/reader/bank_card.hpp"
#include "devices/reader/ccid.hpp"

namespace slipway::devices {
namespace {

namespace hid = usb::hid;

constexpr hid::Usage kStripeReader = 0xFF000001;
constexpr hid::Usage kFirstState = 0xFF000020;
constexpr hid::Usage kFirstLength = 0xFF000028;
constexpr hid::Usage kFirstTrack = 0xFF000030;
constexpr hid::Usage kEncoding = 0xFF000038;
constexpr hid::Usage kStatus = 0xFF000042;
constexpr hid::Usage kSerialOfKey = 0xFF000046;
constexpr hid::Usage kFirstMaskedLength = 0xFF000047;
constexpr hid::Usage kFirstMasked = 0xFF00004A;

// Reader encryption status, highest byte first.
constexpr unsigned kKeysUsedUp = 0x0001;
constexpr unsigned kKeyLoaded = 0x0002;
constexpr unsigned kEncrypts = 0x0004;
constexpr unsigned kCounterEnded = 0x0100;

constexpr std::uint8_t kPaymentEncoding = 0;  // ISO/ABA

using Place = SealedSwipe::Place;

// The bytes whose values mean this. The last usage of a field stands for all values that follow.
std::optional<Place> place_of(const hid::Reports& reports, std::uint8_t report, hid::Usage usage) {
  for (const hid::Field& field : reports.fields) {
    const bool is_input = field.kind == hid::Kind::Input && field.report == report &&
                          field.application == kStripeReader && !field.is_constant;
    if (!is_input || field.is_array || !field.has(usage)) continue;
    if (field.offset % 8 != 0 || field.bits % 8 != 0) return std::nullopt;
    const std::size_t each = field.bits / 8;
    std::size_t first = 0;
    while (first < field.count && field.usage_of(first) != usage)
      ++first;
    std::size_t end = first;
    while (end < field.count && field.usage_of(end) == usage)
      ++end;
    if (first == end) return std::nullopt;
    const std::size_t head = reports.are_numbered ? 1 : 0;
    return Place{head + field.offset / 8 + first * each, (end - first) * each};
  }
  return std::nullopt;
}

std::span<const std::uint8_t> bytes_at(std::span<const std::uint8_t> report, const Place& place) {
  return report.subspan(place.first, place.size);
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::optional<SealedSwipe::Layout> SealedSwipe::layout_of(const hid::Reports& reports) {
  const hid::Field* tracks = reports.input(kFirstTrack);
  if (tracks == nullptr) return std::nullopt;
  Layout layout;
  layout.report = tracks->report;
  layout.size = reports.input_size(layout.report);
  bool is_whole = true;
  const auto put = [&](hid::Usage usage, std::size_t fewest, std::size_t most) {
    const auto place = place_of(reports, layout.report, usage);
    is_whole = is_whole && place && place->size >= fewest && place->size <= most &&
               place->first + place->size <= layout.size;
    return place.value_or(Place{});
  };
  for (std::size_t at = 0; at < 3; ++at) {
    const auto next = static_cast<hid::Usage>(at);
    layout.states.at(at) = put(kFirstState + next, 1, 1);
    layout.lengths.at(at) = put(kFirstLength + next, 1, 1);
    layout.tracks.at(at) = put(kFirstTrack + next, kSealedBlock, kMostSealed);
    layout.masked_lengths.at(at) = put(kFirstMaskedLength + next, 1, 1);
    layout.masked.at(at) = put(kFirstMasked + next, 1, kMostSealed);
  }
  layout.encoding = put(kEncoding, 1, 1);
  layout.status = put(kStatus, 2, 2);
  layout.ksn = put(kSerialOfKey, kKsn, kKsn);
  if (!is_whole) return std::nullopt;
  return layout;
}

ReportDecoder::Heard SealedSwipe::take(std::span<const std::uint8_t> report,
                                       std::chrono::milliseconds) {
  forget();
  if (report.size() < layout_.size) return Heard::Unreadable;
  if (layout_.report != 0 && report[0] != layout_.report) return Heard::More;
  const auto says = bytes_at(report, layout_.status);
  const unsigned status = static_cast<unsigned>(says[0]) << 8 | says[1];
  if ((status & (kKeysUsedUp | kCounterEnded)) != 0) return Heard::KeysUsedUp;
  // Without both it sends in clear what it would encrypt.
  constexpr unsigned kBoth = kKeyLoaded | kEncrypts;
  if ((status & kBoth) != kBoth) return Heard::KeysMissing;
  SealedStripe stripe;
  for (std::size_t at = 0; at < 3; ++at) {
    const Place& place = layout_.tracks.at(at);
    const std::size_t length = report[layout_.lengths.at(at).first];
    if (length > place.size || length % kSealedBlock != 0) return Heard::Unreadable;
    if (report[layout_.masked_lengths.at(at).first] > layout_.masked.at(at).size)
      return Heard::Unreadable;
    const bool is_decoded = (report[layout_.states.at(at).first] & 0x01) == 0;
    if (is_decoded) stripe.tracks.at(at) = ccid::to_hex(report.subspan(place.first, length));
  }
  stripe.ksn = ccid::to_hex(bytes_at(report, layout_.ksn));
  if (!is_sound(stripe)) return Heard::Unreadable;
  if (is_payment_card(report)) return Heard::PaymentCard;
  stripe_ = std::move(stripe);
  return Heard::Sealed;
}

// An ISO/ABA card that shows nothing of itself may be one, too.
bool SealedSwipe::is_payment_card(std::span<const std::uint8_t> report) const {
  bool shows = false;
  for (std::size_t at = 0; at < 3; ++at) {
    const std::size_t length = report[layout_.masked_lengths.at(at).first];
    const auto text = text_of(report.subspan(layout_.masked.at(at).first, length));
    shows = shows || !text.empty();
    if (holds_bank_card(text) || is_masked_bank_card(text)) return true;
  }
  return !shows && report[layout_.encoding.first] == kPaymentEncoding;
}

}  // namespace slipway::devices
