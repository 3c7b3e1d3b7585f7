#include "devices/printer/star_line.hpp"

namespace slipway::devices {

PrinterWire::Listener StarLine::listener() {
  return [this](std::span<const std::uint8_t> packet) {
    for (const star::Status& status : reader_.take(packet)) {
      heard_ = status.printer;
      if (status.counter) counter_ = status.counter;
      answered_ = true;
      // Paper that ended and was replaced before anybody looked has still torn the slip.
      if (reported_ == PrintCause::None) reported_ = trouble_of(heard_);
    }
    return reported_;
  };
}

PrintCause StarLine::ask() {
  if (const auto cause = wire_.pay_owed(listener());
      cause == PrintCause::Unplugged || cause == PrintCause::Refused) {
    return cause;
  }
  answered_ = false;
  const auto question = star::ask_status();
  return wire_.ask(question, listener(), [this] { return answered_; });
}

void StarLine::forget() {
  wire_.drain(listener());
  reader_.forget();
  heard_ = {};
  reported_ = PrintCause::None;
  counter_.reset();
  answered_ = false;
}

}  // namespace slipway::devices
