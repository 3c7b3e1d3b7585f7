#include <zmq.h>

#include <algorithm>

#include "refund/require.hpp"
#include "sync/link.hpp"

namespace slipway::sync {

CurvePair make_curve_pair() {
  CurvePair pair;
  refund::require(zmq_curve_keypair(pair.open.data(), pair.secret.data()) == 0);
  return pair;
}

std::optional<CurveKey> curve_key_from(std::string_view z85) {
  CurveKey key{};
  if (z85.size() != key.size() - 1) return std::nullopt;
  std::copy(z85.begin(), z85.end(), key.begin());
  std::array<std::uint8_t, 32> bytes{};
  if (zmq_z85_decode(bytes.data(), key.data()) == nullptr) return std::nullopt;
  // libzmq is lenient with characters outside the alphabet: only what encodes back is a key.
  CurveKey again{};
  if (zmq_z85_encode(again.data(), bytes.data(), bytes.size()) == nullptr) return std::nullopt;
  if (again != key) return std::nullopt;
  return key;
}

std::optional<CurveKey> curve_open_of(const CurveKey& secret) {
  CurveKey open{};
  if (zmq_curve_public(open.data(), secret.data()) != 0) return std::nullopt;
  return open;
}

}  // namespace slipway::sync
