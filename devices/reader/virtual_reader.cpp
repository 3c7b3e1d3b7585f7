#include "devices/reader/virtual_reader.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace slipway::devices {

using std::chrono::milliseconds;
using usb::Bytes;

namespace {

constexpr std::uint8_t kOut = 0x02;
constexpr std::uint8_t kIn = 0x82;
constexpr std::uint8_t kInterrupt = 0x81;
constexpr std::size_t kHeader = 10;
constexpr std::size_t kLongestMessage = 271;
constexpr std::uint8_t kMuteCard = 0xFE;
constexpr std::uint8_t kNoSuchSlot = 5;
constexpr std::uint8_t kBadVoltage = 7;  // the offset of the byte that is wrong

// Measured on no device: about what a contactless reader needs to wake a card and to ask it once.
constexpr milliseconds kPowerOnTime{30};
constexpr milliseconds kExchangeTime{15};
constexpr milliseconds kStatusTime{2};

// CCID 1.1, table 5.1-1; the values that matter to a driver are the ACR122U's: one slot, short
// APDU level (00020040), messages of up to 271 bytes.
constexpr std::array<std::uint8_t, 54> kClassDescriptor = {
    54,   0x21, 0x00, 0x01, 0,    0x07, 0x03, 0,    0,
    0,                                                  // length, type, 1.00, slots, volts, T=0/1
    0xA0, 0x0F, 0,    0,    0xA0, 0x0F, 0,    0,    0,  // clock 4 MHz, maximum, count
    0x00, 0x2A, 0,    0,    0x00, 0x2A, 0,    0,    0,  // data rate, maximum, count
    0xFE, 0,    0,    0,    0,    0,    0,    0,        // largest IFSD, synchronous protocols
    0,    0,    0,    0,    0x40, 0x00, 0x02, 0x00,     // mechanical, features
    0x0F, 0x01, 0,    0,                                // longest message
    0,    0,    0,    0,    0,    1};                   // classes, LCD, PIN, busy slots

// PC/SC part 3: a storage card after ISO 14443 A part 3, MIFARE Classic 1K.
constexpr std::array<std::uint8_t, 20> kAtr = {0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C,
                                               0xA0, 0x00, 0x00, 0x03, 0x06, 0x03, 0x00,
                                               0x01, 0x00, 0x00, 0x00, 0x00, 0x6A};

// PC/SC part 3: a card after ISO 14443 A part 4, with the historical byte of NTAG 424 DNA.
constexpr std::array<std::uint8_t, 6> kTagAtr = {0x3B, 0x81, 0x80, 0x01, 0x80, 0x80};

std::optional<Bytes> from_hex(const std::string& digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const std::string pair = digits.substr(i, 2);
    if (pair.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(pair, nullptr, 16)));
  }
  return bytes;
}

}  // namespace

struct VirtualReader::Message {
  std::uint8_t type = 0;
  std::uint8_t slot = 0;
  std::uint8_t sequence = 0;
  std::uint8_t detail = 0;  // of PowerOn the voltage
  std::span<const std::uint8_t> payload;
};

usb::Description VirtualReader::description() {
  usb::Description description;
  description.vendor = 0x072F;
  description.product = 0x2200;
  description.maker = "ACS";
  description.model = "ACR122U PICC Interface";
  usb::Interface interface;
  interface.device_class = 0x0B;
  interface.extra.assign(kClassDescriptor.begin(), kClassDescriptor.end());
  interface.endpoints = {{kInterrupt, usb::TransferKind::Interrupt, 8},
                         {kOut, usb::TransferKind::Bulk, 64},
                         {kIn, usb::TransferKind::Bulk, 64}};
  description.interfaces.push_back(interface);
  return description;
}

VirtualReader::VirtualReader() : VirtualReader(description()) {}

VirtualReader::VirtualReader(const usb::Description& description)
    : PipedDevice(description),
      chooses_voltage_((description.interfaces.at(0).extra.at(40) & 0x0C) != 0),
      trays_(std::size_t{description.interfaces.at(0).extra.at(4)} + 1) {
  for (const usb::Endpoint& one : description.interfaces.at(0).endpoints) {
    if (one.kind == usb::TransferKind::Interrupt) {
      interrupt_ = one.address;
    } else {
      (one.is_in() ? in_ : out_) = one.address;
    }
  }
}

