#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "refund/time.hpp"
#include "station/book/policy_folder.hpp"
#include "station/book/presence.hpp"
#include "station/book/sessions.hpp"
#include "station/book/store.hpp"
#include "station/book/timepiece.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::book {

// The station as one step: a question with its time goes in, the answer comes out, and what the
// answer promises is on disk. No sockets, no clock; randomness comes with the terms. One thread.
//
// An error means that the books failed (disk full, damaged): nothing happened, nothing was
// promised, and the peer may ask again.
class Book {
 public:
  // Opens or makes the books, and recovers: a request that is found in Paying gets PayoutLost,
  // because nobody knows whether its money left. Refuses books whose audit chain is broken, or
  // whose tables tell another story than the chain.
  [[nodiscard]] static sync::Result<Book> open(const std::filesystem::path& file, Terms terms,
                                               refund::Instant now);

  // Before the first question: keeps the texts of the policy that it serves with, and from when
  // sales are bound to it (policy_texts.hpp).
  [[nodiscard]] sync::Result<void> begin_policy(const PolicyTexts& texts, refund::Instant now);

  [[nodiscard]] sync::Result<sync::KioskAnswer> answer(const sync::Peer& kiosk,
                                                       const sync::KioskQuestion& question,
                                                       refund::Instant now);
  [[nodiscard]] sync::Result<sync::DeskAnswer> answer(const sync::Peer& desk,
                                                      const sync::DeskAsk& ask,
                                                      refund::Instant now);

  // What business is to be done after (timepiece.hpp).
  [[nodiscard]] sync::Result<Timepiece::Span> span();
  // Records what the clock did. A doubted clock is shown at every desk until the next change; after
  // a step back that is believed, everyone signs in again and business goes on at the earlier time.
  [[nodiscard]] sync::Result<void> note(const ClockChange& change);

  // Ends requests for which nobody came (lapse.hpp); gives how many. To be asked now and then.
  [[nodiscard]] sync::Result<int> lapse(refund::Instant clock);

  // Who has this key; read anew for every message, so that a revocation works at once.
  [[nodiscard]] std::optional<sync::Peer> client(const std::string& key_z85);

 private:
  Book(Store store, refund::Instant last);
  // Business time never goes back, but by note().
  [[nodiscard]] refund::Instant business_time(refund::Instant now);
  [[nodiscard]] sync::Result<sync::DeskAnswer> sign_in(const sync::Peer& desk,
                                                       const sync::SignIn& question,
                                                       refund::Instant now);
  [[nodiscard]] sync::Result<sync::DeskAnswer> answer_staff(const sync::Peer& desk,
                                                            const refund::Staff& staff,
                                                            const sync::DeskAsk& ask,
                                                            refund::Instant now);

  Store store_;
  Sessions sessions_;
  Presence presence_;
  refund::Instant last_;
  std::optional<refund::Instant> doubted_clock_;  // what it said
};

}  // namespace slipway::book
