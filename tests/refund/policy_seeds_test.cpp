// The fuzzer of policies begins with texts that have every key that the reader knows: what no seed
// has, it would have to guess letter by letter.
#include <regex>
#include <set>

#include "tests/refund/policy_keys.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

const std::filesystem::path kSeeds =
    std::filesystem::path(SLIPWAY_SOURCE) / "tests/fuzz/seeds/policy_fuzz";

// Cut as the fuzz target cuts it: the policy, the pack "p", the rates "r", the year "h".
tl::expected<Policy, PolicyMistake> read_seed(const std::string& name) {
  const std::string text = content_of(kSeeds / name);
  std::string pieces[4];
  std::size_t start = 0;
  for (std::string& piece : pieces) {
    const std::size_t end = std::min(text.find("%%\n", start), text.size());
    piece = text.substr(start, end - start);
    start = std::min(end + 3, text.size());
  }
  return read_policy(pieces[0], {{{"p", pieces[1]}}, {{"h", pieces[3]}, {"r", pieces[2]}}});
}

}  // namespace

TEST_CASE("the seeds of the policy fuzzer are read, but for the one with a mistake") {
  for (const auto& file : std::filesystem::directory_iterator(kSeeds)) {
    const std::string name = file.path().filename();
    INFO(name);
    const auto policy = read_seed(name);
    if (!policy) INFO(policy.error().file << ": " << policy.error().key);
    CHECK(policy.has_value() == (name != "mistake_in_a_table"));
  }
  const auto mistaken = read_seed("mistake_in_a_table");
  REQUIRE_FALSE(mistaken);
  CHECK(mistaken.error().file == "tables/h.toml");
}

TEST_CASE("every key that a policy can have stands in a seed") {
  const std::string seed = content_of(kSeeds / "every_key");
  std::set<std::string> written;
  const std::regex word("[a-z0-9_]+");
  for (std::sregex_iterator one(seed.begin(), seed.end(), word), end; one != end; ++one)
    written.insert(one->str());
  for (const char* header : kHeaders) {
    INFO(header);
    CHECK(seed.find(header) != std::string::npos);
    for (const std::string& key : keys_allowed_in(header)) {
      INFO(key);
      CHECK(written.contains(key));
    }
  }
}
