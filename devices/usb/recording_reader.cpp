#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "devices/usb/descriptors.hpp"
#include "devices/usb/recording.hpp"

namespace slipway::devices::usb {
namespace {

using Kind = RecordedTransfer::Kind;

constexpr std::size_t kLongestText = 126;
constexpr std::size_t kLongestDescriptors = 4096;

constexpr std::array kFaults{Fault::Absent,  Fault::Busy,     Fault::Access,      Fault::Gone,
                             Fault::Timeout, Fault::Protocol, Fault::Unsupported, Fault::Media};

constexpr std::array kKinds{Kind::ControlIn, Kind::ControlOut, Kind::Write, Kind::Read,
                            Kind::ClearHalt};

tl::unexpected<Error> wrong(std::size_t line, const std::string& what) {
  return tl::unexpected(Error{Fault::Protocol, "line " + std::to_string(line) + ": " + what});
}

// A whole number without sign, blanks or leading zeros.
template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (trouble != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <typename Number>
std::optional<Number> hex_in(std::string_view text) {
  if (text.size() != 2 * sizeof(Number)) return std::nullopt;
  if (text.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return number;
}

// Cuts off what stands before the next separator, or all.
std::string_view cut(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const auto first = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return first;
}

// As put_bytes() writes them, without the blank before the first group.
std::optional<Bytes> bytes_in(std::string_view rest, std::size_t most) {
  Bytes bytes;
  if (rest.ends_with(' ')) return std::nullopt;
  while (!rest.empty()) {
    const auto group = cut(rest, ' ');
    const auto star = group.find('*');
    if (star != std::string_view::npos) {
      const auto byte = hex_in<std::uint8_t>(group.substr(0, star));
      const auto count = number_in<std::size_t>(group.substr(star + 1));
      if (!byte || !count || *count < kShortestRecordedRun || *count > most - bytes.size()) {
        return std::nullopt;
      }
      bytes.resize(bytes.size() + *count, *byte);
      continue;
    }
    if (group.empty() || group.size() % 2 != 0 || group.size() / 2 > most - bytes.size()) {
      return std::nullopt;
    }
    for (std::size_t at = 0; at < group.size(); at += 2) {
      const auto byte = hex_in<std::uint8_t>(group.substr(at, 2));
      if (!byte) return std::nullopt;
      bytes.push_back(*byte);
    }
  }
  return bytes;
}

bool is_date(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 4 || i == 7;
    if (is_dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

// Reads one line after the other and knows on which it is.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Result<Recording> read();

 private:
  Result<std::string_view> next();
  Result<std::string> value(std::string_view key);
  Result<std::string> words(std::string_view key);
  template <typename Number>
  Result<Number> number(std::string_view key, Number most);
  Result<void> read_origin(Recording& recording);
  Result<void> read_trial(Recording& recording);
  Result<void> read_device(Recording& recording);
  Result<RecordedTransfer> read_transfer(std::string_view line);
  Result<void> read_place(RecordedTransfer& one, std::string_view& rest) const;

  std::string_view rest_;
  std::size_t line_ = 0;
  std::chrono::milliseconds latest_{0};
  std::size_t bytes_ = 0;
};

Result<std::string_view> Reader::next() {
  ++line_;
  const auto end = rest_.find('\n');
  if (end == std::string_view::npos) return wrong(line_, "the text ends before its time");
  return cut(rest_, '\n');
}

// What stands behind "key: "; never empty.
Result<std::string> Reader::value(std::string_view key) {
  const auto line = next();
  if (!line) return tl::unexpected(line.error());
  const std::string begin = std::string(key) + ": ";
  if (!line->starts_with(begin) || line->size() == begin.size()) {
    return wrong(line_, "'" + begin + "...' is expected");
  }
  return std::string(line->substr(begin.size()));
}

Result<std::string> Reader::words(std::string_view key) {
  auto text = value(key);
  if (!text) return text;
  if (text->size() > kLongestText || printable(*text) != *text) {
    return wrong(line_, "at most 126 printable characters, none of them blank at an end");
  }
  return *text == "-" ? std::string{} : *text;
}

template <typename Number>
Result<Number> Reader::number(std::string_view key, Number most) {
  const auto text = value(key);
  if (!text) return tl::unexpected(text.error());
  const auto found = number_in<Number>(*text);
  if (!found || *found > most) {
    return wrong(line_, "a number of at most " + std::to_string(most) + " is expected");
  }
  return *found;
}

Result<void> Reader::read_origin(Recording& recording) {
  const auto first = next();
  if (!first) return tl::unexpected(first.error());
  if (*first != kRecordingsFirstLine)
    return wrong(line_, "'" + std::string(kRecordingsFirstLine) + "' is expected");
  const auto source = value("source");
  if (!source) return tl::unexpected(source.error());
  if (*source != "simulator" && *source != "hardware") {
    return wrong(line_, "'simulator' or 'hardware' is expected");
  }
  recording.source = *source == "simulator" ? Source::Simulator : Source::Hardware;
  const auto made = value("made");
  if (!made) return tl::unexpected(made.error());
  if (!is_date(*made)) return wrong(line_, "a day as 2026-11-22 is expected");
  recording.made = *made;
  const auto note = words("note");
  if (!note) return tl::unexpected(note.error());
  recording.note = *note;
  return {};
}

Result<void> Reader::read_trial(Recording& recording) {
  const auto role = words("role");
  if (!role) return tl::unexpected(role.error());
  recording.role = *role;
  const auto seconds = number<unsigned>("seconds", 3600U);
  if (!seconds) return tl::unexpected(seconds.error());
  recording.limit = std::chrono::seconds(*seconds);
  const auto job = number<std::uint64_t>("job", std::numeric_limits<std::uint64_t>::max());
  if (!job) return tl::unexpected(job.error());
  recording.job = *job;
  const auto profile = words("profile");
  if (!profile) return tl::unexpected(profile.error());
  recording.profile = *profile;
  return {};
}

Result<void> Reader::read_device(Recording& recording) {
  std::array<std::string, 3> strings;
  constexpr std::array<std::string_view, 3> kKeys{"maker", "model", "serial"};
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    auto text = words(kKeys.at(i));
    if (!text) return tl::unexpected(text.error());
    strings.at(i) = std::move(*text);
  }
  const auto claimed = value("interface");
  if (!claimed) return tl::unexpected(claimed.error());
  std::string_view alternate = *claimed;
  const auto number = number_in<std::uint8_t>(cut(alternate, '.'));
  const auto other = number_in<std::uint8_t>(alternate);
  if (!number || !other) return wrong(line_, "interface and alternate, as 0.0, are expected");
  recording.interface = *number;
  recording.alternate = *other;
  const auto hex = value("descriptors");
  if (!hex) return tl::unexpected(hex.error());
  const auto bytes = bytes_in(*hex, kLongestDescriptors);
  if (!bytes) return wrong(line_, "at most 4096 bytes in hex are expected");
  auto described = describe(*bytes, {"", strings[0], strings[1], strings[2]});
  if (!described) return wrong(line_, described.error().text);
  recording.description = std::move(*described);
  // Strings without an index in the descriptors would be lost.
  recording.description.maker = strings[0];
  recording.description.model = strings[1];
  recording.description.serial = strings[2];
  if (descriptors_of(recording.description) != *bytes) {
    return wrong(line_, "not descriptors as a recording has them");
  }
  if (interface_of(recording) == nullptr) return wrong(line_, "the claimed interface is missing");
  return {};
}

Result<void> Reader::read_place(RecordedTransfer& one, std::string_view& rest) const {
  if (!is_control(one.kind)) {
    const auto endpoint = hex_in<std::uint8_t>(cut(rest, ' '));
    if (!endpoint) return wrong(line_, "an endpoint in hex is expected");
    one.endpoint = *endpoint;
    return {};
  }
  auto setup = cut(rest, ' ');
  const auto type = hex_in<std::uint8_t>(cut(setup, ':'));
  const auto request = hex_in<std::uint8_t>(cut(setup, ':'));
  const auto field = hex_in<std::uint16_t>(cut(setup, ':'));
  const auto index = hex_in<std::uint16_t>(setup);
  if (!type || !request || !field || !index) {
    return wrong(line_, "a request as a1:00:0000:0000 is expected");
  }
  one.setup = {*type, *request, *field, *index};
  return {};
}

Result<RecordedTransfer> Reader::read_transfer(std::string_view line) {
  RecordedTransfer one;
  const auto at = number_in<std::uint32_t>(cut(line, ' '));
  if (!at || std::chrono::milliseconds(*at) < latest_) {
    return wrong(line_, "a time in milliseconds, not before the one above, is expected");
  }
  one.at = latest_ = std::chrono::milliseconds(*at);
  const auto word = cut(line, ' ');
  const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(),
                                        [&](Kind known) { return word == name_of(known); });
  if (kind == kKinds.end()) return wrong(line_, "in, out, write, read or clear is expected");
  one.kind = *kind;
  if (auto place = read_place(one, line); !place) return tl::unexpected(place.error());
  if (one.kind == Kind::Write) {
    const auto offered = number_in<std::size_t>(cut(line, ' '));
    if (!offered || *offered > kLongestTransfer) {
      return wrong(line_, "how many bytes were offered is expected, at most 65536");
    }
    one.offered = *offered;
  }
  const auto outcome = cut(line, ' ');
  const auto* const fault = std::find_if(kFaults.begin(), kFaults.end(), [&](Fault known) {
    return outcome == devices::name_of(known);
  });
  if (fault != kFaults.end()) one.fault = *fault;
  if (!one.fault && outcome != "ok") return wrong(line_, "'ok' or the name of a fault is expected");
  auto bytes = bytes_in(line, kLongestTransfer);
  if (!bytes) return wrong(line_, "bytes in hex are expected, at most 65536");
  one.bytes = std::move(*bytes);
  const bool has_none = one.kind == Kind::ClearHalt ||
                        (one.fault && (one.kind == Kind::Read || one.kind == Kind::ControlIn));
  if (has_none && !one.bytes.empty()) return wrong(line_, "no bytes can have come here");
  if (one.kind == Kind::Write &&
      (one.bytes.size() > one.offered || (!one.fault && one.bytes.size() != one.offered))) {
    return wrong(line_, "not as many bytes were taken as it says");
  }
  bytes_ += one.bytes.size();
  if (bytes_ > kMostRecordedBytes) return wrong(line_, "more than 16 MiB in all");
  return one;
}

Result<Recording> Reader::read() {
  Recording recording;
  for (const auto part : {&Reader::read_origin, &Reader::read_trial, &Reader::read_device}) {
    if (auto done = (this->*part)(recording); !done) return tl::unexpected(done.error());
  }
  const auto count = number<std::size_t>("transfers", kMostTransfers);
  if (!count) return tl::unexpected(count.error());
  for (std::size_t i = 0; i < *count; ++i) {
    const auto line = next();
    if (!line) return tl::unexpected(line.error());
    auto one = read_transfer(*line);
    if (!one) return tl::unexpected(one.error());
    recording.transfers.push_back(std::move(*one));
  }
  if (!rest_.empty()) return wrong(line_ + 1, "more than the transfers that were announced");
  return recording;
}

}  // namespace

Result<Recording> read_recording(std::string_view text) {
  return Reader(text).read();
}

}  // namespace slipway::devices::usb
