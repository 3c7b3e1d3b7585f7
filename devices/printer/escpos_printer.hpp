#pragma once

#include <memory>

#include "devices/printer/escpos_line.hpp"
#include "devices/printer/printer_profile.hpp"
#include "devices/printer/receipt_printer.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A printer that speaks ESC/POS. A job:
//
//   status? -> ESC @, GS ( D, GS a -> strips -> cut, GS ( H -> its answer -> status?
//   |  NotPrinted while no strip has left        |  Unknown from here on, until the answer
//
// Bytes that the printer took are never sent again, and nothing is printed again by itself. Before
// the first job after open(), and after every job that did not end well, whatever hangs in the
// printer is completed with zeros and cut off: it never becomes the top of another slip. Whether it
// confirms jobs is asked on that scrap, where the profile does not know: who prints the question
// instead of answering it has spoilt nothing.
class EscposPrinter final : public ReceiptPrinter {
 public:
  // Unsupported when the claimed interface has no way back: paper could never be proven.
  [[nodiscard]] static Result<std::unique_ptr<EscposPrinter>> open(
      std::unique_ptr<usb::Transport> transport, const PrinterProfile& profile);

  [[nodiscard]] Result<PrinterStatus> status() override;
  [[nodiscard]] Printed print(const Page& page, JobId job) override;
  [[nodiscard]] DrawerMove open_drawer() override;
  [[nodiscard]] int width_dots() const override { return profile_.width_dots; }

 private:
  EscposPrinter(EscposLine line, const PrinterProfile& profile);

  [[nodiscard]] PrintCause settle();
  [[nodiscard]] bool asks_ability() const;
  [[nodiscard]] bool is_confirming() const { return confirms_ == Ability::Yes; }
  [[nodiscard]] Evidence best_evidence() const;
  [[nodiscard]] escpos::Bytes question_for(const escpos::Tag& tag) const;
  [[nodiscard]] bool is_babbling(int questions) const;
  [[nodiscard]] bool has_proof(const escpos::Tag& tag) const;
  [[nodiscard]] PrintCause await_settled(int heard);
  [[nodiscard]] PrintCause send_strips(const Page& page, bool& has_dots);
  [[nodiscard]] Printed finish(const Page& page, const escpos::Tag& tag);
  [[nodiscard]] PrintCause await_proof(const escpos::Tag& tag, std::chrono::milliseconds limit);
  [[nodiscard]] PrintCause look_again();

  EscposLine line_;
  PrinterProfile profile_;
  Ability confirms_;  // what the profile says, or what came of asking
  bool is_settled_ = false;
  escpos::Tag last_tag_{};
  int asked_in_order_ = 0;  // how often, since the wire was opened
  std::uint32_t cuts_ = 0;  // before the next job, once settled; where they are the best evidence
};

}  // namespace slipway::devices
