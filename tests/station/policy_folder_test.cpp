#include "station/book/policy_folder.hpp"

#include <stdlib.h>

#include <fstream>

#include "tests/catch.hpp"
#include "tests/matchers.hpp"

using namespace slipway;
using slipway::tests::containing;
namespace fs = std::filesystem;

namespace {

const fs::path kShipped = fs::path(SLIPWAY_SOURCE) / "refund";

// A shop's own folder, with its policy in policies/shop.toml, as it would stand in /etc.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "slipway-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    fs::create_directories(path_ / "policies");
    fs::copy_file(kShipped / "policies/beauty.toml", policy());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] fs::path policy() const { return path_ / "policies/shop.toml"; }
  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file) << text;
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("a policy is read with the packs and tables that lie beside it") {
  const auto policy = book::read_policy_in(kShipped / "policies/beauty.toml", "/nowhere");
  REQUIRE(policy);
  CHECK(policy->floors.at(0).id == "cn-spc-2025");
  CHECK(policy->rates.contains("pboc1y"));
}

TEST_CASE("a policy elsewhere is read with the parts that the package installed") {
  const Folder folder;
  const auto found = book::read_policy_in(folder.policy(), kShipped);
  REQUIRE(found);
  CHECK(found->hash == book::read_policy_in(kShipped / "policies/beauty.toml", "/nowhere")->hash);
  const auto alone = book::read_policy_in(folder.policy(), "/nowhere");
  REQUIRE_FALSE(alone);
  CHECK(alone.error() == folder.policy().string() +
                             ":14: holidays: a list stands here; allowed: names of tables that are "
                             "at hand: there is none");
}

TEST_CASE("the shop's own part counts before the installed one of the same name") {
  const Folder folder;
  folder.write("tables/lpr1y.toml",
               "source = \"x\"\n[[rate]]\nfrom = \"2020-01-01\"\nbasis_points = 1\n");
  folder.write("tables/No part.toml", "not read");
  folder.write("tables/notes.txt", "not read");
  const auto policy = book::read_policy_in(folder.policy(), kShipped);
  REQUIRE(policy);
  CHECK(policy->rates.at("lpr1y").source == "x");
  const auto texts = book::read_policy_texts(folder.policy(), kShipped);
  REQUIRE(texts);
  CHECK(texts->parts.tables.size() == 4);
}

TEST_CASE("a mistake in a part names the part, its line and the policy") {
  const Folder folder;
  folder.write("tables/lpr1y.toml", "source = \"x\"\nrate = 1\n");
  const auto policy = book::read_policy_in(folder.policy(), kShipped);
  REQUIRE_FALSE(policy);
  CHECK_THAT(policy.error(), containing("tables/lpr1y.toml:2, a part of " +
                                        folder.policy().string() + ": rate: 1 stands here"));
}

TEST_CASE("a policy that is not there is said with its path") {
  const auto policy = book::read_policy_in("/nowhere/policy.toml");
  REQUIRE_FALSE(policy);
  CHECK(policy.error() == "/nowhere/policy.toml: cannot be read; expected the refund policy");
  CHECK_FALSE(book::read_policy_in("/tmp"));
}

TEST_CASE("a policy that is too long is refused by its reader") {
  const Folder folder;
  folder.write("policies/shop.toml", std::string(200'000, '\n'));
  const auto policy = book::read_policy_in(folder.policy(), kShipped);
  REQUIRE_FALSE(policy);
  CHECK_THAT(policy.error(), containing("allowed: at most 65536"));
}
