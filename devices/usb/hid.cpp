#include "devices/usb/hid.hpp"

#include <algorithm>
#include <array>

namespace slipway::devices::usb::hid {
namespace {

constexpr std::uint8_t kHidDescriptor = 0x21;
constexpr std::uint8_t kReportDescriptor = 0x22;
constexpr std::size_t kHidDescriptorLength = 9;
constexpr std::size_t kMostFields = 256;
constexpr std::size_t kMostRanges = 64;
constexpr std::size_t kMostCollections = 16;
constexpr std::size_t kMostPushed = 8;
constexpr std::uint8_t kLongItem = 0xFE;

tl::unexpected<Error> malformed(const char* what) {
  return tl::make_unexpected(Error{Fault::Protocol, std::string("report descriptor: ") + what});
}

// Tag and type of a short item, without its size.
enum class Item : std::uint8_t {
  Input = 0x80,
  Output = 0x90,
  Feature = 0xB0,
  Collection = 0xA0,
  EndCollection = 0xC0,
  UsagePage = 0x04,
  LogicalMinimum = 0x14,
  LogicalMaximum = 0x24,
  PhysicalMinimum = 0x34,
  PhysicalMaximum = 0x44,
  UnitExponent = 0x54,
  Unit = 0x64,
  ReportSize = 0x74,
  ReportId = 0x84,
  ReportCount = 0x94,
  Push = 0xA4,
  Pop = 0xB4,
  Usage = 0x08,
  UsageMinimum = 0x18,
  UsageMaximum = 0x28,
};

struct Globals {
  std::uint32_t page = 0;
  std::int32_t logical_minimum = 0;
  std::int32_t logical_maximum = 0;
  std::int32_t physical_minimum = 0;
  std::int32_t physical_maximum = 0;
  std::uint32_t unit = 0;
  int exponent = 0;
  std::uint32_t bits = 0;
  std::uint32_t count = 0;
  std::uint8_t report = 0;
};

class DescriptorReading {
 public:
  [[nodiscard]] Result<Reports> read(std::span<const std::uint8_t> rest);

 private:
  // What is wrong, or nullptr.
  [[nodiscard]] const char* take(Item item, std::uint32_t value, std::size_t size);
  [[nodiscard]] const char* take_global(Item item, std::uint32_t value, std::size_t size);
  [[nodiscard]] const char* take_local(Item item, std::uint32_t value, std::size_t size);
  [[nodiscard]] const char* begin_collection();
  [[nodiscard]] const char* end_collection();
  [[nodiscard]] const char* add_field(Kind kind, std::uint32_t flags);
  void forget_locals();
  [[nodiscard]] Usage whole_usage(std::uint32_t value, std::size_t size) const {
    return size == 4 ? value : global_.page << 16 | (value & 0xFFFF);
  }

