#pragma once

#include <gtkmm.h>
#include <libintl.h>

#include <functional>
#include <initializer_list>
#include <string>

#include "kiosk/view/stage.hpp"

#define _(text) gettext(text)

// The pieces that every screen is built of. All of them return widgets that die with their parent.
namespace slipway::kiosk::view {

using Classes = std::initializer_list<const char*>;

// The colour that the stylesheet gives this widget's text.
[[nodiscard]] Gdk::RGBA colour_of(Gtk::Widget& widget);

// Wraps, never ellipsizes: an amount or a date that is cut off is a lie.
[[nodiscard]] Gtk::Label* text(const std::string& words, Classes classes = {}, float align = 0.0F);
// An icon in the colour of its place.
[[nodiscard]] Gtk::Widget* icon(const std::string& name, Classes classes = {});
// An icon on a coloured tile.
[[nodiscard]] Gtk::Widget* tile(const std::string& name, Classes classes = {});

[[nodiscard]] Gtk::Box* row(int spacing, Classes classes = {});
[[nodiscard]] Gtk::Box* column(int spacing, Classes classes = {});
// Takes up the room that others leave.
[[nodiscard]] Gtk::Widget* filler();

// The name under which assistive technology (and the demo) finds a widget: its visible words.
void name_widget(Gtk::Widget& widget, const std::string& name);

enum class IconSide { Left, Right };
[[nodiscard]] Gtk::Button* button(const std::string& words, const std::string& icon_name,
                                  Classes classes, const std::function<void()>& pressed,
                                  IconSide side = IconSide::Left);
// A button around any content, named by `name`.
[[nodiscard]] Gtk::Button* card_button(Gtk::Widget& content, const std::string& name,
                                       Classes classes, const std::function<void()>& pressed);

// "Withdraw request": beside the one way on, as quiet as a choice can be and still be touched.
[[nodiscard]] Gtk::Widget* withdraw_choice(const Stage& stage);

// A coloured line with an icon: good, blue, or caution when no class is given.
[[nodiscard]] Gtk::Widget* note(const std::string& icon_name, const std::string& words,
                                Classes classes = {});
// What the machine has to say beside the screen itself.
[[nodiscard]] Gtk::Widget* news_line(const Stage& stage, const Banner& news);
// Scrolls up and down only.
[[nodiscard]] Gtk::Widget* scrolled(Gtk::Widget& content);
// One row of a table of facts: what it is, and how much or which.
[[nodiscard]] Gtk::Widget* fact(const std::string& what, const std::string& which,
                                Classes classes = {});

// Side by side on a wide screen, one under the other on a high one.
[[nodiscard]] Gtk::Widget* panes(const Stage& stage, Gtk::Widget& left, Gtk::Widget& right);
// A page with its margins; `child` fills it.
[[nodiscard]] Gtk::Widget* page(Gtk::Widget& child);

// Below a page: one way back, one way on.
struct Actions {
  std::string secondary;  // empty: no such button
  std::string secondary_icon = "arrow-left";
  Button secondary_press = Button::Secondary;
  std::string primary;
  std::string primary_icon = "arrow-right";
  bool may_go_on = true;
};
// `primary`, when given, is where the pointer to the primary button goes.
[[nodiscard]] Gtk::Widget* actions(const Stage& stage, const Actions& wanted,
                                   Gtk::Button** primary = nullptr);

// The sentence with %1, %2, ... replaced in order.
[[nodiscard]] std::string filled(const std::string& sentence,
                                 std::initializer_list<std::string> values);

}  // namespace slipway::kiosk::view
