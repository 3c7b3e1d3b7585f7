#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/flow/scene.hpp"

namespace slipway::kiosk::view {

// One face with made-up content, named for its file.
struct Sample {
  std::string name;
  Face face;
  // Words that must stand there at once, without turning a page; none: nothing is asked for.
  std::function<std::string()> at_once = nullptr;
};

// Every screen at least once, with content as long as real content gets.
[[nodiscard]] std::vector<Sample> samples();

}  // namespace slipway::kiosk::view
