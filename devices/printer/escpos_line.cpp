#include "devices/printer/escpos_line.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices {

using escpos::Bytes;
using escpos::Topic;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t kPiece = 4096;
constexpr std::size_t kMostAtOnce = 512;
constexpr std::size_t kLongestCommand = 16;  // but for the data of a strip
constexpr milliseconds kPieceTime{250};
constexpr milliseconds kGlance{1};
constexpr milliseconds kQuestionTime{10};
// Packets that are looked at in one go, so that a printer that never stops talking stops nobody.
constexpr int kMostPackets = 64;

}  // namespace

EscposLine::EscposLine(std::unique_ptr<usb::Transport> transport, std::uint8_t out, std::uint8_t in,
                       milliseconds stall_limit)
    : transport_(std::move(transport)), out_(out), in_(in), stall_limit_(stall_limit) {}

PrintCause EscposLine::deliver(std::span<const std::uint8_t> bytes) {
  const Bytes all = [&] {
    Bytes joined = std::exchange(owed_, {});
    joined.insert(joined.end(), bytes.begin(), bytes.end());
    return joined;
  }();
  std::span<const std::uint8_t> rest(all);
  milliseconds stalled{0};
  while (!rest.empty()) {
    const auto piece = rest.first(std::min(rest.size(), kPiece));
    const auto written = transport_->write(out_, piece, kPieceTime);
    rest = rest.subspan(std::min(written.taken, piece.size()));
    stalled = written.taken == 0 ? stalled + kPieceTime : milliseconds{0};
    if (written.error && written.error->fault != Fault::Timeout) {
      return lift_halt(out_, *written.error);
    }
    if (const auto cause = hear(kGlance); cause != PrintCause::None) return cause;
    if (stalled >= stall_limit_) return port_hint();
  }
  return PrintCause::None;
}

// A full buffer takes no more questions, but the control pipe still works (printer
// class 1.1, 4.2.2, port status: bit 5, paper empty). Many printers answer with a constant, so this
// names the cause of a job that is given up and decides nothing.
PrintCause EscposLine::port_hint() {
  const usb::Setup setup{0xA1, 0x01, 0, transport_->interface().number};
  const auto port = transport_->control_in(setup, 1, kAnswerTime);
  if (!port) {
    return port.error().fault == Fault::Gone ? PrintCause::Unplugged : PrintCause::Silent;
  }
  return port->size() == 1 && (port->front() & 0x20) != 0 ? PrintCause::PaperOut
                                                          : PrintCause::Silent;
}

PrintCause EscposLine::hear(milliseconds patience) {
  for (int packets = 0; packets < kMostPackets; ++packets) {
    const auto packet = transport_->read(in_, kMostAtOnce, packets == 0 ? patience : kGlance);
    if (!packet) {
      if (packet.error().fault == Fault::Timeout) break;
      return lift_halt(in_, packet.error());
    }
    for (const escpos::Answer& answer : answers_.take(*packet))
      hear_answer(answer);
  }
  return reported_;
}

// A stall is lifted once; what was under way has failed all the same.
PrintCause EscposLine::lift_halt(std::uint8_t endpoint, const Error& error) {
  if (error.fault == Fault::Gone) return PrintCause::Unplugged;
  const auto cleared = transport_->clear_halt(endpoint);
  return !cleared && cleared.error().fault == Fault::Gone ? PrintCause::Unplugged
                                                          : PrintCause::Refused;
}

void EscposLine::hear_answer(const escpos::Answer& answer) {
  if (const auto* status = std::get_if<escpos::Automatic>(&answer)) {
    escpos::apply(heard_, *status);
    // Paper that ended and was replaced before anybody looked has still torn the slip.
    if (reported_ == PrintCause::None) reported_ = escpos::trouble_of(heard_);
  }
  if (const auto* status = std::get_if<escpos::RealTime>(&answer)) real_time_ = *status;
  if (const auto* confirmation = std::get_if<escpos::Confirmation>(&answer)) {
    confirmed_ = confirmation->tag;
  }
  if (std::holds_alternative<escpos::Single>(answer)) has_single_ = true;
}

PrintCause EscposLine::poll() {
  if (const auto cause = ask(Topic::Printer); cause != PrintCause::None) return cause;
  if (heard_.online != Sensor::No) return PrintCause::None;
  for (const Topic topic : {Topic::Offline, Topic::Fault, Topic::Paper}) {
    const auto cause = ask(topic);
    if (cause == PrintCause::Unplugged || cause == PrintCause::Refused) return cause;
  }
  return escpos::trouble_of(heard_);
}

PrintCause EscposLine::ask(Topic topic) {
  if (const auto cause = pay_owed(); cause != PrintCause::None) return cause;
  real_time_.reset();
  if (!owed_.empty()) return PrintCause::None;
  const Bytes question = escpos::ask(topic);
  const auto written = transport_->write(out_, question, kQuestionTime);
  if (written.taken != 0 && written.taken < question.size()) {
    owed_.assign(question.begin() + static_cast<std::ptrdiff_t>(written.taken), question.end());
  }
  if (written.error) {
    if (written.error->fault == Fault::Timeout) return PrintCause::None;
    return lift_halt(out_, *written.error);
  }
  milliseconds waited{0};
  while (!real_time_ && waited < kAnswerTime) {
    const auto packet = transport_->read(in_, kMostAtOnce, kAnswerTime - waited);
    if (!packet) {
      if (packet.error().fault == Fault::Timeout) break;
      return lift_halt(in_, packet.error());
    }
    for (const escpos::Answer& answer : answers_.take(*packet))
      hear_answer(answer);
    ++waited;
  }
  if (real_time_) escpos::apply(heard_, topic, *real_time_);
  return PrintCause::None;
}

PrintCause EscposLine::pad() {
  if (is_padded_) return PrintCause::None;
  const Bytes zeros(kLongestCommand, 0x00);
  const auto written = transport_->write(out_, zeros, kQuestionTime);
  owed_.clear();
  is_padded_ = written.taken == zeros.size();
  if (!written.error || written.error->fault == Fault::Timeout) return PrintCause::None;
  return lift_halt(out_, *written.error);
}

// Sends the rest of a question of which the printer took only a part, and drops the answer.
PrintCause EscposLine::pay_owed() {
  if (owed_.empty()) return PrintCause::None;
  const auto written = transport_->write(out_, owed_, kQuestionTime);
  owed_.erase(owed_.begin(),
              owed_.begin() + static_cast<std::ptrdiff_t>(std::min(written.taken, owed_.size())));
  if (!written.error) return hear(kAnswerTime);
  if (written.error->fault == Fault::Timeout) return PrintCause::None;
  return lift_halt(out_, *written.error);
}

void EscposLine::forget_answers() {
  answers_.forget();
  for (int packets = 0; packets < kMostPackets; ++packets) {
    if (!transport_->read(in_, kMostAtOnce, kGlance)) break;
  }
  heard_ = {};
  reported_ = PrintCause::None;
  real_time_.reset();
  confirmed_.reset();
  has_single_ = false;
}

}  // namespace slipway::devices
