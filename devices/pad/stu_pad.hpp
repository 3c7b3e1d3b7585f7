#pragma once

#include <memory>

#include "devices/pad/signature_pad.hpp"
#include "devices/pad/stu.hpp"
#include "devices/pad/tap_sieve.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A Wacom STU pad (300 to 541) in plain mode: feature reports over the control endpoint, pen
// reports over the interrupt one. The cable is inside the cabinet; what travels on it is not
// encrypted.
class StuPad final : public SignaturePad {
 public:
  // The interface of this device that open() needs, or nullptr: Wacom's HID interface of a known
  // product with an interrupt endpoint towards the host.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description);

  // Reads the pad's scale and blanks its glass. Unsupported without an interrupt endpoint, Protocol
  // when the pad does not describe itself soundly. A product that is none of the table's is taken
  // for one without stamps.
  [[nodiscard]] static Result<std::unique_ptr<StuPad>> open(
      std::unique_ptr<usb::Transport> transport);

  [[nodiscard]] PadSize size() const override { return stu::size_of(capability_); }
  [[nodiscard]] std::string said() const override { return said_; }
  [[nodiscard]] std::optional<PadScreen> screen() const override;
  [[nodiscard]] Result<void> show(const Prompt& prompt) override;
  [[nodiscard]] Result<void> begin() override;
  // At most one report's sample a call, and a stroke that was held back as a tap may be: they come
  // five milliseconds apart.
  [[nodiscard]] Result<std::vector<PenSample>> wait(std::chrono::milliseconds limit) override;
  [[nodiscard]] std::optional<PadNews> tapped() override { return taps_.tapped(); }
  [[nodiscard]] Result<void> clear() override;
  [[nodiscard]] Result<void> end() override;

 private:
  StuPad(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& pen,
         const stu::Capability& capability);

  [[nodiscard]] Result<void> set(const stu::Bytes& report);
  [[nodiscard]] Result<void> ask_name();
  [[nodiscard]] Result<stu::Status> status();
  [[nodiscard]] Result<std::uint8_t> await(stu::PadState state);
  [[nodiscard]] Result<void> rest(std::chrono::milliseconds time);
  [[nodiscard]] Result<void> settle();
  [[nodiscard]] Result<void> upload(const Prompt& prompt);
  [[nodiscard]] Result<void> drain();

  std::unique_ptr<usb::Transport> transport_;
  usb::Endpoint pen_;
  stu::Capability capability_;
  stu::Model model_;
  std::string said_;
  stu::OptionMode option_ = stu::OptionMode::None;  // as the pad is set
  stu::Stroke stroke_;
  std::optional<Prompt> prompt_;
  TapSieve taps_;
};

}  // namespace slipway::devices
