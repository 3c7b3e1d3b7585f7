#pragma once

namespace slipway::desk::view {

enum class Theme { Light, Dark };

// Loads the stylesheet with the tokens of this theme, and the type scale; again to change them.
// Main thread, with a display.
void use_theme(Theme theme);

}  // namespace slipway::desk::view
