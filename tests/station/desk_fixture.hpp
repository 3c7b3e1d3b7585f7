#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "refund/request.hpp"
#include "station/desk/desk.hpp"

// A station that only remembers what it was asked, and a desk on it under virtual time.
namespace slipway::desk::test {

using namespace std::chrono_literals;

inline const refund::Instant kNoon = *refund::instant_from("2026-11-21 12:00");

class AskedStation final : public Station {
 public:
  void ask(Ticket ticket, sync::DeskQuestion question) override {
    asked.emplace_back(ticket, std::move(question));
  }
  void refresh() override { ++refreshed; }

  // The questions of this kind, oldest first.
  template <typename Question>
  [[nodiscard]] std::vector<std::pair<Ticket, Question>> all() const {
    std::vector<std::pair<Ticket, Question>> found;
    for (const auto& [ticket, question] : asked) {
      if (const auto* one = std::get_if<Question>(&question)) found.emplace_back(ticket, *one);
    }
    return found;
  }
  std::vector<std::pair<Ticket, sync::DeskQuestion>> asked;
  int refreshed = 0;
};

inline refund::RequestId id_of(int number) {
  refund::RequestId id{};
  id[15] = static_cast<std::uint8_t>(number);
  return id;
}

// Request `number` of a member called so, filed that many minutes before noon.
inline sync::InboxRow row_of(int number, const std::string& name, int minutes_ago,
                             std::int64_t fen = 88'650) {
  sync::InboxRow row;
  row.id = id_of(number);
  row.number = "R26112104" + std::to_string(10 + number);
  row.member_name = name;
  row.tier = "金卡";
  row.amount = refund::Money{fen};
  row.filed_at = kNoon - std::chrono::minutes(minutes_ago);
  row.state = refund::RequestState::InReview;
  row.may_decide = true;
  row.version = 3;
  return row;
}

struct Fixture {
  AskedStation station;
  int keys_made = 0;
  Desk desk{station, [this] {
              Desk::RedeemKey key{};
              key[0] = static_cast<std::uint8_t>(++keys_made);
              return key;
            }};
  Tick now = 1s;

  void answer(Ticket ticket, sync::DeskAnswer reply) {
    desk.on_news(Answered{ticket, std::move(reply)}, now);
  }
  void pass(Tick time) {
    for (const Tick end = now + time; now < end;) {
      now += 100ms;
      desk.on_tick(now);
    }
  }
  void sign_in() {
    desk.sign_in("lin", "2468", now);
    sync::SignedIn in;
    in.staff.id = "lin";
    in.staff.name = "林店长";
    in.staff.capabilities = {refund::Capability::Approve, refund::Capability::Redeem};
    in.alone_up_to = refund::Money{100'000};
    answer(station.all<sync::SignIn>().back().first, in);
  }
  void fill(std::vector<sync::InboxRow> rows) {
    sync::Inbox inbox;
    inbox.rows = std::move(rows);
    inbox.now = kNoon;
    answer(0, inbox);
  }
  // Answers every question for a detail that is still open.
  void read_details() {
    for (std::size_t i = 0; i < station.asked.size(); ++i) {
      const auto ticket = station.asked[i].first;
      const auto* ask = std::get_if<sync::AskDetail>(&station.asked[i].second);
      if (ask == nullptr) continue;
      const auto* row = desk.review().row(ask->id);
      if (row == nullptr) row = desk.payouts().row(ask->id);
      if (row != nullptr) answer(ticket, detail_of(*row));
    }
  }
  static sync::Detail detail_of(const sync::InboxRow& row) {
    sync::Detail detail;
    detail.row = row;
    detail.content[0] = row.id[15];
    detail.recomputed.total = row.amount;
    detail.quoted = row.amount;
    return detail;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> list;
    for (const auto* row : desk.queue().shown())
      list.push_back(row->member_name);
    return list;
  }
  [[nodiscard]] std::string selected() const {
    const auto id = desk.queue().selected();
    return id ? desk.queue().row(*id)->member_name : std::string();
  }
};

// Signed in with three ordinary requests read: 王小明 waits longest.
struct BusyFixture : Fixture {
  BusyFixture() {
    sign_in();
    fill({row_of(2, "李思雨", 21), row_of(1, "王小明", 30), row_of(3, "赵一鸣", 12)});
    read_details();
  }
};

}  // namespace slipway::desk::test
