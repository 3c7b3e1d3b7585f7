#include "refund/account.hpp"

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

Lot stored_value(std::int64_t paid, std::int64_t bonus, std::int64_t used) {
  Lot lot;
  lot.paid = Money{paid};
  lot.bonus = Money{bonus};
  if (used > 0) lot.uses.push_back(Use{"u", {}, "剪发", Money{used}, Money{used}, 0});
  return lot;
}

}  // namespace

TEST_CASE("the balance spends what was paid first, then the bonus") {
  Account account;
  account.lots = {stored_value(100'000, 25'000, 60'000), stored_value(50'000, 10'000, 55'000)};
  const Balance balance = balance_of(account);
  CHECK(balance.principal == Money{40'000});
  CHECK(balance.bonus == Money{30'000});
}

TEST_CASE("the balance counts neither sessions nor what was returned, and is never negative") {
  Account account;
  Lot sessions = stored_value(100'000, 0, 0);
  sessions.kind = LotKind::Sessions;
  Lot returned = stored_value(50'000, 0, 0);
  returned.refunded = Money{50'000};
  account.lots = {sessions, returned, stored_value(1'000, 500, 9'000)};
  const Balance balance = balance_of(account);
  CHECK(balance.principal == Money{0});
  CHECK(balance.bonus == Money{0});
}

TEST_CASE("people are shown masked") {
  CHECK(masked_name("王小明") == "王*明");
  CHECK(masked_name("王明") == "王*");
  CHECK(masked_name("欧阳小明") == "欧*明");
  CHECK(masked_name("").empty());
  CHECK(masked_name("\xff\xfe") == "*");
  CHECK(masked_phone("13812345678") == "138 •••• ••••");
  CHECK(masked_phone("12345") == "••••");
  CHECK(masked_card("88006217") == "•••• 6217");
  CHECK(masked_card("6217") == "••••");
}

TEST_CASE("every card status has its words") {
  for (const CardStatus status : {CardStatus::Active, CardStatus::Lost, CardStatus::Frozen,
                                  CardStatus::Expired, CardStatus::Refunded, CardStatus::Closed}) {
    CHECK_FALSE(phrase_of(status).zh.empty());
    CHECK_FALSE(phrase_of(status).en.empty());
  }
}
