#include "devices/pad/stu.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace slipway::devices::stu {

namespace {

constexpr std::size_t kPenLength = 7;
constexpr std::size_t kStampedLength = 9;
constexpr std::size_t kTimedLength = 11;
constexpr std::size_t kLeastCapability = 11;  // with nothing after the size of the screen
constexpr std::uint8_t kBitmaps = 0x02;       // of the encodings in a capability
constexpr std::uint8_t kPictures = 0x0E;      // all that are known; 01 says how they are packed
constexpr int kUsualRate = 200;
constexpr std::uint8_t kRawBitmap = 0x00;     // of those in a StartImage
constexpr std::size_t kMostImageBytes = 253;  // of a block of 256
constexpr int kHundredthsAnInch = 2540;

int word(std::span<const std::uint8_t> bytes, std::size_t at) {
  return bytes[at] << 8 | bytes[at + 1];
}

std::int32_t hundredths(int units, int units_an_inch) {
  return static_cast<std::int32_t>(std::int64_t{units} * kHundredthsAnInch / units_an_inch);
}

// The 541 is taken to be as the 540, of which it is the encrypted sister.
constexpr std::array<Model, 8> kModels = {
    {{"stu-300", 0x00A2, OptionMode::None, {}, Exchange::DiffieHellman},
     {"stu-430", 0x00A4, OptionMode::TimeAndSequence, {}, Exchange::Rsa},
     {"stu-430v", 0x00A6, OptionMode::TimeAndSequence, {}, Exchange::Rsa},
     {"stu-500", 0x00A1, OptionMode::None, {}, Exchange::DiffieHellman},
     {"stu-520a", 0x00A3, OptionMode::Time, std::chrono::milliseconds(600),
      Exchange::DiffieHellman},
     {"stu-530", 0x00A5, OptionMode::TimeAndSequence, {}, Exchange::Rsa},
     {"stu-540", 0x00A8, OptionMode::TimeAndSequence, {}, Exchange::Rsa},
     {"stu-541", 0x00A9, OptionMode::TimeAndSequence, {}, Exchange::Rsa}}};

tl::unexpected<Error> nonsense(const char* text) {
  return tl::make_unexpected(Error{Fault::Protocol, text});
}

}  // namespace

std::span<const Model> models() {
  return kModels;
}

const Model* model_of(std::uint16_t product) {
  const auto found = std::find_if(kModels.begin(), kModels.end(),
                                  [&](const Model& one) { return one.product == product; });
  return found == kModels.end() ? nullptr : &*found;
}

Result<Capability> read_capability(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kLeastCapability ||
      bytes[0] != static_cast<std::uint8_t>(Report::Capability)) {
    return nonsense("malformed capability report");
  }
  Bytes whole(bytes.begin(), bytes.end());
  whole.resize(std::max(whole.size(), kCapabilityLength));
  Capability capability;
  capability.most_x = word(whole, 1);
  capability.most_y = word(whole, 3);
  capability.most_pressure = word(whole, 5);
  capability.screen_width = word(whole, 7);
  capability.screen_height = word(whole, 9);
  capability.reports_a_second = whole[11] != 0 ? whole[11] : kUsualRate;
  capability.units_an_inch = word(whole, 12) != 0 ? word(whole, 12) : kHundredthsAnInch;
  const bool tells_encodings = (whole[14] & kPictures) != 0;
  capability.takes_bitmaps = (!tells_encodings || (whole[14] & kBitmaps) != 0) &&
                             capability.screen_width > 0 && capability.screen_height > 0;
  if (capability.most_x == 0 || capability.most_y == 0) {
    return nonsense("capability report without an area");
  }
  return capability;
}

PadSize size_of(const Capability& capability) {
  return {hundredths(capability.most_x, capability.units_an_inch),
          hundredths(capability.most_y, capability.units_an_inch)};
}

Result<std::string> read_information(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kName = 9;
  if (bytes.size() < 1 + kName + 2 || bytes[0] != static_cast<std::uint8_t>(Report::Information)) {
    return nonsense("malformed information report");
  }
  std::string text;
  for (const std::uint8_t letter : bytes.subspan(1, kName)) {
    if (letter == 0) break;
    text += letter > 0x1F && letter < 0x7F ? static_cast<char>(letter) : '?';
  }
  return text + ", firmware " + std::to_string(bytes[10]) + "." + std::to_string(bytes[11]);
}

Result<Status> read_status(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 3 || bytes[0] != static_cast<std::uint8_t>(Report::Status)) {
    return nonsense("malformed status report");
  }
  const PadState state = bytes[1] == 0   ? PadState::Ready
                         : bytes[1] == 1 ? PadState::Image
                         : bytes[1] == 2 ? PadState::Capture
                                         : PadState::Busy;
  return Status{state, bytes[2]};
}

