// What a server's answers mean: pure, without libcups.
#include <algorithm>
#include <array>

#include "devices/printer/cups_queue.hpp"

namespace slipway::devices {
namespace {

constexpr std::size_t kMostTold = 200;
constexpr std::size_t kMostAddress = 255;
constexpr std::size_t kMostName = 127;  // of a queue, RFC 8011 5.1.3
constexpr int kStopped = 5;             // printer-state, RFC 8011 5.4.11

bool is_one_of(std::string_view reason, std::initializer_list<std::string_view> words) {
  // Reasons end in their gravity, or in nothing (RFC 8011 5.4.12).
  for (const std::string_view end : {"-error", "-warning", "-report"}) {
    if (reason.ends_with(end)) reason.remove_suffix(end.size());
  }
  return std::find(words.begin(), words.end(), reason) != words.end();
}

bool is_name_letter(char letter) {
  return letter > ' ' && letter < 0x7f && letter != '/' && letter != '#' && letter != '?' &&
         letter != '%' && letter != '\\' && letter != '"' && letter != '\'';
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kMostName && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), is_name_letter);
}

bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' || letter == ':';
  });
}

// "server:631" or "[::1]:631" into its two parts.
bool take_authority(std::string_view text, CupsAddress& address) {
  std::string_view host = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && !rest.starts_with(':')) return false;
    if (!rest.empty()) port = rest.substr(1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (port.empty()) return false;
  }
  if (!is_host(host) || port.size() > 5) return false;
  address.host = std::string(host);
  if (port.empty()) return true;
  int number = 0;
  for (const char digit : port) {
    if (digit < '0' || digit > '9') return false;
    number = number * 10 + (digit - '0');
  }
  address.port = number;
  return number >= 1 && number <= 65'535;
}

}  // namespace

std::optional<CupsAddress> cups_address_from(std::string_view text) {
  if (text.size() > kMostAddress) return std::nullopt;
  CupsAddress address;
  std::string_view rest = text;
  if (rest.starts_with("ipps://")) {
    address.is_encrypted = true;
    rest.remove_prefix(7);
  } else if (rest.starts_with("ipp://")) {
    rest.remove_prefix(6);
  } else {
    if (!is_name(text)) return std::nullopt;
    address.resource = "/printers/" + std::string(text);
    return address;
  }
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos || !take_authority(rest.substr(0, slash), address)) {
    return std::nullopt;
  }
  address.resource = std::string(rest.substr(slash));
  for (std::string_view path = rest.substr(slash); !path.empty();) {
    path.remove_prefix(1);
    const auto end = path.find('/');
    if (!is_name(path.substr(0, end))) return std::nullopt;
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  return address;
}

std::string cups_clean(std::string_view text) {
  std::string clean;
  for (const char letter : text) {
    if (clean.size() == kMostTold) break;
    if (letter >= ' ' && letter < 0x7f) clean += letter;
  }
  return clean;
}

PrinterStatus cups_status(int printer_state, const std::vector<std::string>& reasons) {
  PrinterStatus status;
  status.cutter_error = Sensor::Unsupported;
  status.head_hot = Sensor::Unsupported;
  status.drawer_signal = Sensor::Unsupported;
  if (printer_state == kStopped) status.online = Sensor::No;
  for (const std::string& reason : reasons) {
    if (is_one_of(reason, {"media-empty", "media-needed"})) status.paper_out = Sensor::Yes;
    if (is_one_of(reason, {"media-low"})) status.paper_near_end = Sensor::Yes;
    if (is_one_of(reason, {"cover-open", "door-open", "interlock-open"})) {
      status.cover_open = Sensor::Yes;
    }
    // Not "connecting-to-device": a queue that is busy with somebody's job says it too.
    if (is_one_of(reason, {"paused", "moving-to-paused", "shutdown", "offline", "timed-out",
                           "stopped-partly"})) {
      status.online = Sensor::No;
    }
    if (is_one_of(reason, {"media-jam", "toner-empty", "marker-supply-empty", "fuser-over-temp",
                           "output-area-full", "input-tray-missing", "developer-empty"})) {
      status.failed = Sensor::Yes;
    }
  }
  return status;
}

Printed printed_of(const CupsReport& report) {
  switch (report.end) {
    case CupsEnd::Away:
    case CupsEnd::Closed:
      return {Outcome::NotPrinted, Evidence::Nothing, PrintCause::Offline};
    case CupsEnd::NoPaper:
      return {Outcome::NotPrinted, Evidence::Nothing, trouble_of(report.printer)};
    case CupsEnd::NoQueue:
    case CupsEnd::Access:
    case CupsEnd::Format:
    case CupsEnd::Refused:
      return {Outcome::NotPrinted, Evidence::Nothing, PrintCause::Refused};
    case CupsEnd::Completed:
    case CupsEnd::Cancelled:
    case CupsEnd::Aborted:
      return {Outcome::Unknown, Evidence::Nothing, trouble_of(report.printer)};
    case CupsEnd::Silent:
      return {Outcome::Unknown, Evidence::Nothing, PrintCause::Silent};
  }
  return {};
}

const char* name_of(CupsEnd end) {
  static constexpr std::array<const char*, 11> kNames = {
      "away",    "no queue",  "access",    "closed",  "no paper", "format",
      "refused", "completed", "cancelled", "aborted", "silent"};
  return kNames.at(static_cast<std::size_t>(end));
}

}  // namespace slipway::devices
