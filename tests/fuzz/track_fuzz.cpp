#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "devices/reader/bank_card.hpp"
#include "devices/reader/sealed_swipe.hpp"
#include "devices/reader/swiped_stripe.hpp"
#include "devices/reader/track.hpp"
#include "devices/reader/virtual_head.hpp"

// Tracks, and reports of swipes, as a damaged card or a hostile reader might give them. A payment
// card may stand anywhere: behind whatever was read, its number has to be found.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::devices;
  const std::string_view text(reinterpret_cast<const char*>(first), size);
  for (const int track : {1, 2, 3}) {
    const auto content = read_track(track, text);
    if (content && content->size() + 2 > size) std::abort();
  }
  const auto number = number_on_tracks(text);
  if (number && number->size() + 2 > size) std::abort();
  static_cast<void>(holds_bank_card(text));
  if (!holds_bank_card(std::string(text) + ";4111111111111111=3012?")) std::abort();
  for (const std::size_t length : {337U, 509U}) {
    usb::hid::Reports reports;
    usb::hid::Field field;
    field.application = 0xFF000001;
    field.bits = 8;
    field.count = static_cast<std::uint32_t>(length);
    reports.fields.push_back(field);
    if (!SwipedStripe::fits(reports)) std::abort();
    SwipedStripe stripe(reports);
    static_cast<void>(stripe.take({first, size}, std::chrono::milliseconds(0)));
    if (stripe.secret().text().size() > SwipedStripe::kMost) std::abort();
  }
  static const auto layout = [] {
    const auto reports = usb::hid::read_reports(VirtualHead::report_descriptor());
    return reports ? SealedSwipe::layout_of(*reports) : std::nullopt;
  }();
  if (!layout) std::abort();
  // The input is the report, and stands in every place of one that would be taken.
  std::vector<std::uint8_t> report(layout->size);
  std::copy_n(first, std::min(size, report.size()), report.begin());
  report[layout->status.first] = 0;
  report[layout->status.first + 1] = 6;
  SealedSwipe sealed(*layout);
  for (const std::span<const std::uint8_t> one :
       {std::span(first, size), std::span<const std::uint8_t>(report)}) {
    const bool is_sealed =
        sealed.take(one, std::chrono::milliseconds(0)) == ReportDecoder::Heard::Sealed;
    if (is_sealed != (sealed.sealed() != nullptr)) std::abort();
    if (is_sealed && !is_sound(*sealed.sealed())) std::abort();
  }
  return 0;
}
