#pragma once

namespace slipway::devices {

// Whose word it is that a device plays a role: its own, or an operator's who named its port.
enum class Chosen { ByItself, ByOperator };

}  // namespace slipway::devices
