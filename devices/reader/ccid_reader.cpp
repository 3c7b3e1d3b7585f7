#include "devices/reader/ccid_reader.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices {

using std::chrono::milliseconds;

namespace {

constexpr std::uint8_t kSmartCardClass = 0x0B;
constexpr std::uint8_t kVendorClass = 0xFF;
constexpr milliseconds kWriteTime{1'000};
// The ACR122U needs about a second to say that there is no card.
constexpr milliseconds kAnswerTime{1'500};
// What a card may ask for beyond that, in all of one call: a hostile one would hold the reader.
constexpr milliseconds kMostExtended{12'000};
// Bounds for a reader that sends what nobody asked for.
constexpr int kMostStrays = 8;
constexpr std::uint8_t kLongestMultiplier = 4;
constexpr int kMostNonsense = 8;
constexpr int kMostSlots = 4;
// With its header and status word less than the shortest longest message of the field.
constexpr std::size_t kNdefChunk = 128;

bool is_reader_trouble(const Error& error) {
  return error.fault == Fault::Gone;
}

// What the interface promises, if that is enough for this driver.
std::optional<ccid::Capabilities> capabilities_of(const usb::Interface& interface) {
  const bool is_vendors = interface.device_class == kVendorClass;
  if (interface.device_class != kSmartCardClass && !is_vendors) return std::nullopt;
  auto found = ccid::read_capabilities(interface.extra);
  if (!found) return std::nullopt;
  // Any maker may put anything behind class FF.
  if (is_vendors && found->revision != 0x0100 && found->revision != 0x0110) return std::nullopt;
  const bool takes_apdus = found->exchange == ccid::Exchange::ShortApdu ||
                           found->exchange == ccid::Exchange::ExtendedApdu;
  return takes_apdus ? found : std::nullopt;
}

}  // namespace

std::optional<CcidReader::Endpoints> CcidReader::endpoints_of(const usb::Interface& interface) {
  Endpoints found;
  for (const usb::Endpoint& endpoint : interface.endpoints) {
    const bool is_bulk = endpoint.kind == usb::TransferKind::Bulk;
    if (is_bulk && endpoint.is_in() && found.in == 0) found.in = endpoint.address;
    if (is_bulk && !endpoint.is_in() && found.out == 0) {
      found.out = endpoint.address;
      found.out_packet = endpoint.packet_size;
    }
    if (endpoint.kind == usb::TransferKind::Interrupt && endpoint.is_in() && found.interrupt == 0) {
      found.interrupt = endpoint.address;
      found.interrupt_packet = endpoint.packet_size;
    }
  }
  if (found.in == 0 || found.out == 0 || found.out_packet == 0) return std::nullopt;
  if (found.interrupt != 0 && found.interrupt_packet == 0) return std::nullopt;
  return found;
}

const usb::Interface* CcidReader::interface_of(const usb::Description& description) {
  const usb::Interface* best = nullptr;
  int best_marks = -1;
  for (const usb::Interface& interface : description.interfaces) {
    const auto endpoints = endpoints_of(interface);
    const auto capabilities = capabilities_of(interface);
    if (!endpoints || !capabilities) continue;
    // A slot that nobody is told about holds something that stays: a SAM.
    const int marks = capabilities->contactless_marks() + (endpoints->interrupt != 0 ? 8 : 0);
    if (marks <= best_marks) continue;
    best = &interface;
    best_marks = marks;
  }
  return best;
}

Result<std::unique_ptr<CcidReader>> CcidReader::open(std::unique_ptr<usb::Transport> transport,
                                                     std::optional<SiteNumber> site) {
  const auto endpoints = endpoints_of(transport->interface());
  const auto capabilities = capabilities_of(transport->interface());
  if (!endpoints || !capabilities) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no CCID interface at APDU level"});
  }
  return std::unique_ptr<CcidReader>(
      new CcidReader(std::move(transport), *endpoints, *capabilities, site));
}

CcidReader::CcidReader(std::unique_ptr<usb::Transport> transport, Endpoints endpoints,
                       const ccid::Capabilities& capabilities, std::optional<SiteNumber> site)
    : transport_(std::move(transport)),
      endpoints_(endpoints),
      capabilities_(capabilities),
      site_(site) {
  const int last = std::min<int>(capabilities_.last_slot, kMostSlots - 1);
  for (int number = 0; number <= last; ++number)
    slots_.push_back(Slot{static_cast<std::uint8_t>(number), {}, false});
}

Result<void> CcidReader::enable() {
  news_.clear();
  extended_ = {};
  for (Slot& slot : slots_) {
    slot = Slot{slot.number, {}, false};
    auto looked = look(slot);
    if (looked) continue;
    if (slot.number == 0 || is_reader_trouble(looked.error())) return looked;
    slots_.resize(slot.number);  // a slot of which the reader knows nothing after all
    break;
  }
  return {};
}

Result<void> CcidReader::look(Slot& slot) {
  const auto status = ask(slot, ccid::Command::SlotStatus, {});
  if (!status) return tl::make_unexpected(status.error());
  if (status->icc == ccid::Icc::Absent) return {};
  if (slot.number != 0 && status->verdict != ccid::Verdict::Done) return {};
  return on_card(slot, Occasion::Enabling);
}

Result<void> CcidReader::disable() {
  news_.clear();
  extended_ = {};
  for (Slot& slot : slots_) {
    slot.present.reset();
    const auto status = ask(slot, ccid::Command::PowerOff, {});
    if (!status) return tl::make_unexpected(status.error());
  }
  return {};
}

Result<Reading> CcidReader::wait(milliseconds limit) {
  if (!news_.empty()) return next_news();
  extended_ = {};
  const auto waited = endpoints_.interrupt != 0 ? wait_for_interrupt(limit) : wait_and_ask(limit);
  if (!waited) return tl::make_unexpected(waited.error());
  return next_news();
}

Result<void> CcidReader::wait_for_interrupt(milliseconds limit) {
  const auto packet = transport_->read(endpoints_.interrupt, endpoints_.interrupt_packet, limit);
  if (!packet) {
    if (packet.error().fault == Fault::Timeout) return {};
    if (packet.error().fault != Fault::Gone) {
      auto cleared = transport_->clear_halt(endpoints_.interrupt);
      if (!cleared) return cleared;
    }
    return tl::make_unexpected(packet.error());
  }
  const auto kind = ccid::read_slot_news(*packet);
  nonsense_ = kind == ccid::SlotNews::Nonsense ? nonsense_ + 1 : 0;
  // Makers have interrupt messages of their own; one that sends nothing else is broken.
  if (nonsense_ >= kMostNonsense) {
    return tl::make_unexpected(Error{Fault::Protocol, "unknown interrupt messages"});
  }
  for (Slot& slot : slots_) {
    auto taken = on_slot_news(slot, ccid::read_slot_news(*packet, slot.number));
    if (!taken) return taken;
  }
  return {};
}

Result<void> CcidReader::on_slot_news(Slot& slot, ccid::SlotNews news) {
  switch (news) {
    case ccid::SlotNews::Inserted:  // of a SAM: what enable() saw is told once more
      return slot.is_fixed ? Result<void>{} : on_card(slot, Occasion::Change);
    case ccid::SlotNews::Removed:
      on_no_card(slot);
      return {};
    case ccid::SlotNews::HardwareError:
      return tl::make_unexpected(Error{Fault::Protocol, "the reader reports a hardware error"});
    case ccid::SlotNews::Unchanged:
    case ccid::SlotNews::Nonsense:
      break;
  }
  return {};
}

// The pause is a look at what nobody asked for: late answers go with it, and interrupt() ends it.
Result<void> CcidReader::wait_and_ask(milliseconds limit) {
  const auto late = transport_->read(endpoints_.in, capabilities_.longest_message, limit);
  if (!late && late.error().fault != Fault::Timeout) return tl::make_unexpected(late.error());
  for (Slot& slot : slots_) {
    const auto status = ask(slot, ccid::Command::SlotStatus, {});
    if (!status) return tl::make_unexpected(status.error());
    const bool is_there = status->icc != ccid::Icc::Absent;
    if (is_there == slot.present.has_value()) continue;
    auto taken = on_slot_news(slot, is_there ? ccid::SlotNews::Inserted : ccid::SlotNews::Removed);
    if (!taken) return taken;
  }
  return {};
}

Reading CcidReader::next_news() {
  if (news_.empty()) return {};
  Reading reading = std::move(news_.front());
  news_.pop_front();
  return reading;
}

// Reads the card that is there. What goes wrong with the card is news; what goes wrong with the
// reader is an error. A reader that still tells its slot status is in order.
Result<void> CcidReader::on_card(Slot& slot, Occasion occasion) {
  auto card = read_card(slot);
  if (card) {
    // enable() has reported the card already, or the reader says the same thing twice.
    if (slot.present == card->uid) return {};
    on_no_card(slot);
    slot.present = card->uid;
    news_.push_back(Reading{ReaderNews::Arrived, std::move(*card), {}});
    return {};
  }
  if (is_reader_trouble(card.error())) return tl::make_unexpected(card.error());
  const auto status = ask(slot, ccid::Command::SlotStatus, {});
  if (!status) return tl::make_unexpected(status.error());
  on_no_card(slot);
  if (status->icc != ccid::Icc::Absent) slot.present = std::string{};
  slot.is_fixed = slots_.size() > 1 && occasion == Occasion::Enabling && slot.present;
  if (!slot.is_fixed) news_.push_back(Reading{ReaderNews::Failed, {}, card.error()});
  return {};
}

void CcidReader::on_no_card(Slot& slot) {
  if (slot.present && !slot.is_fixed) news_.push_back(Reading{ReaderNews::Removed, {}, {}});
  slot.present.reset();
  slot.is_fixed = false;
}

Result<Card> CcidReader::read_card(const Slot& slot) {
  const auto atr = ask(slot, ccid::Command::PowerOn, {}, capabilities_.power_select());
  if (!atr) return tl::make_unexpected(atr.error());
  if (atr->verdict != ccid::Verdict::Done) {
    return tl::make_unexpected(Error{Fault::Media, ccid::text_of_error(atr->error)});
  }
  if (!ccid::is_sound_atr(atr->payload)) {
    return tl::make_unexpected(Error{Fault::Media, "malformed answer to reset"});
  }
  const auto answer = exchange(slot, ccid::get_uid());
  if (!answer) return tl::make_unexpected(answer.error());
  const auto uid = ccid::read_uid(*answer);
  if (!uid) return tl::make_unexpected(uid.error());
  Card card{ccid::to_hex(*uid), ccid::to_hex(atr->payload), Assurance::Identifier};
  if (!site_) {
    if (ccid::is_storage_card(atr->payload)) return card;
    auto proof = read_proof(slot);
    if (!proof) return tl::make_unexpected(proof.error());
    card.proof = std::move(*proof);
    return card;
  }
  auto number = read_site_number(slot);
  if (!number) return tl::make_unexpected(number.error());
  card.uid = std::move(*number);
  return card;
}

Result<ccid::Bytes> CcidReader::exchange(const Slot& slot, const ccid::Bytes& apdu) {
  auto answer = ask(slot, ccid::Command::Exchange, apdu);
  if (!answer) return tl::make_unexpected(answer.error());
  if (answer->verdict != ccid::Verdict::Done) {
    return tl::make_unexpected(Error{Fault::Media, ccid::text_of_error(answer->error)});
  }
  return std::move(answer->payload);
}

// Whatever goes wrong here, the card has its identifier; only a reader that left is an error.
Result<std::optional<CardProof>> CcidReader::read_proof(const Slot& slot) {
  using Proof = std::optional<CardProof>;
  ccid::Bytes text;
  std::size_t wanted = kNdefHead;
  for (const ccid::Bytes& selected : {select_ndef_application(), select_ndef_file()}) {
    const auto answer = exchange(slot, selected);
    if (!answer && is_reader_trouble(answer.error())) return tl::make_unexpected(answer.error());
    if (!answer || !card_text(*answer)) return Proof();
  }
  while (text.size() < wanted) {
    const auto length = static_cast<std::uint8_t>(std::min(wanted - text.size(), kNdefChunk));
    const auto answer = exchange(slot, read_ndef(text.size(), length));
    if (!answer && is_reader_trouble(answer.error())) return tl::make_unexpected(answer.error());
    if (!answer) return Proof();
    const auto read = card_text(*answer);
    if (!read || read->size() != length) return Proof();
    text.insert(text.end(), read->begin(), read->end());
    if (text.size() != kNdefHead) continue;
    wanted += static_cast<std::size_t>(text[0] << 8 | text[1]);
    if (wanted > kNdefHead + kMostNdef) return Proof();
  }
  return proof_in(std::span(text).subspan(kNdefHead));
}

// The key goes to the reader for each card: one that lost power has forgotten it.
Result<std::string> CcidReader::read_site_number(const Slot& slot) {
  bool is_loaded = false;
  for (const KeyPlace place : {KeyPlace::Volatile, KeyPlace::Reader}) {
    const auto loaded = exchange(slot, load_key(site_->sector, place));
    if (!loaded) return tl::make_unexpected(loaded.error());
    is_loaded = is_done(*loaded);
    if (is_loaded) break;
  }
  if (!is_loaded) {
    return tl::make_unexpected(Error{Fault::Media, "the reader takes no key for a sector"});
  }
  const auto opened = exchange(slot, authenticate(site_->sector));
  if (!opened) return tl::make_unexpected(opened.error());
  if (!is_done(*opened)) {
    return tl::make_unexpected(Error{Fault::Media, "the site's key does not open this card"});
  }
  const auto block = exchange(slot, read_block(site_->sector));
  if (!block) return tl::make_unexpected(block.error());
  const auto number = read_number(*block);
  if (!number) return tl::make_unexpected(number.error());
  auto uid = uid_of(*number, site_->format);
  if (!uid) {
    return tl::make_unexpected(Error{Fault::Media, "the sector's number is in another format"});
  }
  return std::move(*uid);
}

Result<ccid::Answer> CcidReader::ask(const Slot& slot, ccid::Command command,
                                     std::span<const std::uint8_t> payload, std::uint8_t detail) {
  const std::uint8_t sequence = sequence_++;
  const auto message = ccid::message(command, sequence, payload, detail, slot.number);
  if (message.size() > capabilities_.longest_message) {
    return tl::make_unexpected(Error{Fault::Unsupported, "more than the reader takes at once"});
  }
  const auto sent = send(message);
  if (!sent) return tl::make_unexpected(sent.error());
  return await(slot, command, sequence);
}

Result<void> CcidReader::send(const ccid::Bytes& message) {
  const auto written = transport_->write(endpoints_.out, message, kWriteTime);
  if (written.error) {
    if (written.error->fault == Fault::Protocol) {
      auto cleared = transport_->clear_halt(endpoints_.out);
      if (!cleared) return cleared;
    }
    return tl::make_unexpected(*written.error);
  }
  if (message.size() % endpoints_.out_packet != 0) return {};
  // A message that fills its last packet ends with an empty one, or the reader waits for more.
  const auto closed = transport_->write(endpoints_.out, {}, kWriteTime);
  if (closed.error) return tl::make_unexpected(*closed.error);
  return {};
}

Result<ccid::Answer> CcidReader::await(const Slot& slot, ccid::Command command,
                                       std::uint8_t sequence) {
  milliseconds patience = kAnswerTime;
  int strays = 0;
  while (strays < kMostStrays) {
    const auto bytes = transport_->read(endpoints_.in, capabilities_.longest_message, patience);
    if (!bytes) {
      if (bytes.error().fault == Fault::Protocol) {
        const auto cleared = transport_->clear_halt(endpoints_.in);
        if (!cleared) return tl::make_unexpected(cleared.error());
      }
      return tl::make_unexpected(bytes.error());
    }
    if (bytes->empty()) {  // closes an answer that filled its last packet
      ++strays;
      continue;
    }
    auto answer = ccid::read_answer(*bytes);
    if (!answer) return tl::make_unexpected(answer.error());
    const bool ours = answer->slot == slot.number && answer->sequence == sequence;
    if (ours && answer->verdict == ccid::Verdict::MoreTime) {
      patience = kAnswerTime * std::clamp<std::uint8_t>(answer->error, 1, kLongestMultiplier);
      extended_ += patience;
      // Only a card takes long: a reader knows at once what is in its slot.
      if (extended_ > kMostExtended || command == ccid::Command::SlotStatus) {
        const bool is_card = command != ccid::Command::SlotStatus;
        return tl::make_unexpected(Error{is_card ? Fault::Media : Fault::Protocol,
                                         "it asks for more time again and again"});
      }
    } else if (ccid::belongs(*answer, command, sequence, slot.number)) {
      return answer;
    } else {
      ++strays;  // an answer to a question that was given up
    }
  }
  return tl::make_unexpected(Error{Fault::Protocol, "the reader does not come to an answer"});
}

}  // namespace slipway::devices
