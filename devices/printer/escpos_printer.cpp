#include "devices/printer/escpos_printer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace slipway::devices {

using escpos::Topic;
using std::chrono::milliseconds;

namespace {

constexpr std::uint8_t kPrinterClass = 0x07;
constexpr std::uint8_t kVendorClass = 0xFF;
constexpr std::uint16_t kEpson = 0x04B8;

constexpr std::size_t kPiece = 4096;
constexpr std::size_t kMostAtOnce = 512;
constexpr std::size_t kLongestCommand = 16;  // but for the data of a strip
constexpr milliseconds kPieceTime{250};
constexpr milliseconds kGlance{1};
constexpr milliseconds kSlice{200};
// Four questions fit into the half second that status() may take.
constexpr milliseconds kAnswerTime{110};
constexpr milliseconds kQuestionTime{10};
// How long after the confirmation the paper must still be there: what a printer that confirms too
// early has in its buffer is burnt by then.
constexpr milliseconds kLook{100};
constexpr milliseconds kLookAgain{300};
// After an ordered query the last lines may still be in the print buffer.
constexpr milliseconds kLookAgainUnconfirmed{1'000};
constexpr milliseconds kSettleTime{2'000};
// Packets that are looked at in one go, so that a printer that never stops talking stops nobody.
constexpr int kMostPackets = 64;

struct Pair {
  std::uint8_t out = 0;
  std::uint8_t in = 0;
};

std::optional<Pair> bulk_pair(const usb::Interface& interface) {
  Pair pair;
  for (const usb::Endpoint& endpoint : interface.endpoints) {
    if (endpoint.kind != usb::TransferKind::Bulk) continue;
    if (endpoint.is_in() && pair.in == 0) pair.in = endpoint.address;
    if (!endpoint.is_in() && pair.out == 0) pair.out = endpoint.address;
  }
  if (pair.in == 0 || pair.out == 0) return std::nullopt;
  return pair;
}

// How well an interface suits: 0 not at all. Protocols 03 and 04 (IEEE 1284.4, IPP) are not ours;
// 01 should have no way back, but some have one.
int suitability(const usb::Interface& interface, std::uint16_t vendor) {
  if (!bulk_pair(interface)) return 0;
  if (interface.device_class == kVendorClass && vendor == kEpson) return 1;
  if (interface.device_class != kPrinterClass || interface.subclass != 1) return 0;
  if (interface.protocol == 2) return 3;
  return interface.protocol == 1 ? 2 : 0;
}

milliseconds paper_time(const Page& page, int millimetres_per_second) {
  constexpr int kRowsPerMillimetre = 7;  // 180 dpi; finer heads are faster by that
  return milliseconds(1000LL * page.height / (kRowsPerMillimetre * millimetres_per_second));
}

}  // namespace

const usb::Interface* EscposPrinter::interface_of(const usb::Description& description) {
  const usb::Interface* best = nullptr;
  for (const usb::Interface& interface : description.interfaces) {
    const int suits = suitability(interface, description.vendor);
    if (suits == 0) continue;
    if (best == nullptr || suits > suitability(*best, description.vendor)) best = &interface;
  }
  return best;
}

Result<std::unique_ptr<EscposPrinter>> EscposPrinter::open(
    std::unique_ptr<usb::Transport> transport, EscposProfile profile) {
  const auto pair = bulk_pair(transport->interface());
  if (!pair) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no bulk endpoint in each direction"});
  }
  std::unique_ptr<EscposPrinter> printer(
      new EscposPrinter(std::move(transport), profile, pair->out, pair->in));
  // Out of paper, or silent, is no reason not to open: the next print says so.
  const PrintCause cause = printer->settle();
  if (cause == PrintCause::Unplugged) {
    return tl::make_unexpected(Error{Fault::Gone, "unplugged while it was opened"});
  }
  return printer;
}

EscposPrinter::EscposPrinter(std::unique_ptr<usb::Transport> transport, EscposProfile profile,
                             std::uint8_t out, std::uint8_t in)
    : transport_(std::move(transport)), profile_(profile), out_(out), in_(in) {}

Result<PrinterStatus> EscposPrinter::status() {
  forget_answers();
  if (const auto cause = pad(); cause == PrintCause::Unplugged) {
    return tl::make_unexpected(Error{Fault::Gone, "unplugged"});
  }
  bool has_answer = false;
  for (const Topic topic : {Topic::Printer, Topic::Offline, Topic::Fault, Topic::Paper}) {
    const PrintCause cause = ask(topic);
    if (cause == PrintCause::Unplugged) {
      return tl::make_unexpected(Error{Fault::Gone, "unplugged"});
    }
    if (cause == PrintCause::Refused) {
      return tl::make_unexpected(Error{Fault::Protocol, "the printer refuses questions"});
    }
    has_answer = has_answer || real_time_.has_value();
    // One that does not answer the first question is given no more of our time.
    if (!has_answer) break;
  }
  if (!has_answer) return tl::make_unexpected(Error{Fault::Timeout, "no answer to DLE EOT"});
  return heard_;
}

Printed EscposPrinter::print(const Page& page, JobId job) {
  const auto not_printed = [](PrintCause cause) {
    return Printed{Outcome::NotPrinted, Evidence::Nothing, cause};
  };
  if (!page.is_sound() || page.width > profile_.width_dots) return not_printed(PrintCause::Refused);
  if (const auto cause = check(); cause != PrintCause::None) return not_printed(cause);
  if (const auto cause = settle(); cause != PrintCause::None) return not_printed(cause);

  escpos::Tag tag = escpos::tag_of(job);
  if (tag == last_tag_) tag = escpos::tag_of(job + 1);  // a late answer must not look like ours
  last_tag_ = tag;
  forget_answers();
  is_settled_ = is_padded_ = false;
  bool has_dots = false;
  if (const auto cause = send_strips(page, has_dots); cause != PrintCause::None) {
    if (!has_dots) return not_printed(cause);
    return Printed{Outcome::Unknown, Evidence::Nothing, cause};
  }
  const Printed printed = finish(page, tag);
  is_settled_ = printed.outcome == Outcome::Printed;
  return printed;
}

// The last look before a job: anything that is known to be wrong, or no answer at all.
PrintCause EscposPrinter::check() {
  const auto now = status();
  if (now) return escpos::trouble_of(*now);
  switch (now.error().fault) {
    case Fault::Gone:
      return PrintCause::Unplugged;
    case Fault::Timeout:
      return PrintCause::Silent;
    default:
      return PrintCause::Refused;
  }
}

PrintCause EscposPrinter::settle() {
  if (is_settled_) return PrintCause::None;
  if (const auto cause = check(); cause != PrintCause::None) return cause;
  Bytes bytes = escpos::flush();
  for (const Bytes& more : {escpos::initialise(), escpos::feed_and_cut(), escpos::ask_in_order()}) {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  if (!profile_.answers_in_order) bytes.resize(bytes.size() - escpos::ask_in_order().size());
  if (const auto cause = deliver(bytes); cause != PrintCause::None) return cause;
  if (profile_.answers_in_order) {
    // Without the answer the printer is still busy with something old; a job would join it.
    milliseconds waited{0};
    while (!has_single_ && waited < kSettleTime) {
      if (const auto cause = hear(kSlice); cause != PrintCause::None) return cause;
      waited += kSlice;
    }
    if (!has_single_) return PrintCause::Silent;
  }
  is_settled_ = true;
  return PrintCause::None;
}

PrintCause EscposPrinter::send_strips(const Page& page, bool& has_dots) {
  Bytes before = escpos::initialise();
  const auto add = [&](const Bytes& more) {
    before.insert(before.end(), more.begin(), more.end());
  };
  if (profile_.forbids_real_time) add(escpos::forbid_real_time());
  if (profile_.status == StatusDialect::RealTimeAndAutomatic) add(escpos::report_changes());
  if (const auto cause = deliver(before); cause != PrintCause::None) return cause;
  for (const Bytes& strip : escpos::strips(page)) {
    has_dots = true;
    if (const auto cause = deliver(strip); cause != PrintCause::None) return cause;
    // Questions go between strips only: inside one they would become dots.
    if (profile_.status == StatusDialect::RealTime) {
      if (const auto cause = poll(); cause != PrintCause::None) return cause;
    }
  }
  return PrintCause::None;
}

Printed EscposPrinter::finish(const Page& page, const escpos::Tag& tag) {
  Printed printed{Outcome::Unknown, Evidence::Nothing, PrintCause::None};
  Bytes after = escpos::feed_and_cut();
  const Bytes question =
      profile_.confirms_jobs ? escpos::ask_confirmation(tag) : escpos::ask_in_order();
  if (profile_.confirms_jobs || profile_.answers_in_order) {
    after.insert(after.end(), question.begin(), question.end());
  }
  has_single_ = false;
  printed.cause = deliver(after);
  if (printed.cause != PrintCause::None) return printed;
  const auto limit = profile_.stall_limit + paper_time(page, profile_.millimetres_per_second);
  printed.cause = await_proof(tag, limit);
  if (printed.cause != PrintCause::None) return printed;
  printed.cause = look_again();
  if (printed.cause != PrintCause::None) return printed;
  printed.outcome = Outcome::Printed;
  printed.evidence = profile_.confirms_jobs ? Evidence::ProcessId : Evidence::OrderedQuery;
  return printed;
}

// None: the proof came. Time is counted by the waits at their longest, so that a printer that talks
// without end comes to its end too.
PrintCause EscposPrinter::await_proof(const escpos::Tag& tag, milliseconds limit) {
  const auto has_proof = [&] { return profile_.confirms_jobs ? confirmed_ == tag : has_single_; };
  milliseconds waited{0};
  while (!has_proof() && waited < limit) {
    if (const auto cause = hear(kSlice); cause != PrintCause::None) return cause;
    waited += kSlice + kAnswerTime;
    if (has_proof()) break;
    if (const auto cause = poll(); cause != PrintCause::None) return cause;
  }
  return has_proof() ? PrintCause::None : PrintCause::Silent;
}

// The paper must still be there after the proof. A confirmed job stays confirmed when the cable is
// pulled now; an ordered query is worth nothing without a clean status after it.
PrintCause EscposPrinter::look_again() {
  const auto patience = profile_.confirms_jobs ? kLookAgain : kLookAgainUnconfirmed;
  PrintCause cause = PrintCause::None;
  for (milliseconds waited{0}; cause == PrintCause::None && waited < patience; waited += kLook) {
    cause = hear(kLook);
  }
  if (cause == PrintCause::None) {
    heard_.paper_out = Sensor::Unknown;
    cause = poll();
    if (cause == PrintCause::None) cause = ask(Topic::Paper);
    if (cause == PrintCause::None) cause = escpos::trouble_of(heard_);
  }
  if (!profile_.confirms_jobs && cause == PrintCause::None && heard_.paper_out != Sensor::No) {
    return PrintCause::Silent;
  }
  const bool is_paper = cause != PrintCause::Unplugged && cause != PrintCause::Refused;
  return profile_.confirms_jobs && !is_paper ? PrintCause::None : cause;
}

// Sends all of it, once. A stall is a write that takes nothing for longer than the limit.
PrintCause EscposPrinter::deliver(std::span<const std::uint8_t> bytes) {
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
    if (stalled >= profile_.stall_limit) return port_hint();
  }
  return PrintCause::None;
}

// A full buffer takes no more questions, but the control pipe still works (printer
// class 1.1, 4.2.2: port status, bit 5 paper empty). Many printers answer with a constant, so this
// names the cause of a job that is given up and decides nothing.
PrintCause EscposPrinter::port_hint() {
  const usb::Setup setup{0xA1, 0x01, 0, transport_->interface().number};
  const auto port = transport_->control_in(setup, 1, kAnswerTime);
  if (!port) {
    return port.error().fault == Fault::Gone ? PrintCause::Unplugged : PrintCause::Silent;
  }
  return port->size() == 1 && (port->front() & 0x20) != 0 ? PrintCause::PaperOut
                                                          : PrintCause::Silent;
}

// Takes in what the printer says: waits so long for it to begin, then until it pauses. Trouble that
// it reports by itself is the result.
PrintCause EscposPrinter::hear(milliseconds patience) {
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
PrintCause EscposPrinter::lift_halt(std::uint8_t endpoint, const Error& error) {
  if (error.fault == Fault::Gone) return PrintCause::Unplugged;
  const auto cleared = transport_->clear_halt(endpoint);
  return !cleared && cleared.error().fault == Fault::Gone ? PrintCause::Unplugged
                                                          : PrintCause::Refused;
}

void EscposPrinter::hear_answer(const escpos::Answer& answer) {
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

// Asks whether the printer is online, and if it is not, why.
PrintCause EscposPrinter::poll() {
  if (const auto cause = ask(Topic::Printer); cause != PrintCause::None) return cause;
  if (heard_.online != Sensor::No) return PrintCause::None;
  for (const Topic topic : {Topic::Offline, Topic::Fault, Topic::Paper}) {
    const auto cause = ask(topic);
    if (cause == PrintCause::Unplugged || cause == PrintCause::Refused) return cause;
  }
  return escpos::trouble_of(heard_);
}

// One question. No answer, or no room for the question in a full buffer, is not yet trouble; what
// the answer says of the topic is noted, not judged.
PrintCause EscposPrinter::ask(Topic topic) {
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

// An earlier job may have ended inside a command, where a question would be taken for its length
// and make the printer wait for a megabyte. Zeros complete a command with a length of nothing.
PrintCause EscposPrinter::pad() {
  if (is_settled_ || is_padded_) return PrintCause::None;
  const Bytes zeros(kLongestCommand, 0x00);
  const auto written = transport_->write(out_, zeros, kQuestionTime);
  owed_.clear();
  is_padded_ = written.taken == zeros.size();
  if (!written.error || written.error->fault == Fault::Timeout) return PrintCause::None;
  return lift_halt(out_, *written.error);
}

// Sends the rest of a question of which the printer took only a part, and drops the answer.
PrintCause EscposPrinter::pay_owed() {
  if (owed_.empty()) return PrintCause::None;
  const auto written = transport_->write(out_, owed_, kQuestionTime);
  owed_.erase(owed_.begin(),
              owed_.begin() + static_cast<std::ptrdiff_t>(std::min(written.taken, owed_.size())));
  if (!written.error) return hear(kAnswerTime);
  if (written.error->fault == Fault::Timeout) return PrintCause::None;
  return lift_halt(out_, *written.error);
}

// Starts listening anew: what an earlier job or an earlier owner left is thrown away.
void EscposPrinter::forget_answers() {
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
