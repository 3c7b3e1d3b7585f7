#include "devices/printer/virtual_star_printer.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using usb::Bytes;

namespace {

constexpr std::uint8_t kOut = 0x02;
constexpr std::uint8_t kIn = 0x81;
constexpr std::size_t kBuffer = 4096;
constexpr std::uint8_t kEscape = 0x1B;
constexpr int kCounts = 32;
constexpr microseconds kRowTime{500};  // 8 rows a millimetre, 250 mm a second
constexpr microseconds kCutTime{200'000};
constexpr std::size_t kLineRows = 24;
constexpr milliseconds kLate = std::chrono::minutes(1);
constexpr const char* kDeviceId = "MFG:Star;CMD:STAR;MDL:TSP143IV (STR_T-001);CLS:PRINTER;";

}  // namespace

usb::Description VirtualStarPrinter::description() {
  usb::Description description;
  description.vendor = 0x0519;
  description.product = 0x0003;
  description.maker = "Star Micronics";
  description.model = "Star TSP143IV";
  description.serial = "SIMTSP143IV";
  description.interfaces.push_back(interface_with(kIn, kOut));
  return description;
}

VirtualStarPrinter::VirtualStarPrinter() : VirtualPaperDevice(description(), kDeviceId) {}

std::size_t VirtualStarPrinter::on_bytes(std::uint8_t, std::span<const std::uint8_t> bytes) {
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

void VirtualStarPrinter::on_power_lost() {
  clear();
  heard_ = {};
  credit_ = microseconds{0};
  automatic_ = dots_seen_ = false;
  counter_ = owed_ = 0;
  late_.reset();
}

void VirtualStarPrinter::clear() {
  buffer_.clear();
  rows_ = 0;
}

std::optional<std::string> VirtualStarPrinter::on_words(const std::string& words) {
  if (words == "help") {
    return std::string(kPaperWords) +
           ", lie none|ok|silent|late|garbage|stuck|twice|early|drop, stall";
  }
  if (words == "stall") {
    stall_next(kOut);
    return "the next bytes stall";
  }
  if (words.starts_with("lie ")) return on_lie(words.substr(4));
  return on_paper_words(words);
}

std::optional<std::string> VirtualStarPrinter::on_lie(const std::string& words) {
  static constexpr std::array<std::pair<const char*, Lie>, 9> kLies = {{{"none", Lie::None},
                                                                        {"ok", Lie::Ok},
                                                                        {"silent", Lie::Silent},
                                                                        {"late", Lie::Late},
                                                                        {"garbage", Lie::Garbage},
                                                                        {"stuck", Lie::Stuck},
                                                                        {"twice", Lie::Twice},
                                                                        {"early", Lie::Early},
                                                                        {"drop", Lie::Drop}}};
  const auto* found =
      std::find_if(kLies.begin(), kLies.end(), [&](const auto& lie) { return words == lie.first; });
  if (found == kLies.end()) return std::nullopt;
  lie_ = found->second;
  dots_seen_ = false;
  return lie_ == Lie::None ? "it tells the truth" : "it lies: " + words;
}

void VirtualStarPrinter::on_paper_changed() {
  if (automatic_) say_status();
  run();
}

// Nine bytes: two of head, then printer, error, error, paper, presenter, counter, nothing.
Bytes VirtualStarPrinter::status() const {
  Bytes bytes = {0x23, 0x06, 0, 0, 0, 0, 0, 0, 0};
  bytes[7] = static_cast<std::uint8_t>((counter_ & 0x18) << 2 | (counter_ & 0x07) << 1);
  if (lie_ == Lie::Ok) return bytes;
  bytes[2] = static_cast<std::uint8_t>((is_stopped() ? 0x08 : 0) | (cover_open_ ? 0x20 : 0) |
                                       (is_drawer_open() ? 0x04 : 0));
  bytes[5] = static_cast<std::uint8_t>(paper_.is_out() ? 0x0C : paper_.is_low() ? 0x04 : 0);
  return bytes;
}

void VirtualStarPrinter::say_status(milliseconds delay) {
  if (dots_seen_ && lie_ == Lie::Silent) return;
  Bytes bytes = status();
  if (dots_seen_ && lie_ == Lie::Garbage) {
    for (std::uint8_t& byte : bytes) {
      noise_ = noise_ * 1664525U + 1013904223U;
      byte = static_cast<std::uint8_t>(noise_ >> 24);
    }
  }
  offer(kIn, std::move(bytes), delay);
}

// Real-time sequences are obeyed as they arrive, whatever they are part of.
void VirtualStarPrinter::listen(std::uint8_t byte) {
  std::rotate(heard_.begin(), heard_.begin() + 1, heard_.end());
  heard_.back() = byte;
  constexpr std::array<std::uint8_t, 3> kAfterCut = {0x64, 0x03, 0x17};
  if (lie_ == Lie::Early && heard_ == kAfterCut) count(1);
  if (heard_[0] != kEscape || heard_[1] != 0x06) return;
  if (heard_[2] == 0x01) {
    say_status();
    // A question between commands does not stay in the buffer: a printer that is asked for hours
    // while it has no paper must not fill up with questions.
    if (rows_ == 0 && buffer_.size() == 3) buffer_.clear();
  }
  if (heard_[2] == 0x18) clear();
}

void VirtualStarPrinter::count(int times) {
  counter_ = (counter_ + times) % kCounts;
  if (automatic_) say_status();
}

void VirtualStarPrinter::on_time(milliseconds elapsed) {
  if (late_) {
    late_ = *late_ - elapsed;
    if (*late_ <= milliseconds{0}) {
      late_.reset();
      count(std::exchange(owed_, 0));
    }
  }
  credit_ += elapsed;
  run();
  // Time in which there was nothing to do is not saved up.
  credit_ = std::min(credit_, microseconds{0});
}

void VirtualStarPrinter::run() {
  while (credit_ >= microseconds{0} && !is_stopped() && step()) {
    if (is_stopped() && automatic_) say_status();
  }
}

bool VirtualStarPrinter::step() {
  if (rows_ != 0) return print_row();
  if (buffer_.empty()) return false;
  const std::size_t length = carry_out();
  buffer_.erase(buffer_.begin(),
                buffer_.begin() + static_cast<std::ptrdiff_t>(std::min(length, buffer_.size())));
  return length != 0;
}

bool VirtualStarPrinter::print_row() {
  if (!has(row_bytes_)) return false;
  const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(row_bytes_);
  paper_.burn(Bytes(buffer_.begin(), end));
  buffer_.erase(buffer_.begin(), end);
  --rows_;
  credit_ -= kRowTime;
  return true;
}

std::size_t VirtualStarPrinter::carry_out() {
  if (buffer_[0] == kEscape) return escape();
  if (buffer_[0] == 0x0A) {
    paper_.feed(kLineRows);
    credit_ -= kRowTime * static_cast<int>(kLineRows);
  }
  if (buffer_[0] == 0x07) kick_drawer();
  if (buffer_[0] == 0x17) {
    if (lie_ == Lie::Late && dots_seen_) {
      late_ = kLate;
      ++owed_;
    } else if ((lie_ != Lie::Early && lie_ != Lie::Stuck) || !dots_seen_) {
      count(lie_ == Lie::Twice && dots_seen_ ? 2 : 1);
    }
  }
  return 1;  // this printer has no font, and no slip of ours uses one
}

std::size_t VirtualStarPrinter::escape() {
  if (!has(2)) return 0;
  switch (buffer_[1]) {
    case 0x40:
      automatic_ = dots_seen_ = false;
      return 2;
    case 0x06:
      return has(3) ? 3 : 0;
    case 0x07:
      return has(4) ? 4 : 0;  // the pulse's times
    case 0x1D:
      return raster();
    case 0x1E:
      return record();
    case 0x64:
      if (!has(3)) return 0;
      // The feed to the blade is not drawn: a slip holds what was printed.
      paper_.cut();
      credit_ -= kCutTime;
      return 3;
    default:
      return 2;
  }
}

std::size_t VirtualStarPrinter::raster() {
  if (!has(3)) return 0;
  if (buffer_[2] != 0x53) return 3;
  if (!has(9)) return 0;
  row_bytes_ = static_cast<std::size_t>(buffer_[4] | buffer_[5] << 8);
  rows_ = static_cast<std::size_t>(buffer_[6] | buffer_[7] << 8);
  // Wider than the buffer cannot be printed row by row; firmware throws such a command away.
  if (row_bytes_ == 0 || row_bytes_ > 1024) rows_ = 0;
  dots_seen_ = dots_seen_ || rows_ != 0;
  return 9;
}

std::size_t VirtualStarPrinter::record() {
  if (!has(4)) return 0;
  if (buffer_[2] == 0x61) {
    automatic_ = buffer_[3] != 0;
    if (automatic_) say_status();
  }
  if (buffer_[2] == 0x45) {
    counter_ = 0;
    if (automatic_) say_status();
  }
  return 4;
}

}  // namespace slipway::devices
