#include "devices/usb/recorder.hpp"

#include <algorithm>
#include <utility>

#include "devices/usb/wipe.hpp"

namespace slipway::devices::usb {

using Kind = RecordedTransfer::Kind;
using std::chrono::milliseconds;

namespace {

template <typename Value>
std::optional<Fault> fault_of(const Result<Value>& result) {
  return result ? std::nullopt : std::optional(result.error().fault);
}

}  // namespace

milliseconds Recorder::steady_time() {
  return std::chrono::duration_cast<milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

Recorder::Recorder(std::unique_ptr<Scrubber> scrubber, Clock clock)
    : scrubber_(std::move(scrubber)), clock_(std::move(clock)), began_(clock_()) {}

void Recorder::describe(const Description& description, const Interface& claimed) {
  recording_.description = description;
  recording_.description.serial.assign(description.serial.size(), '0');
  recording_.description.port.clear();
  recording_.description.address = 0;
  recording_.interface = claimed.number;
  recording_.alternate = claimed.alternate;
}

void Recorder::add(RecordedTransfer transfer) {
  add_at(std::max(now_, clock_() - began_), std::move(transfer));
}

void Recorder::add_at(milliseconds at, RecordedTransfer transfer) {
  now_ = transfer.at = std::max(now_, at);
  transfer = scrubbed(std::move(transfer), *scrubber_);
  bytes_ += transfer.bytes.size();
  is_whole_ = is_whole_ && recording_.transfers.size() < kMostTransfers &&
              bytes_ <= kMostRecordedBytes && transfer.bytes.size() <= kLongestTransfer &&
              transfer.offered <= kLongestTransfer;
  if (is_whole_) recording_.transfers.push_back(std::move(transfer));
}

RecordedTransfer scrubbed(RecordedTransfer transfer, Scrubber& scrubber) {
  const WipedAtEnd wiped(transfer.bytes);
  RecordedTransfer clean = transfer;
  wipe(clean.bytes.data(), clean.bytes.size());
  switch (transfer.kind) {
    case Kind::ControlIn:
      clean.bytes = scrubber.control_in(transfer.setup, transfer.bytes);
      break;
    case Kind::ControlOut:
      clean.bytes = scrubber.control_out(transfer.setup, transfer.bytes);
      break;
    case Kind::Write:
      clean.bytes = scrubber.written(transfer.endpoint, transfer.bytes);
      break;
    case Kind::Read:
      clean.bytes = scrubber.read(transfer.endpoint, transfer.bytes, transfer.at);
      break;
    case Kind::ClearHalt:
      break;
  }
  return clean;
}

RecordingTransport::RecordingTransport(std::unique_ptr<Transport> below, Recorder& recorder)
    : below_(std::move(below)), recorder_(recorder) {
  recorder_.describe(below_->description(), below_->interface());
}

Result<Bytes> RecordingTransport::control_in(const Setup& setup, std::size_t most,
                                             milliseconds timeout) {
  auto answer = below_->control_in(setup, most, timeout);
  recorder_.add({{}, Kind::ControlIn, setup, 0, 0, fault_of(answer), answer.value_or(Bytes{})});
  return answer;
}

Result<void> RecordingTransport::control_out(const Setup& setup,
                                             std::span<const std::uint8_t> bytes,
                                             milliseconds timeout) {
  auto done = below_->control_out(setup, bytes, timeout);
  recorder_.add(
      {{}, Kind::ControlOut, setup, 0, 0, fault_of(done), Bytes(bytes.begin(), bytes.end())});
  return done;
}

Transport::Written RecordingTransport::write(std::uint8_t endpoint,
                                             std::span<const std::uint8_t> bytes,
                                             milliseconds timeout) {
  auto written = below_->write(endpoint, bytes, timeout);
  const auto taken = bytes.first(std::min(written.taken, bytes.size()));
  recorder_.add({{},
                 Kind::Write,
                 {},
                 endpoint,
                 bytes.size(),
                 written.error ? std::optional(written.error->fault) : std::nullopt,
                 Bytes(taken.begin(), taken.end())});
  return written;
}

Result<Bytes> RecordingTransport::read(std::uint8_t endpoint, std::size_t most,
                                       milliseconds timeout) {
  auto packet = below_->read(endpoint, most, timeout);
  recorder_.add({{}, Kind::Read, {}, endpoint, 0, fault_of(packet), packet.value_or(Bytes{})});
  return packet;
}

Result<void> RecordingTransport::clear_halt(std::uint8_t endpoint) {
  auto done = below_->clear_halt(endpoint);
  recorder_.add({{}, Kind::ClearHalt, {}, endpoint, 0, fault_of(done), {}});
  return done;
}

}  // namespace slipway::devices::usb
