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

PadSeen seen(const SignaturePad& pad) {
  const auto screen = pad.screen();
  return {screen && screen->is_sound() ? screen : std::nullopt, pad.said()};
}

}  // namespace

Result<void> PadDuty::begin(std::unique_ptr<usb::Transport> transport) {
  auto pad = open_(std::move(transport));
  if (!pad) return tl::unexpected(pad.error());
  pad_ = std::move(*pad);
  tell();
  return {};
}

void PadDuty::tell() {
  told_ = pad_->said();
  report_(seen(*pad_));
}

Result<void> PadDuty::begin_signature(const BeginSignature& wanted) {
  // What was on the glass before is not for this signature.
  if (std::exchange(signing_, false)) {
    if (auto ended = pad_->end(); !ended) {
      report_(SignatureLost{});
      return ended;
    }
  }
  const bool is_shown = wanted.prompt && pad_->show(*wanted.prompt);
  auto begun = pad_->begin();
  // A pad that refuses the picture can still be signed on.
  if (!begun && is_shown && begun.error().fault != Fault::Gone && pad_->end())
    begun = pad_->begin();
  if (!begun) {
    report_(SignatureLost{});
    return begun;
  }
  signing_ = true;
  if (pad_->said() != told_) tell();  // now there are keys, or there are none
  report_(SignatureBegan{pad_->size()});
  return {};
}

Result<void> PadDuty::obey(const Command& command) {
  if (const auto* begin = std::get_if<BeginSignature>(&command)) return begin_signature(*begin);
  if (std::holds_alternative<AskState>(command)) tell();
  if (std::holds_alternative<ClearSignature>(command) && signing_) {
    if (auto cleared = pad_->clear(); !cleared) return cleared;
    report_(SignatureBegan{pad_->size()});  // what was drawn until now is on no glass
  }
  if (std::holds_alternative<EndSignature>(command)) {
    signing_ = false;
    return pad_->end();
  }
  return {};
}

Result<void> PadDuty::turn() {
  if (!signing_) return {};
  PenMoved moved;
  std::optional<PadNews> tapped;
  for (auto limit = kLook; moved.samples.size() < kBatch && !tapped; limit = kBetweenSamples) {
    const auto samples = pad_->wait(limit);
    if (!samples) return tl::unexpected(samples.error());
    tapped = pad_->tapped();
    if (samples->empty()) break;
    moved.samples.insert(moved.samples.end(), samples->begin(), samples->end());
  }
  if (!moved.samples.empty()) report_(std::move(moved));
  if (tapped) report_(PadTapped{*tapped});
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
