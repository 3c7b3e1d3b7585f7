#pragma once

namespace slipway::program {

// Tells whoever started this program that it serves now (sd_notify's READY=1 to $NOTIFY_SOCKET).
// Nothing happens when nobody asked to be told.
void say_ready();

}  // namespace slipway::program
