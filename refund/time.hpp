#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::refund {

// A moment, UTC. Rules never ask for it; it is handed to them.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
// A calendar day of the shop.
using Date = std::chrono::sys_days;
// What the shop's clock shows minus UTC. China has one zone without summer time.
using Offset = std::chrono::minutes;
inline constexpr Offset kChina{480};

[[nodiscard]] Date date_of(Instant instant, Offset offset = kChina);
[[nodiscard]] std::string to_text(Date date);                                // "2026-11-21"
[[nodiscard]] std::string to_text(Instant instant, Offset offset = kChina);  // "2026-11-21 20:38"
// Reads "2026-11-21" and "2026-11-21 20:38[:05]" (the shop's clock). Nothing for an impossible day.
[[nodiscard]] std::optional<Date> date_from(std::string_view text);
[[nodiscard]] std::optional<Instant> instant_from(std::string_view text, Offset offset = kChina);

}  // namespace slipway::refund
