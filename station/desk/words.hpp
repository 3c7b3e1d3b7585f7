#pragma once

#include <optional>

#include "refund/phrase.hpp"
#include "refund/time.hpp"
#include "station/desk/queue.hpp"

namespace slipway::desk {

// A word beside a name, with the colour of its urgency.
struct Pill {
  enum class Colour { Grey, Good, Blue, Amber, Red } colour = Colour::Grey;
  refund::Phrase text;
  friend bool operator==(const Pill&, const Pill&) = default;
};

// One line of the list, ready to be shown.
struct Line {
  refund::RequestId id{};
  std::string name;
  std::optional<Pill> pill;
  std::string amount;
  refund::Phrase about;    // "金卡 · 现金 · 搬家"
  refund::Phrase waiting;  // "12 分钟", or what is due: "还剩 2 天"
  Urgency urgency = Urgency::Calm;
  bool is_fresh = false;
  bool has_left = false;
  friend bool operator==(const Line&, const Line&) = default;
};

[[nodiscard]] std::vector<Line> lines_of(const Queue& queue, refund::Instant now);
[[nodiscard]] std::optional<Pill> pill_of(const sync::InboxRow& row);
// What of it is due when: "还剩 2 天", "已逾期 1 天", "答复已超时". Empty when nothing presses.
[[nodiscard]] refund::Phrase due_of(const sync::InboxRow& row, refund::Instant now);
// "不到 1 分钟", "12 分钟", "3 小时", "2 天".
[[nodiscard]] refund::Phrase waiting_of(std::chrono::milliseconds waited);
// Where the money goes, as staff say it: "银行卡 •••• 1234", "现金".
[[nodiscard]] refund::Phrase payee_of(const refund::Payee& payee);
[[nodiscard]] refund::Phrase phrase_of(refund::RequestState state);
[[nodiscard]] refund::Phrase phrase_of(refund::VoucherState state);

enum class DeviceRole { Printer, Reader, Pad };
[[nodiscard]] Pill pill_of(sync::DeviceCondition condition);
// What staff can do about it; empty while nothing is to be done.
[[nodiscard]] refund::Phrase advice_for(DeviceRole role, sync::DeviceCondition condition);

}  // namespace slipway::desk
