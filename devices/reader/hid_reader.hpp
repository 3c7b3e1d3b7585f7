#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "devices/reader/card_number.hpp"
#include "devices/reader/card_reader.hpp"
#include "devices/reader/report_decoder.hpp"
#include "devices/reader/secret.hpp"
#include "devices/usb/hid.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A reader that sends what it read as HID reports: scanners, magnetic stripes and readers that
// pretend to be keyboards. What it is, is told by its report descriptor. A reading has no duration:
// each Arrived is followed by Removed. Assurance is Identifier: what it sends can be copied and
// typed. A stripe reader that encrypts gives ReaderEncrypted, and no number.
//
// A bank card is forgotten at once: it is Failed, and no part of its text leaves this class.
class HidReader final : public CardReader {
 public:
  // Any beginning, never back.
  using Clock = std::function<std::chrono::milliseconds()>;
  [[nodiscard]] static std::chrono::milliseconds steady_time();

  // The interface of a known model (hid_model.hpp); nullptr for every other device.
  [[nodiscard]] static const usb::Interface* interface_of(const usb::Description& description);
  // The interface of any HID device that an operator has called a reader; a keyboard's first.
  [[nodiscard]] static const usb::Interface* interface_of_chosen(
      const usb::Description& description);

  // Unsupported when its reports are none that we know. `format`: how it writes numbers.
  [[nodiscard]] static Result<std::unique_ptr<HidReader>> open(
      std::unique_ptr<usb::Transport> transport, NumberFormat format, Clock clock = &steady_time);
  ~HidReader() override;

  // What it sent while nobody waited is forgotten, and so is the rest of a reading that is under
  // way: its tail would be another card's number.
  [[nodiscard]] Result<void> enable() override;
  [[nodiscard]] Result<void> disable() override;
  [[nodiscard]] Result<Reading> wait(std::chrono::milliseconds limit) override;

 private:
  HidReader(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& endpoint,
            usb::hid::Reports reports, std::unique_ptr<ReportDecoder> decoder, NumberFormat format,
            Clock clock);

  void forget();
  [[nodiscard]] Reading take(std::span<const std::uint8_t> packet);
  [[nodiscard]] Reading reading_of(ReportDecoder::Heard heard);
  [[nodiscard]] Reading judge(std::string_view text);
  [[nodiscard]] Reading sealed(SealedStripe stripe);

  std::unique_ptr<usb::Transport> transport_;
  usb::Endpoint endpoint_;
  usb::hid::Reports reports_;
  std::unique_ptr<ReportDecoder> decoder_;
  NumberFormat format_;
  Clock clock_;
  usb::Bytes report_;  // the packets of a report so far; never grows beyond what is reserved
  std::chrono::milliseconds latest_{0};
  bool was_read_ = false;  // Removed is owed
};

}  // namespace slipway::devices
