#include "devices/usb/recording.hpp"

#include <algorithm>

#include "devices/usb/descriptors.hpp"

namespace slipway::devices::usb {
namespace {

constexpr std::size_t kHeaderLines = 14;

void put_hex(std::string& text, unsigned value, int digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int digit = digits - 1; digit >= 0; --digit)
    text += kDigits[value >> (4 * digit) & 0xF];
}

// Bytes in hex; sixteen or more of the same as one of them and their number: "00*8192".
void put_bytes(std::string& text, const Bytes& bytes) {
  bool is_in_group = false;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = at;
    while (end < bytes.size() && bytes[end] == bytes[at])
      ++end;
    const bool is_run = end - at >= kShortestRecordedRun;
    if (is_run || !is_in_group) text += ' ';
    if (is_run) {
      put_hex(text, bytes[at], 2);
      text += "*" + std::to_string(end - at);
    } else {
      for (std::size_t i = at; i < end; ++i)
        put_hex(text, bytes[i], 2);
    }
    is_in_group = !is_run;
    at = end;
  }
}

void put_transfer(std::string& text, const RecordedTransfer& one) {
  text += std::to_string(one.at.count()) + " " + name_of(one.kind) + " ";
  if (is_control(one.kind)) {
    put_hex(text, one.setup.request_type, 2);
    put_hex(text += ':', one.setup.request, 2);
    put_hex(text += ':', one.setup.value, 4);
    put_hex(text += ':', one.setup.index, 4);
  } else {
    put_hex(text, one.endpoint, 2);
  }
  if (one.kind == RecordedTransfer::Kind::Write) text += " " + std::to_string(one.offered);
  text += " ";
  text += one.fault ? devices::name_of(*one.fault) : "ok";
  put_bytes(text, one.bytes);
  text += '\n';
}

std::string or_dash(const std::string& text) {
  return text.empty() ? "-" : text;
}

}  // namespace

const char* name_of(RecordedTransfer::Kind kind) {
  switch (kind) {
    case RecordedTransfer::Kind::ControlIn:
      return "in";
    case RecordedTransfer::Kind::ControlOut:
      return "out";
    case RecordedTransfer::Kind::Write:
      return "write";
    case RecordedTransfer::Kind::Read:
      return "read";
    case RecordedTransfer::Kind::ClearHalt:
      return "clear";
  }
  return "unknown";
}

bool is_control(RecordedTransfer::Kind kind) {
  return kind == RecordedTransfer::Kind::ControlIn || kind == RecordedTransfer::Kind::ControlOut;
}

const Interface* interface_of(const Recording& recording) {
  const auto& all = recording.description.interfaces;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Interface& one) {
    return one.number == recording.interface && one.alternate == recording.alternate;
  });
  return found == all.end() ? nullptr : &*found;
}

std::size_t line_of(std::size_t transfer) {
  return kHeaderLines + 1 + transfer;
}

std::string to_text(const Recording& recording) {
  std::string text = std::string(kRecordingsFirstLine) + "\n";
  const auto put = [&](const char* key, const std::string& value) {
    text += std::string(key) + ": " + value + "\n";
  };
  put("source", recording.source == Source::Simulator ? "simulator" : "hardware");
  put("made", recording.made);
  put("note", or_dash(recording.note));
  put("role", or_dash(recording.role));
  put("seconds", std::to_string(recording.limit.count()));
  put("job", std::to_string(recording.job));
  put("profile", or_dash(recording.profile));
  put("maker", or_dash(recording.description.maker));
  put("model", or_dash(recording.description.model));
  put("serial", or_dash(recording.description.serial));
  put("interface", std::to_string(recording.interface) + "." + std::to_string(recording.alternate));
  text += "descriptors:";
  put_bytes(text, descriptors_of(recording.description));
  text += "\n";
  put("transfers", std::to_string(recording.transfers.size()));
  for (const RecordedTransfer& one : recording.transfers)
    put_transfer(text, one);
  return text;
}

}  // namespace slipway::devices::usb
