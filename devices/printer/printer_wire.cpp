#include "devices/printer/printer_wire.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices {

using std::chrono::milliseconds;
using usb::Bytes;

namespace {

constexpr std::size_t kPiece = 4096;
constexpr std::size_t kMostAtOnce = 512;
constexpr std::size_t kLongestCommand = 16;  // but for the data of a strip
constexpr milliseconds kPieceTime{250};
constexpr milliseconds kGlance{1};
// A busy machine may need it for three bytes; with the answer, four questions fit into half a
// second.
constexpr milliseconds kQuestionTime{30};
// Packets that are looked at in one go, so that a printer that never stops talking stops nobody.
constexpr int kMostPackets = 64;

}  // namespace

PrinterWire::PrinterWire(std::unique_ptr<usb::Transport> transport, BulkPair pipes,
                         milliseconds stall_limit)
    : transport_(std::move(transport)), pipes_(pipes), stall_limit_(stall_limit) {}

PrintCause PrinterWire::deliver(std::span<const std::uint8_t> bytes, const Listener& listener) {
  const Bytes all = [&] {
    Bytes joined = std::exchange(owed_, {});
    joined.insert(joined.end(), bytes.begin(), bytes.end());
    return joined;
  }();
  std::span<const std::uint8_t> rest(all);
  milliseconds stalled{0};
  while (!rest.empty()) {
    const auto piece = rest.first(std::min(rest.size(), kPiece));
    const auto written = transport_->write(pipes_.out, piece, kPieceTime);
    rest = rest.subspan(std::min(written.taken, piece.size()));
    stalled = written.taken == 0 ? stalled + kPieceTime : milliseconds{0};
    if (written.error && written.error->fault != Fault::Timeout) {
      return lift_halt(pipes_.out, *written.error);
    }
    if (const auto cause = hear(kGlance, listener); cause != PrintCause::None) return cause;
    if (stalled >= stall_limit_) return port_hint();
  }
  return PrintCause::None;
}

// A full buffer takes no more questions, but the control pipe still works (printer
// class 1.1, 4.2.2, port status: bit 5, paper empty). Many printers answer with a constant, so this
// names the cause of a job that is given up and decides nothing.
PrintCause PrinterWire::port_hint() {
  const usb::Setup setup{0xA1, 0x01, 0, transport_->interface().number};
  const auto port = transport_->control_in(setup, 1, kAnswerTime);
  if (!port) {
    return port.error().fault == Fault::Gone ? PrintCause::Unplugged : PrintCause::Silent;
  }
  return port->size() == 1 && (port->front() & 0x20) != 0 ? PrintCause::PaperOut
                                                          : PrintCause::Silent;
}

PrintCause PrinterWire::hear(milliseconds patience, const Listener& listener) {
  for (int packets = 0; packets < kMostPackets; ++packets) {
    const auto packet = transport_->read(pipes_.in, kMostAtOnce, packets == 0 ? patience : kGlance);
    if (!packet) {
      if (packet.error().fault == Fault::Timeout) break;
      return lift_halt(pipes_.in, packet.error());
    }
    static_cast<void>(listener(*packet));
  }
  return listener({});
}

// A stall is lifted once; what was under way has failed all the same.
PrintCause PrinterWire::lift_halt(std::uint8_t endpoint, const Error& error) {
  if (error.fault == Fault::Gone) return PrintCause::Unplugged;
  const auto cleared = transport_->clear_halt(endpoint);
  return !cleared && cleared.error().fault == Fault::Gone ? PrintCause::Unplugged
                                                          : PrintCause::Refused;
}

PrintCause PrinterWire::ask(std::span<const std::uint8_t> question, const Listener& listener,
                            const std::function<bool()>& is_answered) {
  if (!owed_.empty()) return PrintCause::None;
  const auto written = transport_->write(pipes_.out, question, kQuestionTime);
  if (written.taken != 0 && written.taken < question.size()) {
    const auto rest = question.subspan(written.taken);
    owed_.assign(rest.begin(), rest.end());
  }
  if (written.error) {
    if (written.error->fault == Fault::Timeout) return PrintCause::None;
    return lift_halt(pipes_.out, *written.error);
  }
  milliseconds waited{0};
  while (!is_answered() && waited < kAnswerTime) {
    const auto packet = transport_->read(pipes_.in, kMostAtOnce, kAnswerTime - waited);
    if (!packet) {
      if (packet.error().fault == Fault::Timeout) break;
      return lift_halt(pipes_.in, packet.error());
    }
    static_cast<void>(listener(*packet));
    ++waited;
  }
  return PrintCause::None;
}

PrintCause PrinterWire::pad() {
  if (is_padded_) return PrintCause::None;
  const Bytes zeros(kLongestCommand, 0x00);
  const auto written = transport_->write(pipes_.out, zeros, kQuestionTime);
  owed_.clear();
  is_padded_ = written.taken == zeros.size();
  if (!written.error || written.error->fault == Fault::Timeout) return PrintCause::None;
  return lift_halt(pipes_.out, *written.error);
}

PrintCause PrinterWire::pay_owed(const Listener& listener) {
  if (owed_.empty()) return PrintCause::None;
  const auto written = transport_->write(pipes_.out, owed_, kQuestionTime);
  owed_.erase(owed_.begin(),
              owed_.begin() + static_cast<std::ptrdiff_t>(std::min(written.taken, owed_.size())));
  if (!written.error) return hear(kAnswerTime, listener);
  if (written.error->fault == Fault::Timeout) return PrintCause::None;
  return lift_halt(pipes_.out, *written.error);
}

void PrinterWire::drain(const Listener& listener) {
  for (int packets = 0; packets < kMostPackets; ++packets) {
    const auto packet = transport_->read(pipes_.in, kMostAtOnce, kGlance);
    if (!packet) break;
    static_cast<void>(listener(*packet));
  }
}

}  // namespace slipway::devices
