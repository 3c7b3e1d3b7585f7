#include "kiosk/view/pages.hpp"

#include <algorithm>

namespace slipway::kiosk::view {
namespace {

constexpr int kRailGap = 16;

int least(const Gtk::Widget& widget, Gtk::Orientation orientation, int for_size = -1) {
  int minimum = 0;
  int natural = 0;
  int ignored = 0;
  widget.measure(orientation, for_size, minimum, natural, ignored, ignored);
  return minimum;
}

}  // namespace

Pages::Pages(std::shared_ptr<std::size_t> shown, const Blocks& blocks, int spacing, Place place)
    : Glib::ObjectBase("SlipwayPages"),
      shown_(std::move(shown)),
      blocks_(blocks),
      spacing_(spacing),
      place_(place),
      rail_(column(8, {"pagerail"})),
      up_(card_button(*icon("chevron-up"), _("Page up"), {"pagekey"}, [this] { turn(-1); })),
      down_(card_button(*icon("chevron-down"), _("Page down"), {"pagekey"}, [this] { turn(1); })),
      number_(text("", {"num", "strong"}, 0.5F)) {
  set_hexpand(true);
  set_vexpand(true);
  set_overflow(Gtk::Overflow::HIDDEN);
  for (Gtk::Widget* block : blocks_)
    block->set_parent(*this);
  number_->set_wrap(false);
  number_->set_vexpand(true);
  rail_->append(*up_);
  rail_->append(*number_);
  rail_->append(*down_);
  rail_->set_parent(*this);
  signal_destroy().connect(sigc::mem_fun(*this, &Pages::let_go));
}

// A managed widget has lost its GTK object before this runs, and its children with it.
Pages::~Pages() {
  if (gobj() != nullptr) let_go();
}

void Pages::let_go() {
  while (Gtk::Widget* child = get_first_child())
    child->unparent();
}

Gtk::SizeRequestMode Pages::get_request_mode_vfunc() const {
  return Gtk::SizeRequestMode::HEIGHT_FOR_WIDTH;
}

int Pages::rail_width() const {
  return least(*rail_, Gtk::Orientation::HORIZONTAL) + kRailGap;
}

void Pages::measure_vfunc(Gtk::Orientation orientation, int for_size, int& minimum, int& natural,
                          int& minimum_baseline, int& natural_baseline) const {
  minimum_baseline = natural_baseline = -1;
  minimum = natural = 0;
  if (orientation == Gtk::Orientation::HORIZONTAL) {
    for (const Gtk::Widget* block : blocks_)
      minimum = std::max(minimum, least(*block, orientation));
    minimum += rail_width();
    natural = minimum;
    return;
  }
  for (const Gtk::Widget* block : blocks_)
    natural += least(*block, orientation, for_size) + spacing_;
  minimum = std::min(natural, least(*rail_, orientation));
}

int Pages::height_of(const Page& page) const {
  int height = -spacing_;
  for (const Piece& piece : page)
    height += piece.height + spacing_;
  return height;
}

std::vector<Pages::Page> Pages::packed(int width, int height) const {
  std::vector<Page> pages(1);
  for (Gtk::Widget* block : blocks_) {
    const int wanted = least(*block, Gtk::Orientation::VERTICAL, width);
    const bool is_first = pages.back().empty();
    if (!is_first && height_of(pages.back()) + spacing_ + wanted > height) pages.emplace_back();
    pages.back().push_back({block, wanted});
  }
  return pages;
}

void Pages::put(const Page& page, int width, int height) {
  const int left = height - height_of(page);
  if (left < 0)
    g_warning("a block of %d pixels is cut off on a page of %d", height_of(page), height);
  int y = place_ == Place::Middle ? std::max(0, left / 2) : 0;
  for (const Piece& piece : page) {
    const bool takes_rest = left > 0 && piece.block == page.back().block &&
                            piece.block->compute_expand(Gtk::Orientation::VERTICAL);
    const int given = piece.height + (takes_rest ? left : 0);
    piece.block->set_child_visible(true);
    piece.block->size_allocate(
        {0, takes_rest ? y - (place_ == Place::Middle ? left / 2 : 0) : y, width, given}, -1);
    y += given + spacing_;
  }
}

void Pages::show_rail(std::size_t pages, int width, int height) {
  rail_->set_child_visible(pages > 1);
  if (pages < 2) return;
  up_->set_sensitive(*shown_ > 0);
  down_->set_sensitive(*shown_ + 1 < pages);
  number_->set_text(std::to_string(*shown_ + 1) + "/" + std::to_string(pages));
  const int wide = rail_width() - kRailGap;
  rail_->size_allocate({width - wide, 0, wide, height}, -1);
}

void Pages::size_allocate_vfunc(int width, int height, int) {
  auto pages = packed(width, height);
  int room = width;
  if (pages.size() > 1) {
    room = std::max(0, width - rail_width());
    pages = packed(room, height);
  }
  *shown_ = std::min(*shown_, pages.size() - 1);
  for (Gtk::Widget* block : blocks_)
    block->set_child_visible(false);
  put(pages[*shown_], room, height);
  show_rail(pages.size(), width, height);
}

void Pages::turn(int by) {
  if (by < 0 && *shown_ == 0) return;
  *shown_ += static_cast<std::size_t>(by);
  queue_allocate();
}

Gtk::Widget* paged(const Stage& stage, Blocks blocks, Pages::Place place) {
  if (stage.news) blocks.insert(blocks.begin(), news_line(stage, *stage.news));
  return Gtk::make_managed<Pages>(stage.page, blocks, stage.is_compact() ? 10 : 16, place);
}

Blocks table(const Stage& stage, const Blocks& rows) {
  if (stage.is_paged()) {
    for (Gtk::Widget* one : rows)
      one->add_css_class("alone");
    return rows;
  }
  auto* card = column(0, {"card", "tight"});
  card->set_valign(Gtk::Align::START);
  for (Gtk::Widget* one : rows)
    card->append(*one);
  return {card};
}

namespace {

Gtk::Box* stacked(int spacing, const Blocks& blocks) {
  auto* made = column(spacing);
  for (Gtk::Widget* one : blocks)
    made->append(*one);
  return made;
}

Blocks joined(std::initializer_list<Blocks> parts) {
  Blocks all;
  for (const Blocks& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

// As high as its content, and scrolling when that is more than the room.
Gtk::Widget* as_high_as_needed(Gtk::Widget& content) {
  auto* scroll = Gtk::make_managed<Gtk::ScrolledWindow>();
  scroll->set_policy(Gtk::PolicyType::NEVER, Gtk::PolicyType::AUTOMATIC);
  scroll->set_propagate_natural_height(true);
  scroll->set_child(content);
  return scroll;
}

}  // namespace

Gtk::Widget* spread(const Stage& stage, const Blocks& left, const Pinned& right,
                    Gtk::Align left_place, Gtk::Align right_place) {
  if (stage.is_paged())
    return page(*paged(stage, joined({left, right.above, right.list, right.below})));
  auto* first = stacked(stage.is_compact() ? 12 : stage.is_wide() ? 16 : 24, left);
  auto* second = column(stage.is_compact() ? 8 : stage.is_wide() ? 12 : 20);
  if (stage.is_wide()) {
    for (Gtk::Widget* one : right.above)
      second->append(*one);
    second->append(*as_high_as_needed(*stacked(0, right.list)));
  } else {
    auto& details = *stacked(20, joined({right.above, right.list}));
    auto* both = panes(stage, *first, details);
    // As high as it wants to be GTK takes lines for whole that will be wrapped: only where
    // something has to follow at once.
    second->append(right.below.empty() ? *scrolled(*both) : *as_high_as_needed(*both));
  }
  for (Gtk::Widget* one : right.below)
    second->append(*one);
  if (!stage.is_wide()) return page(*second);
  first->set_valign(left_place);
  second->set_valign(right_place);
  return page(*panes(stage, *scrolled(*first), *second));
}

Gtk::Widget* listed(const Stage& stage, const Blocks& question, const Blocks& answers) {
  if (stage.is_paged()) return page(*paged(stage, joined({question, answers})));
  auto* body = stacked(stage.is_wide() ? 16 : 28, question);
  body->append(*scrolled(*stacked(stage.is_wide() ? 14 : 20, answers)));
  return page(*body);
}

Blocks destination(const Stage& stage, const std::string& payee,
                   const std::vector<refund::Phrase>& arrivals) {
  Blocks facts;
  if (arrivals.size() < 2) facts.push_back(fact(_("To"), payee));
  if (arrivals.size() == 1) facts.push_back(fact(_("Arrives"), stage.say(arrivals.front())));
  if (arrivals.size() < 2) return facts;
  for (const refund::Phrase& arrival : arrivals)
    facts.push_back(text(stage.say(arrival), {"row", "fact", "num"}));
  return facts;
}

}  // namespace slipway::kiosk::view
