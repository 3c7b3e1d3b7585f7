#include "kiosk/view/keypad.hpp"

#include "refund/person_code.hpp"

namespace slipway::kiosk::view {
namespace {

Gtk::Button* key(const Stage& stage, char sign) {
  const std::string words(1, sign);
  return button(words, "", {"key", "num"}, [stage, sign] { stage.tell(Typed{sign}); });
}

Gtk::Button* clear_key(const Stage& stage) {
  if (!stage.is_paged())
    return button(_("Clear"), "", {"key", "fn"}, [stage] { stage.press(Button::Clear); });
  auto* content = icon("eraser");
  return card_button(*content, _("Clear"), {"key", "fn"}, [stage] { stage.press(Button::Clear); });
}

Gtk::Button* erase_key(const Stage& stage) {
  auto* content = icon("delete");
  return card_button(*content, _("Erase"), {"key", "fn"}, [stage] { stage.press(Button::Erase); });
}

Gtk::Grid* grid(int spacing) {
  auto* made = Gtk::make_managed<Gtk::Grid>();
  made->set_row_homogeneous(true);
  made->set_column_homogeneous(true);
  made->set_row_spacing(spacing);
  made->set_column_spacing(spacing);
  made->set_halign(Gtk::Align::CENTER);
  return made;
}

}  // namespace

Gtk::Widget* digit_keypad(const Stage& stage) {
  auto* keys = grid(stage.is_paged() && stage.is_compact() ? 8 : stage.is_wide() ? 14 : 20);
  keys->add_css_class("keypad");
  for (int i = 0; i < 9; ++i)
    keys->attach(*key(stage, static_cast<char>('1' + i)), i % 3, i / 3);
  keys->attach(*clear_key(stage), 0, 3);
  keys->attach(*key(stage, '0'), 1, 3);
  keys->attach(*erase_key(stage), 2, 3);
  return keys;
}

Gtk::Widget* code_keypad(const Stage& stage) {
  const int columns = stage.is_paged() ? 10 : stage.is_wide() ? 6 : 5;
  auto* keys = grid(stage.is_paged() && stage.is_compact() ? 8 : stage.is_wide() ? 10 : 14);
  keys->add_css_class("codepad");
  if (stage.is_paged()) keys->set_halign(Gtk::Align::FILL);
  int place = 0;
  for (const char sign : refund::kPersonAlphabet) {
    keys->attach(*key(stage, sign), place % columns, place / columns);
    ++place;
  }
  keys->attach(*clear_key(stage), place % columns, place / columns);
  ++place;
  keys->attach(*erase_key(stage), place % columns, place / columns);
  return keys;
}

Gtk::Widget* boxes(Boxes kind, std::size_t places, const std::string& typed, bool is_wrong) {
  auto* line = row(places > 4 ? 8 : 20, {"boxes"});
  if (is_wrong) line->add_css_class("wrong");
  for (std::size_t i = 0; i < places; ++i) {
    std::string shown;
    if (i < typed.size()) shown = kind == Boxes::Dots ? "●" : typed.substr(i, 1);
    auto* box = row(0, {"digit"});
    if (kind == Boxes::Letters) box->add_css_class("letter");
    if (i == typed.size()) box->add_css_class("now");
    auto* label = text(shown, {kind == Boxes::Dots ? "dotmark" : "num"}, 0.5F);
    label->set_hexpand(true);
    box->append(*label);
    if (kind == Boxes::Letters && i == places / 2) box->set_margin_start(16);
    line->append(*box);
  }
  return line;
}

Gtk::Widget* asked(const Stage& stage, Gtk::Widget* question, Gtk::Widget* typed,
                   Gtk::Widget* about, Gtk::Widget* advice, bool is_urgent) {
  if (stage.is_paged() && stage.news && is_urgent) {
    // What went wrong and what is left comes before what else there is to tell.
    Stage plain = stage;
    plain.news.reset();
    return paged(plain, {typed, advice, news_line(stage, *stage.news), question, about});
  }
  if (stage.is_paged()) {
    // What was typed stands on the first page, whatever else has to.
    Blocks blocks = is_urgent ? Blocks{typed, advice, about} : Blocks{typed, about, advice};
    blocks.insert(blocks.begin() + (stage.news ? 1 : 0), question);
    return paged(stage, blocks);
  }
  auto* made = column(stage.is_wide() ? 18 : 28);
  for (Gtk::Widget* one : {question, about, typed, advice})
    made->append(*one);
  return made;
}

KeyPage key_page(const Stage& stage, Gtk::Widget& words, Gtk::Widget& keys, Keys place_of_keys) {
  auto* place = column(0);
  place->set_hexpand(true);
  place->append(words);
  Gtk::Box* body = nullptr;
  if (stage.is_wide() && place_of_keys == Keys::Beside) {
    body = row(stage.is_paged() ? 20 : 36);
    keys.set_valign(stage.is_compact() ? Gtk::Align::FILL : Gtk::Align::CENTER);
    if (stage.is_paged()) {
      body->append(*place);
    } else {
      place->set_valign(Gtk::Align::CENTER);
      body->append(*scrolled(*place));
    }
  } else {
    body = column(stage.is_wide() ? 12 : 28);
    keys.set_vexpand(true);
    keys.set_valign(stage.is_compact() ? Gtk::Align::FILL : Gtk::Align::END);
    body->append(*place);
  }
  body->append(keys);
  return {page(*body), [place](Gtk::Widget& fresh) {
            if (auto* old = place->get_first_child()) place->remove(*old);
            place->append(fresh);
          }};
}

}  // namespace slipway::kiosk::view