std::optional<Bytes> VirtualReader::on_request(const usb::Setup& setup,
                                               std::span<const std::uint8_t>) {
  if (setup.request_type == 0x21 && setup.request == 0x01) return Bytes{};  // ABORT
  return std::nullopt;
}

void VirtualReader::on_power_lost() {
  for (Tray& tray : trays_)
    tray.is_powered = tray.has_changed = false;
  mishap_ = Mishap::None;
}

std::optional<std::string> VirtualReader::on_words(const std::string& words) {
  static constexpr std::array<std::tuple<const char*, Mishap, const char*>, 4> kMishaps = {
      {{"short", Mishap::Short, "the next answer is cut short"},
       {"silence", Mishap::Silence, "the next command is not answered"},
       {"extend", Mishap::Extend, "the next answer asks for time first"},
       {"stale", Mishap::Stale, "an old answer comes before the next one"}}};
  if (words == "help") {
    return "tap UID (8 to 20 hex digits), mute (a card that does not answer), sam (one that has no "
           "UID), remove, slot N (which slot words are about), "
           "sun UID (14 hex digits: an NTAG 424 DNA that proves itself), sun-copy UID (a copy of "
           "one that was tapped), sun-keys META FILE (32 hex digits each; all zeros at first), "
           "sector BLOCK A|B KEY NUMBER (in every card), keys 00|20 (where it keeps them), "
           "stall, short, silence, extend, stale (what goes wrong next), "
           "drag (cards ask for time again and again from now on), "
           "interrupt HEX, stray, empty (what it says unasked)";
  }
  if (words.starts_with("tap ")) return tap(words.substr(4));
  if (words == "mute") {
    lay(Tray{{0x08, 0x00, 0x00, 0x00}, true, false, false, false});
    return "a card lies on the reader and does not answer";
  }
  if (words == "remove") {
    lay(Tray{});
    return "no card on the reader";
  }
  if (words == "sam") {
    lay(Tray{{0x08, 0x00, 0x00, 0x01}, false, true, false, false});
    return "a card without an identifier lies on the reader";
  }
  if (words.size() == 6 && words.starts_with("slot ")) {
    const auto number = static_cast<std::size_t>(words[5] - '0');
    if (number >= trays_.size()) return std::nullopt;
    slot_ = number;
    return "words are about slot " + words.substr(5);
  }
  if (words == "interrupt" || words.starts_with("interrupt ")) {
    const auto packet = from_hex(words.size() > 10 ? words.substr(10) : "");
    if (!packet || packet->size() > 8) return std::nullopt;
    offer(interrupt_, *packet);
    return "an interrupt that nobody waits for";
  }
  if (words == "stray" || words == "empty") {
    offer(in_,
          words == "empty" ? Bytes{} : Bytes{0x81, 0, 0, 0, 0, 0, 0xAA, trays_[0].status(), 0, 0});
    return "something that nobody asked for comes before the next answer";
  }
  if (words.starts_with("sun")) return on_tag_words(words);
  if (words.starts_with("sector ")) return write_sector(words.substr(7));
  if (words == "keys 00" || words == "keys 20") {
    key_place_ = words == "keys 00" ? KeyPlace::Volatile : KeyPlace::Reader;
    return "keys are kept at " + words.substr(5);
  }
  if (words == "drag") {
    drags_ = true;
    return "every answer of a card takes fifty seconds";
  }
  if (words == "stall") {
    stall_next(out_);
    return "the next command stalls";
  }
  for (const auto& [word, mishap, meaning] : kMishaps) {
    if (words != word) continue;
    mishap_ = mishap;
    return meaning;
  }
  return std::nullopt;
}

std::optional<std::string> VirtualReader::tap(const std::string& digits) {
  auto uid = from_hex(digits);
  if (!uid || uid->size() < 4 || uid->size() > 10) return std::nullopt;
  lay(Tray{std::move(*uid), false, false, false, false});
  return "card " + digits + " lies on the reader";
}

