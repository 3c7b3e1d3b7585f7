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
// Bounds for a reader that always wants more time or sends what nobody asked for.
constexpr int kMostExtensions = 10;
constexpr int kMostStrays = 8;
constexpr std::uint8_t kLongestMultiplier = 4;
constexpr int kMostNonsense = 8;

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

Result<std::unique_ptr<CcidReader>> CcidReader::open(std::unique_ptr<usb::Transport> transport) {
  const auto endpoints = endpoints_of(transport->interface());
  const auto capabilities = capabilities_of(transport->interface());
  if (!endpoints || !capabilities) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no CCID interface at APDU level"});
  }
  return std::unique_ptr<CcidReader>(
      new CcidReader(std::move(transport), *endpoints, *capabilities));
}

CcidReader::CcidReader(std::unique_ptr<usb::Transport> transport, Endpoints endpoints,
                       const ccid::Capabilities& capabilities)
    : transport_(std::move(transport)), endpoints_(endpoints), capabilities_(capabilities) {}

Result<void> CcidReader::enable() {
  news_.clear();
  present_.reset();
  const auto status = ask(ccid::Command::SlotStatus, {});
  if (!status) return tl::make_unexpected(status.error());
  if (status->icc == ccid::Icc::Absent) return {};
  return on_card();
}

Result<void> CcidReader::disable() {
  news_.clear();
  present_.reset();
  const auto status = ask(ccid::Command::PowerOff, {});
  if (!status) return tl::make_unexpected(status.error());
  return {};
}

Result<Reading> CcidReader::wait(milliseconds limit) {
  if (!news_.empty()) return next_news();
  const auto slot = endpoints_.interrupt != 0 ? wait_for_interrupt(limit) : wait_and_ask(limit);
  if (!slot) return tl::make_unexpected(slot.error());
  nonsense_ = *slot == ccid::SlotNews::Nonsense ? nonsense_ + 1 : 0;
  switch (*slot) {
    case ccid::SlotNews::Unchanged:
      return Reading{};
    case ccid::SlotNews::Inserted: {
      const auto read = on_card();
      if (!read) return tl::make_unexpected(read.error());
      return next_news();
    }
    case ccid::SlotNews::Removed:
      on_no_card();
      return next_news();
    case ccid::SlotNews::HardwareError:
      return tl::make_unexpected(Error{Fault::Protocol, "the reader reports a hardware error"});
    case ccid::SlotNews::Nonsense:
      break;
  }
  // Makers have interrupt messages of their own; one that sends nothing else is broken.
  if (nonsense_ < kMostNonsense) return Reading{};
  return tl::make_unexpected(Error{Fault::Protocol, "unknown interrupt messages"});
}

Result<ccid::SlotNews> CcidReader::wait_for_interrupt(milliseconds limit) {
  const auto packet = transport_->read(endpoints_.interrupt, endpoints_.interrupt_packet, limit);
  if (packet) return ccid::read_slot_news(*packet);
  if (packet.error().fault == Fault::Timeout) return ccid::SlotNews::Unchanged;
  if (packet.error().fault != Fault::Gone) {
    const auto cleared = transport_->clear_halt(endpoints_.interrupt);
    if (!cleared) return tl::make_unexpected(cleared.error());
  }
  return tl::make_unexpected(packet.error());
}

// The pause is a look at what nobody asked for: late answers go with it, and interrupt() ends it.
Result<ccid::SlotNews> CcidReader::wait_and_ask(milliseconds limit) {
  const auto late = transport_->read(endpoints_.in, capabilities_.longest_message, limit);
  if (!late && late.error().fault != Fault::Timeout) return tl::make_unexpected(late.error());
  const auto status = ask(ccid::Command::SlotStatus, {});
  if (!status) return tl::make_unexpected(status.error());
  const bool is_there = status->icc != ccid::Icc::Absent;
  if (is_there == present_.has_value()) return ccid::SlotNews::Unchanged;
  return is_there ? ccid::SlotNews::Inserted : ccid::SlotNews::Removed;
}

