#define ZX_USE_UTF8  // without it the header prints a warning
#include <ZXing/ReadBarcode.h>

#include "command/photograph.hpp"

namespace slipway::command {

std::vector<std::string> qr_texts(const Photograph& photograph) {
  const ZXing::ImageView view(photograph.grey.data(), photograph.width, photograph.height,
                              ZXing::ImageFormat::Lum);
  const ZXing::DecodeHints hints = ZXing::DecodeHints()
                                       .setFormats(ZXing::BarcodeFormat::QRCode)
                                       .setTryHarder(true)
                                       .setTryRotate(true);
  std::vector<std::string> texts;
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    const ZXing::ByteArray& bytes = result.bytes();
    texts.emplace_back(bytes.begin(), bytes.end());
  }
  return texts;
}

}  // namespace slipway::command
