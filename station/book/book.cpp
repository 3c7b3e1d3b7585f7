#include "station/book/book.hpp"

#include <algorithm>

#include "refund/due.hpp"
#include "station/book/accounts.hpp"
#include "station/book/audit.hpp"
#include "station/book/cash.hpp"
#include "station/book/clients.hpp"
#include "station/book/clock.hpp"
#include "station/book/confirmation.hpp"
#include "station/book/copies.hpp"
#include "station/book/decision.hpp"
#include "station/book/filing.hpp"
#include "station/book/inbox.hpp"
#include "station/book/lapse.hpp"
#include "station/book/pins.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/records.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/book/schema.hpp"
#include "station/book/tracking.hpp"
#include "station/book/visit.hpp"
#include "station/book/withdrawal.hpp"

namespace slipway::book {
namespace {

template <typename... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overload(Cases...) -> Overload<Cases...>;

using KioskResult = sync::Result<sync::KioskAnswer>;
using DeskResult = sync::Result<sync::DeskAnswer>;

const refund::Phrase kSignInAgain{"请重新登录。", "Please sign in again."};
const refund::Phrase kWrongPerson{"姓名或密码不对。", "That name or PIN is not right."};
const refund::Phrase kWait{"多次不对，请稍后再试。",
                           "Wrong too often. Please wait, then try again."};

// Requests that were in the middle of a payout when the station stopped.
sync::Result<void> recover(Store& store, refund::Instant now) {
  std::vector<refund::RequestId> open;
  auto& query = store.books.prepare("SELECT request FROM hold WHERE live = 1");
  auto read =
      each_row(query, [&](const sync::Statement& row) { open.push_back(request_id_in(row, 0)); });
  if (!read) return read;
  return store.books.transaction([&]() -> sync::Result<void> {
    for (const refund::RequestId& id : open) {
      auto request = request_of(store.books, id);
      if (!request) return tl::unexpected(request.error());
      if (!*request || (*request)->state != refund::RequestState::Paying) continue;
      if (auto lost = record(store.books, **request, refund::Event::PayoutLost, now, "station");
          !lost) {
        return lost;
      }
    }
    return {};
  });
}

refund::Money alone_up_to(const refund::Policy& policy) {
  for (const refund::Tier& tier : policy.tiers) {
    if (tier.approvers == 1) return tier.up_to;
  }
  return refund::zero(policy.cash_most.currency);
}

}  // namespace

Book::Book(Store store, refund::Instant last)
    : store_(std::move(store)), sessions_(store_.terms.idle_lock), last_(last) {}

sync::Result<Book> Book::open(const std::filesystem::path& file, Terms terms, refund::Instant now) {
  auto books = sync::Database::open(file, migrations());
  if (!books) return tl::unexpected(books.error());
  Store store{std::move(*books), std::move(terms)};
  const auto verdict = verify_audit(store.books);
  if (!verdict) return tl::unexpected(verdict.error());
  if (verdict->broken) {
    return tl::unexpected(
        sync::Error{sync::Fault::Unsafe, "the audit chain is broken at entry " +
                                             std::to_string(verdict->broken->sequence) + ": " +
                                             verdict->broken->why});
  }
  const auto wrong = contradiction(store.books);
  if (!wrong) return tl::unexpected(wrong.error());
  if (*wrong) {
    return tl::unexpected(
        sync::Error{sync::Fault::Unsafe, "the books contradict their audit chain: " + **wrong});
  }
  const auto span = span_of(store.books);
  if (!span) return tl::unexpected(span.error());
  if (auto recovered = recover(store, std::max(now, span->last)); !recovered) {
    return tl::unexpected(recovered.error());
  }
  return Book(std::move(store), span->last);
}

refund::Instant Book::business_time(refund::Instant now) {
  last_ = std::max(last_, now);
  return last_;
}

sync::Result<void> Book::begin_policy(const PolicyTexts& texts, refund::Instant now) {
  return book::begin_policy(store_.books, store_.terms.policy.hash, texts, business_time(now));
}

sync::Result<Timepiece::Span> Book::span() {
  return span_of(store_.books);
}

sync::Result<void> Book::note(const ClockChange& change) {
  if (auto noted = note_clock(store_.books, change); !noted) return noted;
  if (change.kind == ClockChange::Kind::Doubted) {
    doubted_clock_ = change.clock;
  } else {
    doubted_clock_.reset();
  }
  if (change.kind == ClockChange::Kind::Believed && change.clock < last_) {
    last_ = change.clock;
    // Their times lie in what is the future now.
    sessions_ = Sessions(store_.terms.idle_lock);
    presence_ = Presence();
  }
  return {};
}

sync::Result<int> Book::lapse(refund::Instant clock) {
  // By the clock alone: one wrong moment must not have ended requests of people who may yet come.
  return lapse_requests(store_, clock);
}

std::optional<sync::Peer> Book::client(const std::string& key_z85) {
  return client_of(store_.books, key_z85);
}

KioskResult Book::answer(const sync::Peer& kiosk, const sync::KioskQuestion& question,
                         refund::Instant clock) {
  const refund::Instant now = business_time(clock);
  return std::visit(
      Overload{
          [&](const sync::Hello& hello) -> KioskResult {
            presence_.greet(kiosk.name, hello, now);
            return number_of(store_.books, kiosk.name)
                .map([&](const std::optional<std::int64_t>& number) -> sync::KioskAnswer {
                  return sync::Welcome{
                      store_.terms.name, number ? std::to_string(*number) + " 号机" : kiosk.name,
                      now, refund::review_promise(store_.terms.policy), store_.terms.telephone};
                });
          },
          [&](const sync::Identify& one) { return identify(store_, kiosk, one, now); },
          [&](const sync::Unlock& one) { return unlock(store_, one, now); },
          [&](const sync::File& one) { return file(store_, kiosk, one, now); },
          [&](const sync::Track& one) { return track(store_, one, now); },
          [&](const sync::Confirm& one) { return confirm(store_, kiosk, one, now); },
          [&](const sync::Paper& one) { return note_paper(store_, kiosk, one, now); },
          [&](const sync::CallStaff&) -> KioskResult {
            presence_.call(kiosk.name, now);
            return sync::StaffCalled{};
          },
          [&](const sync::Withdraw& one) { return withdraw(store_, kiosk, one, now); },
      },
      question);
}

DeskResult Book::sign_in(const sync::Peer& desk, const sync::SignIn& question,
                         refund::Instant now) {
  const auto record = staff_of(store_.books, question.staff_id);
  if (!record) return tl::unexpected(record.error());
  const bool is_known = record->has_value();
  const auto check =
      check_pin(store_, PinRule::Staff, subject_of_staff(question.staff_id, is_known), question.pin,
                is_known ? (*record)->pin_hash : std::string(), now);
  if (!check) return tl::unexpected(check.error());
  if (check->verdict == PinVerdict::Right) {
    sync::Token token{};
    store_.terms.random(token);
    sessions_.begin(token, question.staff_id, desk.name, now);
    return sync::SignedIn{token, (*record)->staff, store_.terms.name,
                          alone_up_to(store_.terms.policy)};
  }
  if (check->paused_until <= now) return sync::NoSession{kWrongPerson, 0};
  const auto wait = std::chrono::ceil<std::chrono::seconds>(check->paused_until - now);
  return sync::NoSession{kWait, static_cast<int>(wait.count())};
}

DeskResult Book::answer(const sync::Peer& desk, const sync::DeskAsk& ask, refund::Instant clock) {
  const refund::Instant now = business_time(clock);
  if (const auto* question = std::get_if<sync::SignIn>(&ask.question)) {
    return sign_in(desk, *question, now);
  }
  if (!ask.token) return sync::NoSession{kSignInAgain, 0};
  if (std::holds_alternative<sync::SignOut>(ask.question)) {
    sessions_.end(*ask.token);
    return sync::SignedOut{};
  }
  const bool is_use = !std::holds_alternative<sync::AskInbox>(ask.question);
  const auto id = sessions_.staff(*ask.token, desk.name, is_use, now);
  if (!id) return sync::NoSession{kSignInAgain, 0};
  const auto record = staff_of(store_.books, *id);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return sync::NoSession{kSignInAgain, 0};
  return answer_staff(desk, (*record)->staff, ask, now);
}

DeskResult Book::answer_staff(const sync::Peer& desk, const refund::Staff& staff,
                              const sync::DeskAsk& ask, refund::Instant now) {
  return std::visit(
      Overload{
          [&](const sync::AskInbox& one) -> DeskResult {
            return inbox_since(store_, staff, one.since)
                .map([&](sync::Inbox&& inbox) -> sync::DeskAnswer {
                  inbox.now = now;
                  inbox.kiosks = presence_.kiosks(now);
                  inbox.calls = presence_.calls(now);
                  inbox.doubted_clock = doubted_clock_;
                  return std::move(inbox);
                });
          },
          [&](const sync::AskDetail& one) -> DeskResult {
            const auto request = request_of(store_.books, one.id);
            if (!request) return tl::unexpected(request.error());
            if (!*request) {
              return sync::NotAllowed{{"没有这笔申请。", "There is no such request."}};
            }
            return detail_of(store_, **request, staff, now)
                .map([](sync::Detail&& detail) -> sync::DeskAnswer { return std::move(detail); });
          },
          [&](const sync::Approve& one) { return approve(store_, staff, one, now); },
          [&](const sync::Reject& one) { return reject(store_, staff, one, now); },
          [&](const sync::AskPapers& one) { return ask_papers(store_, staff, one, now); },
          [&](const sync::PapersSeen& one) { return see_papers(store_, staff, one, now); },
          [&](const sync::AskVoucher& one) { return look_up(store_, staff, one, now); },
          [&](const sync::Redeem& one) { return redeem(store_, staff, desk, one, now); },
          [&](const sync::ResolvePaper& one) { return resolve_paper(store_, staff, one, now); },
          [&](const sync::MarkTransferred& one) {
            return mark_transferred(store_, staff, one, now);
          },
          [&](const sync::AskCopy& one) { return copy(store_, staff, one, now); },
          [](const sync::SignIn&) -> DeskResult { return sync::SignedOut{}; },
          [](const sync::SignOut&) -> DeskResult { return sync::SignedOut{}; },
      },
      ask.question);
}

}  // namespace slipway::book
