#include "station/desk/queue.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "refund/due.hpp"
#include "refund/request.hpp"

namespace slipway::desk {
namespace {

constexpr std::chrono::hours kLateAfter{2};

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ') continue;
    out += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

}  // namespace

Urgency urgency_of(const sync::InboxRow& row, refund::Instant now) {
  const bool is_answer_late = row.review_by && *row.review_by < now;
  if (!row.pay_by) return is_answer_late ? Urgency::Soon : Urgency::Calm;
  const int days = refund::countdown(*row.pay_by, refund::date_of(now)).days;
  if (days < 0) return Urgency::Past;
  return days <= kSoonDays || is_answer_late ? Urgency::Soon : Urgency::Calm;
}

void Queue::clear() {
  rows_.clear();
  aside_.clear();
  fresh_.clear();
  selected_.reset();
}

void Queue::merge(const std::vector<sync::InboxRow>& rows, bool first_fill) {
  for (const sync::InboxRow& row : rows) {
    const auto known = rows_.find(row.id);
    // Answers may overtake each other: the newer version stays.
    if (known != rows_.end() && row.version < known->second.version) continue;
    const bool belongs = belongs_(row);
    if (!belongs) {
      aside_.erase(row.id);
      fresh_.erase(row.id);
      if (known == rows_.end()) continue;
      if (selected_ != row.id) {
        rows_.erase(known);
        continue;
      }
    } else if (known == rows_.end() && !first_fill) {
      fresh_.insert(row.id);
    }
    rows_.insert_or_assign(row.id, row);
  }
}

void Queue::forget_left() {
  std::erase_if(rows_, [&](const auto& entry) {
    return !belongs_(entry.second) && selected_ != entry.first;
  });
}

void Queue::set_filter(Filter filter) {
  filter_ = filter;
}

void Queue::set_search(std::string text) {
  search_ = std::move(text);
  const auto* looked_at = selected_ ? row(*selected_) : nullptr;
  if (looked_at != nullptr && !is_found(*looked_at)) selected_.reset();
}

void Queue::set_aside(const refund::RequestId& id) {
  aside_.insert(id);
}

void Queue::put_back(const refund::RequestId& id) {
  aside_.erase(id);
}

bool Queue::is_late(const sync::InboxRow& row) const {
  return now_ - row.filed_at >= kLateAfter;
}

bool Queue::is_waiting(const sync::InboxRow& row) const {
  return belongs_(row) && !aside_.contains(row.id);
}

bool Queue::is_in(const sync::InboxRow& row, Filter filter) const {
  switch (filter) {
    case Filter::All:
      return true;
    case Filter::Risky:
      return row.risk > 0;
    case Filter::Large:
      return row.approvals_needed > 1 || most_alone_ < row.amount;
    case Filter::Late:
      return is_late(row);
  }
  return true;
}

bool Queue::is_found(const sync::InboxRow& row) const {
  const std::string wanted = folded(search_);
  if (wanted.empty()) return true;
  if (folded(row.member_name).find(wanted) != std::string::npos) return true;
  if (folded(row.number).find(wanted) != std::string::npos) return true;
  return refund::slip_code(row.id).find(wanted) != std::string::npos;
}

std::vector<const sync::InboxRow*> Queue::shown() const {
  std::vector<const sync::InboxRow*> list;
  for (const auto& [id, row] : rows_) {
    const bool looked_at = selected_ == id && !aside_.contains(id);
    const bool listed = is_waiting(row) && is_in(row, filter_) && is_found(row);
    if (looked_at || listed) list.push_back(&row);
  }
  const auto place = [&](const sync::InboxRow& row) {
    return std::tuple(-static_cast<int>(urgency_of(row, now_)), row.filed_at, row.id);
  };
  std::stable_sort(list.begin(), list.end(),
                   [&](const auto* a, const auto* b) { return place(*a) < place(*b); });
  return list;
}

int Queue::count(Filter filter) const {
  return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [&](const auto& entry) {
    return is_waiting(entry.second) && is_in(entry.second, filter);
  }));
}

refund::Money Queue::total() const {
  refund::Money sum = refund::zero(most_alone_.currency);
  for (const auto& [id, row] : rows_) {
    if (is_waiting(row) && is_in(row, filter_) && row.amount.currency == sum.currency) {
      sum = sum + row.amount;
    }
  }
  return sum;
}

const sync::InboxRow* Queue::row(const refund::RequestId& id) const {
  const auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : &found->second;
}

bool Queue::has_left(const refund::RequestId& id) const {
  const auto* found = row(id);
  return found != nullptr && !belongs_(*found);
}

void Queue::select(const refund::RequestId& id) {
  if (!rows_.contains(id)) return;
  selected_ = id;
  fresh_.erase(id);
  forget_left();
}

void Queue::move(int by) {
  const auto list = shown();
  if (list.empty()) return;
  const auto at =
      std::find_if(list.begin(), list.end(), [&](const auto* row) { return selected_ == row->id; });
  if (at == list.end()) {
    select(list.front()->id);
    return;
  }
  const auto last = static_cast<std::ptrdiff_t>(list.size()) - 1;
  const auto to = std::clamp<std::ptrdiff_t>((at - list.begin()) + by, 0, last);
  select(refund::RequestId(list[static_cast<std::size_t>(to)]->id));
}

void Queue::select_something() {
  if (selected_ && rows_.contains(*selected_) && !aside_.contains(*selected_)) return;
  selected_.reset();
  const auto list = shown();
  if (!list.empty()) select(list.front()->id);
}

std::optional<refund::RequestId> Queue::neighbour(const refund::RequestId& id) const {
  const auto list = shown();
  const auto at =
      std::find_if(list.begin(), list.end(), [&](const auto* row) { return row->id == id; });
  if (at == list.end()) return std::nullopt;
  if (at + 1 != list.end()) return (*(at + 1))->id;
  if (at != list.begin()) return (*(at - 1))->id;
  return std::nullopt;
}

void Queue::select_after(const refund::RequestId& id) {
  const auto next = neighbour(id);
  if (next) {
    select(*next);
  } else {
    selected_.reset();
    forget_left();
  }
}

}  // namespace slipway::desk
