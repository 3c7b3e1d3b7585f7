#pragma once

#include <functional>
#include <memory>

#include "devices/usb/recording.hpp"
#include "devices/usb/scrubber.hpp"

namespace slipway::devices::usb {

// Writes down, without personal data, what passes between one driver and one device. Outlives the
// transport that it listens to. One thread.
class Recorder {
 public:
  // From any beginning, never back.
  using Clock = std::function<std::chrono::milliseconds()>;
  [[nodiscard]] static std::chrono::milliseconds steady_time();

  explicit Recorder(std::unique_ptr<Scrubber> scrubber, Clock clock = &steady_time);

  // The device that this is about. Its serial number is written as zeros.
  void describe(const Description& description, const Interface& claimed);
  // One transfer as it was, when it has ended; time and personal data are seen to here.
  void add(RecordedTransfer transfer);
  // The same, with the time that it had: for what somebody else has written down.
  void add_at(std::chrono::milliseconds at, RecordedTransfer transfer);

  // When the last transfer ended: the only time that a replay can give again, so whatever decides
  // what a driver is told to do next goes by it.
  [[nodiscard]] std::chrono::milliseconds now() const { return now_; }
  // False when there was more than a recording may hold; the rest is missing.
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  // What was written so far; origin and role are the caller's to fill in.
  [[nodiscard]] const Recording& recording() const { return recording_; }

 private:
  std::unique_ptr<Scrubber> scrubber_;
  Clock clock_;
  std::chrono::milliseconds began_;
  std::chrono::milliseconds now_{0};
  std::size_t bytes_ = 0;
  bool is_whole_ = true;
  Recording recording_;
};

// What the driver sent as it stands in a recording: scrubbed, and only what was taken.
[[nodiscard]] RecordedTransfer scrubbed(RecordedTransfer transfer, Scrubber& scrubber);

// A transport with a recorder listening; the driver above and the device below notice nothing.
class RecordingTransport final : public Transport {
 public:
  RecordingTransport(std::unique_ptr<Transport> below, Recorder& recorder);

  [[nodiscard]] const Description& description() const override { return below_->description(); }
  [[nodiscard]] const Interface& interface() const override { return below_->interface(); }
  [[nodiscard]] Result<Bytes> control_in(const Setup& setup, std::size_t most,
                                         std::chrono::milliseconds timeout) override;
  [[nodiscard]] Result<void> control_out(const Setup& setup, std::span<const std::uint8_t> bytes,
                                         std::chrono::milliseconds timeout) override;
  [[nodiscard]] Written write(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                              std::chrono::milliseconds timeout) override;
  [[nodiscard]] Result<Bytes> read(std::uint8_t endpoint, std::size_t most,
                                   std::chrono::milliseconds timeout) override;
  [[nodiscard]] Result<void> clear_halt(std::uint8_t endpoint) override;
  void interrupt() override { below_->interrupt(); }

 private:
  std::unique_ptr<Transport> below_;
  Recorder& recorder_;
};

}  // namespace slipway::devices::usb
