#include "station/book/swipes.hpp"

#include <algorithm>
#include <string_view>

#include "devices/reader/bank_card.hpp"
#include "devices/reader/card_number.hpp"
#include "devices/reader/track.hpp"
#include "devices/usb/wipe.hpp"
#include "refund/sodium.hpp"
#include "station/book/audit.hpp"
#include "station/book/dukpt.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

using devices::WipedAtEnd;

constexpr std::size_t kBlock = 8;
constexpr std::size_t kMostTrack = 112;  // bytes, sealed
constexpr std::size_t kTracks = 3;

std::string upper_hex(const KeySerial& serial) {
  std::string text = refund::to_hex(serial);
  std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'f' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return text;
}

std::optional<KeySerial> serial_from(const std::string& text) {
  const auto bytes = refund::bytes_from_hex(text);
  KeySerial serial{};
  if (!bytes || bytes->size() != serial.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), serial.begin());
  return serial;
}

// The sound tracks one behind the other, in memory that never moves and is wiped.
class OpenTracks {
 public:
  OpenTracks() { text_.reserve(kTracks * kMostTrack); }
  OpenTracks(const OpenTracks&) = delete;
  OpenTracks& operator=(const OpenTracks&) = delete;
  ~OpenTracks() { devices::wipe(text_.data(), text_.size()); }

  // Behind the end sentinel come zeros up to a whole block, and nothing else: what another key
  // sealed does not look so.
  void add(int track, const std::string& sealed, const ReaderKey& key) {
    const auto blocks = refund::bytes_from_hex(sealed);
    if (!blocks || blocks->empty() || blocks->size() > kMostTrack || blocks->size() % kBlock != 0)
      return;
    auto plain = decrypted(*blocks, key);
    const WipedAtEnd wiped(plain);
    const auto end = std::find(plain.begin(), plain.end(), std::uint8_t{'?'});
    if (end == plain.end() || plain.end() - end > static_cast<std::ptrdiff_t>(kBlock)) return;
    if (std::any_of(end + 1, plain.end(), [](std::uint8_t byte) { return byte != 0; })) return;
    const std::string_view text(reinterpret_cast<const char*>(plain.data()),
                                static_cast<std::size_t>(end - plain.begin()) + 1);
    if (!devices::read_track(track, text)) return;
    text_.insert(text_.end(), text.begin(), text.end());
    // By its form, too, as the driver judges it: whatever has it is none of a member's cards.
    is_payment_card_ = is_payment_card_ || devices::is_masked_bank_card(text);
  }
  [[nodiscard]] std::string_view text() const { return {text_.data(), text_.size()}; }
  [[nodiscard]] bool is_payment_card() const {
    return is_payment_card_ || devices::holds_bank_card(text());
  }

 private:
  std::vector<char> text_;
  bool is_payment_card_ = false;
};

std::optional<std::string> uid_in(const OpenTracks& tracks, const std::string& format) {
  const auto written = devices::number_format(format);
  if (!written || tracks.is_payment_card()) return std::nullopt;
  const auto number = devices::number_on_tracks(tracks.text());
  return number ? devices::uid_of(*number, *written) : std::nullopt;
}

// True: higher than ever before, and on its way to disk.
sync::Result<bool> counted(Store& store, const Swipe& swipe, refund::Instant now) {
  auto& put = store.books.prepare(
      "INSERT INTO swipe VALUES(?, ?, ?) ON CONFLICT(reader) DO UPDATE SET counter = "
      "excluded.counter, at = excluded.at WHERE excluded.counter > swipe.counter");
  put.bind(swipe.reader).bind(std::int64_t{swipe.counter}).bind(to_column(now));
  return put.run().map([](std::int64_t rows) { return rows > 0; });
}

}  // namespace

std::optional<Swipe> opened(const sync::SealedStripe& stripe, const sync::ReaderKeys& keys) {
  const auto serial = serial_from(stripe.ksn);
  if (!serial || counter_of(*serial) == 0) return std::nullopt;
  ReaderKey key = track_key(keys.base, *serial);
  const WipedAtEnd wiped(key);
  OpenTracks tracks;
  int track = 0;
  for (const std::string* sealed : {&stripe.track_1, &stripe.track_2, &stripe.track_3})
    tracks.add(++track, *sealed, key);
  if (tracks.text().empty()) return std::nullopt;
  return Swipe{upper_hex(reader_of(*serial)), counter_of(*serial), uid_in(tracks, stripe.format),
               tracks.is_payment_card()};
}

sync::Result<JudgedSwipe> judge_swipe(Store& store, const sync::Peer& kiosk,
                                      const sync::SealedStripe& stripe, refund::Instant now) {
  JudgedSwipe judged;
  if (!store.terms.readers) return judged;
  const auto swipe = opened(stripe, *store.terms.readers);
  const auto serial = serial_from(stripe.ksn);
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    refund::cbor::Value::Map facts;
    const char* action = "swipe-untrue";
    if (swipe) {
      const auto is_new = counted(store, *swipe, now);
      if (!is_new) return tl::unexpected(is_new.error());
      if (*is_new && swipe->card_uid) judged = {SwipeVerdict::Known, *swipe->card_uid};
      if (*is_new && (swipe->card_uid || swipe->is_payment_card)) return {};
      if (!*is_new) judged.verdict = SwipeVerdict::SaidBefore;
      action = *is_new ? "swipe-without-number" : "swipe-said-before";
      facts.emplace_back("counter", std::int64_t{swipe->counter});
    }
    const std::string reader = serial ? upper_hex(reader_of(*serial)) : std::string("unknown");
    return append_audit(store.books, now, "kiosk:" + kiosk.name, action, "reader:" + reader,
                        std::move(facts));
  });
  if (!written) return tl::unexpected(written.error());
  return judged;
}

}  // namespace slipway::book
