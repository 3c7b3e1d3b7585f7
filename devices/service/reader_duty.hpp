#pragma once

#include "devices/reader/card_reader.hpp"
#include "devices/service/duty.hpp"

namespace slipway::devices {

// Reports cards while the screen has armed the reader; stays armed over a replug.
class ReaderDuty : public Duty {
 public:
  using Open = std::function<Result<std::unique_ptr<CardReader>>(std::unique_ptr<usb::Transport>)>;

  ReaderDuty(Open open, Report report) : open_(std::move(open)), report_(std::move(report)) {}

  [[nodiscard]] Role role() const override { return Role::Reader; }
  [[nodiscard]] Result<void> begin(std::unique_ptr<usb::Transport> transport) override;
  [[nodiscard]] Result<void> obey(const Command& command) override;
  [[nodiscard]] Result<void> turn() override;
  [[nodiscard]] std::chrono::milliseconds rest() const override;
  void end() override;
  void obey_absent(const Command& command) override;

 private:
  [[nodiscard]] Result<void> arm();
  [[nodiscard]] Result<void> disarm();

  Open open_;
  Report report_;
  std::unique_ptr<CardReader> reader_;
  bool armed_ = false;
  bool card_shown_ = false;
};

}  // namespace slipway::devices
