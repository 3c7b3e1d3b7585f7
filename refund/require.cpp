#include "refund/require.hpp"

#include <cstdio>
#include <cstdlib>

namespace slipway::refund {

void stop_at(const char* file, int line) {
  std::fprintf(stderr, "slipway: a promise of the program does not hold: %s:%d\n", file, line);
  std::abort();
}

}  // namespace slipway::refund
