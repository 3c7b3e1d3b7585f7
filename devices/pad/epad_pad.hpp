#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "devices/chosen.hpp"
#include "devices/pad/epad.hpp"
#include "devices/pad/signature_pad.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// An ePadLink ePad. It has no screen, so there is nothing to blank: end() forgets what was drawn.
class EpadPad final : public SignaturePad {
 public:
  using Clock = std::function<std::chrono::microseconds()>;

  // By itself only the product that is known, and not when its reports are known to be others; by
  // an operator's word every device whose reports are known to have an ePad's shape.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description,
                                                          Chosen chosen);

  // Unsupported when its reports have not the shape of an ePad's.
  [[nodiscard]] static Result<std::unique_ptr<EpadPad>> open(
      std::unique_ptr<usb::Transport> transport, Clock clock);

  [[nodiscard]] PadSize size() const override { return epad::size(); }
  [[nodiscard]] std::string said() const override { return "an ePad, its size assumed"; }
  [[nodiscard]] Result<void> begin() override;
  // At most one report's sample a call.
  [[nodiscard]] Result<std::vector<PenSample>> wait(std::chrono::milliseconds limit) override;
  [[nodiscard]] Result<void> clear() override;
  [[nodiscard]] Result<void> end() override;

 private:
  EpadPad(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& endpoint, Clock clock)
      : transport_(std::move(transport)), endpoint_(endpoint), clock_(std::move(clock)) {}

  std::unique_ptr<usb::Transport> transport_;
  usb::Endpoint endpoint_;
  epad::Stroke stroke_;
  Clock clock_;
};

}  // namespace slipway::devices
