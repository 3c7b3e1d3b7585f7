#include "devices/service/conversation.hpp"

#include "tests/catch.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using wire::Conversation;

namespace {

const Conversation::Time kStart{};

PrintPage job(JobId id) {
  return {id, Page{8, 1, {0xFF}}};
}

// How many letters of this kind the client would send now.
template <typename T>
int count_of(const std::vector<wire::ToService>& letters) {
  int count = 0;
  for (const auto& letter : letters) {
    const auto* command = std::get_if<Command>(&letter);
    if (command != nullptr && std::holds_alternative<T>(*command)) ++count;
  }
  return count;
}

template <typename T>
std::vector<T> only(const std::vector<DeviceEvent>& events) {
  std::vector<T> found;
  for (const auto& event : events) {
    if (const auto* one = std::get_if<T>(&event)) found.push_back(*one);
  }
  return found;
}

Conversation met(std::uint64_t life) {
  Conversation conversation(kStart);
  conversation.on_letter(wire::Pong{life}, kStart);
  static_cast<void>(conversation.outgoing());
  return conversation;
}

}  // namespace

TEST_CASE("the client pings every second, and says when nobody answers for three") {
  Conversation conversation = met(1);
  conversation.pass(kStart + 1s);
  const auto letters = conversation.outgoing();
  REQUIRE(letters.size() == 1);
  CHECK(std::holds_alternative<wire::Ping>(letters[0]));
  conversation.pass(kStart + 2900ms);
  CHECK(conversation.take().empty());
  conversation.pass(kStart + 3s);
  conversation.pass(kStart + 4s);
  CHECK(only<ServiceLost>(conversation.take()).size() == 1);
}

TEST_CASE("a service that is met or comes back is asked for its state and armed again") {
  Conversation conversation(kStart);
  conversation.tell(ArmReader{});
  CHECK(count_of<ArmReader>(conversation.outgoing()) == 0);
  conversation.on_letter(wire::Pong{1}, kStart);
  const auto first = conversation.outgoing();
  CHECK(count_of<AskState>(first) == 1);
  CHECK(count_of<ArmReader>(first) == 1);
  conversation.pass(kStart + 3s);
  conversation.on_letter(wire::Pong{1}, kStart + 4s);
  const auto again = conversation.outgoing();
  CHECK(count_of<AskState>(again) == 1);
  CHECK(count_of<ArmReader>(again) == 1);
}

TEST_CASE("a service that was only slow is told to blank the pad before anything else") {
  Conversation conversation = met(1);
  conversation.tell(BeginSignature{});
  static_cast<void>(conversation.outgoing());
  conversation.pass(kStart + 3s);
  CHECK(only<SignatureLost>(conversation.take()).size() == 1);
  conversation.tell(EndSignature{});  // to nobody
  static_cast<void>(conversation.outgoing());
  conversation.on_letter(wire::Pong{1}, kStart + 4s);  // the same life: it has noticed nothing
  const auto letters = conversation.outgoing();
  REQUIRE_FALSE(letters.empty());
  const auto* first = std::get_if<Command>(&letters[0]);
  REQUIRE(first != nullptr);
  CHECK(std::holds_alternative<EndSignature>(*first));
}

TEST_CASE("a client that was forgotten without noticing arms again and answers every page") {
  Conversation conversation = met(1);
  conversation.tell(ArmReader{});
  conversation.tell(job(5));
  conversation.tell(BeginSignature{});
  static_cast<void>(conversation.outgoing());
  conversation.on_letter(wire::Pong{2}, kStart + 1s);
  const auto letters = conversation.outgoing();
  CHECK(count_of<AskState>(letters) == 1);
  CHECK(count_of<ArmReader>(letters) == 1);
  const auto events = conversation.take();
  CHECK(only<ServiceLost>(events).empty());
  CHECK(only<SignatureLost>(events).size() == 1);
  const auto ended = only<PrintEnded>(events);
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].printed.outcome == Outcome::Unknown);
}

