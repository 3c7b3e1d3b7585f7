#include "devices/reader/scanned_code.hpp"

namespace slipway::devices {
namespace {

using std::chrono::milliseconds;
namespace hid = usb::hid;

constexpr hid::Usage kDecodedData = 0x008C00FE;
constexpr hid::Usage kDataContinued = 0x008C00FF;
constexpr hid::Usage kByteCount = 0x0001003B;
// The reports of one code come as fast as the bus asks; what comes later is another code.
constexpr milliseconds kPause{500};

const hid::Field* data_of(const hid::Reports& reports) {
  const hid::Field* data = reports.input(kDecodedData);
  return data != nullptr && data->bits == 8 && !data->is_array ? data : nullptr;
}

// The field with this usage in the same report as the data.
std::optional<hid::Field> beside(const hid::Reports& reports, const hid::Field& data,
                                 hid::Usage usage) {
  for (const hid::Field& field : reports.fields) {
    if (field.kind == hid::Kind::Input && field.report == data.report && !field.is_constant &&
        field.has(usage)) {
      return field;
    }
  }
  return std::nullopt;
}

}  // namespace

bool ScannedCode::fits(const hid::Reports& reports) {
  return data_of(reports) != nullptr;
}

ScannedCode::ScannedCode(const hid::Reports& reports)
    : reports_(reports),
      data_(*data_of(reports)),
      length_(beside(reports, data_, kByteCount)),
      continued_(beside(reports, data_, kDataContinued)) {}

ReportDecoder::Heard ScannedCode::take(std::span<const std::uint8_t> report, milliseconds now) {
  const std::uint8_t number = reports_.are_numbered && !report.empty() ? report[0] : 0;
  if (number != data_.report) return Heard::More;
  // The rest of a code whose beginning is long ago may not pass for a whole one.
  if (is_pending_ && now - latest_ > kPause) is_spoilt_ = true;
  latest_ = now;
  const auto length = length_of(report);
  is_spoilt_ = is_spoilt_ || !length || !add(report, *length);
  if (is_spoilt_) text_.clear();
  is_pending_ = length && goes_on(report);
  if (is_pending_) return Heard::More;
  const bool is_good = !is_spoilt_ && !text_.text().empty();
  is_spoilt_ = false;
  return is_good ? Heard::Whole : Heard::Unreadable;
}

std::optional<std::size_t> ScannedCode::length_of(std::span<const std::uint8_t> report) const {
  if (length_) {
    const auto said = hid::value_of(reports_, *length_, 0, report);
    if (!said || *said < 0 || *said > static_cast<std::int64_t>(data_.count)) return std::nullopt;
    return static_cast<std::size_t>(*said);
  }
  std::size_t length = data_.count;  // filled up with zeros
  while (length > 0 && hid::value_of(reports_, data_, length - 1, report).value_or(0) == 0)
    --length;
  return length;
}

// False when it is no text or too much of it.
bool ScannedCode::add(std::span<const std::uint8_t> report, std::size_t length) {
  for (std::size_t at = 0; at < length; ++at) {
    const auto letter = hid::value_of(reports_, data_, at, report);
    if (!letter) return false;
    const auto code = static_cast<std::uint8_t>(*letter & 0xFF);
    const bool is_ending = code == '\r' || code == '\n';
    if (code > 0x7E || (code < 0x20 && !is_ending)) return false;
    if (!text_.add(static_cast<char>(code))) return false;
  }
  return true;
}

bool ScannedCode::goes_on(std::span<const std::uint8_t> report) const {
  return continued_ && hid::value_of(reports_, *continued_, 0, report).value_or(0) != 0;
}

void ScannedCode::on_silence(milliseconds now) {
  if (now - latest_ > kPause) text_.clear();  // and what may follow is spoilt
}

void ScannedCode::forget() {
  text_.clear();
  is_pending_ = false;
  is_spoilt_ = false;
}

}  // namespace slipway::devices
