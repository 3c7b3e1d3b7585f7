#include "devices/printer/virtual_printer.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using usb::Bytes;

namespace {

constexpr std::uint8_t kOut = 0x01;
constexpr std::uint8_t kIn = 0x82;
constexpr std::size_t kBuffer = 4096;
constexpr std::size_t kResetAfter = 40;
constexpr milliseconds kSlow{2'000};
constexpr const char* kDeviceId =
    "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;DES:EPSON TM-T20III;";

}  // namespace

usb::Description VirtualPrinter::description() {
  usb::Description description;
  description.vendor = 0x04B8;
  description.product = 0x0E28;
  description.maker = "EPSON";
  description.model = "TM-T20III";
  description.serial = "SIMT20III";
  description.interfaces.push_back(interface_with(kOut, kIn));
  return description;
}

VirtualPrinter::VirtualPrinter() : VirtualPrinter(description()) {}

VirtualPrinter::VirtualPrinter(const usb::Description& description)
    : VirtualPaperDevice(description, kDeviceId) {
  const usb::Interface* const own = printer_interface_of(description);
  if (own != nullptr) pipes_ = bulk_pair_of(*own).value_or(BulkPair{});
}

std::uint8_t VirtualPrinter::port_status() const {
  const bool says_empty = (paper_.is_out() && lie_ != Lie::Ok) || lie_ == Lie::Stuck;
  return says_empty ? kOnline | 0x20 : kOnline;
}

void VirtualPrinter::clear() {
  buffer_.clear();
  raster_ = {};
}

std::size_t VirtualPrinter::on_bytes(std::uint8_t, std::span<const std::uint8_t> bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size() && buffer_.size() < kBuffer) {
    const std::uint8_t byte = bytes[taken++];
    if (lie_ != Lie::Drop || !dots_seen_) buffer_.push_back(byte);
    listen(byte);
    if (buffer_.size() == kBuffer) run();
  }
  run();
  return taken;
}

void VirtualPrinter::on_power_lost() {
  clear();
  line_.clear();
  heard_ = {};
  credit_ = microseconds{0};
  forget_settings();
}

void VirtualPrinter::forget_settings() {
  pulse_allowed_ = power_off_allowed_ = true;
  automatic_ = 0;
  dots_seen_ = false;
}

std::optional<std::string> VirtualPrinter::on_words(const std::string& words) {
  if (words == "help") {
    return std::string(kPaperWords) +
           ", model epson|clone|counter|mute, lie none|ok|silent|late|garbage|stale|twice|early|"
           "stuck|slow|babble|deaf|drop|blunt|reset, stall";
  }
  if (words == "stall") {
    stall_next(pipes_.out);
    return "the next bytes stall";
  }
  if (words.starts_with("model ")) return on_model(words.substr(6));
  if (words.starts_with("lie ")) return on_lie(words.substr(4));
  return on_paper_words(words);
}

void VirtualPrinter::on_paper_changed() {
  status_changed();
  run();
}

std::optional<std::string> VirtualPrinter::on_model(const std::string& words) {
  static constexpr std::array<std::pair<const char*, Model>, 4> kModels = {
      {{"epson", Model::Epson},
       {"clone", Model::Clone},
       {"counter", Model::Counter},
       {"mute", Model::Mute}}};
  const auto* found = std::find_if(kModels.begin(), kModels.end(),
                                   [&](const auto& model) { return words == model.first; });
  if (found == kModels.end()) return std::nullopt;
  model_ = found->second;
  switch (model_) {
    case Model::Epson:
      return "it confirms jobs, answers in order and counts its cuts";
    case Model::Clone:
      return "it answers in order";
    case Model::Counter:
      return "it counts its cuts";
    case Model::Mute:
      break;
  }
  return "it answers nothing in order";
}

std::optional<std::string> VirtualPrinter::on_lie(const std::string& words) {
  static constexpr std::array<std::pair<const char*, Lie>, 15> kLies = {{{"none", Lie::None},
                                                                         {"ok", Lie::Ok},
                                                                         {"silent", Lie::Silent},
                                                                         {"late", Lie::Late},
                                                                         {"garbage", Lie::Garbage},
                                                                         {"stale", Lie::Stale},
                                                                         {"twice", Lie::Twice},
                                                                         {"early", Lie::Early},
                                                                         {"stuck", Lie::Stuck},
                                                                         {"slow", Lie::Slow},
                                                                         {"babble", Lie::Babble},
                                                                         {"deaf", Lie::Deaf},
                                                                         {"drop", Lie::Drop},
                                                                         {"blunt", Lie::Blunt},
                                                                         {"reset", Lie::Reset}}};
  const auto* found =
      std::find_if(kLies.begin(), kLies.end(), [&](const auto& lie) { return words == lie.first; });
  if (found == kLies.end()) return std::nullopt;
  lie_ = found->second;
  dots_seen_ = false;
  rows_until_reset_ = lie_ == Lie::Reset ? kResetAfter : 0;
  return lie_ == Lie::None ? "it tells the truth" : "it lies: " + words;
}

