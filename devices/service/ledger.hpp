#pragma once

#include <deque>
#include <map>
#include <optional>

#include "devices/printer/receipt_printer.hpp"

namespace slipway::devices {

// What became of the jobs of one kind since the program started: an id is carried out once, and
// asked again it gets the same answer. Remembers the last 65,536; ids are never used again by their
// owner.
template <typename End>
class Ledger {
 public:
  [[nodiscard]] std::optional<End> find(JobId job) const {
    const auto found = ends_.find(job);
    return found == ends_.end() ? std::nullopt : std::optional<End>(found->second);
  }
  void keep(JobId job, End end) {
    if (ends_.insert_or_assign(job, end).second) order_.push_back(job);
    if (order_.size() <= kMostJobs) return;
    ends_.erase(order_.front());
    order_.pop_front();
  }

 private:
  static constexpr std::size_t kMostJobs = 65'536;

  std::map<JobId, End> ends_;
  std::deque<JobId> order_;
};

}  // namespace slipway::devices
