#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "devices/chosen.hpp"
#include "devices/pad/digitizer.hpp"
#include "devices/pad/signature_pad.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A pen tablet, or a touch screen that an operator has set apart for signing: whatever describes
// itself as a digitizer. It has no glass of its own that would show ink, so there is nothing to
// blank: end() forgets what was drawn.
class DigitizerPad final : public SignaturePad {
 public:
  // Any beginning, never back.
  using Clock = std::function<std::chrono::microseconds()>;
  [[nodiscard]] static std::chrono::microseconds steady_time();

  // The interface of this device that open() needs, or nullptr. By itself only a pen tablet is one,
  // by a report descriptor that the system knows already, on a device without any touch screen: a
  // touch screen may be the kiosk's own, and opening it would take it away from the member. By an
  // operator's word also a touch screen, and a device whose reports nobody knows yet.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description,
                                                          Chosen chosen);

  // Unsupported, with the reason in words, when its reports are no digitizer's.
  [[nodiscard]] static Result<std::unique_ptr<DigitizerPad>> open(
      std::unique_ptr<usb::Transport> transport, Clock clock = &steady_time);
  ~DigitizerPad() override;

  [[nodiscard]] PadSize size() const override { return trace_.layout().size; }
  [[nodiscard]] std::string said() const override;
  [[nodiscard]] Result<void> begin() override;
  // At most one report's sample a call.
  [[nodiscard]] Result<std::vector<PenSample>> wait(std::chrono::milliseconds limit) override;
  [[nodiscard]] Result<void> clear() override;
  [[nodiscard]] Result<void> end() override;

 private:
  DigitizerPad(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& endpoint,
               digitizer::Layout layout, Clock clock);

  void forget();
  [[nodiscard]] std::optional<PenSample> take(std::span<const std::uint8_t> packet);

  std::unique_ptr<usb::Transport> transport_;
  usb::Endpoint endpoint_;
  digitizer::Trace trace_;
  Clock clock_;
  usb::Bytes report_;  // the packets of a report so far; never grows beyond what is reserved
};

}  // namespace slipway::devices
