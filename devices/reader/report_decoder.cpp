#include "devices/reader/report_decoder.hpp"

#include "devices/reader/keyboard_burst.hpp"
#include "devices/reader/scanned_code.hpp"
#include "devices/reader/sealed_swipe.hpp"
#include "devices/reader/swiped_stripe.hpp"

namespace slipway::devices {

// What says most of itself comes first: a scanner may have a keyboard's reports beside its own.
std::unique_ptr<ReportDecoder> decoder_for(const usb::hid::Reports& reports) {
  if (ScannedCode::fits(reports)) return std::make_unique<ScannedCode>(reports);
  if (const auto layout = SealedSwipe::layout_of(reports))
    return std::make_unique<SealedSwipe>(*layout);
  if (SwipedStripe::fits(reports)) return std::make_unique<SwipedStripe>(reports);
  if (KeyboardBurst::fits(reports)) return std::make_unique<KeyboardBurst>(reports);
  return nullptr;
}

}  // namespace slipway::devices
