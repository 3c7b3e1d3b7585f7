#include "devices/printer/star_printer.hpp"

#include "devices/printer/drawer.hpp"
#include "devices/printer/paper_time.hpp"

namespace slipway::devices {

using star::Bytes;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kSlice{200};
// How long after the counter the paper must still be there: what a printer that counts too early
// has in its buffer is burnt by then.
constexpr milliseconds kLook{100};
constexpr milliseconds kLookAgain{300};
constexpr milliseconds kSettleTime{2'000};

Error gone() {
  return {Fault::Gone, "unplugged"};
}

}  // namespace

Result<std::unique_ptr<StarPrinter>> StarPrinter::open(std::unique_ptr<usb::Transport> transport,
                                                       const PrinterProfile& profile) {
  const auto pipes = bulk_pair_of(transport->interface());
  if (!pipes) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no bulk endpoint in each direction"});
  }
  std::unique_ptr<StarPrinter> printer(new StarPrinter(
      StarLine(PrinterWire(std::move(transport), *pipes, profile.stall_limit)), profile));
  // Out of paper, or silent, is no reason not to open: the next print says so.
  if (printer->settle() == PrintCause::Unplugged) return tl::make_unexpected(gone());
  return printer;
}

StarPrinter::StarPrinter(StarLine line, const PrinterProfile& profile)
    : line_(std::move(line)), profile_(profile) {}

Result<PrinterStatus> StarPrinter::status() {
  line_.forget();
  auto cause = is_settled_ ? PrintCause::None : line_.pad();
  if (cause != PrintCause::Unplugged) cause = line_.ask();
  if (cause == PrintCause::Unplugged) return tl::make_unexpected(gone());
  if (cause == PrintCause::Refused) {
    return tl::make_unexpected(Error{Fault::Protocol, "the printer refuses questions"});
  }
  if (!line_.is_answered()) {
    return tl::make_unexpected(Error{Fault::Timeout, "no answer to ESC ACK SOH"});
  }
  return as_supported(line_.heard(), profile_);
}

Printed StarPrinter::print(const Page& page, JobId) {
  const auto not_printed = [](PrintCause cause) {
    return Printed{Outcome::NotPrinted, Evidence::Nothing, cause};
  };
  if (!page.is_sound() || page.width > profile_.width_dots) return not_printed(PrintCause::Refused);
  if (const auto cause = trouble_of(status()); cause != PrintCause::None) return not_printed(cause);
  if (const auto cause = settle(); cause != PrintCause::None) return not_printed(cause);

  line_.forget();
  is_settled_ = false;
  line_.on_job_begun();
  bool has_dots = false;
  if (const auto cause = send_strips(page, has_dots); cause != PrintCause::None) {
    if (!has_dots) return not_printed(cause);
    return Printed{Outcome::Unknown, Evidence::Nothing, cause};
  }
  const Printed printed = finish(page);
  is_settled_ = printed.outcome == Outcome::Printed;
  return printed;
}

DrawerMove StarPrinter::open_drawer() {
  DrawerSteps steps;
  steps.settle = [this] {
    const auto cause = trouble_of(status());
    return cause == PrintCause::None ? settle() : cause;
  };
  steps.pulse = [this] {
    is_settled_ = false;
    line_.on_job_begun();
    return line_.deliver(star::open_drawer());
  };
  steps.look = [this] {
    const auto cause = line_.hear(kLook);
    return cause == PrintCause::None ? line_.ask() : cause;
  };
  steps.signal = [this] { return line_.heard().drawer_signal; };
  const DrawerMove move = devices::open_drawer(profile_, steps);
  is_settled_ =
      is_settled_ || (move.outcome != DrawerOutcome::Unknown && move.cause == PrintCause::None);
  return move;
}

PrintCause StarPrinter::settle() {
  if (is_settled_) return PrintCause::None;
  if (const auto cause = trouble_of(status()); cause != PrintCause::None) return cause;
  // Without a counter nothing could ever be proven.
  if (!line_.counter()) return PrintCause::Refused;
  const int wanted = *line_.counter() == 1 ? 2 : 1;
  Bytes bytes = star::flush();
  const auto add = [&](const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
  add(star::initialise());
  add(star::report_changes());
  add(star::feed_and_cut(profile_.cutter));
  add(star::zero_counter());
  for (int counted = 0; counted < wanted; ++counted)
    add(star::count());
  if (const auto cause = line_.deliver(bytes); cause != PrintCause::None) return cause;
  if (const auto cause = await_counter(wanted, kSettleTime); cause != PrintCause::None) {
    return cause;
  }
  counter_ = wanted;
  is_settled_ = true;
  return PrintCause::None;
}

// None: the counter shows what is wanted. Time is counted by the waits at their longest, so that a
// printer that talks without end comes to its end too.
PrintCause StarPrinter::await_counter(int wanted, milliseconds limit) {
  milliseconds waited{0};
  while (line_.counter() != wanted && waited < limit) {
    if (const auto cause = line_.hear(kSlice); cause != PrintCause::None) return cause;
    waited += kSlice + PrinterWire::kAnswerTime;
    if (line_.counter() == wanted) break;
    if (const auto cause = line_.ask(); cause != PrintCause::None) return cause;
  }
  if (line_.counter() != wanted) return PrintCause::Silent;
  return line_.hear(milliseconds{1});
}

PrintCause StarPrinter::send_strips(const Page& page, bool& has_dots) {
  for (const Bytes& strip : star::strips(page)) {
    has_dots = true;
    if (const auto cause = line_.deliver(strip); cause != PrintCause::None) return cause;
  }
  return PrintCause::None;
}

Printed StarPrinter::finish(const Page& page) {
  Printed printed{Outcome::Unknown, Evidence::Nothing, PrintCause::None};
  Bytes after = star::feed_and_cut(profile_.cutter);
  const Bytes question = star::count();
  after.insert(after.end(), question.begin(), question.end());
  const int wanted = (counter_ + 1) % star::kCounts;
  printed.cause = line_.deliver(after);
  if (printed.cause != PrintCause::None) return printed;
  printed.cause = await_counter(wanted, profile_.stall_limit + paper_time(page, profile_));
  if (printed.cause != PrintCause::None) return printed;
  printed.cause = look_again();
  if (printed.cause != PrintCause::None) return printed;
  counter_ = wanted;
  printed.outcome = Outcome::Printed;
  printed.evidence = Evidence::EtbCounter;
  return printed;
}

// The paper must still be there after the count, and nobody else may have counted. A counted job
// stays counted when the cable is pulled now.
PrintCause StarPrinter::look_again() {
  const auto counted = line_.counter();
  PrintCause cause = PrintCause::None;
  for (milliseconds waited{0}; cause == PrintCause::None && waited < kLookAgain; waited += kLook) {
    cause = line_.hear(kLook);
  }
  if (cause == PrintCause::None) cause = line_.ask();
  if (cause == PrintCause::None) cause = line_.hear(milliseconds{1});
  if (cause == PrintCause::Unplugged || cause == PrintCause::Refused) return PrintCause::None;
  if (cause == PrintCause::None && line_.counter() != counted) return PrintCause::Silent;
  return cause;
}

}  // namespace slipway::devices
