#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/pad/stu.hpp"
#include "devices/pad/stu_exchange.hpp"

// The first 17 bytes describe the pad, the rest is what its pen is said to do.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace stu = slipway::devices::stu;
  const std::span<const std::uint8_t> bytes(first, size);
  static_cast<void>(stu::read_status(bytes));
  if (const auto said = stu::read_information(bytes)) {
    if (said->size() > 40) std::abort();
  }
  static_cast<void>(stu::read_number(bytes, stu::Report::DhPrime));
  static_cast<void>(stu::read_base(bytes));
  static_cast<void>(stu::read_encryption_status(bytes));
  const auto part = stu::read_parameter(bytes, stu::Parameter::WrappedKey);
  if (part && part->size() > stu::kMostOfParameter) std::abort();
  if (const auto sealed = stu::read_sealed(bytes)) {
    const auto opened = stu::read_opened(*sealed, sealed->block, stu::OptionMode::Time);
    if (opened.pens.size() > 2) std::abort();
  }
  const auto head = bytes.first(std::min(size, stu::kCapabilityLength));
  const auto capability = stu::read_capability(head);
  if (!capability) return 0;
  const auto glass = stu::size_of(*capability);
  stu::Stroke stroke(*capability);
  std::int64_t before = 0;
  for (auto rest = bytes.subspan(head.size()); !rest.empty();) {
    const auto mode = size % 2 == 0 ? stu::OptionMode::Time : stu::OptionMode::TimeAndSequence;
    const auto report = stu::read_pen(rest, mode);
    rest = rest.subspan(std::min<std::size_t>(rest.size(), 11));
    if (!report) continue;
    const auto sample = stroke.take(*report);
    if (!sample) continue;
    if (sample->x < 0 || sample->x > glass.width) std::abort();
    if (sample->y < 0 || sample->y > glass.height) std::abort();
    if (sample->time < before) std::abort();
    before = sample->time;
  }
  return 0;
}
