#pragma once

#include <memory>
#include <vector>

#include "kiosk/view/parts.hpp"

namespace slipway::kiosk::view {

using Blocks = std::vector<Gtk::Widget*>;

// Where the money goes and when it is there. Of several payments each tells both itself.
[[nodiscard]] Blocks destination(const Stage& stage, const std::string& payee,
                                 const std::vector<refund::Phrase>& arrivals);

// Blocks one under the other; what does not fit stands on further pages, turned with two keys at
// the right. No block is ever cut: a page ends between two of them. The last block of a page that
// expands takes the room that is left. A block that is higher than a page is told to GTK's log.
class Pages : public Gtk::Widget {
 public:
  enum class Place { Top, Middle };
  // `place` holds the number of the page that is shown, so that a screen that is drawn anew stays
  // where the member was.
  Pages(std::shared_ptr<std::size_t> shown, const Blocks& blocks, int spacing, Place place);
  ~Pages() override;
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

 protected:
  Gtk::SizeRequestMode get_request_mode_vfunc() const override;
  void measure_vfunc(Gtk::Orientation orientation, int for_size, int& minimum, int& natural,
                     int& minimum_baseline, int& natural_baseline) const override;
  void size_allocate_vfunc(int width, int height, int baseline) override;

 private:
  struct Piece {
    Gtk::Widget* block;
    int height;
  };
  using Page = std::vector<Piece>;
  [[nodiscard]] std::vector<Page> packed(int width, int height) const;
  [[nodiscard]] int height_of(const Page& page) const;
  [[nodiscard]] int rail_width() const;
  void put(const Page& page, int width, int height);
  void show_rail(std::size_t pages, int width, int height);
  void turn(int by);
  void let_go();

  std::shared_ptr<std::size_t> shown_;
  Blocks blocks_;
  int spacing_;
  Place place_;
  Gtk::Box* rail_;
  Gtk::Button* up_;
  Gtk::Button* down_;
  Gtk::Label* number_;
};

// The blocks of a screen that is drawn in one pane, starting with the news if there is any.
[[nodiscard]] Gtk::Widget* paged(const Stage& stage, Blocks blocks,
                                 Pages::Place place = Pages::Place::Top);

// Rows of one card. Where pages are turned each row stands alone, so that a page may end between
// two; otherwise all of them in one.
[[nodiscard]] Blocks table(const Stage& stage, const Blocks& rows);

// A list that scrolls where it is longer than its room, and what stays in sight above and below.
struct Pinned {
  Blocks above;
  Blocks list;
  Blocks below;
};

// The content of a screen that says something on the left and details it on the right: two panes
// that scroll, or one, or pages. The places are those of the two panes in their height.
[[nodiscard]] Gtk::Widget* spread(const Stage& stage, const Blocks& left, const Pinned& right,
                                  Gtk::Align left_place = Gtk::Align::START,
                                  Gtk::Align right_place = Gtk::Align::FILL);

// The content of a screen with a question above and its answers in a column.
[[nodiscard]] Gtk::Widget* listed(const Stage& stage, const Blocks& question,
                                  const Blocks& answers);

}  // namespace slipway::kiosk::view
