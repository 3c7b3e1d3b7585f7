#pragma once

#include <deque>
#include <map>
#include <optional>

#include "devices/printer/receipt_printer.hpp"

namespace slipway::devices {

// What became of the print jobs since the program started: an id is printed once, and asked again
// it gets the same answer. Remembers the last 65,536; ids are never used again by their owner.
class Ledger {
 public:
  [[nodiscard]] std::optional<Printed> find(JobId job) const;
  void keep(JobId job, Printed printed);

 private:
  std::map<JobId, Printed> outcomes_;
  std::deque<JobId> order_;
};

}  // namespace slipway::devices