  Globals global_;
  std::vector<Globals> pushed_;
  std::vector<UsageRange> usages_;
  std::optional<Usage> range_start_;
  std::vector<Usage> collections_;
  std::uint16_t groups_ = 0;
  std::array<std::array<std::uint32_t, 256>, 3> used_{};  // bits, by kind and report
  Reports reports_;
};

std::int32_t signed_value(std::uint32_t value, std::size_t size) {
  if (size == 1) return static_cast<std::int8_t>(value);
  if (size == 2) return static_cast<std::int16_t>(value);
  return static_cast<std::int32_t>(value);
}

// Four bits with a sign (6.2.2.7); some makers write the whole byte.
int exponent_of(std::uint32_t value, std::size_t size) {
  if (value <= 0x0F) return value < 8 ? static_cast<int>(value) : static_cast<int>(value) - 16;
  return std::clamp(signed_value(value, size), -128, 127);
}

Result<Reports> DescriptorReading::read(std::span<const std::uint8_t> rest) {
  if (rest.size() > kLongestDescriptor) return malformed("too long");
  while (!rest.empty()) {
    const std::uint8_t head = rest[0];
    if (head == kLongItem) {  // none is defined; its length is its second byte
      if (rest.size() < 3 || rest.size() < 3U + rest[1]) return malformed("cut short");
      rest = rest.subspan(3U + rest[1]);
      continue;
    }
    const std::size_t size = (head & 3U) == 3 ? 4 : head & 3U;
    if (rest.size() < 1 + size) return malformed("cut short");
    std::uint32_t value = 0;
    for (std::size_t at = size; at > 0; --at)
      value = value << 8 | rest[at];
    rest = rest.subspan(1 + size);
    if (const char* wrong = take(static_cast<Item>(head & 0xFC), value, size)) {
      return malformed(wrong);
    }
  }
  if (!collections_.empty()) return malformed("a collection does not end");
  return std::move(reports_);
}

const char* DescriptorReading::take(Item item, std::uint32_t value, std::size_t size) {
  switch (item) {
    case Item::Input:
      return add_field(Kind::Input, value);
    case Item::Output:
      return add_field(Kind::Output, value);
    case Item::Feature:
      return add_field(Kind::Feature, value);
    case Item::Collection:
      return begin_collection();
    case Item::EndCollection:
      return end_collection();
    case Item::Usage:
    case Item::UsageMinimum:
    case Item::UsageMaximum:
      return take_local(item, value, size);
    default:
      return take_global(item, value, size);
  }
}

const char* DescriptorReading::take_global(Item item, std::uint32_t value, std::size_t size) {
  switch (item) {
    case Item::UsagePage:
      global_.page = value & 0xFFFF;
      break;
    case Item::LogicalMinimum:
      global_.logical_minimum = signed_value(value, size);
      break;
    case Item::LogicalMaximum:
      // Makers write 25 FF and mean 255: where the minimum has no sign, the maximum has none.
      global_.logical_maximum = global_.logical_minimum >= 0 && size < 4
                                    ? static_cast<std::int32_t>(value)
                                    : signed_value(value, size);
      break;
    case Item::PhysicalMinimum:
      global_.physical_minimum = signed_value(value, size);
      break;
    case Item::PhysicalMaximum:
      global_.physical_maximum = global_.physical_minimum >= 0 && size < 4
                                     ? static_cast<std::int32_t>(value)
                                     : signed_value(value, size);
      break;
    case Item::UnitExponent:
      global_.exponent = exponent_of(value, size);
      break;
    case Item::Unit:
      global_.unit = value;
      break;
    case Item::ReportSize:
      global_.bits = value;
      break;
    case Item::ReportCount:
      global_.count = value;
      break;
    case Item::ReportId:
      if (value == 0 || value > 0xFF) return "a report without a number";
      global_.report = static_cast<std::uint8_t>(value);
      reports_.are_numbered = true;
      break;
    case Item::Push:
      if (pushed_.size() == kMostPushed) return "too much is pushed";
      pushed_.push_back(global_);
      break;
    case Item::Pop:
      if (pushed_.empty()) return "nothing to pop";
      global_ = pushed_.back();
      pushed_.pop_back();
      break;
    default:  // strings, designators, what is reserved
      break;
  }
  return nullptr;
}

const char* DescriptorReading::take_local(Item item, std::uint32_t value, std::size_t size) {
  const Usage usage = whole_usage(value, size);
  if (item == Item::UsageMinimum) {
    range_start_ = usage;
    return nullptr;
  }
  if (usages_.size() == kMostRanges) return "too many usages";
  if (item == Item::Usage) {
    usages_.push_back({usage, usage});
    return nullptr;
  }
  if (!range_start_ || *range_start_ > usage) return "a range without a beginning";
  usages_.push_back({*range_start_, usage});
  range_start_.reset();
  return nullptr;
}

const char* DescriptorReading::begin_collection() {
  if (collections_.size() == kMostCollections) return "too many collections in one another";
  if (collections_.size() == 1) ++groups_;  // as many as a descriptor of 4,096 bytes holds
  collections_.push_back(usages_.empty() ? 0 : usages_.front().first);
  forget_locals();
  return nullptr;
}

const char* DescriptorReading::end_collection() {
  if (collections_.empty()) return "a collection ends that never began";
  collections_.pop_back();
  forget_locals();
  return nullptr;
}

const char* DescriptorReading::add_field(Kind kind, std::uint32_t flags) {
  if (reports_.fields.size() == kMostFields) return "too many fields";
  const bool is_padding = (flags & 1U) != 0;
  std::uint32_t& used = used_[static_cast<std::size_t>(kind)][global_.report];
  constexpr std::uint32_t kMostBits = (kLongestReport - 1) * 8;
  if (global_.count > kMostBits || global_.bits > kMostBits) return "too long a report";
  if (global_.bits == 0 || (global_.bits > 32 && !is_padding)) return "a value of unlikely size";
  const std::uint64_t size = std::uint64_t{global_.bits} * global_.count;
  if (size > kMostBits - used) return "too long a report";
  Field field;
  field.kind = kind;
  field.report = global_.report;
  field.application = collections_.empty() ? 0 : collections_.front();
  field.group = collections_.size() > 1 ? groups_ : std::uint16_t{0};
  field.is_constant = is_padding;
  field.is_array = (flags & 2U) == 0;
  field.is_relative = (flags & 4U) != 0;
  field.logical_minimum = global_.logical_minimum;
  field.logical_maximum = global_.logical_maximum;
  field.physical_minimum = global_.physical_minimum;
  field.physical_maximum = global_.physical_maximum;
  field.unit = global_.unit;
  field.exponent = global_.exponent;
  field.offset = used;
  field.bits = global_.bits;
  field.count = global_.count;
  field.usages = std::move(usages_);
  used += static_cast<std::uint32_t>(size);
  reports_.fields.push_back(std::move(field));
  forget_locals();
  return nullptr;
}

void DescriptorReading::forget_locals() {
  usages_ = {};
  range_start_.reset();
}

}  // namespace

Usage Field::usage_of(std::size_t index) const {
  if (is_array || usages.empty()) return 0;
  for (const UsageRange& range : usages) {
    const std::size_t length = std::size_t{range.last} - range.first + 1;
    if (index < length) return range.first + static_cast<Usage>(index);
    index -= length;
  }
  return usages.back().last;
}

Usage Field::usage_said(std::int64_t says) const {
  if (!is_array || says < logical_minimum || says > logical_maximum) return 0;
  std::uint64_t index = static_cast<std::uint64_t>(says - logical_minimum);
  for (const UsageRange& range : usages) {
    const std::uint64_t length = std::uint64_t{range.last} - range.first + 1;
    if (index < length) return range.first + static_cast<Usage>(index);
    index -= length;
  }
  return 0;
}

bool Field::has(Usage usage) const {
  return std::any_of(usages.begin(), usages.end(), [&](const UsageRange& range) {
    return range.first <= usage && usage <= range.last;
  });
}

std::size_t Reports::input_size(std::uint8_t report) const {
  std::size_t bits = 0;
  for (const Field& field : fields) {
    if (field.kind != Kind::Input || field.report != report) continue;
    bits = std::max<std::size_t>(bits, field.offset + std::size_t{field.bits} * field.count);
  }
  return bits == 0 ? 0 : (bits + 7) / 8 + (are_numbered ? 1 : 0);
}

const Field* Reports::input(Usage usage) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
    return field.kind == Kind::Input && !field.is_constant && field.has(usage);
  });
  return found == fields.end() ? nullptr : &*found;
}

