#include "station/desk/exchange.hpp"

#include <utility>

namespace slipway::desk {
namespace {

using namespace std::chrono_literals;

constexpr Tick kRepeatAfter = 2s;
constexpr Tick kPollEvery = 1s;
constexpr Tick kPollLost = 3s;
constexpr Tick kAbsentAfter = 5s;
constexpr Tick kSignInWaits = 8s;
constexpr int kMostRepeats = 6;

enum class Repeat { Never, Bounded, UntilAnswered };

Repeat repeat_of(const sync::DeskQuestion& question) {
  struct Rule {
    Repeat operator()(const sync::SignIn&) const { return Repeat::Never; }
    Repeat operator()(const sync::SignOut&) const { return Repeat::Bounded; }
    Repeat operator()(const sync::AskInbox&) const { return Repeat::Bounded; }
    Repeat operator()(const sync::AskDetail&) const { return Repeat::Bounded; }
    Repeat operator()(const sync::AskVoucher&) const { return Repeat::Bounded; }
    // A repeat may count a copy that nobody got: better than one that nobody counted.
    Repeat operator()(const sync::AskCopy&) const { return Repeat::Bounded; }
    Repeat operator()(const sync::Approve&) const { return Repeat::UntilAnswered; }
    Repeat operator()(const sync::Reject&) const { return Repeat::UntilAnswered; }
    Repeat operator()(const sync::AskPapers&) const { return Repeat::UntilAnswered; }
    Repeat operator()(const sync::PapersSeen&) const { return Repeat::UntilAnswered; }
    Repeat operator()(const sync::Redeem&) const { return Repeat::UntilAnswered; }
    Repeat operator()(const sync::ResolvePaper&) const { return Repeat::UntilAnswered; }
    Repeat operator()(const sync::MarkTransferred&) const { return Repeat::UntilAnswered; }
  };
  return std::visit(Rule{}, question);
}

}  // namespace

void Exchange::ask(Ticket ticket, sync::DeskQuestion question, Tick now) {
  open_.emplace(make_id_(), Open{ticket, std::move(question), token_, now, std::nullopt, 0});
}

void Exchange::refresh() {
  mark_ = 0;
  poll_.reset();
  poll_at_once_ = true;
}

void Exchange::send_one(const sync::MessageId& id, Open& open, Tick now, const Send& send) {
  const Repeat repeat = repeat_of(open.question);
  if (open.sent_at && repeat == Repeat::Never) return;
  if (open.sent_at && now - *open.sent_at < kRepeatAfter) return;
  if (repeat == Repeat::Bounded && open.times_sent >= kMostRepeats) return;
  if (!send(sync::encode(sync::DeskAsk{id, open.token, open.question}))) return;
  open.sent_at = now;
  ++open.times_sent;
  if (!silent_since_) silent_since_ = now;
}

void Exchange::send_poll(Tick now, const Send& send) {
  if (!token_) return;
  const Tick pause = poll_ ? kPollLost : kPollEvery;
  if (!poll_at_once_ && polled_at_ && now - *polled_at_ < pause) return;
  const sync::MessageId id = make_id_();
  if (!send(sync::encode(sync::DeskAsk{id, token_, sync::AskInbox{mark_}}))) return;
  poll_ = id;
  polled_at_ = now;
  poll_at_once_ = false;
  if (!silent_since_) silent_since_ = now;
}

void Exchange::give_up(Tick now) {
  for (auto it = open_.begin(); it != open_.end();) {
    const Open& open = it->second;
    const Repeat repeat = repeat_of(open.question);
    const bool sign_in_over = repeat == Repeat::Never && now - open.asked_at >= kSignInWaits;
    const bool asked_in_vain =
        repeat == Repeat::Bounded && now - open.asked_at >= kRepeatAfter * kMostRepeats;
    if (!sign_in_over && !asked_in_vain) {
      ++it;
      continue;
    }
    news_.emplace_back(Unanswered{open.ticket});
    it = open_.erase(it);
  }
}

void Exchange::send_due(Tick now, const Send& send) {
  give_up(now);
  for (auto& [id, open] : open_)
    send_one(id, open, now, send);
  send_poll(now, send);
  note_reach(now);
}

void Exchange::take_frame(std::span<const std::uint8_t> frame, Tick now) {
  auto reply = sync::desk_reply_from(frame);
  if (!reply) return;  // not a message: as if it had never come, the question is asked again
  Ticket ticket = 0;
  std::optional<sync::Token> token = token_;
  if (poll_ && reply->id == *poll_) {
    poll_.reset();
  } else if (const auto found = open_.find(reply->id); found != open_.end()) {
    ticket = found->second.ticket;
    token = found->second.token;
    open_.erase(found);
  } else {
    return;  // the second answer to a question that was repeated
  }
  silent_since_.reset();
  take_answer(ticket, token, std::move(reply->answer));
  note_reach(now);
}

void Exchange::take_answer(Ticket ticket, const std::optional<sync::Token>& token,
                           sync::DeskAnswer answer) {
  const bool ends_session = std::holds_alternative<sync::NoSession>(answer) ||
                            std::holds_alternative<sync::SignedOut>(answer);
  if (ends_session && token && token != token_) {
    news_.emplace_back(Unanswered{ticket});  // an earlier session's, and that one is over
    return;
  }
  if (const auto* in = std::get_if<sync::SignedIn>(&answer)) {
    token_ = in->token;
    refresh();
  } else if (const auto* inbox = std::get_if<sync::Inbox>(&answer)) {
    mark_ = inbox->mark;
    poll_at_once_ = inbox->more;
  } else if (ends_session && token) {
    token_.reset();
    poll_.reset();
    open_.clear();  // each would be refused for the same reason; the desk is told once
  }
  news_.emplace_back(Answered{ticket, std::move(answer)});
}

void Exchange::take_health(sync::Link::Health health, Tick now) {
  health_ = health;
  note_reach(now);
}

void Exchange::note_reach(Tick now) {
  using Health = sync::Link::Health;
  const bool silent = silent_since_ && now - *silent_since_ >= kAbsentAfter;
  Reach reach = reach_;
  switch (health_) {
    case Health::Connecting:
      if (reach_ != Reach::Absent) reach = now >= kAbsentAfter ? Reach::Absent : Reach::Connecting;
      break;
    case Health::Up:
      reach = silent ? Reach::Absent : Reach::Up;
      break;
    case Health::Down:
      reach = Reach::Absent;
      break;
    case Health::KeyRefused:
      reach = Reach::KeyRefused;
      break;
    case Health::WrongStation:
      reach = Reach::WrongStation;
      break;
  }
  if (reach == reach_) return;
  reach_ = reach;
  news_.emplace_back(reach);
}

std::vector<News> Exchange::take_news() {
  return std::exchange(news_, {});
}

}  // namespace slipway::desk
