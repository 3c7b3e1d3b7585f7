#include "refund/base45.hpp"

namespace slipway::refund {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

}  // namespace

std::string to_base45(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 1) / 2 * 3);
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const bool is_pair = i + 1 < bytes.size();
    const unsigned number = is_pair ? bytes[i] * 256U + bytes[i + 1] : bytes[i];
    text += kAlphabet[number % 45];
    text += kAlphabet[number / 45 % 45];
    if (is_pair) text += kAlphabet[number / (45 * 45)];
  }
  return text;
}

std::optional<std::vector<std::uint8_t>> from_base45(std::string_view text) {
  if (text.size() % 3 == 1) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() / 3 * 2 + 1);
  while (!text.empty()) {
    const std::string_view group = text.substr(0, 3);
    text.remove_prefix(group.size());
    std::size_t number = 0;
    std::size_t weight = 1;
    for (const char c : group) {
      const std::size_t digit = kAlphabet.find(c);
      if (digit == std::string_view::npos) return std::nullopt;
      number += digit * weight;
      weight *= 45;
    }
    const bool is_pair = group.size() == 3;
    if (number > (is_pair ? 0xFFFFU : 0xFFU)) return std::nullopt;
    if (is_pair) bytes.push_back(static_cast<std::uint8_t>(number >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(number));
  }
  return bytes;
}

}  // namespace slipway::refund
