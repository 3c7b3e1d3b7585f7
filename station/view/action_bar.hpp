#pragma once

#include <gtkmm/box.h>

#include <functional>

#include "station/view/pieces.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

// What can be done, each with its key, and what was just done and can still be undone.
class ActionBar : public Gtk::Box {
 public:
  // The wishes that need a sheet first are the window's.
  struct Wishes {
    std::function<void()> reject;
    std::function<void()> papers;
    std::function<void()> transfer;
    std::function<void()> approve;
    std::function<void()> undo;
    std::function<void(bool)> paper_is_out;
    std::function<void(CopyTo)> copy;
  };
  ActionBar(Stage& stage, Wishes wishes);
  void show_desk();

 private:
  [[nodiscard]] KeyButton* button(const std::string& icon_name, const std::string& text,
                                  const std::string& key, Classes classes);
  [[nodiscard]] std::string hint() const;

  Stage& stage_;
  Gtk::Label* hint_;
  KeyButton* undo_;
  KeyButton* save_;
  KeyButton* print_;
  KeyButton* not_out_;
  KeyButton* is_out_;
  KeyButton* transfer_;
  KeyButton* papers_;
  KeyButton* reject_;
  KeyButton* approve_;
};

}  // namespace slipway::desk::view
