#pragma once

#include <gtkmm/box.h>

#include <string>

#include "station/view/pieces.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

// A scanned voucher, large: may it be paid, is it being paid, is it paid.
class CashPanel : public Gtk::Box {
 public:
  explicit CashPanel(Stage& stage);
  void show_desk();

 private:
  void build();
  [[nodiscard]] Gtk::Widget* verdict() const;
  [[nodiscard]] Gtk::Widget* facts(const sync::VoucherFound& found) const;
  [[nodiscard]] Gtk::Widget* actions();

  Stage& stage_;
  std::string shown_;
};

}  // namespace slipway::desk::view
