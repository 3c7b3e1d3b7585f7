#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/pad/stu.hpp"

namespace slipway::devices {

// The pad's end of encrypted mode, simulated: its side of both key exchanges, its states, and the
// encryption of its reports. It shares no line with the driver's end (stu_capture, stu_cipher), so
// that a mistake in one of them is seen.
class VirtualCapture {
 public:
  explicit VirtualCapture(std::optional<stu::Exchange> exchange) : exchange_(exchange) {}

  // A feature report that is asked for; nothing: not one of these, or not of this model.
  [[nodiscard]] std::optional<stu::Bytes> feature(std::uint8_t report) const;
  // One that is sent: what the pad's status says of it; nothing as above. `is_idle`: the pad is
  // busy neither with its glass nor with a picture.
  [[nodiscard]] std::optional<std::uint8_t> take(std::span<const std::uint8_t> report,
                                                 bool is_idle);
  void pass(std::chrono::milliseconds time);
  void lose_power() { *this = VirtualCapture(exchange_); }

  [[nodiscard]] bool is_on() const { return is_on_; }
  [[nodiscard]] bool is_calculating() const { return calculating_.count() > 0; }

  // The packet that carries this pen (six bytes); nothing while it waits for the second of a pair.
  [[nodiscard]] std::optional<stu::Bytes> sealed(std::span<const std::uint8_t> pen, int time,
                                                 int sequence, std::uint8_t option_mode);
  // The pen has left: half a pair is sent with a pen that is away.
  [[nodiscard]] std::optional<stu::Bytes> rest();

  // How it lies from now on: none, silent, composite, base, key, long, refuse, session, or honest.
  [[nodiscard]] bool lie(const std::string& how);

 private:
  enum class Lie { Honest, None, Silent, Composite, Base, Key, Long, Refuse, Session };

  [[nodiscard]] stu::Bytes prime() const;
  [[nodiscard]] stu::Bytes encryption_status() const;
  [[nodiscard]] std::uint8_t take_host_key(std::span<const std::uint8_t> number);
  void obey_command(std::span<const std::uint8_t> command);
  [[nodiscard]] std::uint8_t add_parameter(std::span<const std::uint8_t> command);
  [[nodiscard]] std::uint8_t generate();
  [[nodiscard]] std::uint8_t answer_part(std::span<const std::uint8_t> command);
  [[nodiscard]] stu::Bytes encrypted(const stu::Bytes& plain) const;
  void put_session(stu::Bytes& bytes) const;

  std::optional<stu::Exchange> exchange_;
  Lie lie_ = Lie::Honest;
  std::chrono::milliseconds calculating_{0};
  std::chrono::milliseconds since_start_{0};
  bool is_on_ = false;
  std::uint32_t session_ = 0;
  stu::Bytes key_;  // of AES; empty: none yet
  stu::Bytes public_key_;
  bool has_type_ = false;
  stu::Bytes exponent_;
  stu::Bytes modulus_;
  stu::Bytes wrapped_;
  stu::Bytes answer_;
  std::uint8_t result_ = 0;   // of the last command
  stu::Bytes first_of_pair_;  // its pen
  int first_stamp_ = 0;
  std::uint8_t pair_mode_ = 0;
};

}  // namespace slipway::devices
