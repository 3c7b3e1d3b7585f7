#pragma once

#include "kiosk/view/frame.hpp"

// One unit per screen: from its values to its widgets, without a decision.
namespace slipway::kiosk::view {

[[nodiscard]] Drawing draw(const Stage& stage, const scene::Attract& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::TapCard& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Pin& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Account& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Quote& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Reasons& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Payout& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::BankCard& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Review& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Submitted& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::TrackEntry& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Tracked& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Confirm& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Withdraw& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Withdrawn& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Done& shown);
[[nodiscard]] Drawing draw(const Stage& stage, const scene::Said& shown);

}  // namespace slipway::kiosk::view
