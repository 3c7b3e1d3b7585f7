#pragma once

#include <chrono>
#include <cstdint>
#include <variant>

#include "sync/wire/desk_messages.hpp"

// The seam between the desk's decisions and the wire: questions go out, news comes back, both are
// values. The desk never waits.
namespace slipway::desk {

// Time since the program started, never going back. The calendar comes from the station only
// (Inbox::now), so that a desk with a wrong clock shows right waiting times.
using Tick = std::chrono::milliseconds;

// Names one question of this desk; given by the one who asks, never 0.
using Ticket = std::uint64_t;

// Whether the station can be reached.
enum class Reach {
  Connecting,
  Up,
  Absent,        // nothing has answered for some seconds
  KeyRefused,    // the station does not know this desk's key
  WrongStation,  // who answers there is not the station that this desk was enrolled with
};

// The station's answer. Ticket 0: the inbox, which comes by itself while somebody is signed in.
struct Answered {
  Ticket ticket = 0;
  sync::DeskAnswer answer;
};
// A question that changes nothing was repeated in vain. A decision is repeated with the same
// content until there is an answer, because "no answer" is not "no"; it ends so only when the
// session that it was made in has ended meanwhile, and then nobody here knows what became of it.
struct Unanswered {
  Ticket ticket = 0;
};
using News = std::variant<Answered, Unanswered, Reach>;

class Station {
 public:
  virtual ~Station() = default;
  virtual void ask(Ticket ticket, sync::DeskQuestion question) = 0;
  // Asks for the whole inbox again.
  virtual void refresh() = 0;
};

}  // namespace slipway::desk
