// What hardly ever happens and is decided all the same.
#include <algorithm>

#include "refund/quote.hpp"
#include "refund/sodium.hpp"
#include "refund/utf8.hpp"
#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

Policy policy_in(Currency currency, const char* hash) {
  Policy policy;
  policy.hash = hash;
  policy.shop.id = "shop";
  policy.shop.name = "《章程》";
  policy.shop.name_en = "the charter";
  policy.shop.articles["fee"] = {"第 3 条", "section 3"};
  policy.shop.articles["price.member"] = {"第 4 条", "section 4"};
  policy.cash_most = Money{10'000, currency};
  policy.tiers = {{Money{Money::kMost, currency}, 1, {}}};
  return policy;
}

Account card(std::int64_t paid) {
  Lot lot;
  lot.id = "L";
  lot.sold_at = *instant_from("2026-11-20 10:00");
  lot.paid = Money{paid};
  Account account;
  account.lots = {lot};
  return account;
}

Wish wish_on(const char* day) {
  Wish wish;
  wish.reason = Reason::Rarely;
  wish.filed_at = *instant_from(day);
  return wish;
}

}  // namespace

TEST_CASE("a window that counts from a day still to come has not begun") {
  Policy policy = policy_in(Currency::Cny, "00");
  policy.shop.windows = {Window{7, false, false, WindowStart::Contract, false, 0}};
  Account account = card(100'000);
  account.lots[0].contract = *date_from("2026-11-25");
  const PolicyArchive archive(policy);
  CHECK(settle(account, archive, wish_on("2026-11-21 10:00")).cause == Cause::Member);
  CHECK(settle(account, archive, wish_on("2026-11-25 10:00")).cause == Cause::Window);
}

TEST_CASE(
    "a part of nothing is too small, and a policy in another currency is none for this card") {
  PolicyArchive archive(policy_in(Currency::Cny, "00"));
  archive.add(policy_in(Currency::Usd, "11"));
  Account account = card(100'000);
  Wish wish = wish_on("2026-11-21 10:00");
  wish.part = Money{0};
  const Settlement small = settle(account, archive, wish);
  CHECK(small.ground == Ground::PartTooSmall);
  const Quote told = quote_of(account, small);
  REQUIRE(told.refused);
  CHECK(told.refused->options.size() == 1);
  account.lots[0].policy_hash = "11";
  CHECK(settle(account, archive, wish).ground == Ground::TermsMissing);
}

TEST_CASE("an article for one cause goes before that for all") {
  Policy policy = policy_in(Currency::Cny, "00");
  policy.shop.price[Cause::Member] = PriceBasis::List;
  policy.shop.articles["price"] = {"第 5 条", "section 5"};
  Account account = card(100'000);
  Use use;
  use.at = account.lots[0].sold_at;
  use.list_price = Money{10'000};
  use.charged = Money{8'000};
  account.lots[0].uses = {use};
  const Quote found = quote(account, policy, Reason::Rarely, *instant_from("2026-11-21 10:00"));
  const auto adjustment =
      std::find_if(found.lines.begin(), found.lines.end(),
                   [](const QuoteLine& line) { return line.kind == LineKind::Adjustment; });
  REQUIRE(adjustment != found.lines.end());
  CHECK(adjustment->clause.en == "the charter, section 4");
}

TEST_CASE("a line names its article, for the cause or for all, where the terms have one") {
  const Account account = card(100'000);
  const Quote found = quote(account, policy_in(Currency::Cny, "00"), Reason::Rarely,
                            *instant_from("2026-11-21 10:00"));
  bool has_article = false;
  for (const QuoteLine& line : found.lines) {
    if (line.kind == LineKind::Fee) has_article = line.clause.en == "the charter, section 3";
  }
  CHECK(has_article);
}

TEST_CASE("a time that stops halfway, or that no clock shows, is none") {
  for (const char* text : {"2026", "2026-", "2026-1", "2026-11", "2026-11-", "2026-11-2",
                           "2026x11-21", "2026-11x21", "2026-13-01", "2026-02-30"}) {
    INFO(text);
    CHECK_FALSE(date_from(text));
  }
  for (const char* text :
       {"2026-11-21", "2026-11-21 ", "2026-11-21 2", "2026-11-21 24:00", "2026-11-21 20",
        "2026-11-21 20x38", "2026-11-21 20:", "2026-11-21 20:60", "2026-11-21 20:38:",
        "2026-11-21 20:38x00", "2026-11-21 20:38:60", "2026-11-21x20:38", "x"}) {
    INFO(text);
    CHECK_FALSE(instant_from(text));
  }
}

TEST_CASE("bytes that UTF-8 does not know are no text") {
  for (const char* bytes : {"\x80", "\xC1\x81", "\xF5\x80\x80\x80", "\xE5\x85", "\xE0\x9F\x80",
                            "\xED\xA0\x80", "\xF0\x8F\x80\x80", "\xF4\x90\x80\x80", "\xE5\x85\x41",
                            "\xE5\x41\x80", "\xE5\x85\xC0", "\xC3\xC3"}) {
    CHECK_FALSE(is_utf8(bytes));
  }
  for (const char* bytes : {"é", "充", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "😀"})
    CHECK(is_utf8(bytes));
}

TEST_CASE("a slip code is grouped when it has eight characters, and read in either case") {
  CHECK(grouped("7F4K29QD") == "7F4K 29QD");
  CHECK(grouped("7F4K") == "7F4K");
  CHECK(slip_code_from("7f4k 29qd") == "7F4K29QD");
  CHECK_FALSE(slip_code_from("7f4k{29q"));
}

TEST_CASE("a bank card has digits and nothing else, and one without a number shows none") {
  CHECK_FALSE(is_bank_card("622202000000000/"));
  CHECK_FALSE(is_bank_card("622202000000000:"));
  CHECK(phrase_of(Payee{Method::BankTransfer, ""}) == phrase_of(Method::BankTransfer));
}

TEST_CASE("hexadecimal digits of either case are bytes, and their neighbours are none") {
  CHECK(bytes_from_hex("0aF9") == Bytes{0x0A, 0xF9});
  for (const char* text : {"/0", "0:", "@0", "0G", "`0", "0g"})
    CHECK_FALSE(bytes_from_hex(text));
}
