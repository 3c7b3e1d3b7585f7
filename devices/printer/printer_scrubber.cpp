#include "devices/printer/printer_scrubber.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace slipway::devices {
namespace {

using usb::Bytes;

// A command by its first bytes, and how many numbers follow them. No two begin alike.
struct Command {
  std::array<std::uint8_t, 5> head;
  std::size_t head_size;
  std::size_t numbers;
  // A raster: which of the bytes tell its bytes in a row and its rows, low byte first; 0: none.
  std::size_t row_bytes = 0;
  std::size_t rows = 0;
};
constexpr std::array kCommands = {
    Command{{0x00}, 1, 0},                          // padding
    Command{{0x0A}, 1, 0},                          // line feed
    Command{{0x17}, 1, 0},                          // Star: count
    Command{{0x1B, 0x40}, 2, 0},                    // initialise
    Command{{0x1B, 0x64}, 2, 1},                    // ESC/POS: feed; Star: feed and cut
    Command{{0x1B, 0x06}, 2, 1},                    // Star: ask for status
    Command{{0x1B, 0x1E, 0x61}, 3, 1},              // Star: report changes
    Command{{0x1B, 0x1E, 0x45}, 3, 1},              // Star: zero the counter
    Command{{0x1B, 0x1D, 0x53}, 3, 6, 4, 6},        // Star: raster
    Command{{0x10, 0x04}, 2, 1},                    // DLE EOT
    Command{{0x1D, 0x61}, 2, 1},                    // GS a
    Command{{0x1D, 0x72}, 2, 1},                    // GS r
    Command{{0x1D, 0x67, 0x32}, 3, 3},              // GS g 2
    Command{{0x1D, 0x56, 0x41}, 3, 1},              // GS V: cut
    Command{{0x1D, 0x56, 0x42}, 3, 1},              //
    Command{{0x1D, 0x28, 0x44, 0x05, 0x00}, 5, 5},  // GS ( D
    Command{{0x1D, 0x28, 0x48, 0x06, 0x00}, 5, 6},  // GS ( H: a process id
    Command{{0x1D, 0x76, 0x30}, 3, 5, 4, 6},        // GS v 0: raster
};

bool begins(const Command& command, std::span<const std::uint8_t> bytes) {
  const std::size_t size = std::min(bytes.size(), command.head_size);
  return std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size),
                    command.head.begin());
}

const Command* command_of(std::span<const std::uint8_t> bytes) {
  const auto* const found =
      std::find_if(kCommands.begin(), kCommands.end(),
                   [&](const Command& command) { return begins(command, bytes); });
  return found == kCommands.end() ? nullptr : found;
}

bool is_open_key(const std::string& key) {
  static const std::array<std::string, 10> kOpen = {"MFG", "MANUFACTURER", "MDL", "MODEL",
                                                    "CMD", "COMMAND SET",  "CLS", "CLASS",
                                                    "DES", "DESCRIPTION"};
  return std::find(kOpen.begin(), kOpen.end(), key) != kOpen.end();
}

// IEEE 1284: two bytes of length, then "KEY:value;" after another.
Bytes clean_device_id(std::span<const std::uint8_t> bytes) {
  Bytes clean(bytes.begin(), bytes.end());
  std::string key;
  bool is_value = false;
  for (std::size_t at = 2; at < clean.size(); ++at) {
    const auto letter = static_cast<char>(clean[at]);
    if (letter == ';') {
      key.clear();
      is_value = false;
    } else if (letter == ':' && !is_value) {
      is_value = true;
    } else if (is_value) {
      if (!is_open_key(key)) clean[at] = '0';
    } else {
      key += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    }
  }
  return clean;
}

bool begins_block(std::uint8_t byte) {
  return byte == 0x35 || byte == 0x37 || byte == 0x3B || byte == 0x3D || byte == 0x5F;
}

}  // namespace

Bytes PrinterScrubber::control_in(const usb::Setup& setup, std::span<const std::uint8_t> bytes) {
  if (setup.request_type != 0xA1) return Scrubber::control_in(setup, bytes);
  if (setup.request == 0x00) return clean_device_id(bytes);
  const bool is_port_status = setup.request == 0x01 && bytes.size() <= 1;
  return is_port_status ? Bytes(bytes.begin(), bytes.end()) : Bytes(bytes.size(), 0);
}

Bytes PrinterScrubber::control_out(const usb::Setup&, std::span<const std::uint8_t> bytes) {
  return Bytes(bytes.size(), 0);
}

Bytes PrinterScrubber::written(std::uint8_t, std::span<const std::uint8_t> bytes) {
  Bytes clean;
  clean.reserve(bytes.size());
  for (const std::uint8_t byte : bytes)
    clean.push_back(clean_sent(byte));
  return clean;
}

std::uint8_t PrinterScrubber::clean_sent(std::uint8_t byte) {
  if (dots_ > 0) {
    --dots_;
    return 0;
  }
  command_.push_back(byte);
  if (command_of(command_) == nullptr) {  // perhaps it begins another one
    command_.assign(1, byte);
    if (command_of(command_) == nullptr) {
      command_.clear();
      return 0;
    }
  }
  const Command& command = *command_of(command_);
  if (command_.size() == command.head_size + command.numbers) on_command();
  return byte;
}

void PrinterScrubber::on_command() {
  const Command& command = *command_of(command_);
  const auto number = [&](std::size_t at) {
    return static_cast<std::size_t>(command_[at] | command_[at + 1] << 8);
  };
  if (command.rows != 0) dots_ = number(command.row_bytes) * number(command.rows);
  has_asked_cuts_ = has_asked_cuts_ || (command_[0] == 0x1D && command_[1] == 0x67);
  command_.clear();
}

Bytes PrinterScrubber::read(std::uint8_t, std::span<const std::uint8_t> bytes,
                            std::chrono::milliseconds) {
  Bytes clean;
  clean.reserve(bytes.size());
  for (const std::uint8_t byte : bytes)
    clean.push_back(clean_said(byte));
  return clean;
}

std::uint8_t PrinterScrubber::clean_said(std::uint8_t byte) {
  if (byte == 0) {
    block_ = Block::None;
    return byte;
  }
  if (block_ == Block::None) {
    if (!begins_block(byte)) return byte;
    const bool is_counter = byte == 0x5F && has_asked_cuts_;
    block_ = byte == 0x37 || is_counter ? Block::Kept : Block::Hidden;
    return byte;
  }
  return block_ == Block::Kept ? byte : std::uint8_t{'0'};
}

}  // namespace slipway::devices