std::uint8_t VirtualPrinter::real_time_status(std::uint8_t which) const {
  int status = 0x12;
  if (lie_ == Lie::Ok) return static_cast<std::uint8_t>(status);
  const bool says_out = paper_.is_out() || lie_ == Lie::Stuck;
  const int paper = says_out ? 0x6C : paper_.is_low() ? 0x0C : 0;
  switch (which) {
    case 1:
      status |= (is_stopped() || says_out ? 0x08 : 0) | (is_drawer_open() ? 0x04 : 0);
      break;
    case 2:
      status |= (cover_open_ ? 0x04 : 0) | (says_out ? 0x20 : 0);
      break;
    case 4:
      status |= paper;
      break;
    default:
      break;
  }
  return static_cast<std::uint8_t>(status);
}

std::array<std::uint8_t, 4> VirtualPrinter::automatic_status() const {
  if (lie_ == Lie::Ok) return {0x10, 0, 0, 0};
  const bool says_out = paper_.is_out() || lie_ == Lie::Stuck;
  const int first = 0x10 | (is_drawer_open() ? 0x04 : 0) | (is_stopped() || says_out ? 0x08 : 0) |
                    (cover_open_ ? 0x20 : 0);
  const int third = says_out ? 0x0F : paper_.is_low() ? 0x03 : 0;
  return {static_cast<std::uint8_t>(first), 0, static_cast<std::uint8_t>(third), 0};
}

void VirtualPrinter::status_changed() {
  if (automatic_ == 0) return;
  const auto status = automatic_status();
  say(Bytes(status.begin(), status.end()));
}

std::uint8_t VirtualPrinter::noise() {
  noise_ = noise_ * 1664525U + 1013904223U;
  return static_cast<std::uint8_t>(noise_ >> 24);
}

// Nobody has heard the last of it yet: there is no end to what a babbler would say.
void VirtualPrinter::babble() {
  constexpr std::size_t kMostUnheard = 8;
  if (offered(pipes_.in) < kMostUnheard) say(Bytes{noise(), noise(), noise()});
}

void VirtualPrinter::say(Bytes bytes, milliseconds delay) {
  if (dots_seen_ && lie_ == Lie::Silent) return;
  if (dots_seen_ && lie_ == Lie::Garbage) {
    for (std::uint8_t& byte : bytes)
      byte = noise();
  }
  offer(pipes_.in, std::move(bytes), delay);
}

// Real-time sequences are obeyed as they arrive, whatever they are part of.
void VirtualPrinter::listen(std::uint8_t byte) {
  std::rotate(heard_.begin(), heard_.begin() + 1, heard_.end());
  heard_.back() = byte;
  if (heard_[0] == 0x10) obey_real_time(heard_[1], heard_[2]);
  if (lie_ == Lie::Early) confirm_early();
}

// Answers GS ( H as soon as its last byte has arrived, as a careless firmware might.
void VirtualPrinter::confirm_early() {
  constexpr std::array<std::uint8_t, 7> kAsk = {0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30};
  if (!has(kAsk.size() + 4)) return;
  const auto id = buffer_.end() - 4;
  if (!std::equal(kAsk.begin(), kAsk.end(), id - kAsk.size())) return;
  say(Bytes{0x37, 0x22, id[0], id[1], id[2], id[3], 0x00});
}

void VirtualPrinter::obey_real_time(std::uint8_t action, std::uint8_t first) {
  if (action == 0x04 && first >= 1 && first <= 4) {
    const bool is_slow = lie_ == Lie::Slow && dots_seen_;
    say(Bytes{real_time_status(first)}, is_slow ? kSlow : milliseconds{0});
    // A question between commands does not stay in the buffer: a printer that is asked for hours
    // while it has no paper must not fill up with questions.
    if (raster_.rows == 0 && buffer_.size() == 3) buffer_.clear();
  }
  if (action == 0x05 && first == 2) clear();
  if (action == 0x14 && first == 1 && pulse_allowed_) kick_drawer();
  if (action == 0x14 && first == 2 && power_off_allowed_) on_power_lost();
}

// Answers GS ( H function 48: everything before it is on paper by now.
void VirtualPrinter::confirm(std::span<const std::uint8_t> id) {
  if (model_ != Model::Epson || lie_ == Lie::Early || lie_ == Lie::Deaf) return;
  std::array<std::uint8_t, 4> said{};
  std::copy_n(id.begin(), said.size(), said.begin());
  if (lie_ == Lie::Stale) said = last_id_;
  std::copy_n(id.begin(), last_id_.size(), last_id_.begin());
  const Bytes answer = {0x37, 0x22, said[0], said[1], said[2], said[3], 0x00};
  say(answer, lie_ == Lie::Late ? std::chrono::minutes(1) : milliseconds{0});
  if (lie_ == Lie::Twice) say(answer, std::chrono::seconds(2));
}

}  // namespace slipway::devices
