#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "devices/fault.hpp"
#include "devices/reader/card_proof.hpp"
#include "devices/reader/sealed_stripe.hpp"

namespace slipway::devices {

// What a reading proves. A UID identifies and proves nothing (devices.md 2.5): the flow asks for a
// second factor unless the card authenticated itself. ReaderEncrypted: a reader with a key sealed
// what it read; the card may be a copy all the same. Whether it was a reader of the site, and
// whether a card is CardAuthenticated, is known when the station has opened the stripe or verified
// the proof that came with the reading.
enum class Assurance { Identifier, ReaderEncrypted, CardAuthenticated };

struct Card {
  std::string uid;  // upper-case hex, 8 to 20 digits, an even number of them; empty: it is sealed
  std::string atr;  // upper-case hex, at most 66 digits; empty when the medium has none
  Assurance assurance = Assurance::Identifier;
  std::optional<CardProof> proof = std::nullopt;      // unverified; it may be shown nowhere
  std::optional<SealedStripe> stripe = std::nullopt;  // of ReaderEncrypted, instead of a UID
};

// Whether all of it has the form above: what crosses from one program to another is checked again.
[[nodiscard]] bool is_sound(const Card& card);

// One thing that the reader noticed.
enum class ReaderNews { Arrived, Removed, Failed, Nothing };

// What it is that cannot be read. Card: this one, this time. The others: no card at all, because a
// reader that encrypts has no key left or never had one; its supplier has to load new ones.
enum class ReadTrouble { Card, KeysUsedUp, KeysMissing };

struct Reading {
  ReaderNews news = ReaderNews::Nothing;
  Card card;    // Arrived only
  Error error;  // Failed only: the card was there but could not be read; ask to tap again
  ReadTrouble trouble = ReadTrouble::Card;  // Failed only
};

// A card reader. Life cycle: open (static, in each driver), enable, wait..., disable.
// Used by one thread; interrupt() of the transport ends a wait.
class CardReader {
 public:
  virtual ~CardReader() = default;
  [[nodiscard]] virtual Result<void> enable() = 0;
  [[nodiscard]] virtual Result<void> disable() = 0;
  // Waits for the next news, at most so long; Nothing when the time passed. An error means that
  // the reader itself is in trouble (Gone, Protocol), not the card.
  [[nodiscard]] virtual Result<Reading> wait(std::chrono::milliseconds limit) = 0;
};

}  // namespace slipway::devices