Reading CcidReader::next_news() {
  if (news_.empty()) return {};
  Reading reading = std::move(news_.front());
  news_.pop_front();
  return reading;
}

// Reads the card that is there. What goes wrong with the card is news; what goes wrong with the
// reader is an error. A reader that still tells its slot status is in order.
Result<void> CcidReader::on_card() {
  auto card = read_card();
  if (!card) {
    if (is_reader_trouble(card.error())) return tl::make_unexpected(card.error());
    const auto status = ask(ccid::Command::SlotStatus, {});
    if (!status) return tl::make_unexpected(status.error());
    if (status->icc == ccid::Icc::Absent) {
      on_no_card();
      news_.push_back(Reading{ReaderNews::Failed, {}, card.error()});
      return {};
    }
    if (present_) news_.push_back(Reading{ReaderNews::Removed, {}, {}});
    present_ = std::string{};
    news_.push_back(Reading{ReaderNews::Failed, {}, card.error()});
    return {};
  }
  // enable() has reported the card already, or the reader says the same thing twice.
  if (present_ == card->uid) return {};
  if (present_) news_.push_back(Reading{ReaderNews::Removed, {}, {}});
  present_ = card->uid;
  news_.push_back(Reading{ReaderNews::Arrived, std::move(*card), {}});
  return {};
}

void CcidReader::on_no_card() {
  if (present_) news_.push_back(Reading{ReaderNews::Removed, {}, {}});
  present_.reset();
}

Result<Card> CcidReader::read_card() {
  const auto atr = ask(ccid::Command::PowerOn, {}, capabilities_.power_select());
  if (!atr) return tl::make_unexpected(atr.error());
  if (atr->verdict != ccid::Verdict::Done) {
    return tl::make_unexpected(Error{Fault::Media, ccid::text_of_error(atr->error)});
  }
  if (!ccid::is_sound_atr(atr->payload)) {
    return tl::make_unexpected(Error{Fault::Media, "malformed answer to reset"});
  }
  const auto answer = ask(ccid::Command::Exchange, ccid::get_uid());
  if (!answer) return tl::make_unexpected(answer.error());
  if (answer->verdict != ccid::Verdict::Done) {
    return tl::make_unexpected(Error{Fault::Media, ccid::text_of_error(answer->error)});
  }
  const auto uid = ccid::read_uid(answer->payload);
  if (!uid) return tl::make_unexpected(uid.error());
  return Card{ccid::to_hex(*uid), ccid::to_hex(atr->payload), Assurance::Identifier};
}

Result<ccid::Answer> CcidReader::ask(ccid::Command command, std::span<const std::uint8_t> payload,
                                     std::uint8_t detail) {
  const std::uint8_t sequence = sequence_++;
  const auto message = ccid::message(command, sequence, payload, detail);
  if (message.size() > capabilities_.longest_message) {
    return tl::make_unexpected(Error{Fault::Unsupported, "more than the reader takes at once"});
  }
  const auto sent = send(message);
  if (!sent) return tl::make_unexpected(sent.error());
  return await(command, sequence);
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

Result<ccid::Answer> CcidReader::await(ccid::Command command, std::uint8_t sequence) {
  milliseconds patience = kAnswerTime;
  int strays = 0;
  int extensions = 0;
  while (strays < kMostStrays && extensions < kMostExtensions) {
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
    const bool ours = answer->slot == 0 && answer->sequence == sequence;
    if (ours && answer->verdict == ccid::Verdict::MoreTime) {
      ++extensions;
      patience = kAnswerTime * std::clamp<std::uint8_t>(answer->error, 1, kLongestMultiplier);
    } else if (ccid::belongs(*answer, command, sequence)) {
      return answer;
    } else {
      ++strays;  // an answer to a question that was given up
    }
  }
  return tl::make_unexpected(Error{Fault::Protocol, "the reader does not come to an answer"});
}

}  // namespace slipway::devices