TEST_CASE("a page told before the service is met is printed when it is there") {
  Conversation conversation(kStart);
  conversation.tell(job(5));
  conversation.on_letter(wire::Pong{1}, kStart + 1s);
  CHECK(count_of<PrintPage>(conversation.outgoing()) == 1);
}

TEST_CASE("a page is never printed late: without a service it is NotPrinted at once") {
  Conversation conversation(kStart);
  conversation.tell(job(5));
  conversation.pass(kStart + 3s);
  auto ended = only<PrintEnded>(conversation.take());
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].printed.outcome == Outcome::NotPrinted);
  conversation.tell(job(6));
  ended = only<PrintEnded>(conversation.take());
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].printed == Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::Silent});
  conversation.on_letter(wire::Pong{1}, kStart + 5s);
  CHECK(count_of<PrintPage>(conversation.outgoing()) == 0);
}

TEST_CASE("a page that was given to a service that fell silent is Unknown, once") {
  Conversation conversation = met(1);
  conversation.tell(job(5));
  CHECK(count_of<PrintPage>(conversation.outgoing()) == 1);
  conversation.pass(kStart + 3s);
  const auto ended = only<PrintEnded>(conversation.take());
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].printed.outcome == Outcome::Unknown);
  conversation.on_letter(wire::Pong{1}, kStart + 4s);
  conversation.on_letter(
      DeviceEvent(PrintEnded{5, {Outcome::Printed, Evidence::ProcessId, PrintCause::None}}),
      kStart + 4s);
  CHECK(only<PrintEnded>(conversation.take()).empty());
}

TEST_CASE("a page is never printed twice: a service started anew does not get the same job") {
  Conversation conversation = met(1);
  conversation.tell(job(5));
  conversation.on_letter(
      DeviceEvent(PrintEnded{5, {Outcome::Printed, Evidence::ProcessId, PrintCause::None}}),
      kStart);
  static_cast<void>(conversation.take());
  static_cast<void>(conversation.outgoing());
  conversation.on_letter(wire::Pong{2}, kStart + 1s);
  static_cast<void>(conversation.outgoing());
  conversation.tell(job(5));
  CHECK(count_of<PrintPage>(conversation.outgoing()) == 0);
  const auto ended = only<PrintEnded>(conversation.take());
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].printed.outcome == Outcome::Unknown);
}

TEST_CASE("the same service is asked again for a job that it knows") {
  Conversation conversation = met(1);
  conversation.tell(job(5));
  conversation.tell(job(5));
  CHECK(count_of<PrintPage>(conversation.outgoing()) == 2);
}

TEST_CASE("an outcome of a job that is not this client's is not reported") {
  Conversation conversation = met(1);
  conversation.on_letter(DeviceEvent(PrintEnded{99, {}}), kStart);
  CHECK(conversation.take().empty());
}

TEST_CASE("a signature ends with the service") {
  Conversation conversation = met(1);
  conversation.tell(BeginSignature{});
  conversation.on_letter(wire::Pong{2}, kStart + 1s);
  CHECK(only<SignatureLost>(conversation.take()).size() == 1);
  conversation.pass(kStart + 4s);
  CHECK(only<SignatureLost>(conversation.take()).empty());
}

TEST_CASE("a page that could not be sent was not printed and may be given again") {
  Conversation conversation = met(1);
  conversation.tell(job(5));
  for (const auto& letter : conversation.outgoing())
    conversation.on_unsent(letter);
  const auto ended = only<PrintEnded>(conversation.take());
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].printed.outcome == Outcome::NotPrinted);
  conversation.tell(job(5));
  CHECK(count_of<PrintPage>(conversation.outgoing()) == 1);
}

TEST_CASE("a repeated page that could not be sent may be on paper from the first time") {
  Conversation conversation = met(1);
  conversation.tell(job(5));
  static_cast<void>(conversation.outgoing());
  conversation.tell(job(5));
  for (const auto& letter : conversation.outgoing())
    conversation.on_unsent(letter);
  const auto ended = only<PrintEnded>(conversation.take());
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].printed.outcome == Outcome::Unknown);
}
