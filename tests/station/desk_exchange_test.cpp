#include "station/desk/exchange.hpp"

#include "tests/catch.hpp"

using namespace slipway;
using namespace slipway::desk;
using namespace std::chrono_literals;
using Health = sync::Link::Health;

namespace {

// The wire in between: keeps what was sent, takes nothing while it is down.
struct Wire {
  int ids = 0;
  Exchange exchange{[this] {
    sync::MessageId id{};
    id[15] = static_cast<std::uint8_t>(++ids);
    return id;
  }};
  std::vector<sync::DeskAsk> sent;
  bool is_up = true;
  Tick now = 1s;

  void pass(Tick time) {
    for (const Tick end = now + time; now < end;) {
      now += 100ms;
      exchange.take_health(is_up ? Health::Up : Health::Down, now);
      exchange.send_due(now, [this](const sync::Bytes& frame) {
        if (!is_up) return false;
        sent.push_back(*sync::desk_ask_from(frame));
        return true;
      });
    }
  }
  void reply(const sync::MessageId& id, sync::DeskAnswer answer) {
    exchange.take_frame(sync::encode(sync::DeskReply{id, std::move(answer)}), now);
  }
  void sign_in(std::uint8_t token) {
    exchange.ask(1, sync::SignIn{"lin", "2468"}, now);
    pass(100ms);
    sync::SignedIn in;
    in.token[0] = token;
    reply(sent.back().id, in);
    (void)exchange.take_news();
    sent.clear();
  }
  template <typename Question>
  [[nodiscard]] std::vector<sync::DeskAsk> all() const {
    std::vector<sync::DeskAsk> found;
    for (const auto& ask : sent) {
      if (std::holds_alternative<Question>(ask.question)) found.push_back(ask);
    }
    return found;
  }
};

template <typename Kind>
std::vector<Kind> only(const std::vector<News>& news) {
  std::vector<Kind> found;
  for (const auto& one : news) {
    if (const auto* kind = std::get_if<Kind>(&one)) found.push_back(*kind);
  }
  return found;
}

}  // namespace

TEST_CASE("a decision is repeated with the same id and content until it is answered") {
  Wire wire;
  wire.sign_in(7);
  wire.exchange.ask(2, sync::Approve{{}, 3, {}}, wire.now);
  wire.pass(60s);
  const auto sent = wire.all<sync::Approve>();
  REQUIRE(sent.size() >= 29);
  for (const auto& one : sent) {
    CHECK(one.id == sent[0].id);
    CHECK(one.token->at(0) == 7);
    CHECK(std::get<sync::Approve>(one.question).version == 3);
  }
  CHECK(only<Unanswered>(wire.exchange.take_news()).empty());
  wire.reply(sent[0].id, sync::Decided{});
  wire.reply(sent[0].id, sync::Decided{});
  const auto answers = only<Answered>(wire.exchange.take_news());
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].ticket == 2);
  wire.sent.clear();
  wire.pass(10s);
  CHECK(wire.all<sync::Approve>().empty());
}

TEST_CASE("a sign-in is sent once and given up after eight seconds") {
  Wire wire;
  wire.exchange.ask(1, sync::SignIn{"lin", "2468"}, wire.now);
  wire.pass(9s);
  CHECK(wire.all<sync::SignIn>().size() == 1);
  const auto vain = only<Unanswered>(wire.exchange.take_news());
  REQUIRE(vain.size() == 1);
  CHECK(vain[0].ticket == 1);
}

TEST_CASE("a question that changes nothing is given up after six times") {
  Wire wire;
  wire.sign_in(7);
  wire.exchange.ask(2, sync::AskVoucher{"V1-000001"}, wire.now);
  wire.pass(20s);
  CHECK(wire.all<sync::AskVoucher>().size() == 6);
  CHECK(only<Unanswered>(wire.exchange.take_news()).size() == 1);
}

