#include "devices/service/printer_duty.hpp"

namespace slipway::devices {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks(500);
// How often a printer's silence is told anew, with its age.
constexpr std::chrono::seconds kBetweenAges(5);
// How long a pulse may wait for a printer that is being opened or prints: whoever holds the money
// still stands there.
constexpr std::chrono::seconds kDrawerWaits(5);

}  // namespace

Result<void> PrinterDuty::begin(std::unique_ptr<usb::Transport> transport) {
  auto printer = open_(std::move(transport));
  if (!printer) return tl::unexpected(printer.error());
  printer_ = std::move(*printer);
  return look(true);
}

bool PrinterDuty::answer_known(JobId job) {
  const auto known = ledger_.find(job);
  if (known) report_(PrintEnded{job, *known});
  return known.has_value();
}

void PrinterDuty::answer(JobId job, Printed printed) {
  ledger_.keep(job, printed);
  report_(PrintEnded{job, printed});
}

Printed PrinterDuty::ended(const PrintPage& page, const Printed& by_printer) {
  const bool has_begun = by_printer.outcome != Outcome::NotPrinted;
  const bool may = page.may_stand_in && page.page.is_sound();
  return has_begun || !may || !stand_in_ ? by_printer : stand_in_(page.page);
}

Result<void> PrinterDuty::print(const PrintPage& page) {
  if (answer_known(page.job)) return {};
  // In the ledger before the first byte goes out: should this program be asked again for any
  // reason, the honest answer until the printer has spoken is that nobody knows.
  ledger_.keep(page.job, {});
  const Printed printed =
      page.page.is_sound() && page.page.width <= printer_->width_dots()
          ? printer_->print(page.page, page.job)
          : Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::Refused};
  answer(page.job, ended(page, printed));
  if (printed.cause == PrintCause::Unplugged) {
    return tl::unexpected(Error{Fault::Gone, "unplugged while printing"});
  }
  return look(false);
}

void PrinterDuty::answer_drawer(JobId job, DrawerMove move) {
  drawer_ledger_.keep(job, move);
  report_(DrawerMoved{job, move});
}

Result<void> PrinterDuty::open_drawer(const OpenDrawer& wanted) {
  const JobId job = wanted.job;
  if (const auto known = drawer_ledger_.find(job)) {
    report_(DrawerMoved{job, *known});
    return {};
  }
  if (drawer_ == Drawer::Never) {
    answer_drawer(job, {DrawerOutcome::NotOpened, PrintCause::Refused});
    return {};
  }
  if (wanted.heard && clock_() - *wanted.heard > kDrawerWaits) {
    answer_drawer(job, {DrawerOutcome::NotOpened, PrintCause::Silent});
    return {};
  }
  drawer_ledger_.keep(job, {});
  const DrawerMove move = printer_->open_drawer();
  answer_drawer(job, move);
  if (move.cause == PrintCause::Unplugged) {
    return tl::unexpected(Error{Fault::Gone, "unplugged while the drawer was opened"});
  }
  return look(false);
}

Result<void> PrinterDuty::obey(const Command& command) {
  if (const auto* drawer = std::get_if<OpenDrawer>(&command)) return open_drawer(*drawer);
  if (const auto* page = std::get_if<PrintPage>(&command)) return print(*page);
  if (std::holds_alternative<AskState>(command)) return look(true);
  return {};
}

Result<void> PrinterDuty::look(bool always_tell) {
  auto status = printer_->status();
  // No answer in time is news about the printer, not about the cable.
  if (!status && status.error().fault != Fault::Timeout) return tl::unexpected(status.error());
  const auto now = clock_();
  if (status) {
    known_ = *status;
    answered_ = now;
  }
  PrinterStatus seen = known_;
  if (!status) seen.online = Sensor::Unknown;
  const bool is_older = !status && now - told_at_ >= kBetweenAges;
  if (!always_tell && !is_older && told_ == seen) return {};
  PrinterChanged changed{seen, printer_->width_dots(), std::nullopt};
  if (answered_) {
    changed.age = std::chrono::duration_cast<std::chrono::milliseconds>(now - *answered_);
  }
  report_(changed);
  told_ = seen;
  told_at_ = now;
  return {};
}

Result<void> PrinterDuty::turn() {
  return look(false);
}

std::chrono::milliseconds PrinterDuty::rest() const {
  return kBetweenLooks;
}

void PrinterDuty::end() {
  printer_.reset();
  told_.reset();
  known_ = {};
  answered_.reset();
}

void PrinterDuty::obey_absent(const Command& command) {
  if (const auto* drawer = std::get_if<OpenDrawer>(&command)) {
    const auto known = drawer_ledger_.find(drawer->job);
    const PrintCause cause = drawer_ == Drawer::Never ? PrintCause::Refused : PrintCause::Unplugged;
    answer_drawer(drawer->job, known.value_or(DrawerMove{DrawerOutcome::NotOpened, cause}));
    return;
  }
  const auto* page = std::get_if<PrintPage>(&command);
  if (page == nullptr || answer_known(page->job)) return;
  ledger_.keep(page->job, {});  // as in print()
  answer(page->job, ended(*page, {Outcome::NotPrinted, Evidence::Nothing, PrintCause::Unplugged}));
}

}  // namespace slipway::devices
