#include "station/book/sessions.hpp"

#include <algorithm>

namespace slipway::book {
namespace {

// More desks than any store has; past that the one that was idle longest is signed out.
constexpr std::size_t kMostSessions = 64;

}  // namespace

void Sessions::begin(const sync::Token& token, std::string staff, std::string desk,
                     refund::Instant now) {
  std::erase_if(sessions_, [&](const auto& one) { return one.second.used_at + idle_ <= now; });
  if (sessions_.size() >= kMostSessions) {
    sessions_.erase(std::min_element(
        sessions_.begin(), sessions_.end(),
        [](const auto& a, const auto& b) { return a.second.used_at < b.second.used_at; }));
  }
  sessions_.insert_or_assign(token, Session{std::move(staff), std::move(desk), now});
}

void Sessions::end(const sync::Token& token) {
  sessions_.erase(token);
}

std::optional<std::string> Sessions::staff(const sync::Token& token, const std::string& desk,
                                           bool is_use, refund::Instant now) {
  const auto found = sessions_.find(token);
  if (found == sessions_.end() || found->second.desk != desk) return std::nullopt;
  if (found->second.used_at + idle_ <= now) {
    sessions_.erase(found);
    return std::nullopt;
  }
  if (is_use) found->second.used_at = std::max(found->second.used_at, now);
  return found->second.staff;
}

}  // namespace slipway::book
