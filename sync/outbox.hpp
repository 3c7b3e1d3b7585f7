#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "sync/store/database.hpp"
#include "sync/store/file_lock.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::sync {

// What a kiosk must not forget: sealed filings and paper news until the station has answered them,
// vouchers from the intent to print until their paper is told of, and the last Welcome.
// Thread-bound.
//
//   store_filing / note_paper  ->  due, due, due (0.4 s .. 30 s apart)  ->  settle
//   note_voucher  ->  note_paper, or doubt_unreported when whoever printed it is gone
//
// Every function that returns success has what it did on disk; after a failure nothing has changed.
class Outbox {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // A question for the station, and the id under which its answer comes.
  struct Letter {
    MessageId id{};
    Bytes frame;
  };

  // Fault::Conflict while another process has it: two would send and doubt each other's letters.
  // `seed`: of the jitter, so that kiosks do not all come back in the same moment.
  [[nodiscard]] static Result<Outbox> open(const std::filesystem::path& file, std::uint64_t seed);

  // Once per id, also when it was delivered long ago. Fault::Conflict when the id stands for other
  // content; the sealed bytes differ each time and do not count.
  [[nodiscard]] Result<void> store_filing(const refund::Filing& filing, const Bytes& sealed);
  // True when this is the first intent to print this voucher, or the same command once more while
  // its paper is not told of.
  [[nodiscard]] Result<bool> note_voucher(std::int64_t voucher_number, const refund::RequestId& id,
                                          const MessageId& command);
  // Once per command.
  [[nodiscard]] Result<void> note_paper(const Paper& paper, const MessageId& command);
  // Every voucher that was noted and not told of becomes an Unsure letter; how many.
  [[nodiscard]] Result<int> doubt_unreported(const std::string& evidence);

  // The letters to send now, oldest first, at most 8, and after so many none for two seconds. Each
  // comes again after a growing pause until it is settled.
  [[nodiscard]] Result<std::vector<Letter>> due(Time now);
  // When the next letter is due; nothing when none waits.
  [[nodiscard]] Result<std::optional<Time>> next_due(Time now);
  // The station is there again: every letter is due at once, and its pauses begin anew.
  void hurry();
  // The question was answered for good: its content is wiped. False when none such waits.
  [[nodiscard]] Result<bool> settle(const MessageId& id);
  [[nodiscard]] Result<int> waiting();

  [[nodiscard]] Result<void> keep_welcome(const Welcome& welcome);
  [[nodiscard]] Result<std::optional<Welcome>> welcome();

 private:
  struct Attempts {
    int made = 0;
    Time next{};
  };

  Outbox(FileLock lock, Database database, std::uint64_t seed)
      : lock_(std::move(lock)), database_(std::move(database)), jitter_(seed) {}
  [[nodiscard]] Result<void> add_letter(const MessageId& id, const refund::Digest& content,
                                        const KioskQuestion& question);
  [[nodiscard]] Result<std::vector<std::int64_t>> waiting_numbers();
  [[nodiscard]] std::chrono::milliseconds pause_after(int attempts);

  FileLock lock_;
  Database database_;
  std::map<std::int64_t, Attempts> attempts_;  // by the letter's number; none: never tried
  Time handful_at_ = Time::min();
  std::mt19937_64 jitter_;
};

}  // namespace slipway::sync
