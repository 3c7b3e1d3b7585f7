#include "refund/require.hpp"

#include <cstdio>
#include <cstdlib>

namespace slipway::refund {

void require(bool holds, std::source_location where) {
  if (holds) return;
  std::fprintf(stderr, "slipway: a promise of the program does not hold: %s:%u (%s)\n",
               where.file_name(), where.line(), where.function_name());
  std::abort();
}

}  // namespace slipway::refund