std::optional<std::string> VirtualReader::on_tag_words(const std::string& words) {
  const std::size_t space = words.find(' ');
  const std::string verb = words.substr(0, space);
  const std::string rest = space == std::string::npos ? "" : words.substr(space + 1);
  if (verb == "sun-keys") {
    const auto meta = from_hex(rest.substr(0, rest.find(' ')));
    const auto file = from_hex(rest.substr(std::min(rest.find(' ') + 1, rest.size())));
    if (!meta || !file || meta->size() != tag_keys_.meta_read.size() ||
        file->size() != tag_keys_.file_read.size()) {
      return std::nullopt;
    }
    std::copy(meta->begin(), meta->end(), tag_keys_.meta_read.begin());
    std::copy(file->begin(), file->end(), tag_keys_.file_read.begin());
    return "cards that are tapped from now on have these keys";
  }
  const auto digits = from_hex(rest);
  VirtualTag::Uid uid{};
  if (!digits || digits->size() != uid.size()) return std::nullopt;
  std::copy(digits->begin(), digits->end(), uid.begin());
  Tray tray;
  tray.uid = *digits;
  tray.is_tag = true;
  if (verb == "sun") {
    tags_.try_emplace(*digits, uid).first->second.personalise(tag_keys_);
    lay(tray);
    return "card " + rest + " lies on the reader and proves itself";
  }
  tray.is_copy = true;
  if (verb != "sun-copy" || !tags_.contains(*digits)) return std::nullopt;
  lay(tray);
  return "a copy of card " + rest + " lies on the reader";
}

// "4 A A0A1A2A3A4A5 6001234567"
std::optional<std::string> VirtualReader::write_sector(const std::string& words) {
  const std::size_t last = words.rfind(' ');
  if (last == std::string::npos || words.size() - last - 1 > 16) return std::nullopt;
  const auto sector = mifare_sector(words.substr(0, last));
  if (!sector) return std::nullopt;
  sector_ = sector;
  block_.assign(words.begin() + static_cast<std::ptrdiff_t>(last) + 1, words.end());
  block_.resize(16, 0);
  return "every card has a number in block " + std::to_string(sector->block);
}

void VirtualReader::lay(const Tray& tray) {
  is_open_ = false;
  trays_[slot_] = tray;
  // A change that was fetched is no news any more.
  if (offered(interrupt_) == 0) {
    for (Tray& one : trays_)
      one.has_changed = false;
  }
  trays_[slot_].has_changed = true;
  notify();
}

// NotifySlotChange. A change that nobody fetched is replaced: the device has room for one.
void VirtualReader::notify() {
  if (interrupt_ == 0) return;
  Bytes message(2 + (trays_.size() - 1) / 4, 0);
  message[0] = 0x50;
  for (std::size_t slot = 0; slot < trays_.size(); ++slot) {
    const unsigned bits =
        (trays_[slot].uid.empty() ? 0U : 1U) | (trays_[slot].has_changed ? 2U : 0U);
    message[1 + slot / 4] |= static_cast<std::uint8_t>(bits << slot % 4 * 2);
  }
  withdraw(interrupt_);
  offer(interrupt_, message);
}

std::size_t VirtualReader::on_bytes(std::uint8_t endpoint, std::span<const std::uint8_t> bytes) {
  if (endpoint != out_ || bytes.size() < kHeader || bytes.size() > kLongestMessage) {
    return bytes.size();
  }
  const auto length = static_cast<std::size_t>(bytes[1] | bytes[2] << 8);
  if (bytes[3] != 0 || bytes[4] != 0 || length != bytes.size() - kHeader) return bytes.size();
  answer(Message{bytes[0], bytes[5], bytes[6], bytes[7], bytes.subspan(kHeader)});
  return bytes.size();
}

void VirtualReader::answer(const Message& message) {
  if (message.slot >= trays_.size()) return reply(0x81, message, kNoSuchSlot, {}, kStatusTime);
  Tray& tray = trays_[message.slot];
  switch (message.type) {
    case 0x62:
      return power_on(message, tray);
    case 0x63:
      tray.is_powered = false;
      return reply(0x81, message, 0, {}, kStatusTime);
    case 0x65:
      return reply(0x81, message, 0, {}, kStatusTime);
    case 0x6F:
      return exchange(message, tray);
    case 0x6B:
      return reply(0x83, message, 0, apdu_answer(tray, message.payload), kExchangeTime);
    case 0x6C:
      return reply(0x82, message, 0, Bytes{0x11, 0x10, 0, 0x4D, 0, 0xFE, 0}, kStatusTime);
    default:
      break;
  }
  reply(0x81, message, 1, {}, kStatusTime);
}

