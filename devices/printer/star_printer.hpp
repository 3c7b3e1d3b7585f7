#pragma once

#include <memory>

#include "devices/printer/printer_profile.hpp"
#include "devices/printer/receipt_printer.hpp"
#include "devices/printer/star_line.hpp"

namespace slipway::devices {

// A printer that speaks StarPRNT. A job:
//
//   status? -> strips -> cut, ETB -> the counter one higher -> status?
//   |  NotPrinted while no strip has left   |  Unknown from here on, until the counter
//
// Bytes that the printer took are never sent again, and nothing is printed again by itself. Before
// the first job after open(), and after every job that did not end well, whatever hangs in the
// printer is completed with zeros and cut off, and the counter is set to a value that it did not
// have: until it shows that value, something old is under way.
class StarPrinter final : public ReceiptPrinter {
 public:
  // Unsupported when the claimed interface has no way back: paper could never be proven.
  [[nodiscard]] static Result<std::unique_ptr<StarPrinter>> open(
      std::unique_ptr<usb::Transport> transport, const PrinterProfile& profile);

  [[nodiscard]] Result<PrinterStatus> status() override;
  [[nodiscard]] Printed print(const Page& page, JobId job) override;
  [[nodiscard]] DrawerMove open_drawer() override;
  [[nodiscard]] int width_dots() const override { return profile_.width_dots; }

 private:
  StarPrinter(StarLine line, const PrinterProfile& profile);

  [[nodiscard]] PrintCause settle();
  [[nodiscard]] PrintCause await_counter(int wanted, std::chrono::milliseconds limit);
  [[nodiscard]] PrintCause send_strips(const Page& page, bool& has_dots);
  [[nodiscard]] Printed finish(const Page& page);
  [[nodiscard]] PrintCause look_again();

  StarLine line_;
  PrinterProfile profile_;
  bool is_settled_ = false;
  int counter_ = 0;  // what it shows before the next job, once settled
};

}  // namespace slipway::devices
