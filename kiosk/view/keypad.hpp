#pragma once

#include "kiosk/view/pages.hpp"

namespace slipway::kiosk::view {

// 1 to 9, then clear, 0, erase: as on a telephone and never shuffled.
[[nodiscard]] Gtk::Widget* digit_keypad(const Stage& stage);
// The digits and letters of slip codes, which have no look-alikes.
[[nodiscard]] Gtk::Widget* code_keypad(const Stage& stage);
// A row of boxes, one per place; the next one to fill is marked.
enum class Boxes { Dots, Letters };
[[nodiscard]] Gtk::Widget* boxes(Boxes kind, std::size_t places, const std::string& typed,
                                 bool is_wrong);

// The words beside a digit pad: the question, what was typed, what it is about, and advice, which
// comes first where there is little room and it is urgent.
[[nodiscard]] Gtk::Widget* asked(const Stage& stage, Gtk::Widget* question, Gtk::Widget* typed,
                                 Gtk::Widget* about, Gtk::Widget* advice, bool is_urgent);

// Keys with what was typed beside or above them; `words` is drawn anew by set_words().
struct KeyPage {
  Gtk::Widget* content = nullptr;
  std::function<void(Gtk::Widget&)> set_words;
};
// On a high screen the keys are always below.
enum class Keys { Beside, Below };
[[nodiscard]] KeyPage key_page(const Stage& stage, Gtk::Widget& words, Gtk::Widget& keys,
                               Keys place_of_keys = Keys::Beside);

}  // namespace slipway::kiosk::view
