#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "refund/sodium.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"

// Keys as they lie on disk, and the sealed box. Key files are TOML of mode 0600; the station's
// public file is what a kiosk or desk is enrolled with. Pure but for the files; any thread.
namespace slipway::sync {

using BoxPublic = std::array<std::uint8_t, 32>;  // X25519
using BoxSecret = std::array<std::uint8_t, 32>;

// Everything that only the station has.
struct StationKeys {
  std::int64_t store = 1;  // the store's number
  CurvePair curve;
  refund::SigningSeed signing{};
  BoxPublic box_open{};
  BoxSecret box_secret{};
  std::array<std::uint8_t, 32> pepper{};  // mixed into PINs
};
// What everyone may know of the station.
struct StationPublic {
  std::int64_t store = 1;
  CurveKey curve{};
  refund::PublicKey signing{};
  BoxPublic box{};
};

// The keys of a site's NTAG 424 DNA cards (NXP AN12196), with which a station verifies what a card
// says at a tap. Those who personalise the cards have them too; a kiosk never does.
struct CardKeys {
  std::array<std::uint8_t, 16> meta_read{};  // SDMMetaRead: encrypts UID and counter
  std::array<std::uint8_t, 16> file_read{};  // SDMFileRead: signs them
};

// The key from which those of a site's readers derive that encrypt stripes (ANSI X9.24-1). Who
// loads the readers has it too; a kiosk never does.
struct ReaderKeys {
  std::array<std::uint8_t, 16> base{};
};

[[nodiscard]] StationKeys make_station_keys(std::int64_t store);
[[nodiscard]] StationPublic public_of(const StationKeys& keys);
// The open half of a secret key; nothing when it is none.
[[nodiscard]] std::optional<BoxPublic> box_open_of(const BoxSecret& secret);

// Writing refuses to replace a file that exists (Fault::Conflict); after any other failure no file
// is left. Reading refuses a secret file that others may read (Fault::Unsafe), a file that is
// absent (Fault::Missing), and one that is not exactly what was written (Fault::Malformed).
[[nodiscard]] Result<void> write_station_keys(const std::filesystem::path& file,
                                              const StationKeys& keys);
[[nodiscard]] Result<StationKeys> read_station_keys(const std::filesystem::path& file);
[[nodiscard]] Result<void> write_station_public(const std::filesystem::path& file,
                                                const StationPublic& keys);
[[nodiscard]] Result<StationPublic> read_station_public(const std::filesystem::path& file);
[[nodiscard]] Result<void> write_card_keys(const std::filesystem::path& file, const CardKeys& keys);
[[nodiscard]] Result<CardKeys> read_card_keys(const std::filesystem::path& file);
[[nodiscard]] Result<void> write_reader_keys(const std::filesystem::path& file,
                                             const ReaderKeys& keys);
[[nodiscard]] Result<ReaderKeys> read_reader_keys(const std::filesystem::path& file);
[[nodiscard]] Result<void> write_client_keys(const std::filesystem::path& file,
                                             const CurvePair& keys);
[[nodiscard]] Result<CurvePair> read_client_keys(const std::filesystem::path& file);

[[nodiscard]] std::vector<std::uint8_t> seal(std::span<const std::uint8_t> plain,
                                             const BoxPublic& to);
// Nothing when it was not sealed to this key or was changed.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> unseal(std::span<const std::uint8_t> sealed,
                                                              const BoxPublic& own,
                                                              const BoxSecret& secret);

void fill_random(std::span<std::uint8_t> bytes);

// What one guess at a PIN costs (security.md 7.7). Never below kLeastCost, which tests may use.
struct PinCost {
  unsigned passes = 2;
  std::size_t kibibytes = 64 * 1024;
};
inline constexpr PinCost kLeastCost{2, 19 * 1024};

// Argon2id, peppered; the cost stands in the text. About 0.15 s at the standard cost.
[[nodiscard]] std::string pin_hash(std::string_view pin, const std::array<std::uint8_t, 32>& pepper,
                                   PinCost cost = {});
[[nodiscard]] bool is_pin(std::string_view pin, const std::string& hash,
                          const std::array<std::uint8_t, 32>& pepper);
// A hash that no PIN has, of the standard cost: to spend the same time on a name that does not
// exist.
[[nodiscard]] const std::string& nobodys_pin_hash();

}  // namespace slipway::sync
