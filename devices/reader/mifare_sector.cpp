#include "devices/reader/mifare_sector.hpp"

#include <algorithm>
#include <charconv>

namespace slipway::devices {
namespace {

constexpr std::size_t kBlockBytes = 16;
constexpr std::uint8_t kKeyNumber = 0;
// From this block on (4K cards) a sector has sixteen blocks, before it four.
constexpr int kFirstOfLarge = 128;

// The last block of a sector holds its keys, the first of all what the maker wrote.
bool holds_data(int block) {
  const int in_sector = block < kFirstOfLarge ? 4 : 16;
  return block != 0 && block % in_sector != in_sector - 1;
}

template <typename Number>
bool read(std::string_view text, Number& number, int base) {
  const auto [stop, trouble] =
      std::from_chars(text.data(), text.data() + text.size(), number, base);
  return trouble == std::errc{} && stop == text.data() + text.size() && !text.empty();
}

}  // namespace

std::optional<MifareSector> mifare_sector(std::string_view text) {
  const std::size_t first = text.find(' ');
  if (first == std::string_view::npos || text.size() != first + 3 + 12) return std::nullopt;
  const std::string_view kind = text.substr(first, 3);
  if (kind != " A " && kind != " B ") return std::nullopt;
  MifareSector sector;
  if (!read(text.substr(0, first), sector.block, 10) || !holds_data(sector.block)) {
    return std::nullopt;
  }
  sector.is_key_b = kind == " B ";
  for (std::size_t at = 0; at < sector.key.size(); ++at) {
    if (!read(text.substr(first + 3 + 2 * at, 2), sector.key.at(at), 16)) return std::nullopt;
  }
  return sector;
}

ccid::Bytes load_key(const MifareSector& sector, KeyPlace place) {
  ccid::Bytes bytes = {0xFF, 0x82, static_cast<std::uint8_t>(place), kKeyNumber, 6};
  bytes.insert(bytes.end(), sector.key.begin(), sector.key.end());
  return bytes;
}

ccid::Bytes authenticate(const MifareSector& sector) {
  const std::uint8_t kind = sector.is_key_b ? 0x61 : 0x60;
  return {0xFF, 0x86, 0x00, 0x00, 5, 0x01, 0x00, sector.block, kind, kKeyNumber};
}

ccid::Bytes read_block(const MifareSector& sector) {
  return {0xFF, 0xB0, 0x00, sector.block, static_cast<std::uint8_t>(kBlockBytes)};
}

bool is_done(std::span<const std::uint8_t> answer) {
  return answer.size() == 2 && answer[0] == 0x90 && answer[1] == 0x00;
}

Result<std::string> read_number(std::span<const std::uint8_t> answer) {
  if (answer.size() < 2) {
    return tl::unexpected(Error{Fault::Protocol, "answer without a status word"});
  }
  const auto status = answer.last(2);
  if (!is_done(status)) {
    return tl::unexpected(Error{Fault::Media, "card refused: " + ccid::to_hex(status)});
  }
  if (answer.size() != kBlockBytes + 2) {
    return tl::unexpected(
        Error{Fault::Protocol, "block of " + std::to_string(answer.size() - 2) + " bytes"});
  }
  std::string text(answer.begin(), answer.end() - 2);
  text.erase(text.find_last_not_of(std::string_view("\0 ", 2)) + 1);
  const bool is_text = !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return letter > ' ' && letter <= '~';
  });
  if (!is_text) return tl::unexpected(Error{Fault::Media, "no number in the sector"});
  return text;
}

}  // namespace slipway::devices
