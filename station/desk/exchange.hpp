#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "station/desk/station.hpp"
#include "sync/link.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::desk {

// The conversation with the station without its socket: which frame is due when, and what a frame
// that came in answers. Pure but for the message ids; the keeper thread of Client owns one.
//
//   ask() ---> send_due() ---> [wire] ---> take_frame() ---> take_news()
//
// Who repeats: a decision every two seconds until it is answered; a question that changes nothing
// six times, then Unanswered; a sign-in never (each costs one of the person's tries).
class Exchange {
 public:
  using MakeId = std::function<sync::MessageId()>;
  // True when the wire took the frame.
  using Send = std::function<bool(const sync::Bytes&)>;

  explicit Exchange(MakeId make_id) : make_id_(std::move(make_id)) {}

  void ask(Ticket ticket, sync::DeskQuestion question, Tick now);
  void refresh();
  void send_due(Tick now, const Send& send);
  void take_frame(std::span<const std::uint8_t> frame, Tick now);
  void take_health(sync::Link::Health health, Tick now);
  [[nodiscard]] std::vector<News> take_news();

 private:
  struct Open {
    Ticket ticket = 0;
    sync::DeskQuestion question;
    // The session it was asked in: a repeat must never speak for who signed in since.
    std::optional<sync::Token> token;
    Tick asked_at{};
    std::optional<Tick> sent_at;
    int times_sent = 0;
  };

  void send_one(const sync::MessageId& id, Open& open, Tick now, const Send& send);
  void send_poll(Tick now, const Send& send);
  void give_up(Tick now);
  void take_answer(Ticket ticket, const std::optional<sync::Token>& token, sync::DeskAnswer answer);
  void note_reach(Tick now);

  MakeId make_id_;
  std::map<sync::MessageId, Open> open_;
  std::optional<sync::Token> token_;
  std::int64_t mark_ = 0;
  std::optional<sync::MessageId> poll_;  // under way
  std::optional<Tick> polled_at_;
  bool poll_at_once_ = false;
  sync::Link::Health health_ = sync::Link::Health::Connecting;
  std::optional<Tick> silent_since_;  // something was sent and nothing came back since
  Reach reach_ = Reach::Connecting;
  std::vector<News> news_;
};

}  // namespace slipway::desk
