#pragma once

#include <string>

namespace slipway::program {

// Makes gettext know a program's sentences: from the folder beside the build's programs when they
// run uninstalled, from the system's otherwise. Main thread, once, before any window.
void use_translations(const std::string& domain);

// "zh_CN" or "en". Sentences asked for afterwards come in that language; what stands on a screen
// already must be built anew. Main thread. Works on a machine without any locale generated.
void speak(const std::string& language);

}  // namespace slipway::program
