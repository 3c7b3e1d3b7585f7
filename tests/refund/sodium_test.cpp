#include "refund/sodium.hpp"

#include "tests/catch.hpp"

using namespace slipway::refund;

TEST_CASE("the digest is BLAKE2b with 32 bytes") {
  CHECK(to_hex(digest_of("abc")) ==
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  CHECK(digest_of(std::string_view()) == digest_of(Bytes{}));
}

TEST_CASE("hex goes both ways and refuses what is no hex") {
  const Bytes bytes{0x00, 0x7F, 0xAB, 0xFF};
  CHECK(to_hex(bytes) == "007fabff");
  CHECK(bytes_from_hex("007fABff") == bytes);
  CHECK_FALSE(bytes_from_hex("0"));
  CHECK_FALSE(bytes_from_hex("0g"));
  CHECK(bytes_from_hex("") == Bytes{});
}

TEST_CASE("a signature is Ed25519 and belongs to its key and message") {
  // RFC 8032, section 7.1, test 2.
  const auto seed_bytes =
      bytes_from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  SigningSeed seed{};
  std::copy(seed_bytes->begin(), seed_bytes->end(), seed.begin());
  const SigningKey key(seed);
  CHECK(to_hex(key.public_key()) ==
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const Bytes message{0x72};
  const SignatureBytes signature = key.sign(message);
  CHECK(to_hex(signature) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(is_signed_by(key.public_key(), message, signature));
  CHECK_FALSE(is_signed_by(key.public_key(), Bytes{0x73}, signature));
  const SigningKey other(SigningSeed{});
  CHECK_FALSE(is_signed_by(other.public_key(), message, signature));
  CHECK(key_id(key.public_key()) != key_id(other.public_key()));
}

TEST_CASE("a key of small order signs nothing") {
  PublicKey identity{};
  identity[0] = 1;
  SignatureBytes signature{};
  signature[0] = 1;
  CHECK_FALSE(is_signed_by(identity, Bytes{1, 2, 3}, signature));
}
