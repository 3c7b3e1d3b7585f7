#pragma once

#include <gtkmm/box.h>

#include "sync/wire/desk_messages.hpp"

// The cards of the detail, each made from the values alone.
namespace slipway::desk::view {

[[nodiscard]] Gtk::Widget* calculation_card(const sync::Detail& detail);
[[nodiscard]] Gtk::Widget* months_card(const sync::Detail& detail, refund::Instant now);
[[nodiscard]] Gtk::Widget* request_card(const sync::Detail& detail);
// Each payment, what must be seen first, and by when the money leaves.
[[nodiscard]] Gtk::Widget* payout_card(const sync::Detail& detail);
// Each reason with its points; the score in words, and how long a closer look may take.
[[nodiscard]] Gtk::Widget* risk_card(const sync::Detail& detail);
[[nodiscard]] Gtk::Widget* signature_card(const sync::Detail& detail);
[[nodiscard]] Gtk::Widget* history_card(const sync::Detail& detail);
[[nodiscard]] Gtk::Widget* lots_card(const sync::Detail& detail);

}  // namespace slipway::desk::view
