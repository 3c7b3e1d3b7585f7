#pragma once

#include "devices/pad/signature_pad.hpp"
#include "devices/service/duty.hpp"

namespace slipway::devices {

// Lets a member sign while the screen asks for it, and blanks the glass always.
class PadDuty : public Duty {
 public:
  using Open =
      std::function<Result<std::unique_ptr<SignaturePad>>(std::unique_ptr<usb::Transport>)>;

  PadDuty(Open open, Report report) : open_(std::move(open)), report_(std::move(report)) {}

  [[nodiscard]] Role role() const override { return Role::Pad; }
  [[nodiscard]] Result<void> begin(std::unique_ptr<usb::Transport> transport) override;
  [[nodiscard]] Result<void> obey(const Command& command) override;
  [[nodiscard]] Result<void> turn() override;
  [[nodiscard]] std::chrono::milliseconds rest() const override;
  void end() override;
  void obey_absent(const Command& command) override;

 private:
  [[nodiscard]] Result<void> begin_signature(const BeginSignature& wanted);
  void tell();

  Open open_;
  Report report_;
  std::unique_ptr<SignaturePad> pad_;
  std::string told_;  // of what the pad says of itself
  bool signing_ = false;
};

}  // namespace slipway::devices
