#pragma once

#include <string>
#include <tl/expected.hpp>

namespace slipway::program {

// Why a program cannot start or go on, as one sentence for the person at the keyboard: where
// (file and line), what stands there, what is expected. Printed to stderr, exit status 2.
struct Refusal {
  std::string text;
};

template <typename T>
using Result = tl::expected<T, Refusal>;

}  // namespace slipway::program
