#pragma once

namespace slipway::refund {

// Stops the process, in release too, when something that we ourselves guarantee does not hold:
// carrying on with broken books is worse than stopping. Never for input. File and line are the
// caller's (builtins, because clang 14, which builds the fuzzers, lacks std::source_location).
void require(bool holds, const char* file = __builtin_FILE(), int line = __builtin_LINE());

}  // namespace slipway::refund
