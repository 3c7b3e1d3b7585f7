#include "refund/person_code.hpp"

#include "refund/require.hpp"

namespace slipway::refund {

std::string person_code(const Digest& digest, std::size_t length) {
  require(length <= 12);  // 28^12 is below 2^64
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = number << 8U | digest[i];
  std::string code;
  for (std::size_t i = 0; i < length; ++i) {
    code += kPersonAlphabet[number % kPersonAlphabet.size()];
    number /= kPersonAlphabet.size();
  }
  return code;
}

}  // namespace slipway::refund