TEST_CASE("the inbox is asked every second with the mark, and at once while there is more") {
  Wire wire;
  wire.sign_in(7);
  wire.pass(100ms);
  REQUIRE(wire.all<sync::AskInbox>().size() == 1);
  CHECK(std::get<sync::AskInbox>(wire.sent[0].question).since == 0);
  sync::Inbox inbox;
  inbox.mark = 40;
  inbox.more = true;
  wire.reply(wire.sent[0].id, inbox);
  wire.pass(100ms);
  REQUIRE(wire.all<sync::AskInbox>().size() == 2);
  CHECK(std::get<sync::AskInbox>(wire.sent[1].question).since == 40);
  inbox.mark = 41;
  inbox.more = false;
  wire.reply(wire.sent[1].id, inbox);
  wire.pass(900ms);
  CHECK(wire.all<sync::AskInbox>().size() == 2);
  wire.pass(200ms);
  REQUIRE(wire.all<sync::AskInbox>().size() == 3);
  CHECK(std::get<sync::AskInbox>(wire.sent[2].question).since == 41);
}

TEST_CASE("nothing is lost while the wire is down, and the absence is told") {
  Wire wire;
  wire.sign_in(7);
  wire.is_up = false;
  wire.exchange.ask(2, sync::Reject{{}, 3, {}, "records", ""}, wire.now);
  wire.pass(30s);
  CHECK(wire.sent.empty());
  CHECK(only<Reach>(wire.exchange.take_news()).back() == Reach::Absent);
  wire.is_up = true;
  wire.pass(200ms);
  CHECK(wire.all<sync::Reject>().size() == 1);
}

TEST_CASE("a station that is connected and silent is absent") {
  Wire wire;
  wire.sign_in(7);
  wire.pass(4s);
  CHECK(only<Reach>(wire.exchange.take_news()).empty());
  wire.pass(2s);
  CHECK(only<Reach>(wire.exchange.take_news()) == std::vector<Reach>{Reach::Absent});
  wire.reply(wire.all<sync::AskInbox>().back().id, sync::Inbox{});
  CHECK(only<Reach>(wire.exchange.take_news()) == std::vector<Reach>{Reach::Up});
}

TEST_CASE("a repeat speaks for the session it was made in, never for the next person's") {
  Wire wire;
  wire.sign_in(7);
  wire.exchange.ask(2, sync::Approve{}, wire.now);
  wire.pass(100ms);
  const auto id = wire.all<sync::Approve>()[0].id;
  wire.sign_in(8);
  wire.pass(5s);
  for (const auto& one : wire.all<sync::Approve>())
    CHECK(one.token->at(0) == 7);
  wire.reply(id, sync::NoSession{});
  CHECK(only<Unanswered>(wire.exchange.take_news()).size() == 1);
  wire.sent.clear();
  wire.pass(5s);
  REQUIRE_FALSE(wire.all<sync::AskInbox>().empty());
  CHECK(wire.all<sync::AskInbox>()[0].token->at(0) == 8);
}

TEST_CASE("when the session is over the asking stops and it is told once") {
  Wire wire;
  wire.sign_in(7);
  wire.pass(100ms);
  wire.exchange.ask(2, sync::Approve{}, wire.now);
  wire.reply(wire.all<sync::AskInbox>()[0].id, sync::NoSession{});
  CHECK(only<Answered>(wire.exchange.take_news()).size() == 1);
  wire.sent.clear();
  wire.pass(10s);
  CHECK(wire.sent.empty());
}

TEST_CASE("bytes that are no message, and answers to nothing, change nothing") {
  Wire wire;
  wire.sign_in(7);
  const std::vector<std::uint8_t> garbage{0xff, 0x00, 0x13};
  wire.exchange.take_frame(garbage, wire.now);
  wire.reply({}, sync::NoSession{});
  CHECK(only<Answered>(wire.exchange.take_news()).empty());
  wire.pass(2s);
  CHECK_FALSE(wire.all<sync::AskInbox>().empty());
}
