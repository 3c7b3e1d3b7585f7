#pragma once

namespace slipway::refund {

// Says where the promise was made and ends the process.
[[noreturn]] void stop_at(const char* file, int line);

// Stops the process, in release too, when something that we ourselves guarantee does not hold:
// carrying on with broken books is worse than stopping. Never for input. File and line are the
// caller's (builtins, because clang 14, which builds the fuzzers, lacks std::source_location).
// Inline, so that compiler and analyzer know what holds afterwards.
inline void require(bool holds, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (!holds) stop_at(file, line);
}

}  // namespace slipway::refund
