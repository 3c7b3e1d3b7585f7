#include "paper/qr_code.hpp"

#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace slipway::paper {
namespace {

constexpr std::size_t kLongest = 2'900;  // bytes in the largest code of all

QRecLevel level_of(Recovery recovery) {
  switch (recovery) {
    case Recovery::Medium:
      return QR_ECLEVEL_M;
    case Recovery::Quartile:
      return QR_ECLEVEL_Q;
    case Recovery::High:
      return QR_ECLEVEL_H;
  }
  return QR_ECLEVEL_M;
}

bool is_alphanumeric(std::string_view text) {
  static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return kAlphabet.find(letter) != std::string_view::npos; });
}

struct FreeInput {
  void operator()(QRinput* input) const { QRinput_free(input); }
};
struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<QrCode> make_qr_code(std::string_view text, Recovery recovery) {
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  const std::unique_ptr<QRinput, FreeInput> input(QRinput_new2(0, level_of(recovery)));
  const QRencodeMode mode = is_alphanumeric(text) ? QR_MODE_AN : QR_MODE_8;
  if (!input || QRinput_append(input.get(), mode, static_cast<int>(text.size()),
                               reinterpret_cast<const unsigned char*>(text.data())) != 0) {
    return std::nullopt;
  }
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeInput(input.get()));
  if (!code) return std::nullopt;
  QrCode made{code->width, {}};
  const auto count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
  made.dark.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    made.dark.push_back((code->data[i] & 1) != 0);
  return made;
}

}  // namespace slipway::paper
