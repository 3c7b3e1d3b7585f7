#include "sync/keys.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "command/verb.hpp"
#include "tests/catch.hpp"
#include "tests/command/folder.hpp"
#include "tests/command/spoken.hpp"
#include "tests/matchers.hpp"

using namespace slipway;
using slipway::tests::containing;

namespace {

tests::Spoken keys(std::vector<std::string> words) {
  words.insert(words.begin(), "keys");
  return tests::spoken(command::add_keys, words);
}

}  // namespace

TEST_CASE("a station gets a secret file and the public file that belongs to it") {
  const tests::Folder folder;
  const auto said = keys({"station", "--store", "7", "--keys", folder.file("a.keys"), "--public",
                          folder.file("a.public")});
  REQUIRE(said.status == 0);
  const auto secret = sync::read_station_keys(folder.file("a.keys"));
  const auto open = sync::read_station_public(folder.file("a.public"));
  REQUIRE(secret);
  REQUIRE(open);
  CHECK(secret->store == 7);
  CHECK(open->signing == refund::SigningKey(secret->signing).public_key());
  CHECK(open->box == secret->box_open);
  struct stat status {};
  REQUIRE(stat(folder.file("a.keys").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("keys that exist are never replaced") {
  const tests::Folder folder;
  const std::vector<std::string> words{"station",
                                       "--store",
                                       "7",
                                       "--keys",
                                       folder.file("a.keys"),
                                       "--public",
                                       folder.file("a.public")};
  REQUIRE(keys(words).status == 0);
  const auto before = sync::read_station_keys(folder.file("a.keys"));
  const auto again = keys(words);
  CHECK(again.status == 2);
  CHECK_THAT(again.err, containing("a.keys"));
  CHECK(sync::read_station_keys(folder.file("a.keys"))->signing == before->signing);
}

TEST_CASE("a secret whose public file cannot be written is not kept") {
  const tests::Folder folder;
  const auto said = keys({"station", "--store", "7", "--keys", folder.file("a.keys"), "--public",
                          folder.file("no/such/folder")});
  CHECK(said.status == 2);
  CHECK_FALSE(std::filesystem::exists(folder.file("a.keys")));
}

TEST_CASE("a client's public key is printed for its enrolment") {
  const tests::Folder folder;
  const auto said = keys({"client", "--keys", folder.file("kiosk.keys")});
  REQUIRE(said.status == 0);
  REQUIRE(said.out.size() == 41);
  const auto own = sync::read_client_keys(folder.file("kiosk.keys"));
  REQUIRE(own);
  CHECK(said.out.substr(0, 40) == own->open.data());
  CHECK(sync::curve_key_from(said.out.substr(0, 40)));
}

TEST_CASE("a store's number is bounded") {
  const tests::Folder folder;
  CHECK(keys({"station", "--store", "0", "--keys", folder.file("a"), "--public", folder.file("b")})
            .status != 0);
  CHECK_FALSE(std::filesystem::exists(folder.file("a")));
}
