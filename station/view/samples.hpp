#pragma once

#include "station/desk/desk.hpp"

// Made-up people and requests, so that every screen can be looked at without a station.
namespace slipway::desk::view {

// The moment at which the samples are looked at: 2026-11-21 20:50 in the shop.
[[nodiscard]] refund::Instant sample_now();
[[nodiscard]] sync::SignedIn sample_sign_in();
// Twelve requests to review, four to pay out, two kiosks.
[[nodiscard]] sync::Inbox sample_inbox();
[[nodiscard]] sync::Detail sample_detail(const sync::InboxRow& row);
[[nodiscard]] sync::VoucherFound sample_voucher();

}  // namespace slipway::desk::view
