#include "devices/service/ledger.hpp"

namespace slipway::devices {
namespace {

constexpr std::size_t kMostJobs = 65'536;

}  // namespace

std::optional<Printed> Ledger::find(JobId job) const {
  const auto found = outcomes_.find(job);
  if (found == outcomes_.end()) return std::nullopt;
  return found->second;
}

void Ledger::keep(JobId job, Printed printed) {
  if (outcomes_.insert_or_assign(job, printed).second) order_.push_back(job);
  if (order_.size() <= kMostJobs) return;
  outcomes_.erase(order_.front());
  order_.pop_front();
}

}  // namespace slipway::devices
