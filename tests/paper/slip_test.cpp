#include "paper/slip.hpp"

#include <chrono>

#include "tests/catch.hpp"
#include "tests/paper/samples.hpp"

namespace slipway::paper {
namespace {

using samples::is_black;

constexpr int kWide = 576;
constexpr int kNarrow = 384;

std::vector<devices::Page> every_slip(int width) {
  return {typeset(samples::request(), width), typeset(samples::offline_request(), width),
          typeset(samples::voucher(), width), typeset(samples::notice(), width)};
}

int margin_of(int width) {
  return width > 480 ? 24 : 10;
}

bool is_white_outside(const devices::Page& page, int left, int right) {
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      if ((x < left || x >= right) && is_black(page, x, y)) return false;
    }
  }
  return true;
}

double coverage(const devices::Page& page) {
  int black = 0;
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x)
      black += is_black(page, x, y) ? 1 : 0;
  }
  return static_cast<double>(black) / (static_cast<double>(page.width) * page.height);
}

bool is_row_white(const devices::Page& page, int y) {
  for (int x = 0; x < page.width; ++x) {
    if (is_black(page, x, y)) return false;
  }
  return true;
}

// Names and sentences as an enemy would choose them.
const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = [] {
    std::string chinese;
    for (int i = 0; i < 10'000; ++i)
      chinese += "鑫";
    std::string accents = "王";
    for (int i = 0; i < 3'000; ++i)
      accents += "\u0329\u0301";
    return std::vector<std::string>{std::string(10'000, 'W'),
                                    chinese,
                                    accents,
                                    "\u202E\u2067abc\u202D\x1B@\x10\x04\x01\n\n\n\n\n\n",
                                    "مرحبا بالعالم مرحبا بالعالم مرحبا بالعالم",
                                    "\uFDFD\uFDFD\uFDFD\uFDFD\uFDFD\uFDFD",
                                    "<span size='900000'>x</span> %s %n &amp;",
                                    std::string("\xFF\xFE\xC0\x80\0\xF5", 6),
                                    "🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾🧾",
                                    ""};
  }();
  return texts;
}

RequestSlip hostile_request(const std::string& text) {
  RequestSlip slip = samples::request();
  slip.store_name = slip.reviewed_by = {text, text};
  slip.masked_name = slip.masked_card = slip.number = slip.slip_code = slip.kiosk_name = text;
  slip.payee.bank_card = text;
  slip.amount = samples::yuan(-refund::Money::kMost);
  refund::QuoteLine line = slip.lines.front();
  line.title = {text, text};
  line.amount = samples::yuan(-refund::Money::kMost);
  slip.lines.assign(1'000, line);
  return slip;
}

VoucherSlip hostile_voucher(const std::string& text) {
  VoucherSlip slip = samples::voucher();
  slip.store_name = {text, text};
  slip.arrivals = {{text, text}};
  slip.masked_name = slip.masked_card = slip.number = slip.number_text = slip.kiosk_name = text;
  slip.qr_text = slip.check_code = text;
  slip.approvers.assign(1'000, text);
  slip.payee.bank_card = text;
  slip.valid_days = 2'000'000'000;
  slip.amount = samples::yuan(refund::Money::kMost);
  slip.lines = hostile_request(text).lines;
  slip.signature.strokes.assign(40, {{-2'000'000'000, 2'000'000'000, -1, -1}, {0, 0, 9'999, 0}});
  return slip;
}

}  // namespace

TEST_CASE("a slip is as wide as the printer and as long as a slip should be") {
  for (const int width : {kWide, kNarrow}) {
    for (const auto& page : every_slip(width)) {
      REQUIRE(page.is_sound());
      CHECK(page.width == width);
      CHECK(page.height > 400);
      CHECK(page.height < 2'200);
    }
  }
}

TEST_CASE("the same slip is the same dots") {
  for (const int width : {kWide, kNarrow}) {
    CHECK(typeset(samples::request(), width).rows == typeset(samples::request(), width).rows);
    CHECK(typeset(samples::voucher(), width).rows == typeset(samples::voucher(), width).rows);
    CHECK(typeset(samples::notice(), width).rows == typeset(samples::notice(), width).rows);
  }
}

TEST_CASE("nothing stands in the margins, and the frame of the slip reaches them") {
  for (const int width : {kWide, kNarrow}) {
    const int margin = margin_of(width);
    for (const auto& page : every_slip(width)) {
      CHECK(is_white_outside(page, margin, width - margin));
      CHECK_FALSE(is_white_outside(page, margin + 1, width - margin));
      CHECK_FALSE(is_white_outside(page, margin, width - margin - 1));
    }
  }
}

TEST_CASE("another width is laid out as the nearer paper and centred") {
  const auto page = typeset(samples::request(), 640);
  REQUIRE(page.width == 640);
  CHECK(is_white_outside(page, 32 + 24, 640 - 32 - 24));
  CHECK_FALSE(is_white_outside(page, 32 + 25, 640 - 32 - 24));
  const auto narrow = typeset(samples::voucher(), 420);
  REQUIRE(narrow.width == 420);
  CHECK(is_white_outside(narrow, 18 + 10, 420 - 18 - 10));
}

TEST_CASE("a slip begins and ends with white, so that the cutter meets no ink") {
  for (const int width : {kWide, kNarrow}) {
    for (const auto& page : every_slip(width)) {
      for (int y = 0; y < 8; ++y)
        CHECK(is_row_white(page, y));
      for (int y = page.height - 24; y < page.height; ++y)
        CHECK(is_row_white(page, y));
    }
  }
}

TEST_CASE("a slip is at most a quarter black, which a print head can take") {
  for (const int width : {kWide, kNarrow}) {
    for (const auto& page : every_slip(width)) {
      CHECK(coverage(page) > 0.06);
      CHECK(coverage(page) < 0.25);
    }
  }
}

TEST_CASE("a slip filed with the station absent differs and is shorter") {
  for (const int width : {kWide, kNarrow}) {
    const auto known = typeset(samples::request(), width);
    const auto unknown = typeset(samples::offline_request(), width);
    CHECK(unknown.height < known.height - 200);
  }
}

TEST_CASE("what else can be done stands on the notice, and five ways at most") {
  for (const int width : {kWide, kNarrow}) {
    NoticeSlip slip = samples::notice();
    const auto with_one = typeset(slip, width);
    slip.options.clear();
    CHECK(typeset(slip, width).height < with_one.height);
    slip.options.assign(5, samples::notice().options.front());
    const auto with_five = typeset(slip, width);
    CHECK(with_one.height < with_five.height);
    slip.options.assign(500, samples::notice().options.front());
    CHECK(typeset(slip, width).height == with_five.height);
  }
}

TEST_CASE("the shop's terms stand beside the law on a request slip") {
  for (const int width : {kWide, kNarrow}) {
    RequestSlip slip = samples::request();
    const auto with = typeset(slip, width);
    slip.comparison = {};
    CHECK(typeset(slip, width).height < with.height);
  }
}

TEST_CASE("hostile texts give a sound slip within its margins and of bounded length") {
  for (const std::string& text : hostile_texts()) {
    INFO(text.substr(0, 40));
    for (const int width : {kWide, kNarrow}) {
      const int margin = margin_of(width);
      NoticeSlip notice{{text, text}, {text, text}, {text, text}, {text, text}, {{text, text}}, {}};
      for (const auto& page : {typeset(hostile_request(text), width),
                               typeset(hostile_voucher(text), width), typeset(notice, width)}) {
        REQUIRE(page.is_sound());
        CHECK(page.height < 10'000);
        CHECK(is_white_outside(page, margin, width - margin));
      }
    }
  }
}

TEST_CASE("an amount of any size stays whole on the line") {
  for (const int width : {kWide, kNarrow}) {
    RequestSlip slip = samples::request();
    slip.amount = samples::yuan(refund::Money::kMost);
    slip.lines.clear();
    const auto page = typeset(slip, width);
    // The line of the amount keeps white beside its first and last figure.
    const int margin = margin_of(width);
    int cut = 0;
    for (int y = 200; y < 320; ++y) {
      cut += is_black(page, margin, y) && !is_black(page, width / 2, y) ? 1 : 0;
    }
    CHECK(cut == 0);
  }
}

TEST_CASE("a member's own words cannot change the rest of the slip") {
  VoucherSlip plain = samples::voucher();
  VoucherSlip dirty = plain;
  dirty.masked_name = "王\x1B\u202E*明\x10";
  CHECK(typeset(plain, kWide).rows == typeset(dirty, kWide).rows);
}

TEST_CASE("warming up can be repeated and makes the next slip quick") {
  warm_up();
  warm_up();
  const auto start = std::chrono::steady_clock::now();
  static_cast<void>(typeset(samples::voucher(), kWide));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

}  // namespace slipway::paper
