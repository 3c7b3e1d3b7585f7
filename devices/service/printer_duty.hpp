#pragma once

#include <optional>

#include "devices/printer/receipt_printer.hpp"
#include "devices/service/duty.hpp"
#include "devices/service/ledger.hpp"

namespace slipway::devices {

// Prints each job once, and tells when the printer's state has changed. While a printer does not
// answer, what it last said is told with its age, and whether it is online is unknown. A page of
// which the printer has not printed a dot goes to the stand-in, where there is one and the page
// may.
class PrinterDuty : public Duty {
 public:
  using Open =
      std::function<Result<std::unique_ptr<ReceiptPrinter>>(std::unique_ptr<usb::Transport>)>;

  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  // Prints the page elsewhere and says how it ended; may take a minute.
  using StandIn = std::function<Printed(const Page&)>;

  // `drawer`: whether one may be opened here. A kiosk has none.
  enum class Drawer { Never, Obeyed };

  PrinterDuty(Open open, Report report, Drawer drawer = Drawer::Never,
              Clock clock = std::chrono::steady_clock::now, StandIn stand_in = {})
      : open_(std::move(open)),
        report_(std::move(report)),
        drawer_(drawer),
        clock_(std::move(clock)),
        stand_in_(std::move(stand_in)) {}

  [[nodiscard]] Role role() const override { return Role::Printer; }
  [[nodiscard]] bool has_stand_in() const override { return stand_in_ != nullptr; }
  [[nodiscard]] Result<void> begin(std::unique_ptr<usb::Transport> transport) override;
  [[nodiscard]] Result<void> obey(const Command& command) override;
  [[nodiscard]] Result<void> turn() override;
  [[nodiscard]] std::chrono::milliseconds rest() const override;
  void end() override;
  void obey_absent(const Command& command) override;

 private:
  [[nodiscard]] bool answer_known(JobId job);
  void answer(JobId job, Printed printed);
  // What became of the page, by the stand-in when the printer has not begun and it may.
  [[nodiscard]] Printed ended(const PrintPage& page, const Printed& by_printer);
  [[nodiscard]] Result<void> print(const PrintPage& page);
  [[nodiscard]] Result<void> open_drawer(const OpenDrawer& wanted);
  void answer_drawer(JobId job, DrawerMove move);
  [[nodiscard]] Result<void> look(bool always_tell);

  Open open_;
  Report report_;
  Drawer drawer_;
  std::unique_ptr<ReceiptPrinter> printer_;
  Clock clock_;
  StandIn stand_in_;
  PrinterStatus known_;  // as it last said
  std::optional<std::chrono::steady_clock::time_point> answered_;
  std::optional<PrinterStatus> told_;
  std::chrono::steady_clock::time_point told_at_;
  Ledger<Printed> ledger_;
  Ledger<DrawerMove> drawer_ledger_;
};

}  // namespace slipway::devices
