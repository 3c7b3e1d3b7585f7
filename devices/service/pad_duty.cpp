#include "devices/service/pad_duty.hpp"

#include <utility>

namespace slipway::devices {
namespace {

// Ink on the screen follows the pen: at 200 samples a second this is a batch for every second
// frame, and nothing is held back when the pen rests.
constexpr std::size_t kBatch = 7;
constexpr std::chrono::milliseconds kLook(50);
constexpr std::chrono::milliseconds kBetweenSamples(8);
constexpr std::chrono::milliseconds kIdle(1000);

}  // namespace

Result<void> PadDuty::begin(std::unique_ptr<usb::Transport> transport) {
  auto pad = open_(std::move(transport));
  if (!pad) return tl::unexpected(pad.error());
  pad_ = std::move(*pad);
  return {};
}

Result<void> PadDuty::begin_signature() {
  if (auto begun = pad_->begin(); !begun) {
    report_(SignatureLost{});
    return begun;
  }
  signing_ = true;
  report_(SignatureBegan{pad_->size()});
  return {};
}

Result<void> PadDuty::obey(const Command& command) {
  if (std::holds_alternative<BeginSignature>(command)) return begin_signature();
  if (std::holds_alternative<ClearSignature>(command) && signing_) return pad_->clear();
  if (std::holds_alternative<EndSignature>(command)) {
    signing_ = false;
    return pad_->end();
  }
  return {};
}

Result<void> PadDuty::turn() {
  if (!signing_) return {};
  PenMoved moved;
  for (auto limit = kLook; moved.samples.size() < kBatch; limit = kBetweenSamples) {
    const auto samples = pad_->wait(limit);
    if (!samples) return tl::unexpected(samples.error());
    if (samples->empty()) break;
    moved.samples.insert(moved.samples.end(), samples->begin(), samples->end());
  }
  if (!moved.samples.empty()) report_(std::move(moved));
  return {};
}

std::chrono::milliseconds PadDuty::rest() const {
  return signing_ ? std::chrono::milliseconds(0) : kIdle;
}

void PadDuty::end() {
  if (pad_) static_cast<void>(pad_->end());  // it may have left already
  pad_.reset();
  if (std::exchange(signing_, false)) report_(SignatureLost{});
}

void PadDuty::obey_absent(const Command& command) {
  if (std::holds_alternative<BeginSignature>(command)) report_(SignatureLost{});
}

}  // namespace slipway::devices
