#pragma once

namespace slipway::paper {

// Colours as @define-color tokens: a stylesheet names tokens only, a theme is one of these files.
inline constexpr const char* kTokensLight = "/slipway/paper/style/tokens-light.css";
inline constexpr const char* kTokensDark = "/slipway/paper/style/tokens-dark.css";
inline constexpr const char* kTokensHighContrast = "/slipway/paper/style/tokens-hc.css";

// Makes the styles and icons of this folder known to GLib. Call it once at the start of a program:
// the linker leaves out of a static library what nobody calls. Harmless when called again.
void register_resources();

}  // namespace slipway::paper
