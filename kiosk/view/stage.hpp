#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "kiosk/flow/input.hpp"
#include "kiosk/flow/scene.hpp"

namespace slipway::kiosk::view {

// The three layouts that the stylesheet knows, by the size of the screen.
enum class Shape { Portrait, Landscape, Compact };
[[nodiscard]] Shape shape_of(int width, int height);

// What a view needs beside its scene: the sheet it is drawn for, and where to tell what the member
// does. Views live in the main thread; `tell` may be called from any signal of a widget, it never
// destroys the widget before the signal has returned.
struct Stage {
  Shape shape = Shape::Portrait;
  refund::Language language = refund::Language::Chinese;
  Access access = Access::Normal;
  std::function<void(Input)> tell;
  // News that takes its room inside the content, because the screen has none above it.
  std::optional<Banner> news;
  // The page that is shown of this screen.
  std::shared_ptr<std::size_t> page = std::make_shared<std::size_t>(0);

  [[nodiscard]] bool is_wide() const { return shape != Shape::Portrait; }
  [[nodiscard]] bool is_compact() const { return shape == Shape::Compact; }
  // Large letters on a wide screen: one pane, and its pages are turned.
  [[nodiscard]] bool is_paged() const { return is_wide() && access != Access::Normal; }
  void press(Button button) const { tell(Pressed{button}); }
  [[nodiscard]] std::string say(const refund::Phrase& phrase) const { return phrase.in(language); }
};

}  // namespace slipway::kiosk::view
