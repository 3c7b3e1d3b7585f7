#include "devices/pad/digitizer.hpp"

#include <algorithm>
#include <cstdlib>

namespace slipway::devices::digitizer {
namespace {

namespace hid = usb::hid;

constexpr std::int64_t kScanUnit = 100;         // microseconds
constexpr std::int64_t kLongSilence = 100'000;  // microseconds
constexpr std::int64_t kForgotten = 1'000'000;  // microseconds
constexpr std::int32_t kLongWay = 200;          // hundredths of a millimetre

// From what the field may hold to `extent`, rounded; beyond its ends: at them.
std::int32_t scaled(std::int64_t value, const hid::Field& field, std::int32_t extent) {
  const std::int64_t first = field.logical_minimum;
  const std::int64_t range = std::int64_t{field.logical_maximum} - first;
  const std::int64_t within = std::clamp<std::int64_t>(value - first, 0, range);
  return static_cast<std::int32_t>((within * extent + range / 2) / range);
}

// How many values a clock has before it begins anew.
std::int64_t turn_of(const hid::Field& clock) {
  const std::int64_t range = std::int64_t{clock.logical_maximum} - clock.logical_minimum;
  return range + 1;
}

}  // namespace

void Trace::restart() {
  followed_.reset();
  still_told_ = 0;
  is_frame_told_ = was_followed_ = false;
  last_scan_.reset();
  last_now_.reset();
  time_ = since_sample_ = 0;
  has_begun_ = false;
  last_ = {};
}

std::optional<std::int64_t> Trace::value(const Place& place,
                                         std::span<const std::uint8_t> report) const {
  return hid::value_of(layout_.reports, place.field, place.index, report);
}

bool Trace::is_set(const std::optional<Place>& place, std::span<const std::uint8_t> report) const {
  return place && value(*place, report).value_or(0) != 0;
}

bool Trace::touches(const Contact& contact, std::span<const std::uint8_t> report) const {
  if (contact.confidence && !is_set(contact.confidence, report)) return false;
  return is_set(contact.tip, report) && !is_set(contact.invert, report) &&
         !is_set(contact.eraser, report);
}

// A report has room for several contacts, and tells how many it holds; of a frame that needs more
// than one report the first tells the number for all, and the others nought.
std::vector<const Contact*> Trace::told_of(std::uint8_t number,
                                           std::span<const std::uint8_t> report) {
  std::vector<const Contact*> told;
  for (const Contact& contact : layout_.contacts) {
    if (contact.report == number) told.push_back(&contact);
  }
  is_frame_told_ = false;
  if (told.empty()) return told;
  const std::optional<Place>& place = told.front()->count;
  if (!place) return told;
  const std::int64_t count = value(*place, report).value_or(0);
  if (count > 0) {
    still_told_ = count;
    was_followed_ = false;
  }
  if (still_told_ <= 0) return told;
  const auto here = std::min<std::int64_t>(still_told_, static_cast<std::int64_t>(told.size()));
  still_told_ -= here;
  is_frame_told_ = still_told_ == 0;
  told.resize(static_cast<std::size_t>(here));
  return told;
}

const Contact* Trace::choose(const std::vector<const Contact*>& contacts,
                             std::span<const std::uint8_t> report) {
  const auto number_of = [&](const Contact& contact) {
    return contact.number ? value(*contact.number, report).value_or(0) : 0;
  };
  if (followed_) {
    const Contact* lifted = nullptr;
    for (const Contact* one : contacts) {
      if (one->report != followed_->report || number_of(*one) != followed_->number) continue;
      if (touches(*one, report)) return one;
      if (lifted == nullptr) lifted = one;
    }
    return lifted;
  }
  for (const Contact* one : contacts) {
    if (!touches(*one, report)) continue;
    followed_ = Followed{one->report, number_of(*one)};
    return one;
  }
  return nullptr;
}

// Time begins with the first sample that is drawn.
void Trace::advance(const Contact& contact, std::span<const std::uint8_t> report,
                    std::chrono::microseconds now) {
  std::int64_t passed = last_now_ ? std::max<std::int64_t>(0, (now - *last_now_).count()) : 0;
  last_now_ = now;
  if (const std::optional<Place>& clock = contact.scan_time) {
    const std::int64_t scan = value(*clock, report).value_or(0);
    const std::int64_t turn = turn_of(clock->field);
    passed = last_scan_ ? ((scan - *last_scan_) % turn + turn) % turn * kScanUnit : 0;
    last_scan_ = scan;
  }
  if (!has_begun_) return;
  time_ += passed;
  since_sample_ += passed;
}

PenSample Trace::sample_of(const Contact& contact, std::span<const std::uint8_t> report) {
  const auto x = value(contact.x, report);
  const auto y = value(contact.y, report);
  PenSample sample;
  sample.time = time_;
  sample.touching = touches(contact, report);
  // Where a finger was lifted is where it last was: many devices send nought then.
  sample.x = sample.touching && x ? scaled(*x, contact.x.field, layout_.size.width) : last_.x;
  sample.y = sample.touching && y ? scaled(*y, contact.y.field, layout_.size.height) : last_.y;
  if (contact.pressure) {
    const std::int64_t pressure = value(*contact.pressure, report).value_or(0);
    sample.pressure = sample.touching ? scaled(pressure, contact.pressure->field, 1000) : 0;
  }
  const bool has_moved =
      std::abs(sample.x - last_.x) > kLongWay || std::abs(sample.y - last_.y) > kLongWay;
  sample.after_gap =
      contact.scan_time && last_.touching && since_sample_ > kLongSilence && has_moved;
  return sample;
}

std::optional<PenSample> Trace::lift_if_lost() {
  if (!followed_ || (since_sample_ <= kForgotten && (!is_frame_told_ || was_followed_))) {
    return std::nullopt;
  }
  followed_.reset();
  since_sample_ = 0;
  last_.time = time_;
  last_.touching = last_.after_gap = false;
  if (last_.pressure) last_.pressure = 0;
  return last_;
}

std::optional<PenSample> Trace::take(std::span<const std::uint8_t> report,
                                     std::chrono::microseconds now) {
  if (report.empty()) return std::nullopt;
  const std::uint8_t number = layout_.reports.are_numbered ? report[0] : std::uint8_t{0};
  const std::size_t size = layout_.reports.input_size(number);
  if (size == 0 || report.size() < size) return std::nullopt;
  const auto contacts = told_of(number, report);
  if (contacts.empty()) return std::nullopt;
  advance(*contacts.front(), report, now);
  const Contact* const contact = choose(contacts, report);
  if (contact == nullptr) return lift_if_lost();
  was_followed_ = true;
  last_ = sample_of(*contact, report);
  has_begun_ = true;
  since_sample_ = 0;
  if (!last_.touching) followed_.reset();
  return last_;
}

}  // namespace slipway::devices::digitizer
