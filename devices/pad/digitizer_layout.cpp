#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "devices/pad/digitizer.hpp"

namespace slipway::devices::digitizer {
namespace {

namespace hid = usb::hid;

constexpr hid::Usage kDigitizer = 0x000D0001;
constexpr hid::Usage kPen = 0x000D0002;
constexpr hid::Usage kTouchScreen = 0x000D0004;
constexpr hid::Usage kTouchPad = 0x000D0005;
constexpr hid::Usage kMouse = 0x00010002;
constexpr hid::Usage kKeyboard = 0x00010006;
constexpr hid::Usage kX = 0x00010030;
constexpr hid::Usage kY = 0x00010031;
constexpr hid::Usage kTipPressure = 0x000D0030;
constexpr hid::Usage kInvert = 0x000D003C;
constexpr hid::Usage kTip = 0x000D0042;
constexpr hid::Usage kEraser = 0x000D0045;
constexpr hid::Usage kConfidence = 0x000D0047;
constexpr hid::Usage kContactNumber = 0x000D0051;
constexpr hid::Usage kContactCount = 0x000D0054;
constexpr hid::Usage kScanTime = 0x000D0056;

constexpr std::size_t kMostContacts = 64;
constexpr std::size_t kMostValues = 64;  // of one field that are looked at

// HID 1.11, 6.2.2.7: centimetres and inches to the first power.
constexpr std::uint32_t kCentimetre = 0x11;
constexpr std::uint32_t kInch = 0x13;
constexpr std::int64_t kHundredthsACentimetre = 1'000;
constexpr std::int64_t kHundredthsAnInch = 2'540;
constexpr std::int64_t kSmallest = 500;
constexpr std::int64_t kLargest = 200'000;

bool may_hold(const hid::Field& field) {
  return field.kind == hid::Kind::Input && !field.is_constant && !field.is_array &&
         !field.is_relative && field.logical_minimum < field.logical_maximum;
}

bool is_surface(hid::Usage application) {
  return application == kDigitizer || application == kPen || application == kTouchScreen;
}

std::optional<Place> place_in(const hid::Field& field, hid::Usage usage) {
  if (!may_hold(field) || !field.has(usage)) return std::nullopt;
  for (std::size_t at = 0; at < std::min<std::size_t>(field.count, kMostValues); ++at) {
    if (field.usage_of(at) == usage) return Place{field, at};
  }
  return std::nullopt;
}

// In this group of this report, or else, when `wide`, in the whole report.
std::optional<Place> find(const hid::Reports& reports, const hid::Field& beside, hid::Usage usage,
                          bool wide) {
  for (const bool whole : {false, true}) {
    if (whole && !wide) break;
    for (const hid::Field& field : reports.fields) {
      if (field.report != beside.report || field.application != beside.application) continue;
      if (!whole && field.group != beside.group) continue;
      if (auto place = place_in(field, usage)) return place;
    }
  }
  return std::nullopt;
}

std::optional<Contact> contact_at(const hid::Reports& reports, const Place& tip, bool is_alone) {
  const auto beside = [&](hid::Usage usage) { return find(reports, tip.field, usage, is_alone); };
  const auto x = beside(kX);
  const auto y = beside(kY);
  if (!x || !y) return std::nullopt;
  Contact contact;
  contact.report = tip.field.report;
  contact.x = *x;
  contact.y = *y;
  contact.tip = tip;
  contact.pressure = beside(kTipPressure);
  contact.confidence = beside(kConfidence);
  contact.number = beside(kContactNumber);
  contact.invert = beside(kInvert);
  contact.eraser = beside(kEraser);
  contact.scan_time = find(reports, tip.field, kScanTime, true);
  contact.count = find(reports, tip.field, kContactCount, true);
  return contact;
}

// In hundredths of a millimetre; nothing when it is not said, or cannot be a glass'.
std::optional<std::int32_t> extent_of(const hid::Field& field) {
  std::int64_t scale = 0;
  if (field.unit == kCentimetre) scale = kHundredthsACentimetre;
  if (field.unit == kInch) scale = kHundredthsAnInch;
  if (scale == 0 || field.exponent > 2 || field.exponent < -8) return std::nullopt;
  const bool is_logical = field.physical_minimum == 0 && field.physical_maximum == 0;
  std::int64_t extent = is_logical ? std::int64_t{field.logical_maximum} - field.logical_minimum
                                   : std::int64_t{field.physical_maximum} - field.physical_minimum;
  extent *= scale;
  for (int power = 0; power < field.exponent; ++power)
    extent *= 10;
  for (int power = 0; power > field.exponent; --power)
    extent /= 10;
  if (extent < kSmallest || extent > kLargest) return std::nullopt;
  return static_cast<std::int32_t>(extent);
}

PadSize unknown_size(const Contact& contact) {
  const std::int64_t wide =
      std::int64_t{contact.x.field.logical_maximum} - contact.x.field.logical_minimum;
  const std::int64_t high =
      std::int64_t{contact.y.field.logical_maximum} - contact.y.field.logical_minimum;
  const std::int64_t height = wide == high ? kUnknownWidth * 10 / 16 : kUnknownWidth * high / wide;
  return {kUnknownWidth, static_cast<std::int32_t>(std::clamp<std::int64_t>(
                             height, kUnknownWidth / 10, kUnknownWidth * 10))};
}

Error no_pad(const hid::Reports& reports) {
  std::set<hid::Usage> applications;
  for (const hid::Field& field : reports.fields)
    applications.insert(field.application);
  const std::pair<hid::Usage, const char*> all[] = {
      {kTouchPad, "a touch pad moves a pointer and is not to be written on"},
      {kMouse, "a mouse is no pad: it tells how far it moved, not where it is"},
      {kKeyboard, "a keyboard is no pad"},
  };
  for (const auto& [application, why] : all) {
    if (applications.contains(application)) return {Fault::Unsupported, why};
  }
  return {Fault::Unsupported, "its reports tell of no pen and no finger on a surface"};
}

}  // namespace

Result<Layout> read_layout(hid::Reports reports) {
  Layout layout;
  std::set<std::pair<std::uint8_t, std::uint16_t>> groups;
  std::vector<Place> tips;
  for (const hid::Field& field : reports.fields) {
    if (!is_surface(field.application)) continue;
    const auto tip = place_in(field, kTip);
    if (!tip || !groups.insert({field.report, field.group}).second) continue;
    tips.push_back(*tip);
  }
  for (const Place& tip : tips) {
    const auto together = std::count_if(tips.begin(), tips.end(), [&](const Place& other) {
      return other.field.report == tip.field.report;
    });
    auto contact = contact_at(reports, tip, together == 1);
    if (!contact) continue;
    if (layout.contacts.size() == kMostContacts) break;
    if (tip.field.application == kTouchScreen) layout.surface = Surface::TouchScreen;
    layout.contacts.push_back(std::move(*contact));
  }
  if (layout.contacts.empty()) return tl::unexpected(no_pad(reports));
  const Contact& first = layout.contacts.front();
  const auto width = extent_of(first.x.field);
  const auto height = extent_of(first.y.field);
  layout.is_size_known = width && height;
  layout.size = width && height ? PadSize{*width, *height} : unknown_size(first);
  layout.reports = std::move(reports);
  return layout;
}

}  // namespace slipway::devices::digitizer
