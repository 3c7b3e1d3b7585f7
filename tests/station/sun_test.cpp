#include "station/book/sun.hpp"

#include "tests/catch.hpp"

using namespace slipway;

namespace {

// NXP AN12196: with keys of zeros, and one of a tag in the field that has them too.
const sync::CardProof kEncrypted{"EF963FF7828658A599F3041510671E88", "94EED9EE65337086"};
const sync::CardProof kPlain{"041E3C8A2D6B80000006", "4B00064004B0B3D3"};

}  // namespace

TEST_CASE("the published messages of a card are verified") {
  CHECK(book::verified(kEncrypted, {}) == book::Tap{"04DE5F1EACC040", 61});
  CHECK(book::verified(kPlain, {}) == book::Tap{"041E3C8A2D6B80", 6});
}

TEST_CASE("a message in which one digit is another is not the card's") {
  for (const sync::CardProof& whole : {kEncrypted, kPlain}) {
    for (std::size_t at = 0; at < whole.claim.size(); ++at) {
      sync::CardProof other = whole;
      other.claim[at] = other.claim[at] == '0' ? '1' : '0';
      CAPTURE(other.claim);
      CHECK_FALSE(book::verified(other, {}));
    }
    for (std::size_t at = 0; at < whole.mac.size(); ++at) {
      sync::CardProof other = whole;
      other.mac[at] = other.mac[at] == '0' ? '1' : '0';
      CAPTURE(other.mac);
      CHECK_FALSE(book::verified(other, {}));
    }
  }
}

TEST_CASE("a message of other keys is not the card's") {
  sync::CardKeys keys;
  keys.meta_read[15] = 1;
  CHECK_FALSE(book::verified(kEncrypted, keys));
  CHECK(book::verified(kPlain, keys));  // nothing is encrypted there
  keys = {};
  keys.file_read[0] = 1;
  CHECK_FALSE(book::verified(kEncrypted, keys));
  CHECK_FALSE(book::verified(kPlain, keys));
}

TEST_CASE("what is no message at all is refused, whatever its length") {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string zeros(size, '0');
    CHECK_FALSE(book::verified({zeros, kEncrypted.mac}, {}));
    if (size != kEncrypted.mac.size()) {
      CHECK_FALSE(book::verified({kEncrypted.claim, kEncrypted.mac.substr(0, size) + zeros}, {}));
    }
  }
  CHECK_FALSE(book::verified({"EF963FF7828658A599F3041510671E8G", kEncrypted.mac}, {}));
  CHECK_FALSE(book::verified({kEncrypted.claim, "94EED9EE6533708"}, {}));
}
