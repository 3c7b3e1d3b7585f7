#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

namespace {

const std::string kHostile[] = {
    "'; DROP TABLE request; --",
    "\"; DELETE FROM audit; --",
    "' OR '1'='1",
    "%' UNION SELECT pin_hash FROM staff --",
    "$(reboot)`id`",
    "\\x00\\n\\r",
    std::string("a\0b", 3),
    "line\nlog: approved",
    "\x1b[2J\x1b@",
    std::string("\xE2\x80\xAE") + "drawkcab",
    "\xF0\x9F\x92\xB0",
    std::string(600, 'A'),
};

// The schema as it stands in the file.
std::string schema(const SmallShop& shop) {
  auto raw = shop.raw();
  auto& query = raw.prepare("SELECT group_concat(sql, ';') FROM sqlite_schema");
  REQUIRE(query.step().value());
  std::string found = query.text(0);
  REQUIRE_FALSE(query.step().value());
  return found;
}

}  // namespace

TEST_CASE("hostile text in every field of a kiosk's questions is text, and nothing else") {
  const SmallShop shop;
  auto book = shop.open();
  const auto before = schema(shop);
  for (const std::string& text : kHostile) {
    ask<sync::Denied>(book, sync::Identify{text});
    ask<sync::Denied>(book, sync::Unlock{text, text});
    ask<sync::NotFound>(book, sync::Track{text, {}, text});
    ask<sync::NotFound>(book, sync::Track{{}, text, text});
    ask<sync::StaffCalled>(book, sync::CallStaff{text});
    ask<sync::NotFound>(book, sync::Paper{{}, 1, sync::PaperNews::Unsure, text});
  }
  CHECK(schema(shop) == before);
  CHECK(shop.count("member") == 6);
  CHECK(shop.count("request") == 0);
}

TEST_CASE("hostile text from a desk changes no table, and what is kept is kept byte for byte") {
  const SmallShop shop;
  auto book = shop.open();
  const auto before = schema(shop);
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk lin(book, "lin");
  for (const std::string& text : kHostile) {
    const auto answer = book.answer(kDesk, sync::DeskAsk{{}, {}, sync::SignIn{text, text}}, kNoon);
    REQUIRE(answer);
    CHECK(std::holds_alternative<sync::NoSession>(*answer));
    lin.ask<sync::NoVoucher>(sync::AskVoucher{text});
    lin.ask<sync::NoVoucher>(sync::Redeem{text, {1}});
    auto seen = lin.approval(filed.id);
    lin.ask<sync::NotAllowed>(sync::Reject{filed.id, seen.version, seen.content, text, text});
    lin.ask<sync::Decided>(sync::AskPapers{filed.id, seen.version, seen.content, text});
    const auto asked = lin.detail(filed.id);
    CHECK(asked.history.back().what.zh == "请会员补材料：" + text);
    lin.ask<sync::Decided>(sync::PapersSeen{filed.id, asked.row.version, asked.content});
  }
  CHECK(schema(shop) == before);
  CHECK(shop.count("request") == 1);
}

TEST_CASE("a hostile kiosk's filing keeps its words to itself") {
  const SmallShop shop;
  auto book = shop.open();
  const auto before = schema(shop);
  std::uint8_t seed = 1;
  for (const std::string& text : kHostile) {
    auto made = filing(kWang, seed++);
    made.kiosk = "kiosk-2' OR 1=1";
    made.pin = "' OR '1'='1";
    ask<sync::FilingRefused>(book, shop.sealed(made));
    auto other = filing(text.substr(0, 20), seed++);
    if (text.find('\xE2') == std::string::npos) ask<sync::FilingRefused>(book, shop.sealed(other));
  }
  CHECK(schema(shop) == before);
  CHECK(shop.count("hold") == 0);
  CHECK(shop.count("refused_filing WHERE kiosk <> 'kiosk-1'") == 0);
}
