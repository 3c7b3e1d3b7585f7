#include <algorithm>

#include "devices/printer/virtual_printer.hpp"

// What the simulated printer does with the bytes in its buffer: the command side of the class.
namespace slipway::devices {

using std::chrono::microseconds;
using usb::Bytes;

namespace {

constexpr microseconds kRowTime{500};  // 8 rows a millimetre, 250 mm a second
constexpr microseconds kCutTime{200'000};
constexpr std::size_t kLineRows = 30;
constexpr std::size_t kLetters = 48;
constexpr std::size_t kLetterRows = 24;
constexpr std::size_t kLineBytes = 72;

// Parameters after ESC x and GS x for commands that this printer accepts without showing anything.
struct Silent {
  std::uint8_t letter;
  std::size_t length;  // of the whole command
};
constexpr std::array<Silent, 14> kSilentEscapes = {{{0x20, 3},
                                                    {0x21, 3},
                                                    {0x2D, 3},
                                                    {0x32, 2},
                                                    {0x33, 3},
                                                    {0x45, 3},
                                                    {0x4D, 3},
                                                    {0x52, 3},
                                                    {0x55, 3},
                                                    {0x61, 3},
                                                    {0x63, 4},
                                                    {0x74, 3},
                                                    {0x7B, 3},
                                                    {0x3D, 3}}};
constexpr std::array<Silent, 6> kSilentGroups = {
    {{0x21, 3}, {0x42, 3}, {0x4C, 4}, {0x50, 4}, {0x57, 4}, {0x62, 3}}};

template <std::size_t N>
std::size_t silent_length(const std::array<Silent, N>& table, std::uint8_t letter) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Silent& one) { return one.letter == letter; });
  return found == table.end() ? 0 : found->length;
}

}  // namespace

void VirtualPrinter::on_time(std::chrono::milliseconds elapsed) {
  credit_ += elapsed;
  if (lie_ == Lie::Babble && dots_seen_) babble();
  run();
  // Time in which there was nothing to do is not saved up.
  credit_ = std::min(credit_, microseconds{0});
}

void VirtualPrinter::run() {
  while (credit_ >= microseconds{0} && !is_stopped() && step()) {
    if (is_stopped()) status_changed();
  }
}

bool VirtualPrinter::step() {
  if (raster_.rows != 0) return print_row();
  if (buffer_.empty()) return false;
  const std::size_t length = carry_out();
  if (length == 0) return false;
  // A reset in the middle may have emptied the buffer already.
  buffer_.erase(buffer_.begin(),
                buffer_.begin() + static_cast<std::ptrdiff_t>(std::min(length, buffer_.size())));
  return true;
}

bool VirtualPrinter::print_row() {
  if (!has(raster_.row_bytes)) return false;
  const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(raster_.row_bytes);
  const Bytes row(buffer_.begin(), end);
  buffer_.erase(buffer_.begin(), end);
  --raster_.rows;
  paper_.burn(row);
  credit_ -= kRowTime;
  if (rows_until_reset_ != 0 && --rows_until_reset_ == 0) {
    on_power_lost();
    leave_bus();
  }
  return true;
}

std::size_t VirtualPrinter::carry_out() {
  switch (buffer_[0]) {
    case 0x00:
      return 1;
    case 0x0A:
      end_line();
      return 1;
    case 0x10:
      return real_time_length();
    case 0x1B:
      return escape();
    case 0x1C:
      return has(2) ? 2 : 0;  // FS & and FS . : nothing to show
    case 0x1D:
      return group();
    default:
      write(buffer_[0]);
      return 1;
  }
}

// DLE sequences were obeyed when they arrived; here they are only stepped over.
std::size_t VirtualPrinter::real_time_length() const {
  if (!has(3)) return 0;
  if (buffer_[1] == 0x04 || buffer_[1] == 0x05) return 3;
  if (buffer_[1] != 0x14) return 1;
  const std::size_t length = buffer_[2] == 7 ? 4 : buffer_[2] == 8 ? 10 : 5;
  return has(length) ? length : 0;
}

std::size_t VirtualPrinter::escape() {
  if (!has(2)) return 0;
  const std::uint8_t letter = buffer_[1];
  switch (letter) {
    case 0x40:
      forget_settings();
      return 2;
    case 0x4A:
      if (!has(3)) return 0;
      feed(buffer_[2]);
      return 3;
    case 0x64:
      if (!has(3)) return 0;
      feed(buffer_[2] * kLineRows);
      return 3;
    case 0x70:
      if (!has(5)) return 0;
      kick_drawer();
      return 5;
    default:
      break;
  }
  const std::size_t length = silent_length(kSilentEscapes, letter);
  if (length == 0) return 2;
  return has(length) ? length : 0;
}

