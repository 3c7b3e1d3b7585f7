#include "devices/service/reader_duty.hpp"

namespace slipway::devices {
namespace {

constexpr std::chrono::milliseconds kLook(100);
constexpr std::chrono::milliseconds kIdle(1000);

}  // namespace

Result<void> ReaderDuty::begin(std::unique_ptr<usb::Transport> transport) {
  auto reader = open_(std::move(transport));
  if (!reader) return tl::unexpected(reader.error());
  reader_ = std::move(*reader);
  return armed_ ? reader_->enable() : Result<void>{};
}

// Enabling anew makes the reader tell of a card that lies there already.
Result<void> ReaderDuty::arm() {
  if (armed_) {
    if (auto stopped = reader_->disable(); !stopped) return stopped;
  }
  armed_ = true;
  card_shown_ = false;
  return reader_->enable();
}

Result<void> ReaderDuty::disarm() {
  if (!armed_) return {};
  armed_ = false;
  card_shown_ = false;
  return reader_->disable();
}

Result<void> ReaderDuty::obey(const Command& command) {
  if (std::holds_alternative<ArmReader>(command)) return arm();
  if (std::holds_alternative<DisarmReader>(command)) return disarm();
  return {};
}

Result<void> ReaderDuty::turn() {
  if (!armed_) return {};
  auto reading = reader_->wait(kLook);
  if (!reading) return tl::unexpected(reading.error());
  switch (reading->news) {
    case ReaderNews::Arrived:
      card_shown_ = true;
      report_(CardArrived{std::move(reading->card)});
      break;
    case ReaderNews::Removed:
      card_shown_ = false;
      report_(CardRemoved{});
      break;
    case ReaderNews::Failed:
      report_(CardUnreadable{reading->trouble});
      // The reader itself is in trouble then: it is opened anew, and the page of health keeps why.
      if (reading->trouble != ReadTrouble::Card) return tl::unexpected(reading->error);
      break;
    case ReaderNews::Nothing:
      break;
  }
  return {};
}

std::chrono::milliseconds ReaderDuty::rest() const {
  return armed_ ? std::chrono::milliseconds(0) : kIdle;
}

void ReaderDuty::end() {
  if (reader_ && armed_) static_cast<void>(reader_->disable());  // it may have left already
  reader_.reset();
  if (std::exchange(card_shown_, false)) report_(CardRemoved{});
}

void ReaderDuty::obey_absent(const Command& command) {
  if (std::holds_alternative<ArmReader>(command)) armed_ = true;
  if (std::holds_alternative<DisarmReader>(command)) armed_ = false;
}

}  // namespace slipway::devices
