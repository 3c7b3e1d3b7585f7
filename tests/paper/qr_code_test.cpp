#include "paper/qr_code.hpp"

#include <ZXing/ReadBarcode.h>

#include <array>
#include <string>

#include "tests/catch.hpp"
#include "tests/paper/samples.hpp"

namespace slipway::paper {
namespace {

// What a scanner reads off the paper; empty when it reads nothing.
std::string read_back(const devices::Page& page) {
  std::vector<std::uint8_t> grey;
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      grey.push_back(samples::is_black(page, x, y) ? 0 : 255);
    }
  }
  const auto found =
      ZXing::ReadBarcode({grey.data(), page.width, page.height, ZXing::ImageFormat::Lum});
  if (!found.isValid()) return "";
  return {found.bytes().begin(), found.bytes().end()};
}

// True when the dots of row `y` from `x` on are one line through the heart of a finder pattern:
// black, white, black, white, black of 1, 1, 3, 1 and 1 modules.
bool is_heart(const devices::Page& page, int x, int y, int module) {
  constexpr std::array<bool, 7> kModules = {true, false, true, true, true, false, true};
  for (int i = 0; i < 7 * module; ++i) {
    const bool black = kModules[static_cast<std::size_t>(i / module)];
    if (samples::is_black(page, x + i, y) != black) return false;
  }
  return true;
}

struct Found {
  int x = 0;
  int y = 0;
  int module = 0;  // dots; 0 when the page has no finder pattern of whole dots
};

// The top left finder pattern of the code on the page.
Found code_on(const devices::Page& page) {
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      int run = 0;
      while (x + run < page.width && samples::is_black(page, x + run, y))
        ++run;
      const int module = run / 7;
      const bool is_finder = module >= 4 && run % 7 == 0 && y + run < page.height &&
                             is_heart(page, x, y + run / 2, module) &&
                             is_heart(page, x, y + 2 * module, module);
      if (is_finder) return {x, y, module};
      x += run;
    }
  }
  return {};
}

int module_of(const devices::Page& page) {
  return code_on(page).module;
}

// Four modules of white on every side of a code of so many modules; beyond the page is paper too.
bool is_quiet_around(const devices::Page& page, int modules) {
  const Found found = code_on(page);
  if (found.module == 0) return false;
  const int side = modules * found.module;
  const int quiet = QrCode::kQuiet * found.module;
  for (int y = found.y - quiet; y < found.y + side + quiet; ++y) {
    for (int x = found.x - quiet; x < found.x + side + quiet; ++x) {
      const bool is_code = x >= found.x && x < found.x + side && y >= found.y && y < found.y + side;
      const bool is_page = x >= 0 && x < page.width && y >= 0 && y < page.height;
      if (!is_code && is_page && samples::is_black(page, x, y)) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("a scanner reads the voucher's code off the paper of both widths") {
  for (const int width : {576, 384}) {
    CHECK(read_back(typeset(samples::voucher(), width)) == samples::qr_text());
  }
}

TEST_CASE("a scanner reads the slip's code off the paper of both widths") {
  for (const int width : {576, 384}) {
    CHECK(read_back(typeset(samples::request(), width)) == "7F4K29QD");
    CHECK(read_back(typeset(samples::offline_request(), width)) == "7F4K29QD");
  }
}

TEST_CASE("the voucher's modules are 8 dots on wide paper and 7 on narrow") {
  CHECK(module_of(typeset(samples::voucher(), 576)) == 8);
  CHECK(module_of(typeset(samples::voucher(), 384)) == 7);
}

TEST_CASE("four modules around every code stay white") {
  CHECK(is_quiet_around(typeset(samples::voucher(), 576), 49));
  CHECK(is_quiet_around(typeset(samples::voucher(), 384), 41));
  for (const int width : {576, 384}) {
    CHECK(is_quiet_around(typeset(samples::request(), width), 21));
    CHECK(is_quiet_around(typeset(samples::offline_request(), width), 21));
  }
}

TEST_CASE("a richer voucher keeps modules of 6 dots at least and is still read") {
  VoucherSlip slip = samples::voucher();
  slip.qr_text += std::string(39, 'A');
  for (const int width : {576, 384}) {
    const auto page = typeset(slip, width);
    CHECK(module_of(page) >= 6);
    CHECK(read_back(page) == slip.qr_text);
  }
}

TEST_CASE("a code that no paper holds is left out and the check code stays") {
  VoucherSlip slip = samples::voucher();
  for (const std::size_t length : {0u, 1'500u, 10'000u}) {
    slip.qr_text = std::string(length, 'A');
    for (const int width : {576, 384}) {
      const auto page = typeset(slip, width);
      CHECK(read_back(page).empty());
      CHECK(page.height > 900);
    }
  }
}

TEST_CASE("upper case is packed tighter than other text") {
  const auto upper = make_qr_code(samples::qr_text(), Recovery::Medium);
  REQUIRE(upper);
  CHECK(upper->modules == 41);
  const auto other = make_qr_code(std::string(147, 'a'), Recovery::Medium);
  REQUIRE(other);
  CHECK(other->modules > upper->modules);
}

TEST_CASE("a code carries its three finder patterns and nothing for what does not fit") {
  const auto code = make_qr_code("7F4K29QD", Recovery::Quartile);
  REQUIRE(code);
  REQUIRE(code->modules == 21);
  CHECK(code->modules_with_quiet() == 29);
  CHECK(code->is_dark(0, 0));
  CHECK(code->is_dark(20, 0));
  CHECK(code->is_dark(0, 20));
  CHECK_FALSE(code->is_dark(7, 7));
  CHECK_FALSE(make_qr_code("", Recovery::Medium));
  CHECK_FALSE(make_qr_code(std::string(2'900, 'a'), Recovery::High));
  CHECK_FALSE(make_qr_code(std::string(100'000, 'a'), Recovery::Medium));
}

}  // namespace slipway::paper
