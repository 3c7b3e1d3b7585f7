#include "sync/keys.hpp"

#include <rapidcheck.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/sync/folder.hpp"

namespace slipway::sync {
namespace {

std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
  std::filesystem::permissions(file, std::filesystem::perms(0600));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("keys come back from their files as they were written") {
  const Folder folder;
  const auto keys = make_station_keys(17);
  REQUIRE(write_station_keys(folder / "station.keys", keys));
  const auto again = read_station_keys(folder / "station.keys");
  REQUIRE(again);
  CHECK(again->store == 17);
  CHECK(again->curve.secret == keys.curve.secret);
  CHECK(again->signing == keys.signing);
  CHECK(again->box_secret == keys.box_secret);
  CHECK(again->pepper == keys.pepper);

  REQUIRE(write_station_public(folder / "station.public", public_of(keys)));
  const auto open = read_station_public(folder / "station.public");
  REQUIRE(open);
  CHECK(open->store == 17);
  CHECK(open->curve == keys.curve.open);
  CHECK(open->box == keys.box_open);
  CHECK(open->signing == public_of(keys).signing);

  const auto pair = make_curve_pair();
  REQUIRE(write_client_keys(folder / "kiosk.keys", pair));
  const auto client = read_client_keys(folder / "kiosk.keys");
  REQUIRE(client);
  CHECK(client->open == pair.open);
  CHECK(client->secret == pair.secret);
}

TEST_CASE("a secret file is for its owner only, and never replaced") {
  const Folder folder;
  const auto file = folder / "kiosk.keys";
  const auto pair = make_curve_pair();
  REQUIRE(write_client_keys(file, pair));
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(write_client_keys(file, make_curve_pair()).error().fault == Fault::Conflict);
  CHECK(read_client_keys(file)->open == pair.open);
  for (const unsigned mode : {0640U, 0604U, 0620U}) {
    std::filesystem::permissions(file, std::filesystem::perms(mode));
    CHECK(read_client_keys(file).error().fault == Fault::Unsafe);
  }
  CHECK(read_client_keys(folder / "absent").error().fault == Fault::Missing);
}

TEST_CASE("a key file that is not exactly what was written is refused") {
  const Folder folder;
  const auto file = folder / "kiosk.keys";
  REQUIRE(write_client_keys(file, make_curve_pair()));
  const std::string text = read(file);
  const std::string other = make_curve_pair().open.data();
  const std::string open = read_client_keys(file)->open.data();
  for (const std::string& changed :
       {text + "more = 1\n", replaced(text, "client", "station"),
        replaced(text, "curve_secret", "curve_secrets"), replaced(text, open, other),
        replaced(text, open, open.substr(1)), replaced(text, open, "~" + open.substr(1)),
        text + "= = =", std::string(20'000, '#'), std::string()}) {
    write(file, changed);
    const auto refused = read_client_keys(file);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::Malformed);
    CHECK(refused.error().text.find(other) == std::string::npos);
  }
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  CHECK(read_client_keys(file).error().fault == Fault::Malformed);
}

TEST_CASE("hostile bytes in a key file are a mistake with its line, and nothing worse") {
  using namespace std::string_literals;
  const Folder folder;
  const auto file = folder / "kiosk.keys";
  for (const auto& [text, where] : {
           std::pair("j=-==\"=\xEF\xB9\xBF\0\0"s, "line 1: "),
           std::pair("# one\nkind = 1\xE2\x80\xA8\n"s, "line 2: a character that is not ASCII"),
           std::pair("# one\n# \xC4\xE3\n"s, "line 2: this is no TOML"),
           std::pair("kind = \"a\"\n\0\n"s, "line 2: "),
           std::pair(std::string(5'000, '['), "line 1: "),
       }) {
    write(file, text);
    const auto refused = read_client_keys(file);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::Malformed);
    INFO(refused.error().text);
    CHECK(refused.error().text.find("kiosk.keys: "s + where) != std::string::npos);
  }
}

TEST_CASE("a sealed box opens with the right key only, and only unchanged") {
  const auto keys = make_station_keys(1);
  const auto other = make_station_keys(1);
  REQUIRE(rc::check("sealing and opening", [&](const std::vector<std::uint8_t>& plain) {
    auto sealed = seal(plain, keys.box_open);
    RC_ASSERT(unseal(sealed, keys.box_open, keys.box_secret) == plain);
    RC_ASSERT(!unseal(sealed, other.box_open, other.box_secret));
    const auto at = *rc::gen::inRange<std::size_t>(0, sealed.size());
    sealed[at] = static_cast<std::uint8_t>(sealed[at] ^ 1U);
    RC_ASSERT(!unseal(sealed, keys.box_open, keys.box_secret));
    sealed.resize(at);
    RC_ASSERT(!unseal(sealed, keys.box_open, keys.box_secret));
  }));
}

TEST_CASE("a PIN is known by its hash and the pepper, and by nothing else") {
  std::array<std::uint8_t, 32> pepper{};
  fill_random(pepper);
  const std::string hash = pin_hash("135790", pepper, kLeastCost);
  CHECK(hash.find("m=19456,t=2,p=1") != std::string::npos);
  CHECK(is_pin("135790", hash, pepper));
  CHECK_FALSE(is_pin("135791", hash, pepper));
  CHECK_FALSE(is_pin("", hash, pepper));
  CHECK_FALSE(is_pin("135790", hash, {}));
  CHECK_FALSE(is_pin("135790", "", pepper));
  CHECK_FALSE(is_pin("135790", std::string(4'000, '$'), pepper));
  CHECK(pin_hash("135790", pepper, kLeastCost) != hash);
}

TEST_CASE("the standard cost of a PIN is two passes over 64 MiB, for nobody's PIN too") {
  CHECK(pin_hash("1", {}).find("m=65536,t=2,p=1") != std::string::npos);
  CHECK(nobodys_pin_hash().find("m=65536,t=2,p=1") != std::string::npos);
  CHECK_FALSE(is_pin("", nobodys_pin_hash(), {}));
}

}  // namespace slipway::sync
