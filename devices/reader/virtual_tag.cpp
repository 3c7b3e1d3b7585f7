#include "devices/reader/virtual_tag.hpp"

#include <nettle/aes.h>
#include <nettle/cmac.h>

#include <algorithm>

#include "devices/reader/card_proof.hpp"

namespace slipway::devices {
namespace {

using Block = std::array<std::uint8_t, 16>;

constexpr std::size_t kFile = 256;
constexpr std::uint32_t kLastTap = 0xFFFFFF;

Block mac_of(const VirtualTag::Key& key, std::span<const std::uint8_t> bytes) {
  cmac_aes128_ctx context{};
  cmac_aes128_set_key(&context, key.data());
  cmac_aes128_update(&context, bytes.size(), bytes.data());
  Block mac{};
  cmac_aes128_digest(&context, mac.size(), mac.data());
  return mac;
}

std::array<std::uint8_t, 3> low_first(std::uint32_t counter) {
  return {static_cast<std::uint8_t>(counter & 0xFF), static_cast<std::uint8_t>(counter >> 8 & 0xFF),
          static_cast<std::uint8_t>(counter >> 16 & 0xFF)};
}

ccid::Bytes status(std::uint8_t first, std::uint8_t second) {
  return {first, second};
}

}  // namespace

std::string VirtualTag::message(const Uid& uid, std::uint32_t counter, const Keys& keys,
                                const Padding& padding) {
  const auto taps = low_first(counter);
  Block plain{0xC7};
  auto end = std::copy(uid.begin(), uid.end(), plain.begin() + 1);
  end = std::copy(taps.begin(), taps.end(), end);
  std::copy(padding.begin(), padding.end(), end);
  aes128_ctx context{};
  aes128_set_encrypt_key(&context, keys.meta_read.data());
  Block picc{};
  aes128_encrypt(&context, picc.size(), picc.data(), plain.data());

  Block vector{0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80};
  end = std::copy(uid.begin(), uid.end(), vector.begin() + 6);
  std::copy(taps.begin(), taps.end(), end);
  const Block full = mac_of(mac_of(keys.file_read, vector), {});
  ccid::Bytes mac;
  for (std::size_t at = 1; at < full.size(); at += 2)
    mac.push_back(full.at(at));
  return "picc_data=" + ccid::to_hex(picc) + "&cmac=" + ccid::to_hex(mac);
}

void VirtualTag::wake(Original original) {
  is_application_ = is_file_ = false;
  is_counted_ = original == Original::Copy;
}

ccid::Bytes VirtualTag::file() const {
  Padding padding{};
  const Block drawn = mac_of(keys_.meta_read, low_first(counter_));
  std::copy_n(drawn.begin(), padding.size(), padding.begin());
  const std::string rest = "card.example/tap?" + message(uid_, counter_, keys_, padding);
  const auto size = static_cast<std::uint8_t>(rest.size() + 1);
  ccid::Bytes bytes = {0, static_cast<std::uint8_t>(size + 4), 0xD1, 1, size, 'U', 0x04};
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  bytes.resize(kFile);
  return bytes;
}

ccid::Bytes VirtualTag::answer(std::span<const std::uint8_t> apdu) {
  const auto is = [&](const ccid::Bytes& command) {
    return std::equal(apdu.begin(), apdu.end(), command.begin(), command.end());
  };
  if (is(select_ndef_application())) {
    is_application_ = true;
    is_file_ = false;
    return status(0x90, 0x00);
  }
  if (is(select_ndef_file())) {
    is_file_ = is_application_;
    return is_file_ ? status(0x90, 0x00) : status(0x6A, 0x82);
  }
  const bool is_read = apdu.size() == 5 && apdu[0] == 0x00 && apdu[1] == 0xB0;
  if (!is_read || !is_file_) return status(0x69, 0x82);
  if (!is_counted_) {
    is_counted_ = true;
    counter_ = std::min(counter_ + 1, kLastTap);
  }
  const ccid::Bytes bytes = file();
  const auto offset = static_cast<std::size_t>(apdu[2] << 8 | apdu[3]);
  if (offset >= bytes.size()) return status(0x6B, 0x00);
  const std::size_t length = apdu[4] == 0 ? kFile : apdu[4];
  const auto part = std::span(bytes).subspan(offset, std::min(length, bytes.size() - offset));
  ccid::Bytes read(part.begin(), part.end());
  read.insert(read.end(), {0x90, 0x00});
  return read;
}

}  // namespace slipway::devices
