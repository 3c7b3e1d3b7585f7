#pragma once

#include <memory>

#include "devices/pad/encryption.hpp"
#include "devices/pad/signature_pad.hpp"
#include "devices/pad/stu_capture.hpp"
#include "devices/pad/stu_wire.hpp"
#include "devices/pad/tap_sieve.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A Wacom STU pad (300 to 541). What its pen does is encrypted on the cable when the pad offers
// that and the operator does not forbid it; otherwise it travels as it is.
class StuPad final : public SignaturePad {
 public:
  // The interface of this device that open() needs, or nullptr: Wacom's HID interface of a known
  // product with an interrupt endpoint towards the host.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description);

  // Reads the pad's scale and blanks its glass. Unsupported without an interrupt endpoint, or when
  // encryption is required of a pad that offers none; Protocol when the pad does not describe
  // itself soundly. A product that is none of the table's is taken for one without stamps and keys.
  [[nodiscard]] static Result<std::unique_ptr<StuPad>> open(
      std::unique_ptr<usb::Transport> transport, Encryption wish);

  [[nodiscard]] PadSize size() const override { return stu::size_of(capability_); }
  // Model, firmware, and whether what the pen does is encrypted, with the reason when it is not.
  [[nodiscard]] std::string said() const override;
  [[nodiscard]] std::optional<PadScreen> screen() const override;
  [[nodiscard]] Result<void> show(const Prompt& prompt) override;
  // Keys are agreed on before ink flows. When that fails the pad is used without, and not asked
  // again until it is opened anew; or refused, when encryption is required.
  [[nodiscard]] Result<void> begin() override;
  // At most one report's samples a call, and a stroke that was held back as a tap may be: they come
  // five milliseconds apart.
  [[nodiscard]] Result<std::vector<PenSample>> wait(std::chrono::milliseconds limit) override;
  [[nodiscard]] std::optional<PadNews> tapped() override { return taps_.tapped(); }
  [[nodiscard]] Result<void> clear() override;
  [[nodiscard]] Result<void> end() override;

 private:
  StuPad(stu::Wire wire, const stu::Capability& capability, Encryption wish);

  [[nodiscard]] Result<void> ask_name();
  [[nodiscard]] Result<void> ask_encryption();
  [[nodiscard]] Result<void> encrypt();
  [[nodiscard]] Result<void> settle();
  [[nodiscard]] Result<void> upload(const Prompt& prompt);
  [[nodiscard]] Result<void> show_empty();

  stu::Wire wire_;
  stu::Capability capability_;
  stu::Model model_;
  Encryption wish_;
  stu::Capture capture_;
  bool may_encrypt_ = false;
  std::string name_;
  std::string why_plain_;  // what came of asking for encryption; empty: it is on, or will be
  stu::OptionMode option_ = stu::OptionMode::None;  // as the pad is set
  stu::Stroke stroke_;
  std::optional<Prompt> prompt_;
  TapSieve taps_;
};

}  // namespace slipway::devices
