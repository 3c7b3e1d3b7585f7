// From the station's key to the answer on the command line: issued, drawn as a QR code,
// photographed, read and verified.
#include "refund/voucher.hpp"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <png.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <random>

#include "command/verb.hpp"
#include "refund/base45.hpp"
#include "sync/keys.hpp"
#include "tests/catch.hpp"
#include "tests/command/folder.hpp"
#include "tests/command/spoken.hpp"
#include "tests/matchers.hpp"

using namespace slipway;
using namespace slipway::refund;
using slipway::tests::containing;
using slipway::tests::starting;

namespace {

constexpr const char* kDuring = "2026-11-25 12:00";
constexpr const char* kAfter = "2027-01-01 12:00";

// A shop with its keys in a folder of its own, which goes with it.
class Shop {
 public:
  Shop() {
    const auto keys = sync::make_station_keys(7);
    REQUIRE(sync::write_station_public(path("station.public"), sync::public_of(keys)));
    const SigningKey key(keys.signing);
    text_ = issue({7, 2, 1, 42, Money{88'650}, *instant_from("2026-11-21 20:38"), 30}, key);
  }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_.file(name); }
  [[nodiscard]] const std::string& text() const { return text_; }

  [[nodiscard]] tests::Spoken verify(const std::string& source, const std::string& what,
                                     const std::string& at = kDuring) const {
    return tests::spoken(command::add_voucher, {"voucher", "verify", source, what, "--key",
                                                path("station.public"), "--at", at});
  }

 private:
  tests::Folder folder_;
  std::string text_;
};

std::string tampered(const std::string& text) {
  auto bytes = *from_base45(text.substr(4));
  bytes[bytes.size() - 70] ^= 1;  // in the payload
  return "RV1:" + to_base45(bytes);
}

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> grey;

  [[nodiscard]] int at(int x, int y) const {
    const bool is_inside = x >= 0 && y >= 0 && x < width && y < height;
    return is_inside ? grey[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                            static_cast<std::size_t>(x)]
                     : 255;
  }
  void write(const std::string& file) const {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_GRAY;
    REQUIRE(png_image_write_to_file(&image, file.c_str(), 0, grey.data(), 0, nullptr) != 0);
  }
};

// As the printer draws it: seven dots to a module, white around it.
Picture drawn(const std::string& text) {
  const auto modules = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                           .setMargin(4)
                           .setEccLevel(4)
                           .encode(text, 0, 0);
  constexpr int dots = 7;
  Picture picture{modules.width() * dots, modules.height() * dots, {}};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      picture.grey.push_back(modules.get(x / dots, y / dots) ? 0 : 255);
    }
  }
  return picture;
}

// As a telephone sees it: turned, a little blurred, darker towards one side, grainy.
Picture photographed(const Picture& paper, double degrees) {
  std::mt19937 grain(7);
  const double turn = degrees * 3.14159265358979 / 180;
  const int side = paper.width * 3 / 2;
  Picture photograph{side, side, {}};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double dx = x - side / 2.0;
      const double dy = y - side / 2.0;
      const int px = static_cast<int>(dx * std::cos(turn) + dy * std::sin(turn)) + paper.width / 2;
      const int py = static_cast<int>(dy * std::cos(turn) - dx * std::sin(turn)) + paper.height / 2;
      int sum = 0;
      for (int i = -1; i <= 1; ++i) {
        for (int j = -1; j <= 1; ++j)
          sum += paper.at(px + i, py + j);
      }
      const int light = 60 + (sum / 9) * 120 / 255 + x * 50 / side;
      photograph.grey.push_back(
          static_cast<std::uint8_t>(light + static_cast<int>(grain() % 17) - 8));
    }
  }
  return photograph;
}

}  // namespace