void VirtualReader::power_on(const Message& message, Tray& tray) {
  // "Automatic" is no voltage for a reader that does not choose one (table 6.1-1).
  if (message.detail == 0 && !chooses_voltage_) {
    return reply(0x80, message, kBadVoltage, {}, kStatusTime);
  }
  tray.is_powered = !tray.uid.empty() && !tray.is_mute;
  if (!tray.is_powered) return reply(0x80, message, kMuteCard, {}, kPowerOnTime);
  if (!tray.is_tag) {
    return reply(0x80, message, 0, Bytes(kAtr.begin(), kAtr.end()), kPowerOnTime);
  }
  tags_.at(tray.uid).wake(tray.is_copy ? VirtualTag::Original::Copy : VirtualTag::Original::Card);
  reply(0x80, message, 0, Bytes(kTagAtr.begin(), kTagAtr.end()), kPowerOnTime);
}

void VirtualReader::exchange(const Message& message, const Tray& tray) {
  if (!tray.is_powered) return reply(0x80, message, kMuteCard, {}, kStatusTime);
  milliseconds delay = kExchangeTime;
  if (drags_ && !message.payload.empty() && message.payload[0] == 0x00) {
    for (int times = 0; times < 10; ++times, delay += milliseconds(5'000))
      offer(in_, {0x80, 0, 0, 0, 0, message.slot, message.sequence, 0x80, 4, 0}, delay);
  }
  reply(0x80, message, 0, apdu_answer(tray, message.payload), delay);
}

// As PC/SC part 3 has it: 63 00 when it went wrong.
std::optional<Bytes> VirtualReader::sector_answer(std::span<const std::uint8_t> apdu) {
  if (!sector_ || apdu.size() < 5 || apdu[0] != 0xFF) return std::nullopt;
  const auto verdict = [](bool is_well) { return is_well ? Bytes{0x90, 0x00} : Bytes{0x63, 0x00}; };
  if (apdu[1] == 0x82) {
    const bool fits = apdu.size() == 11 && apdu[2] == static_cast<std::uint8_t>(key_place_);
    if (fits) loaded_key_.assign(apdu.begin() + 5, apdu.end());
    return verdict(fits);
  }
  if (apdu[1] == 0x86 && apdu.size() == 10) {
    is_open_ = apdu[7] == sector_->block && apdu[8] == (sector_->is_key_b ? 0x61 : 0x60) &&
               std::equal(sector_->key.begin(), sector_->key.end(), loaded_key_.begin(),
                          loaded_key_.end());
    return verdict(is_open_);
  }
  if (apdu[1] != 0xB0) return std::nullopt;
  if (!is_open_ || apdu[3] != sector_->block) return verdict(false);
  Bytes answer = block_;
  answer.insert(answer.end(), {0x90, 0x00});
  return answer;
}

Bytes VirtualReader::apdu_answer(const Tray& tray, std::span<const std::uint8_t> apdu) {
  constexpr std::array<std::uint8_t, 4> kGetUid = {0xFF, 0xCA, 0x00, 0x00};
  if (tray.is_sam) return {0x6E, 0x00};
  if (apdu.size() == 5 && std::equal(kGetUid.begin(), kGetUid.end(), apdu.begin())) {
    Bytes answer = tray.uid;
    answer.insert(answer.end(), {0x90, 0x00});
    return answer;
  }
  if (tray.is_tag && !apdu.empty() && apdu[0] == 0x00) return tags_.at(tray.uid).answer(apdu);
  return sector_answer(apdu).value_or(Bytes{0x6A, 0x81});
}

void VirtualReader::reply(std::uint8_t type, const Message& message, std::uint8_t error,
                          Bytes payload, milliseconds delay) {
  const Mishap mishap = std::exchange(mishap_, Mishap::None);
  const auto length = static_cast<std::uint8_t>(payload.size());
  const auto status = static_cast<std::uint8_t>(
      (message.slot < trays_.size() ? trays_[message.slot].status() : 2) | (error != 0 ? 0x40 : 0));
  Bytes bytes = {type, length, 0, 0, 0, message.slot, message.sequence, status, error, 0};
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  switch (mishap) {
    case Mishap::Silence:
      return;
    case Mishap::Short:
      bytes.resize(5);
      break;
    case Mishap::Extend: {
      Bytes patience = {type, 0, 0, 0, 0, message.slot, message.sequence, 0x80, 2, 0};
      offer(in_, patience, delay);
      delay += milliseconds(500);
      break;
    }
    case Mishap::Stale: {
      Bytes old = bytes;
      old[6] = static_cast<std::uint8_t>(message.sequence - 1);
      offer(in_, old, delay);
      break;
    }
    case Mishap::None:
      break;
  }
  offer(in_, bytes, delay);
}

}  // namespace slipway::devices
