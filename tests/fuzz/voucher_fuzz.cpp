#include <cstddef>
#include <cstdint>

#include "refund/base45.hpp"
#include "refund/require.hpp"
#include "refund/voucher.hpp"

// Any text and any envelope may be shown; only what was issued here is valid or expired.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::refund;
  static const SigningKey key(digest_of("fuzz"));
  static const std::vector<PublicKey> keys{key.public_key()};
  static const std::string issued =
      issue(Voucher{1, 2, 1, 42, Money{88'650}, Instant(std::chrono::seconds(1)), 30}, key);
  const auto is_authentic = [](std::string_view text) {
    const Verdict verdict = verify(text, keys, Instant(std::chrono::seconds(2))).verdict;
    return verdict == Verdict::Valid || verdict == Verdict::Expired;
  };
  const std::string text(reinterpret_cast<const char*>(first), size);
  require(!is_authentic(text) || text == issued);
  const std::string wrapped = "RV1:" + to_base45(std::span(first, size));
  require(!is_authentic(wrapped) || wrapped == issued);
  return 0;
}
