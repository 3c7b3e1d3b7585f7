#pragma once

#include <memory>

#include "devices/pad/signature_pad.hpp"
#include "devices/pad/stu.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A Wacom STU pad in plain mode (STU-430 and kin): feature reports over the control endpoint, pen
// reports over the interrupt one. The cable is inside the cabinet; what travels on it is not
// encrypted.
class StuPad final : public SignaturePad {
 public:
  // The interface of this device that open() needs, or nullptr: Wacom's HID interface of a known
  // product with an interrupt endpoint towards the host.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description);

  // Reads the pad's scale and blanks its glass. Unsupported without an interrupt endpoint, Protocol
  // when the pad does not describe itself soundly.
  [[nodiscard]] static Result<std::unique_ptr<StuPad>> open(
      std::unique_ptr<usb::Transport> transport);

  [[nodiscard]] PadSize size() const override { return stu::size_of(capability_); }
  [[nodiscard]] Result<void> begin() override;
  // At most one report's sample a call: they come five milliseconds apart.
  [[nodiscard]] Result<std::vector<PenSample>> wait(std::chrono::milliseconds limit) override;
  [[nodiscard]] Result<void> clear() override;
  [[nodiscard]] Result<void> end() override;

 private:
  StuPad(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& pen,
         const stu::Capability& capability);

  [[nodiscard]] Result<void> set(const stu::Bytes& report);
  [[nodiscard]] Result<void> await_ready();
  [[nodiscard]] Result<void> drain();

  std::unique_ptr<usb::Transport> transport_;
  usb::Endpoint pen_;
  stu::Capability capability_;
  stu::Stroke stroke_;
};

}  // namespace slipway::devices
