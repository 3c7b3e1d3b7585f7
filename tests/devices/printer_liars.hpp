#pragma once

#include <rapidcheck.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/devices/printer_bench.hpp"

namespace slipway::devices::bench {

// What a liar may do, and what proves a job to its driver.
struct Liar {
  std::vector<std::string> lies;
  Evidence evidence;
  // True when this event in the middle of a job cannot be seen by anybody (README): not tried.
  std::function<bool(const std::string& lie, const std::string& event, bool paper_ends)> is_unseen;
};

// One page, while the printer lies, its paper ends, something happens and its power fails, each or
// not, at any moment: Printed means that the page is on paper exactly once.
template <typename AnyBench>
void prints_once_or_says_so(AnyBench& bench, const Liar& liar) {
  static const std::vector<std::string> kEvents = {"paper out", "cover open", "paper low", "stall",
                                                   "cover close"};
  const Page page = page_of(*rc::gen::inRange(1, 300), 576, *rc::gen::arbitrary<std::uint8_t>());
  const std::string lie = *rc::gen::elementOf(liar.lies);
  bench.say("lie " + lie);
  const bool ends = *rc::gen::arbitrary<bool>();
  if (ends) bench.say("paper out after " + std::to_string(*rc::gen::inRange(1, 320)) + " rows");
  if (*rc::gen::arbitrary<bool>()) {
    const std::string event = *rc::gen::elementOf(kEvents);
    if (!liar.is_unseen(lie, event, ends)) {
      bench.say_in(std::chrono::milliseconds(*rc::gen::inRange(1, 400)), event);
    }
  }
  if (*rc::gen::arbitrary<bool>()) {
    bench.wire->lose_after_bytes(*rc::gen::inRange<std::size_t>(0, 22'000),
                                 usb::VirtualTransport::Loss::Power);
  }
  const Printed printed = bench.printer->print(page, 1);
  const int originals = bench.originals(page);
  RC_ASSERT(originals <= 1);
  if (printed.outcome == Outcome::Printed) {
    RC_ASSERT(printed.evidence == liar.evidence);
    RC_ASSERT(originals == 1);
  }
  if (printed.outcome == Outcome::NotPrinted) RC_ASSERT(originals == 0);
}

// A printer that hides the end of its paper and goes on on a new roll cannot be caught.
inline bool hides_new_roll(const std::string& lie, const std::string& event, bool) {
  return lie == "ok" && event == "paper low";
}

}  // namespace slipway::devices::bench
