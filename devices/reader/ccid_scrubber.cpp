#include "devices/reader/ccid_scrubber.hpp"

#include <algorithm>

#include "devices/reader/card_proof.hpp"
#include "devices/reader/ccid.hpp"
#include "devices/usb/wipe.hpp"

namespace slipway::devices {
namespace {

using usb::Bytes;

constexpr std::size_t kHeader = 10;
constexpr std::size_t kStatusWord = 2;
constexpr std::size_t kLongestUid = 10;
constexpr std::size_t kMostCards = 255;
constexpr std::uint8_t kDataBlock = 0x80;
constexpr std::array<std::uint8_t, kLongestUid> kMadeUp = {0x04, 0x53, 0x4C, 0x49, 0x50,
                                                           0x57, 0x41, 0x59, 0x00, 0x00};

Bytes zeros_but_status(std::span<const std::uint8_t> answer) {
  Bytes clean(answer.size(), 0);
  if (answer.size() < kStatusWord) return clean;
  std::copy(answer.end() - kStatusWord, answer.end(), clean.end() - kStatusWord);
  return clean;
}

// Whether the historical bytes are those of every storage card of a kind.
bool is_of_its_kind(std::span<const std::uint8_t> atr, std::span<const std::uint8_t> history) {
  return ccid::is_storage_card(atr) && std::all_of(history.begin() + 11, history.end(),
                                                   [](std::uint8_t one) { return one == 0; });
}

// The same answer to reset with zeros for its historical bytes, and a check byte that fits.
Bytes atr_without_history(std::span<const std::uint8_t> atr) {
  const auto history = ccid::history_of(atr);
  if (!history) return Bytes(atr.size(), 0);
  Bytes clean(atr.begin(), atr.end());
  if (is_of_its_kind(atr, *history)) return clean;
  const auto begin = clean.begin() + (history->data() - atr.data());
  const auto end = begin + static_cast<std::ptrdiff_t>(history->size());
  const bool has_check = end != clean.end();
  std::fill(begin, clean.end(), std::uint8_t{0});
  if (has_check) {
    for (auto at = clean.begin() + 1; at != end; ++at)
      clean.back() = static_cast<std::uint8_t>(clean.back() ^ *at);
  }
  return clean;
}

}  // namespace

CcidScrubber::CcidScrubber(const usb::Interface& interface) {
  for (const usb::Endpoint& one : interface.endpoints) {
    if (one.kind == usb::TransferKind::Interrupt && one.is_in()) interrupt_ = one.address;
  }
}

CcidScrubber::~CcidScrubber() {
  for (Bytes& uid : cards_)
    wipe(uid.data(), uid.size());
}

Bytes CcidScrubber::written(std::uint8_t, std::span<const std::uint8_t> bytes) {
  Bytes clean(bytes.size(), 0);
  if (bytes.size() < kHeader) return clean;
  std::copy_n(bytes.begin(), kHeader, clean.begin());
  const auto payload = bytes.subspan(kHeader);
  const auto asks = [&](const ccid::Bytes& question) {
    return std::equal(payload.begin(), payload.end(), question.begin(), question.end());
  };
  Question& asked = asked_.at(bytes[6]);
  asked = Question::Other;
  if (bytes[0] == static_cast<std::uint8_t>(ccid::Command::PowerOn)) asked = Question::PowerOn;
  if (bytes[0] != static_cast<std::uint8_t>(ccid::Command::Exchange)) return clean;
  if (asks(ccid::get_uid())) asked = Question::Uid;
  if (asks(read_ndef(0, kNdefHead))) asked = Question::Length;
  if (asked != Question::Other) std::copy(payload.begin(), payload.end(), clean.begin() + kHeader);
  return clean;
}

Bytes CcidScrubber::read(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                         std::chrono::milliseconds) {
  Bytes clean(bytes.size(), 0);
  if (interrupt_ != 0 && endpoint == interrupt_) {
    const bool is_notice = !bytes.empty() && (bytes[0] == 0x50 || bytes[0] == 0x51);
    // More than two bytes tell of more than four slots, which no reader of ours has.
    if (is_notice)
      std::copy_n(bytes.begin(), std::min<std::size_t>(bytes.size(), 2), clean.begin());
    return clean;
  }
  if (bytes.empty() || bytes[0] < kDataBlock || bytes[0] > 0x84) return clean;
  std::copy_n(bytes.begin(), std::min(bytes.size(), kHeader), clean.begin());
  if (bytes.size() <= kHeader || bytes[0] != kDataBlock) return clean;
  const auto payload = bytes.subspan(kHeader);
  Bytes made;
  switch (asked_.at(bytes[6])) {
    case Question::PowerOn:
      made = atr_without_history(payload);
      break;
    case Question::Uid:
      made = uid_answer(payload);
      break;
    case Question::Length:  // without it the reading could not be replayed to its end
      made.assign(payload.begin(), payload.end());
      if (payload.size() != kNdefHead + kStatusWord) made = zeros_but_status(payload);
      break;
    case Question::Other:
      made = zeros_but_status(payload);
      break;
  }
  std::copy(made.begin(), made.end(), clean.begin() + kHeader);
  return clean;
}

Bytes CcidScrubber::uid_answer(std::span<const std::uint8_t> answer) {
  Bytes clean = zeros_but_status(answer);
  if (!ccid::read_uid(answer)) return clean;
  const auto uid = answer.first(answer.size() - kStatusWord);
  auto found = std::find_if(cards_.begin(), cards_.end(), [&](const Bytes& card) {
    return std::equal(card.begin(), card.end(), uid.begin(), uid.end());
  });
  if (found == cards_.end()) {
    if (cards_.size() == kMostCards) return clean;
    cards_.emplace_back(uid.begin(), uid.end());
    found = cards_.end() - 1;
  }
  std::copy_n(kMadeUp.begin(), uid.size(), clean.begin());
  clean[uid.size() - 1] = static_cast<std::uint8_t>(found - cards_.begin() + 1);
  return clean;
}

}  // namespace slipway::devices
