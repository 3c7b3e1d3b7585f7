#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

// As in refund/policy_file.cpp: toml++ 3.3 asserts what a file can break.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "refund/sodium.hpp"
#include "refund/toml_text.hpp"
#include "sync/keys.hpp"

// The TOML of key files: one flat table with exactly the keys that were written.
namespace slipway::sync {

namespace {

constexpr std::size_t kMostFile = 16 * 1024;

enum class Secrecy { Secret, Public };

Error error_of(Fault fault, const std::filesystem::path& file, const std::string& text) {
  return Error{fault, file.string() + ": " + text};
}

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

bool write_whole(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(to, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

Result<void> write_new(const std::filesystem::path& file, Secrecy secrecy,
                       const std::string& text) {
  const mode_t mode = secrecy == Secrecy::Secret ? 0600 : 0644;
  const Descriptor made(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (made.number() < 0) {
    const Fault fault = errno == EEXIST ? Fault::Conflict : Fault::Storage;
    return tl::unexpected(error_of(fault, file, std::strerror(errno)));
  }
  // The umask must neither open a secret nor hide what clients are to read.
  const bool is_written = ::fchmod(made.number(), mode) == 0 && write_whole(made.number(), text) &&
                          ::fsync(made.number()) == 0;
  if (!is_written) {
    const std::string why = std::strerror(errno);
    ::unlink(file.c_str());
    return tl::unexpected(error_of(Fault::Storage, file, why));
  }
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0 || ::fsync(opened.number()) != 0) {
    const std::string why = std::strerror(errno);
    ::unlink(file.c_str());
    return tl::unexpected(error_of(Fault::Storage, file, why));
  }
  return {};
}

Result<std::string> read_whole(const std::filesystem::path& file, Secrecy secrecy) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (opened.number() < 0 || ::fstat(opened.number(), &status) != 0) {
    const Fault fault = errno == ENOENT ? Fault::Missing : Fault::Storage;
    return tl::unexpected(error_of(fault, file, std::strerror(errno)));
  }
  if (!S_ISREG(status.st_mode)) {
    return tl::unexpected(error_of(Fault::Malformed, file, "expected a regular file"));
  }
  if (secrecy == Secrecy::Secret && (status.st_mode & 077) != 0) {
    return tl::unexpected(
        error_of(Fault::Unsafe, file, "others may read this secret; expected mode 0600"));
  }
  std::string text(kMostFile + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(opened.number(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return tl::unexpected(error_of(Fault::Storage, file, std::strerror(errno)));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kMostFile) return tl::unexpected(error_of(Fault::Malformed, file, "too long"));
  text.resize(size);
  return text;
}

// Takes the flat table apart and remembers the first thing that is wrong.
class Table {
 public:
  static Result<Table> read(const std::filesystem::path& file, Secrecy secrecy,
                            std::string_view kind) {
    const auto text = read_whole(file, secrecy);
    if (!text) return tl::unexpected(text.error());
    const auto refused = [&](std::size_t line, const std::string& why) {
      return tl::unexpected(
          error_of(Fault::Malformed, file, "line " + std::to_string(line) + ": " + why));
    };
    const auto ascii = refund::ascii_toml(*text);
    if (!ascii) return refused(static_cast<std::size_t>(ascii.error().line), ascii.error().text);
    try {
      Table table(file, toml::parse(*ascii));
      const std::string found = table.text("kind");
      if (table.mistake_.empty() && found != kind) {
        table.refuse("kind", "expected \"" + std::string(kind) + "\"");
      }
      return table;
    } catch (const toml::parse_error& error) {
      return refused(error.source().begin.line, "not TOML");
    }
  }

  std::string text(std::string_view key) {
    taken_ += 1;
    const auto found = table_[key].value_exact<std::string>();
    if (!found) refuse(key, "expected a text in quotes");
    return found.value_or("");
  }

  std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most) {
    taken_ += 1;
    const auto found = table_[key].value_exact<std::int64_t>();
    if (!found || *found < least || *found > most) {
      refuse(key, "expected a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
      return least;
    }
    return *found;
  }

  CurveKey curve(std::string_view key) {
    const auto found = curve_key_from(text(key));
    if (!found) refuse(key, "expected 40 characters of Z85");
    return found.value_or(CurveKey{});
  }

  template <std::size_t N = 32>
  std::array<std::uint8_t, N> hex(std::string_view key) {
    std::array<std::uint8_t, N> bytes{};
    const auto found = refund::bytes_from_hex(text(key));
    if (!found || found->size() != bytes.size()) {
      refuse(key, "expected " + std::to_string(2 * N) + " hexadecimal digits");
      return bytes;
    }
    std::copy(found->begin(), found->end(), bytes.begin());
    return bytes;
  }

  void refuse(std::string_view key, const std::string& expected) {
    if (mistake_.empty()) mistake_ = "'" + std::string(key) + "': " + expected;
  }

  template <typename T>
  Result<T> finish(const T& value) {
    if (mistake_.empty() && table_.size() != taken_) mistake_ = "a key that does not belong here";
    if (!mistake_.empty()) return tl::unexpected(error_of(Fault::Malformed, file_, mistake_));
    return value;
  }

 private:
  Table(std::filesystem::path file, toml::table table)
      : file_(std::move(file)), table_(std::move(table)) {}

  std::filesystem::path file_;
  toml::table table_;
  std::size_t taken_ = 0;
  std::string mistake_;
};

constexpr std::string_view kStationSecret = "slipway station keys";
constexpr std::string_view kStationPublic = "slipway station public";
constexpr std::string_view kClientSecret = "slipway client keys";
constexpr std::string_view kCardSecret = "slipway card keys";
constexpr std::string_view kReaderSecret = "slipway reader keys";

// With which readers leave the factory, and every example of ANSI X9.24-1 is made.
constexpr std::array<std::uint8_t, 16> kPublishedBase = {
    0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10};

constexpr std::int64_t kMostStore = 1'000'000;

std::string line(std::string_view key, std::string_view text) {
  return std::string(key) + " = \"" + std::string(text) + "\"\n";
}
std::string line(std::string_view key, const CurveKey& curve) {
  return line(key, std::string_view(curve.data()));
}
std::string line(std::string_view key, const std::array<std::uint8_t, 32>& bytes) {
  return line(key, refund::to_hex(bytes));
}
std::string line(std::string_view key, std::int64_t number) {
  return std::string(key) + " = " + std::to_string(number) + "\n";
}

}  // namespace

Result<void> write_station_keys(const std::filesystem::path& file, const StationKeys& keys) {
  return write_new(
      file, Secrecy::Secret,
      "# The secrets of a Slipway station. Whoever has this file can sign vouchers.\n" +
          line("kind", kStationSecret) + line("store", keys.store) +
          line("curve_public", keys.curve.open) + line("curve_secret", keys.curve.secret) +
          line("signing_seed", keys.signing) + line("box_public", keys.box_open) +
          line("box_secret", keys.box_secret) + line("pepper", keys.pepper));
}

Result<StationKeys> read_station_keys(const std::filesystem::path& file) {
  auto table = Table::read(file, Secrecy::Secret, kStationSecret);
  if (!table) return tl::unexpected(table.error());
  StationKeys keys;
  keys.store = table->number("store", 1, kMostStore);
  keys.curve.open = table->curve("curve_public");
  keys.curve.secret = table->curve("curve_secret");
  keys.signing = table->hex("signing_seed");
  keys.box_open = table->hex("box_public");
  keys.box_secret = table->hex("box_secret");
  keys.pepper = table->hex("pepper");
  if (curve_open_of(keys.curve.secret) != keys.curve.open) {
    table->refuse("curve_public", "expected the other half of curve_secret");
  }
  if (box_open_of(keys.box_secret) != keys.box_open) {
    table->refuse("box_public", "expected the other half of box_secret");
  }
  return table->finish(keys);
}

Result<void> write_station_public(const std::filesystem::path& file, const StationPublic& keys) {
  return write_new(file, Secrecy::Public,
                   "# What a Slipway kiosk or desk must know of its station. Not a secret, but it\n"
                   "# must come from the station itself: never over the network.\n" +
                       line("kind", kStationPublic) + line("store", keys.store) +
                       line("curve_public", keys.curve) + line("signing_public", keys.signing) +
                       line("box_public", keys.box));
}

Result<StationPublic> read_station_public(const std::filesystem::path& file) {
  auto table = Table::read(file, Secrecy::Public, kStationPublic);
  if (!table) return tl::unexpected(table.error());
  StationPublic keys;
  keys.store = table->number("store", 1, kMostStore);
  keys.curve = table->curve("curve_public");
  keys.signing = table->hex("signing_public");
  keys.box = table->hex("box_public");
  return table->finish(keys);
}

Result<void> write_card_keys(const std::filesystem::path& file, const CardKeys& keys) {
  return write_new(
      file, Secrecy::Secret,
      "# The keys of a shop's cards (NTAG 424 DNA): who has them can copy every card.\n" +
          line("kind", kCardSecret) + line("meta_read", refund::to_hex(keys.meta_read)) +
          line("file_read", refund::to_hex(keys.file_read)));
}

Result<CardKeys> read_card_keys(const std::filesystem::path& file) {
  auto table = Table::read(file, Secrecy::Secret, kCardSecret);
  if (!table) return tl::unexpected(table.error());
  CardKeys keys;
  keys.meta_read = table->hex<16>("meta_read");
  keys.file_read = table->hex<16>("file_read");
  // A card as it leaves the factory: anybody can say what it says.
  for (const auto& [key, bytes] :
       {std::pair{"meta_read", keys.meta_read}, std::pair{"file_read", keys.file_read}}) {
    if (bytes == decltype(keys.meta_read){}) table->refuse(key, "expected a key that is not zero");
  }
  return table->finish(keys);
}

Result<void> write_reader_keys(const std::filesystem::path& file, const ReaderKeys& keys) {
  return write_new(file, Secrecy::Secret,
                   "# The base key of a shop's stripe readers: who has it can read every swipe.\n" +
                       line("kind", kReaderSecret) + line("base", refund::to_hex(keys.base)));
}

Result<ReaderKeys> read_reader_keys(const std::filesystem::path& file) {
  auto table = Table::read(file, Secrecy::Secret, kReaderSecret);
  if (!table) return tl::unexpected(table.error());
  ReaderKeys keys;
  keys.base = table->hex<16>("base");
  if (keys.base == decltype(keys.base){}) table->refuse("base", "expected a key that is not zero");
  if (keys.base == kPublishedBase)
    table->refuse("base", "expected a key of your own: this one is printed in every manual");
  if (std::equal(keys.base.begin(), keys.base.begin() + 8, keys.base.begin() + 8))
    table->refuse("base", "expected two halves that differ");
  return table->finish(keys);
}

Result<void> write_client_keys(const std::filesystem::path& file, const CurvePair& keys) {
  return write_new(
      file, Secrecy::Secret,
      "# The secret of one Slipway kiosk or desk: who has it can speak in its name.\n" +
          line("kind", kClientSecret) + line("curve_public", keys.open) +
          line("curve_secret", keys.secret));
}

Result<CurvePair> read_client_keys(const std::filesystem::path& file) {
  auto table = Table::read(file, Secrecy::Secret, kClientSecret);
  if (!table) return tl::unexpected(table.error());
  CurvePair keys;
  keys.open = table->curve("curve_public");
  keys.secret = table->curve("curve_secret");
  if (curve_open_of(keys.secret) != keys.open) {
    table->refuse("curve_public", "expected the other half of curve_secret");
  }
  return table->finish(keys);
}

}  // namespace slipway::sync
