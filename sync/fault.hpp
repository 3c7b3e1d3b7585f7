#pragma once

#include <string>
#include <tl/expected.hpp>

namespace slipway::sync {

// What can be wrong with what lasts and what travels, by what the caller does about it.
enum class Fault {
  Offline,    // the peer does not answer: the outbox keeps what matters, tell the member
  Refused,    // the peer knows us not (keys): a technician has to enrol again
  Malformed,  // the bytes are not a message: drop them, count them, alarm
  Conflict,   // the same id with other content: change nothing, alarm
  Storage,    // disk full or failing: take no requests, keep answering
  Unsafe,     // the store would not be durable or a secret not secret: do not start
  Missing,    // no such row
};

struct Error {
  Fault fault = Fault::Storage;
  std::string text;  // for the operator's log, English, without personal data
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] const char* name_of(Fault fault);

}  // namespace slipway::sync
