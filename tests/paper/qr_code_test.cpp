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

// Dots per module of the code on the page; 0 when it has no finder pattern of whole dots.
int module_of(const devices::Page& page) {
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      int run = 0;
      while (x + run < page.width && samples::is_black(page, x + run, y))
        ++run;
      const int module = run / 7;
      const bool is_finder = module >= 4 && run % 7 == 0 && y + run < page.height &&
                             is_heart(page, x, y + run / 2, module) &&
                             is_heart(page, x, y + 2 * module, module);
      if (is_finder) return module;
      x += run;
    }
  }
  return 0;
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