std::size_t VirtualPrinter::group() {
  if (!has(3)) return 0;
  switch (buffer_[1]) {
    case 0x28:
      return bracket();
    case 0x49:
      if (buffer_[2] >= 65 && buffer_[2] <= 68) {
        const std::string text = buffer_[2] == 66 ? "EPSON" : "TM-T20III";
        Bytes block = {0x5F};
        block.insert(block.end(), text.begin(), text.end());
        block.push_back(0);
        say(block);
      } else {
        say(Bytes{0x20});
      }
      return 3;
    case 0x56:
      return cut();
    case 0x61:
      automatic_ = buffer_[2];
      status_changed();
      return 3;
    case 0x67:
      return counter();
    case 0x72:
      if (model_ == Model::Counter || model_ == Model::Mute) return 3;
      say(Bytes{static_cast<std::uint8_t>(paper_.is_low() ? 0x03 : 0x00)});
      return 3;
    case 0x76:
      return raster();
    default:
      break;
  }
  const std::size_t length = silent_length(kSilentGroups, buffer_[1]);
  if (length == 0) return 2;
  return has(length) ? length : 0;
}

// GS ( x: the length stands in the command, whatever it is.
std::size_t VirtualPrinter::bracket() {
  if (!has(5)) return 0;
  const std::size_t length = 5 + static_cast<std::size_t>(buffer_[3] | buffer_[4] << 8);
  if (length > 256) return 5;
  if (!has(length)) return 0;
  const Bytes body(buffer_.begin() + 5, buffer_.begin() + static_cast<std::ptrdiff_t>(length));
  if (buffer_[2] == 0x48 && body.size() == 6 && body[0] == 0x30) {
    confirm(std::span(body).subspan(2));
  }
  if (buffer_[2] == 0x44 && body.size() >= 3 && body[0] == 0x14) {
    for (std::size_t i = 1; i + 1 < body.size(); i += 2) {
      const bool allowed = (body[i + 1] & 1) != 0;
      if (body[i] == 1) pulse_allowed_ = allowed;
      if (body[i] == 2) power_off_allowed_ = allowed;
    }
  }
  return length;
}

std::size_t VirtualPrinter::raster() {
  if (!has(8)) return 0;
  if (buffer_[2] != 0x30) return 3;
  raster_.row_bytes = static_cast<std::size_t>(buffer_[4] | buffer_[5] << 8);
  raster_.rows = static_cast<std::size_t>(buffer_[6] | buffer_[7] << 8);
  // Wider than the buffer cannot be printed row by row; firmware throws such a command away.
  if (raster_.row_bytes == 0 || raster_.row_bytes > 1024) raster_ = {};
  dots_seen_ = dots_seen_ || raster_.rows != 0;
  return 8;
}

// The feed to the blade that belongs to function B is not drawn: a slip holds what was printed.
std::size_t VirtualPrinter::cut() {
  const bool with_feed = buffer_[2] >= 0x41;
  if (with_feed && !has(4)) return 0;
  if (with_feed) feed(buffer_[3]);
  if (lie_ != Lie::Blunt) {
    paper_.cut();
    ++cuts_;
  }
  credit_ -= kCutTime;
  return with_feed ? 4 : 3;
}

// GS g 2: a maintenance counter, of which it has one. Others take the command for letters.
std::size_t VirtualPrinter::counter() {
  if (model_ != Model::Epson && model_ != Model::Counter) return 2;
  if (!has(6)) return 0;
  const std::string digits = std::to_string(buffer_[4] == 50 ? cuts_ : 0);
  Bytes block = {0x5F};
  block.insert(block.end(), digits.begin(), digits.end());
  block.push_back(0);
  say(block);
  return 6;
}

void VirtualPrinter::feed(std::size_t rows) {
  paper_.feed(rows);
  credit_ -= kRowTime * static_cast<int>(rows);
}

// Letters are drawn as solid blocks: this printer has no font, and no slip of ours uses one.
void VirtualPrinter::write(std::uint8_t letter) {
  line_.push_back(letter);
  if (line_.size() == kLetters) end_line();
}

void VirtualPrinter::end_line() {
  std::vector<std::uint8_t> row(kLineBytes, 0);
  for (std::size_t i = 0; i < line_.size(); ++i) {
    if (line_[i] == ' ') continue;
    for (std::size_t dot = i * 12; dot < i * 12 + 11; ++dot) {
      row[dot / 8] = static_cast<std::uint8_t>(row[dot / 8] | 0x80 >> dot % 8);
    }
  }
  for (std::size_t i = 0; i < kLetterRows && !line_.empty(); ++i)
    paper_.burn(row);
  line_.clear();
  feed(kLineRows - kLetterRows);
  credit_ -= kRowTime * static_cast<int>(kLetterRows);
}

}  // namespace slipway::devices
