#pragma once

namespace slipway::devices {

// Whether what a pen does crosses the cable encrypted, as an operator wants it ([pad] encrypted in
// devices.toml). Prefer: where the pad can. Require: a pad that cannot is refused. Never: not
// asked.
enum class Encryption { Prefer, Require, Never };

}  // namespace slipway::devices
