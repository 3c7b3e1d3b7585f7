#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "refund/money.hpp"
#include "refund/sodium.hpp"
#include "refund/time.hpp"

namespace slipway::refund {

// What a voucher claims: this shop owes the bearer this amount. No name, no card (security.md 7.8).
struct Voucher {
  std::int64_t store = 0;   // the store's number
  std::int64_t kiosk = 0;   // the number of the kiosk that prints it
  std::int64_t epoch = 1;   // rises when the books were restored from a copy
  std::int64_t number = 0;  // 1, 2, 3, ... without gaps within store and epoch
  Money amount;
  Instant issued_at{};  // whole seconds
  int valid_days = 30;
  friend bool operator==(const Voucher&, const Voucher&) = default;
};

// "V1-000042" or, in a later epoch, "V2-000007": what a person reads.
[[nodiscard]] std::string number_text(const Voucher& voucher);

// The signed voucher as it stands in the QR code: "RV1:" and base45 of a COSE_Sign1 (RFC 9052) with
// EdDSA, key id in the unprotected header and a deterministic CBOR array of integers as payload.
[[nodiscard]] std::string issue(const Voucher& voucher, const SigningKey& key);

// Twelve characters in groups of four for the day the QR fails: "K8M2-7TQ4-X9D3". From the digest
// of the QR text; identifies the voucher at a desk that knows it, proves nothing by itself.
[[nodiscard]] std::string check_code(std::string_view qr_text);

enum class Verdict { Valid, Tampered, Expired, UnknownKey };

struct Verification {
  Verdict verdict = Verdict::Tampered;
  // What stands in it; for Tampered and UnknownKey nothing of it is proven (all zero when it could
  // not be read).
  Voucher voucher;
};

// Checks the text of a QR code with public keys only. Authentic is not unspent: whether it was
// redeemed only the station knows. Any bytes may be given.
[[nodiscard]] Verification verify(std::string_view qr_text, std::span<const PublicKey> keys,
                                  Instant now);

}  // namespace slipway::refund
