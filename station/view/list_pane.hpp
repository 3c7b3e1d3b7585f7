#pragma once

#include <giomm/liststore.h>
#include <gtkmm/box.h>
#include <gtkmm/entry.h>
#include <gtkmm/listview.h>
#include <gtkmm/scrolledwindow.h>
#include <gtkmm/signallistitemfactory.h>
#include <gtkmm/singleselection.h>

#include <array>
#include <vector>

#include "station/view/pieces.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

class LineObject;

// The queue of the section: search or scan, filters, rows. Rows that did not change keep their
// widgets; the selection is the desk's.
class ListPane : public Gtk::Box {
 public:
  explicit ListPane(Stage& stage);
  void show_desk();
  void focus_search();
  void focus_list();

 private:
  struct Chip {
    Filter filter;
    Gtk::Button* button;
    Gtk::Label* count;
  };
  Chip chip(Filter filter, const std::string& text);
  void set_up_row(const Glib::RefPtr<Gtk::ListItem>& item);
  void bind_row(const Glib::RefPtr<Gtk::ListItem>& item);
  void put_lines(const std::vector<Line>& lines);
  void put_selection();
  void scroll_to_selected();
  void on_selected();
  void on_search_entered();
  void show_head();

  Stage& stage_;
  Gtk::Label* title_;
  Gtk::Label* total_;
  Gtk::Entry* search_;
  Gtk::Box* chip_row_;
  std::array<Chip, 4> chips_;
  Gtk::Label* empty_;
  Gtk::ScrolledWindow* scroll_;
  Glib::RefPtr<Gio::ListStore<LineObject>> store_;
  Glib::RefPtr<Gtk::SingleSelection> selection_;
  Gtk::ListView* list_;
  std::vector<Line> shown_;
  Section section_ = Section::Review;
  bool follows_ = true;  // selection changes are a person's, not ours
};

}  // namespace slipway::desk::view
