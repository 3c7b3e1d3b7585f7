#include "station/book/presence.hpp"

namespace slipway::book {
namespace {

constexpr std::chrono::seconds kOnline{15};  // a kiosk greets every few seconds
constexpr std::chrono::minutes kCall{3};

}  // namespace

void Presence::greet(const std::string& kiosk, const sync::Hello& hello, refund::Instant now) {
  kiosks_[kiosk] = {kiosk, true, hello.printer, hello.reader, hello.pad, now};
}

void Presence::call(const std::string& kiosk, refund::Instant now) {
  calls_[kiosk] = now;
}

std::vector<sync::Inbox::Kiosk> Presence::kiosks(refund::Instant now) const {
  std::vector<sync::Inbox::Kiosk> list;
  for (const auto& [name, kiosk] : kiosks_) {
    list.push_back(kiosk);
    list.back().online = now - kiosk.seen_at < kOnline;
  }
  return list;
}

std::vector<std::string> Presence::calls(refund::Instant now) const {
  std::vector<std::string> list;
  for (const auto& [name, at] : calls_) {
    if (now - at < kCall) list.push_back(name);
  }
  return list;
}

}  // namespace slipway::book
