#include "devices/printer/escpos_printer.hpp"

#include <algorithm>
#include <utility>

#include "devices/printer/drawer.hpp"
#include "devices/printer/paper_time.hpp"

namespace slipway::devices {

using escpos::Bytes;
using escpos::Topic;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kSlice{200};
// How long after the confirmation the paper must still be there: what a printer that confirms too
// early has in its buffer is burnt by then.
constexpr milliseconds kLook{100};
constexpr milliseconds kLookAgain{300};
// After an ordered query the last lines may still be in the print buffer.
constexpr milliseconds kLookAgainUnconfirmed{1'000};
constexpr milliseconds kSettleTime{2'000};

// The name of no job: what the question whether jobs are confirmed is answered with.
constexpr escpos::Tag kAsking = {'~', '~', '~', '~'};

}  // namespace

Result<std::unique_ptr<EscposPrinter>> EscposPrinter::open(
    std::unique_ptr<usb::Transport> transport, const PrinterProfile& profile) {
  const auto pair = bulk_pair_of(transport->interface());
  if (!pair) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no bulk endpoint in each direction"});
  }
  std::unique_ptr<EscposPrinter> printer(new EscposPrinter(
      EscposLine(PrinterWire(std::move(transport), *pair, profile.stall_limit)), profile));
  // Out of paper, or silent, is no reason not to open: the next print says so.
  const PrintCause cause = printer->settle();
  if (cause == PrintCause::Unplugged) {
    return tl::make_unexpected(Error{Fault::Gone, "unplugged while it was opened"});
  }
  return printer;
}

EscposPrinter::EscposPrinter(EscposLine line, const PrinterProfile& profile)
    : line_(std::move(line)), profile_(profile), confirms_(profile_.confirms_jobs) {}

Result<PrinterStatus> EscposPrinter::status() {
  line_.forget_answers();
  const auto padded = is_settled_ ? PrintCause::None : line_.pad();
  if (padded == PrintCause::Unplugged) {
    return tl::make_unexpected(Error{Fault::Gone, "unplugged"});
  }
  bool has_answer = false;
  for (const Topic topic : {Topic::Printer, Topic::Offline, Topic::Fault, Topic::Paper}) {
    const PrintCause cause = line_.ask(topic);
    if (cause == PrintCause::Unplugged) {
      return tl::make_unexpected(Error{Fault::Gone, "unplugged"});
    }
    if (cause == PrintCause::Refused) {
      return tl::make_unexpected(Error{Fault::Protocol, "the printer refuses questions"});
    }
    has_answer = has_answer || line_.is_answered();
    // One that does not answer the first question is given no more of our time.
    if (!has_answer) break;
  }
  if (!has_answer) return tl::make_unexpected(Error{Fault::Timeout, "no answer to DLE EOT"});
  return as_supported(line_.heard(), profile_);
}

Printed EscposPrinter::print(const Page& page, JobId job) {
  const auto not_printed = [](PrintCause cause) {
    return Printed{Outcome::NotPrinted, Evidence::Nothing, cause};
  };
  if (!page.is_sound() || page.width > profile_.width_dots) return not_printed(PrintCause::Refused);
  if (const auto cause = trouble_of(status()); cause != PrintCause::None) return not_printed(cause);
  if (const auto cause = settle(); cause != PrintCause::None) return not_printed(cause);

  escpos::Tag tag = escpos::tag_of(job);
  if (tag == last_tag_) tag = escpos::tag_of(job + 1);  // a late answer must not look like ours
  last_tag_ = tag;
  line_.forget_answers();
  is_settled_ = false;
  line_.on_job_begun();
  bool has_dots = false;
  if (const auto cause = send_strips(page, has_dots); cause != PrintCause::None) {
    if (!has_dots) return not_printed(cause);
    return Printed{Outcome::Unknown, Evidence::Nothing, cause};
  }
  const Printed printed = finish(page, tag);
  is_settled_ = printed.outcome == Outcome::Printed;
  cuts_ = line_.counted().value_or(cuts_);
  return printed;
}

DrawerMove EscposPrinter::open_drawer() {
  DrawerSteps steps;
  steps.settle = [this] {
    const auto cause = trouble_of(status());
    return cause == PrintCause::None ? settle() : cause;
  };
  steps.pulse = [this] {
    is_settled_ = false;
    line_.on_job_begun();
    return line_.deliver(escpos::open_drawer());
  };
  steps.look = [this] {
    const auto cause = line_.hear(kLook);
    return cause == PrintCause::None ? line_.ask(Topic::Printer) : cause;
  };
  steps.signal = [this] { return line_.heard().drawer_signal; };
  const DrawerMove move = devices::open_drawer(profile_, steps);
  is_settled_ =
      is_settled_ || (move.outcome != DrawerOutcome::Unknown && move.cause == PrintCause::None);
  return move;
}

PrintCause EscposPrinter::settle() {
  if (is_settled_) return PrintCause::None;
  if (const auto cause = trouble_of(status()); cause != PrintCause::None) return cause;
  Bytes bytes = escpos::flush();
  const auto add = [&](const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
  add(escpos::initialise());
  const bool needs_tag = is_confirming() && !profile_.answers_in_order;
  if (asks_ability() || needs_tag) add(escpos::ask_confirmation(last_tag_ = kAsking));
  add(escpos::feed_and_cut(profile_.cutter));
  const int heard = line_.all_singles();
  if (profile_.answers_in_order) {
    add(escpos::ask_in_order());
    asked_in_order_ = std::max(asked_in_order_, heard) + 1;
  }
  if (best_evidence() == Evidence::CutCounter) add(escpos::ask_cuts());
  if (const auto cause = line_.deliver(bytes); cause != PrintCause::None) return cause;
  if (const auto cause = await_settled(heard); cause != PrintCause::None) return cause;
  if (asks_ability()) confirms_ = line_.confirmed() == kAsking ? Ability::Yes : Ability::No;
  cuts_ = line_.counted().value_or(0);
  is_settled_ = true;
  return PrintCause::None;
}

// Only where a cutter takes the scrap away: the question may come out as letters.
bool EscposPrinter::asks_ability() const {
  return confirms_ == Ability::Ask && profile_.cutter != Cutter::None;
}

// The strongest that can be had of this printer.
Evidence EscposPrinter::best_evidence() const {
  if (is_confirming()) return Evidence::ProcessId;
  if (profile_.answers_in_order) return Evidence::OrderedQuery;
  return profile_.counts_cuts ? Evidence::CutCounter : Evidence::Nothing;
}

// Without an answer in order the printer is still busy with something old; a job would join it, and
// take an old answer for its own. Of those that are owed some may never come (the printer was
// cleared): after a while one that was not `heard` before will do. A printer that gives no such
// answer is given the time to say whether it confirms jobs.
PrintCause EscposPrinter::await_settled(int heard) {
  const bool must_answer = best_evidence() != Evidence::Nothing;
  if (!must_answer && !asks_ability()) return PrintCause::None;
  const auto has_answers = [&](int wanted) {
    if (profile_.answers_in_order) return line_.all_singles() >= wanted;
    if (best_evidence() == Evidence::CutCounter) return line_.counted().has_value();
    return line_.confirmed() == kAsking;
  };
  milliseconds waited{0};
  while (!has_answers(asked_in_order_) && waited < kSettleTime) {
    if (const auto cause = line_.hear(kSlice); cause != PrintCause::None) return cause;
    waited += kSlice;
  }
  if (!has_answers(heard + 1)) return must_answer ? PrintCause::Silent : PrintCause::None;
  asked_in_order_ = line_.all_singles();
  return PrintCause::None;
}

PrintCause EscposPrinter::send_strips(const Page& page, bool& has_dots) {
  Bytes before = escpos::initialise();
  const auto add = [&](const Bytes& more) {
    before.insert(before.end(), more.begin(), more.end());
  };
  if (profile_.forbids_real_time) add(escpos::forbid_real_time());
  if (profile_.status == StatusDialect::RealTimeAndAutomatic) add(escpos::report_changes());
  if (const auto cause = line_.deliver(before); cause != PrintCause::None) return cause;
  for (const Bytes& strip : escpos::strips(page)) {
    has_dots = true;
    if (const auto cause = line_.deliver(strip); cause != PrintCause::None) return cause;
    // Questions go between strips only: inside one they would become dots.
    if (profile_.status == StatusDialect::RealTime) {
      if (const auto cause = line_.poll(); cause != PrintCause::None) return cause;
    }
  }
  return PrintCause::None;
}

Printed EscposPrinter::finish(const Page& page, const escpos::Tag& tag) {
  Printed printed{Outcome::Unknown, Evidence::Nothing, PrintCause::None};
  Bytes after = escpos::feed_and_cut(profile_.cutter);
  const Bytes question = question_for(tag);
  if (best_evidence() == Evidence::OrderedQuery) ++asked_in_order_;
  after.insert(after.end(), question.begin(), question.end());
  printed.cause = is_babbling(0) ? PrintCause::Silent : line_.deliver(after);
  if (printed.cause != PrintCause::None) return printed;
  const auto limit = profile_.stall_limit + paper_time(page, profile_);
  printed.cause = await_proof(tag, limit);
  if (printed.cause != PrintCause::None) return printed;
  printed.cause = look_again();
  if (printed.cause == PrintCause::None && is_babbling(1)) printed.cause = PrintCause::Silent;
  if (printed.cause != PrintCause::None) return printed;
  printed.outcome = Outcome::Printed;
  printed.evidence = best_evidence();
  return printed;
}

Bytes EscposPrinter::question_for(const escpos::Tag& tag) const {
  switch (best_evidence()) {
    case Evidence::ProcessId:
      return escpos::ask_confirmation(tag);
    case Evidence::OrderedQuery:
      return escpos::ask_in_order();
    case Evidence::CutCounter:
      return escpos::ask_cuts();
    default:
      return {};
  }
}

// Has it given other than so many answers in order, and are they what the job depends on?
bool EscposPrinter::is_babbling(int questions) const {
  return best_evidence() == Evidence::OrderedQuery && line_.singles() != questions;
}

bool EscposPrinter::has_proof(const escpos::Tag& tag) const {
  switch (best_evidence()) {
    case Evidence::ProcessId:
      return line_.confirmed() == tag;
    case Evidence::OrderedQuery:
      return line_.singles() > 0;
    case Evidence::CutCounter:
      return line_.counted() > cuts_;
    default:
      return false;
  }
}

// None: the proof came. Time is counted by the waits at their longest, so that a printer that talks
// without end comes to its end too.
PrintCause EscposPrinter::await_proof(const escpos::Tag& tag, milliseconds limit) {
  milliseconds waited{0};
  while (!has_proof(tag) && waited < limit) {
    if (const auto cause = line_.hear(kSlice); cause != PrintCause::None) return cause;
    waited += kSlice + EscposLine::kAnswerTime;
    if (has_proof(tag)) break;
    if (const auto cause = line_.poll(); cause != PrintCause::None) return cause;
  }
  return has_proof(tag) ? PrintCause::None : PrintCause::Silent;
}

// The paper must still be there after the proof. A confirmed job stays confirmed when the cable is
// pulled now; an ordered query is worth nothing without a clean status after it.
PrintCause EscposPrinter::look_again() {
  const auto patience = is_confirming() ? kLookAgain : kLookAgainUnconfirmed;
  PrintCause cause = PrintCause::None;
  for (milliseconds waited{0}; cause == PrintCause::None && waited < patience; waited += kLook) {
    cause = line_.hear(kLook);
  }
  if (cause == PrintCause::None) {
    line_.forget_paper();
    cause = line_.poll();
    if (cause == PrintCause::None) cause = line_.ask(Topic::Paper);
    if (cause == PrintCause::None) cause = trouble_of(line_.heard());
  }
  if (!is_confirming() && cause == PrintCause::None && line_.heard().paper_out != Sensor::No) {
    return PrintCause::Silent;
  }
  const bool is_paper = cause != PrintCause::Unplugged && cause != PrintCause::Refused;
  return is_confirming() && !is_paper ? PrintCause::None : cause;
}

}  // namespace slipway::devices
