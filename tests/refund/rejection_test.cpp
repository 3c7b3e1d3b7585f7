#include "refund/rejection.hpp"

#include <set>

#include "tests/catch.hpp"

using namespace slipway::refund;

TEST_CASE("every rejection has a code of its own and words in both languages") {
  std::set<std::string_view> codes;
  REQUIRE(rejections().size() <= 9);
  for (const Rejection& one : rejections()) {
    CHECK(codes.insert(one.code).second);
    CHECK(rejection_from(one.code) == &one);
    for (const Phrase& phrase : {one.label, one.sentence}) {
      CHECK_FALSE(phrase.zh.empty());
      CHECK_FALSE(phrase.en.empty());
    }
  }
}

TEST_CASE("an unknown code is no rejection") {
  CHECK(rejection_from("") == nullptr);
  CHECK(rejection_from("Records") == nullptr);
}

TEST_CASE("the member reads the sentence and then the note") {
  const Rejection& other = *rejection_from("other");
  CHECK(other.needs_note);
  CHECK(told_to_member(other, "卡已转让").zh == other.sentence.zh + "“卡已转让”");
  CHECK(told_to_member(other, "").en == other.sentence.en);
}
