#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "devices/pad/stu_cipher.hpp"
#include "devices/pad/stu_exchange.hpp"
#include "devices/pad/stu_wire.hpp"

namespace slipway::devices::stu {

// Encrypted mode of an STU pad: a key of its own for each capture, and the reports opened with it.
//
//   is_offered -> begin (keys, StartCapture) -> opened... -> leave -> begin ...
//
// It keeps a passive listener on the cable from the signature. It does not tell the pad from
// another device that plays a pad: neither exchange proves who the other end is.
class Capture {
 public:
  explicit Capture(std::optional<Exchange> exchange) : exchange_(exchange) {}

  // Whether the pad knows its exchange; no exchange, a stall or a prime of zero is a no.
  [[nodiscard]] Result<bool> is_offered(Wire& wire) const;
  // The pad has to be Ready, with what is to be seen on its glass. After an error it may be in any
  // state, and no key is kept.
  [[nodiscard]] Result<void> begin(Wire& wire);
  // Of a pad in state Capture; ours is over, whatever the pad says.
  [[nodiscard]] Result<void> leave(Wire& wire);
  void forget() { key_.reset(); }

  [[nodiscard]] bool is_on() const { return key_ != nullptr; }
  // "RSA-2048 and AES-256"
  [[nodiscard]] const char* words() const;

  // The pens of one report, in order; none for a report that is not encrypted. Nothing for one of
  // another session, or of another key.
  [[nodiscard]] std::optional<std::vector<PenReport>> opened(std::span<const std::uint8_t> bytes,
                                                             OptionMode mode) const;

 private:
  [[nodiscard]] Result<std::unique_ptr<PenKey>> agree_on_number(Wire& wire) const;
  [[nodiscard]] Result<std::unique_ptr<PenKey>> receive_key(Wire& wire);
  [[nodiscard]] Result<void> send_public_key(Wire& wire) const;

  std::optional<Exchange> exchange_;
  std::unique_ptr<RsaPair> pair_;  // made when it is first needed, kept as long as the pad is open
  std::unique_ptr<PenKey> key_;
  std::uint32_t session_ = 0;
};

}  // namespace slipway::devices::stu