TEST_CASE("a voucher is valid with the station's public file only") {
  const Shop shop;
  const auto said = shop.verify("--qr", shop.text());
  CHECK(said.status == 0);
  CHECK_THAT(said.out, starting("valid\n"));
  CHECK_THAT(said.out, containing("有效") && containing("Valid"));
  CHECK_THAT(said.out, containing("V1-000042") && containing("¥886.50"));
  CHECK_THAT(said.out, containing(check_code(shop.text())));
}

TEST_CASE("a changed voucher is tampered and nothing of it is told") {
  const Shop shop;
  const auto said = shop.verify("--qr", tampered(shop.text()));
  CHECK(said.status == 1);
  CHECK_THAT(said.out, starting("tampered\n") && containing("无效"));
  CHECK_THAT(said.out, !containing("¥"));
  CHECK(shop.verify("--qr", "HTTPS://EXAMPLE.CN/PAY").status == 1);
}

TEST_CASE("an old voucher is expired") {
  const Shop shop;
  const auto said = shop.verify("--qr", shop.text(), kAfter);
  CHECK(said.status == 3);
  CHECK_THAT(said.out, starting("expired\n") && containing("已过期"));
  CHECK_THAT(said.out, containing("2026-12-21 20:38"));
}

TEST_CASE("another shop's voucher has an unknown key, until its public file is given too") {
  const Shop shop;
  const Shop other;
  const auto said = shop.verify("--qr", other.text());
  CHECK(said.status == 4);
  CHECK_THAT(said.out, starting("unknown key\n") && containing("无法确认"));
  CHECK_THAT(said.out, !containing("¥"));
  const auto both = tests::spoken(
      command::add_voucher, {"voucher", "verify", "--qr", other.text(), "--at", kDuring, "--key",
                             shop.path("station.public"), "--key", other.path("station.public")});
  CHECK(both.status == 0);
}

TEST_CASE("a photograph of the voucher is enough, also turned and grainy") {
  const Shop shop;
  const Picture paper = drawn(shop.text());
  const std::string file = shop.path("photograph.png");
  SECTION("the print itself") {
    paper.write(file);
  }
  SECTION("straight") {
    photographed(paper, 0).write(file);
  }
  SECTION("turned a little") {
    photographed(paper, 11).write(file);
  }
  SECTION("on its side") {
    photographed(paper, 97).write(file);
  }
  const auto said = shop.verify("--photo", file);
  CHECK(said.status == 0);
  CHECK_THAT(said.out, starting("valid\n"));
}

TEST_CASE("a photograph of a changed or foreign voucher is told apart") {
  const Shop shop;
  const Shop other;
  const std::string file = shop.path("photograph.png");
  drawn(tampered(shop.text())).write(file);
  CHECK(shop.verify("--photo", file).status == 1);
  drawn(other.text()).write(file);
  CHECK(shop.verify("--photo", file).status == 4);
  drawn(shop.text()).write(file);
  CHECK(shop.verify("--photo", file, kAfter).status == 3);
}

TEST_CASE("what cannot be read is said with the file and what is expected") {
  const Shop shop;
  const auto says = [&](const std::string& source, const std::string& what) {
    const auto said = shop.verify(source, what);
    CHECK(said.status == 2);
    CHECK(said.out.empty());
    return said.err;
  };
  CHECK_THAT(says("--photo", shop.path("none.png")), containing("none.png"));
  std::ofstream(shop.path("text.png")) << "this is no picture";
  CHECK_THAT(says("--photo", shop.path("text.png")), containing("as PNG"));
  Picture{64, 64, std::vector<std::uint8_t>(64 * 64, 255)}.write(shop.path("white.png"));
  CHECK_THAT(says("--photo", shop.path("white.png")), containing("no QR code"));
  CHECK(shop.verify("--qr", shop.text(), "yesterday").status == 2);
  const auto keyless = tests::spoken(
      command::add_voucher, {"voucher", "verify", "--qr", shop.text(), "--key", "no.public"});
  CHECK(keyless.status == 2);
  CHECK_THAT(keyless.err, containing("no.public"));
}
