#include "command/pad_prompt.hpp"

#include <algorithm>
#include <cstdlib>

namespace slipway::command {
namespace {

using devices::PadArea;
using devices::Prompt;

struct Point {
  int x = 0;
  int y = 0;
};

void ink(Prompt& prompt, int x, int y) {
  if (x < 0 || x >= prompt.size.width || y < 0 || y >= prompt.size.height) return;
  const auto byte =
      static_cast<std::size_t>(y) * prompt.row_bytes() + static_cast<std::size_t>(x / 8);
  prompt.rows[byte] = static_cast<std::uint8_t>(prompt.rows[byte] | 0x80 >> (x % 8));
}

// Three pixels wide.
void draw(Prompt& prompt, const Point& from, const Point& to) {
  const int steps = std::max({std::abs(to.x - from.x), std::abs(to.y - from.y), 1});
  for (int step = 0; step <= steps; ++step) {
    const int x = from.x + (to.x - from.x) * step / steps;
    const int y = from.y + (to.y - from.y) * step / steps;
    for (int beside = -1; beside <= 1; ++beside) {
      ink(prompt, x + beside, y);
      ink(prompt, x, y + beside);
    }
  }
}

void frame(Prompt& prompt, const PadArea& area) {
  const int right = area.left + area.width - 2;
  const int bottom = area.top + area.height - 2;
  const Point corners[] = {{area.left + 1, area.top + 1},
                           {right, area.top + 1},
                           {right, bottom},
                           {area.left + 1, bottom},
                           {area.left + 1, area.top + 1}};
  for (std::size_t at = 1; at < std::size(corners); ++at)
    draw(prompt, corners[at - 1], corners[at]);
}

// A place within an area, in hundredths of its height from its middle.
Point within(const PadArea& area, int right, int down) {
  return {area.left + area.width / 2 + area.height * right / 100,
          area.top + area.height / 2 + area.height * down / 100};
}

}  // namespace

Prompt pad_prompt(const devices::PadScreen& screen) {
  Prompt prompt;
  prompt.size = screen;
  prompt.rows.resize(prompt.row_bytes() * static_cast<std::size_t>(screen.height));
  const int gap = screen.width / 30;
  const int width = (screen.width - 4 * gap) / 3;
  const int height = screen.height / 5;
  const int top = screen.height - height - gap / 2;
  prompt.cancel = {gap, top, width, height};
  prompt.clear = {2 * gap + width, top, width, height};
  prompt.accept = {3 * gap + 2 * width, top, width, height};
  for (const PadArea& area : {prompt.cancel, prompt.clear, prompt.accept})
    frame(prompt, area);
  draw(prompt, {gap, top - height / 2}, {screen.width - gap, top - height / 2});
  draw(prompt, within(prompt.cancel, -25, -25), within(prompt.cancel, 25, 25));
  draw(prompt, within(prompt.cancel, -25, 25), within(prompt.cancel, 25, -25));
  draw(prompt, within(prompt.clear, -35, 0), within(prompt.clear, 35, 0));
  draw(prompt, within(prompt.accept, -30, 0), within(prompt.accept, -8, 25));
  draw(prompt, within(prompt.accept, -8, 25), within(prompt.accept, 30, -25));
  return prompt;
}

}  // namespace slipway::command
