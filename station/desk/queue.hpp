#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/wire/desk_messages.hpp"

namespace slipway::desk {

// Risky: with any named risk. Large: beyond what one person approves. Late: over two hours old.
enum class Filter { All, Risky, Large, Late };

// How near the day is on which a request must be decided or its money must have left.
enum class Urgency { Calm, Soon, Past };
inline constexpr int kSoonDays = 3;
[[nodiscard]] Urgency urgency_of(const sync::InboxRow& row, refund::Instant now);

// The requests of one section, what is due first and then in the order of the longest wait, what of
// them is shown, and which one is looked at. Rows come and change under a person's eyes: the
// selection stays where it is, and the row that is looked at stays in the list when it no longer
// belongs there, until the person moves on.
class Queue {
 public:
  using Belongs = bool (*)(const sync::InboxRow&);
  explicit Queue(Belongs belongs) : belongs_(belongs) {}

  void clear();
  // Rows as the station says they are now. What is new since `first_fill` gets a dot.
  void merge(const std::vector<sync::InboxRow>& rows, bool first_fill);
  void set_large_above(refund::Money most_alone) { most_alone_ = most_alone; }
  void set_now(refund::Instant now) { now_ = now; }

  void set_filter(Filter filter);
  [[nodiscard]] Filter filter() const { return filter_; }
  // What is looked at and not found is no longer selected.
  void set_search(std::string text);
  [[nodiscard]] const std::string& search() const { return search_; }

  // Decided here, not yet known to the station: hidden until put back or merged away.
  void set_aside(const refund::RequestId& id);
  void put_back(const refund::RequestId& id);

  [[nodiscard]] std::vector<const sync::InboxRow*> shown() const;
  [[nodiscard]] int count(Filter filter) const;
  [[nodiscard]] refund::Money total() const;
  [[nodiscard]] const sync::InboxRow* row(const refund::RequestId& id) const;
  // True for the row that is only kept because somebody looks at it.
  [[nodiscard]] bool has_left(const refund::RequestId& id) const;
  [[nodiscard]] bool is_fresh(const refund::RequestId& id) const { return fresh_.contains(id); }

  [[nodiscard]] std::optional<refund::RequestId> selected() const { return selected_; }
  void select(const refund::RequestId& id);
  // One row down (1) or up (-1); stays at the ends.
  void move(int by);
  // The oldest, when nothing is selected and there is something.
  void select_something();
  // The row after this one, or before it at the end: where the eye goes after a decision.
  [[nodiscard]] std::optional<refund::RequestId> neighbour(const refund::RequestId& id) const;
  void select_after(const refund::RequestId& id);
  [[nodiscard]] bool is_late(const sync::InboxRow& row) const;

 private:
  [[nodiscard]] bool is_waiting(const sync::InboxRow& row) const;
  [[nodiscard]] bool is_in(const sync::InboxRow& row, Filter filter) const;
  [[nodiscard]] bool is_found(const sync::InboxRow& row) const;
  void forget_left();

  Belongs belongs_;
  std::map<refund::RequestId, sync::InboxRow> rows_;
  std::set<refund::RequestId> aside_;
  std::set<refund::RequestId> fresh_;
  std::optional<refund::RequestId> selected_;
  Filter filter_ = Filter::All;
  std::string search_;
  refund::Money most_alone_;
  refund::Instant now_{};
};

}  // namespace slipway::desk