Bytes clear_screen() {
  return {static_cast<std::uint8_t>(Report::ClearScreen), 0};
}

Bytes inking(bool on) {
  return {static_cast<std::uint8_t>(Report::InkingMode), static_cast<std::uint8_t>(on ? 1 : 0)};
}

Bytes option_mode(OptionMode mode) {
  return {static_cast<std::uint8_t>(Report::OptionMode), static_cast<std::uint8_t>(mode)};
}

Bytes start_image() {
  return {static_cast<std::uint8_t>(Report::StartImage), kRawBitmap};
}

// To the pad 1 is white; blocks are full reports, with their length in front, low byte first.
std::vector<Bytes> image_blocks(const Prompt& prompt) {
  std::vector<Bytes> blocks;
  for (std::size_t at = 0; at < prompt.rows.size(); at += kMostImageBytes) {
    const std::size_t length = std::min(kMostImageBytes, prompt.rows.size() - at);
    Bytes block = {static_cast<std::uint8_t>(Report::ImageBlock), static_cast<std::uint8_t>(length),
                   0};
    for (std::size_t one = 0; one < length; ++one)
      block.push_back(static_cast<std::uint8_t>(~prompt.rows[at + one] & 0xFF));
    block.resize(kImageBlockLength);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Bytes end_image(ImageEnd how) {
  return {static_cast<std::uint8_t>(Report::EndImage), static_cast<std::uint8_t>(how)};
}

std::optional<PenReport> read_pen(std::span<const std::uint8_t> bytes, OptionMode mode) {
  if (bytes.empty()) return std::nullopt;
  const bool is_timed = bytes[0] == static_cast<std::uint8_t>(Report::PenDataTimed);
  const bool is_stamped = bytes[0] == static_cast<std::uint8_t>(Report::PenDataStamped);
  const bool is_plain = bytes[0] == static_cast<std::uint8_t>(Report::PenData);
  if (!is_timed && !is_stamped && !is_plain) return std::nullopt;
  const std::size_t least = is_timed ? kTimedLength : is_stamped ? kStampedLength : kPenLength;
  if (bytes.size() < least) return std::nullopt;
  PenReport report;
  report.near = (bytes[1] & 0x80) != 0;
  report.touching = report.near && (bytes[1] & 0x70) != 0;
  report.pressure = (bytes[1] & 0x0F) << 8 | bytes[2];
  report.x = word(bytes, 3);
  report.y = word(bytes, 5);
  if (is_timed) {
    report.milliseconds = static_cast<std::uint16_t>(word(bytes, 7));
    report.sequence = static_cast<std::uint16_t>(word(bytes, 9));
  } else if (is_stamped && mode == OptionMode::Time) {
    report.milliseconds = static_cast<std::uint16_t>(word(bytes, 7));
  }
  return report;
}

void Stroke::restart() {
  last_milliseconds_.reset();
  last_sequence_.reset();
  time_ = 0;
  has_begun_ = is_down_ = has_gap_ = false;
}

// Time begins with the first sample that is drawn.
std::int64_t Stroke::advance(const PenReport& report) {
  std::int64_t passed = 1'000'000 / capability_.reports_a_second;
  if (report.milliseconds && last_milliseconds_) {
    passed = 1'000 *
             std::int64_t{static_cast<std::uint16_t>(*report.milliseconds - *last_milliseconds_)};
  }
  if (report.milliseconds) last_milliseconds_ = report.milliseconds;
  if (report.sequence) {
    const bool follows =
        !last_sequence_ || *report.sequence == static_cast<std::uint16_t>(*last_sequence_ + 1);
    has_gap_ = has_gap_ || !follows;
    last_sequence_ = report.sequence;
  }
  return has_begun_ ? passed : 0;
}

std::optional<PenSample> Stroke::take(const PenReport& report) {
  time_ += advance(report);
  if (!report.touching && !is_down_) return std::nullopt;
  PenSample sample;
  sample.time = time_;
  sample.touching = report.touching;
  if (report.near) {
    sample.x = hundredths(std::min(report.x, capability_.most_x), capability_.units_an_inch);
    sample.y = hundredths(std::min(report.y, capability_.most_y), capability_.units_an_inch);
  } else {
    sample.x = last_.x;
    sample.y = last_.y;
  }
  if (capability_.most_pressure > 0) {
    const int pressure = report.touching ? report.pressure : 0;
    sample.pressure = std::min(1000, pressure * 1000 / capability_.most_pressure);
  }
  sample.after_gap = std::exchange(has_gap_, false);
  has_begun_ = true;
  is_down_ = report.touching;
  last_ = sample;
  return sample;
}

}  // namespace slipway::devices::stu
