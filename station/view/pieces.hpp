#pragma once

#include <gtkmm/box.h>
#include <gtkmm/button.h>
#include <gtkmm/drawingarea.h>
#include <gtkmm/label.h>
#include <libintl.h>

#include <initializer_list>
#include <string>

#include "refund/phrase.hpp"
#include "station/desk/words.hpp"

// The small pieces that every pane is made of. All are managed: they live as long as their parent.
namespace slipway::desk::view {

inline const char* _(const char* sentence) {
  return ::gettext(sentence);
}

// The language of this desk; set once at start and by the gallery. Main thread.
void use_language(refund::Language language);
[[nodiscard]] refund::Language language();
[[nodiscard]] const std::string& say(const refund::Phrase& phrase);
// Puts the texts in the places of %1, %2, ...
[[nodiscard]] std::string filled(const std::string& pattern,
                                 std::initializer_list<std::string> texts);

using Classes = std::initializer_list<const char*>;
[[nodiscard]] Gtk::Box* column(int spacing, Classes classes = {});
[[nodiscard]] Gtk::Box* row(int spacing, Classes classes = {});
// Left, on one line, shortened with an ellipsis when there is no room.
[[nodiscard]] Gtk::Label* line(const std::string& text, Classes classes = {});
// Left, over as many lines as it needs.
[[nodiscard]] Gtk::Label* paragraph(const std::string& text, Classes classes = {});
[[nodiscard]] Gtk::Label* pill(const Pill& pill);
[[nodiscard]] Gtk::Label* key_cap(const std::string& key);
[[nodiscard]] Gtk::Box* spacer();

// What a screen reader and a driver of tests call the widget.
void name_widget(Gtk::Widget& widget, const std::string& name);

// A drawn icon in the colour of the text around it.
class Icon : public Gtk::DrawingArea {
 public:
  Icon(std::string name, int size);
  void show_icon(const std::string& name);

 private:
  void draw(const Cairo::RefPtr<Cairo::Context>& context, int width, int height);
  std::string name_;
};
[[nodiscard]] Icon* icon(const std::string& name, int size = 18);

// Icon, words and the key that does the same; its accessible name is the words.
class KeyButton : public Gtk::Button {
 public:
  KeyButton(const std::string& icon_name, const std::string& text, const std::string& key,
            Classes classes);
  void set_text(const std::string& text);
  // Other words under the same accessible name: a countdown.
  void set_words(const std::string& words) { text_->set_text(words); }

 private:
  Gtk::Label* text_;
};

// A framed card with its small title on top.
[[nodiscard]] Gtk::Box* card(const std::string& title);
// "title ........ value" inside a card.
[[nodiscard]] Gtk::Box* fact(const std::string& title, const std::string& value,
                             Classes value_classes = {});

void remove_children(Gtk::Box& box);

}  // namespace slipway::desk::view
