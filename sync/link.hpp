#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/fault.hpp"

// The wire between kiosks, desks and the station: ZeroMQ DEALER and ROUTER with CURVE and an
// allow-list asked by ZAP (security.md 3). send() proves nothing; only an answer does.
namespace slipway::sync {

using Bytes = std::vector<std::uint8_t>;
using CurveKey = std::array<char, 41>;  // Z85 text with its terminating zero, as libzmq has it

struct CurvePair {
  CurveKey open{};  // may be shown to anyone
  CurveKey secret{};
};
[[nodiscard]] CurvePair make_curve_pair();
// Forty Z85 characters, as they stand in a key file; nothing for anything else.
[[nodiscard]] std::optional<CurveKey> curve_key_from(std::string_view z85);
// The open half of a secret key; nothing when it is none.
[[nodiscard]] std::optional<CurveKey> curve_open_of(const CurveKey& secret);

// A client's end: one DEALER. Thread-bound: everything from the thread that opened it. Watches its
// own socket monitor and builds the connection anew after a refusal, with growing pauses.
class Link {
 public:
  struct Address {
    std::string endpoint;  // "tcp://127.0.0.1:7301"
    CurveKey station{};    // pinned at enrolment
    CurvePair own;
    // Before the connection is built anew after a refusal; doubles with each, up to twelvefold.
    std::chrono::milliseconds pause{5'000};
  };
  // KeyRefused: the station does not know our key. WrongStation: its key is not the pinned one
  // (three handshakes failed in a row). Both may heal, and last until a handshake succeeds.
  enum class Health { Connecting, Up, Down, KeyRefused, WrongStation };

  [[nodiscard]] static Result<std::unique_ptr<Link>> open(const Address& address);
  virtual ~Link() = default;
  // False when it cannot be taken now (no connection, queue full, larger than 64 KiB).
  [[nodiscard]] virtual bool send(std::span<const std::uint8_t> frame) = 0;
  // The next frame, waiting at most so long, also for a byte on `also` (a pollable descriptor, -1
  // for none; the byte stays there). Comes back earlier with nothing when the health may have
  // changed.
  [[nodiscard]] virtual std::optional<Bytes> receive(std::chrono::milliseconds limit,
                                                     int also = -1) = 0;
  [[nodiscard]] virtual Health health() const = 0;
};

// Who may connect, by CURVE public key: asked at each handshake, and again at each message, so that
// a revocation works at once.
struct Peer {
  std::string name;  // "kiosk-1", "desk-1"
  enum class Kind { Kiosk, Desk } kind = Kind::Kiosk;
};
using AllowList = std::function<std::optional<Peer>(const std::string& key_z85)>;

// The station's end: one ROUTER with its ZAP handler. Thread-bound as Link.
class Gate {
 public:
  struct Incoming {
    Bytes route;  // give it back to answer()
    Peer peer;    // from the handshake's key, checked against the allow-list now
    Bytes frame;
  };
  [[nodiscard]] static Result<std::unique_ptr<Gate>> open(const std::string& endpoint,
                                                          const CurvePair& own, AllowList allowed);
  virtual ~Gate() = default;
  // Everything that waits, at most `most`, after waiting for the first at most `limit`. Handshakes
  // are answered in here only: call it often. Messages of peers that are no longer allowed, or of
  // more than one frame, are dropped without an answer.
  [[nodiscard]] virtual std::vector<Incoming> receive(std::chrono::milliseconds limit,
                                                      std::size_t most) = 0;
  // False when that peer is gone or full, or the frame larger than 64 KiB: it will ask again.
  [[nodiscard]] virtual bool answer(std::span<const std::uint8_t> route,
                                    std::span<const std::uint8_t> frame) = 0;
  // The port in use, for endpoints that ended in ":*".
  [[nodiscard]] virtual std::string endpoint() const = 0;
};

}  // namespace slipway::sync