Result<Reports> read_reports(std::span<const std::uint8_t> descriptor) {
  return DescriptorReading().read(descriptor);
}

std::optional<std::size_t> report_descriptor_length(std::span<const std::uint8_t> extra) {
  while (extra.size() >= 2) {
    const std::size_t length = extra[0];
    if (length < 2 || length > extra.size()) return std::nullopt;
    const auto one = extra.first(length);
    extra = extra.subspan(length);
    if (one[1] != kHidDescriptor || length < kHidDescriptorLength) continue;
    if (one[6] != kReportDescriptor) return std::nullopt;
    const auto found = static_cast<std::size_t>(one[7] | one[8] << 8);
    if (found == 0 || found > kLongestDescriptor) return std::nullopt;
    return found;
  }
  return std::nullopt;
}

std::optional<std::int64_t> value_of(const Reports& reports, const Field& field, std::size_t index,
                                     std::span<const std::uint8_t> report) {
  if (index >= field.count || field.bits == 0 || field.bits > 32) return std::nullopt;
  const std::size_t start =
      (reports.are_numbered ? 8 : 0) + field.offset + index * std::size_t{field.bits};
  if (start + field.bits > report.size() * 8) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t bit = 0; bit < field.bits; ++bit) {
    const std::size_t at = start + bit;
    value |= std::uint64_t{report[at / 8] >> (at % 8) & 1U} << bit;
  }
  const bool is_negative = field.logical_minimum < 0 && (value >> (field.bits - 1) & 1U) != 0;
  const auto number = static_cast<std::int64_t>(value);
  return is_negative ? number - (std::int64_t{1} << field.bits) : number;
}

}  // namespace slipway::devices::usb::hid
