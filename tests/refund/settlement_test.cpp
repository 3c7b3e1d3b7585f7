#include "refund/settlement.hpp"

#include "tests/catch.hpp"
#include "tests/refund/sample_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

Wish wish_of(Reason reason, const char* at = "2025-11-21 10:00") {
  Wish wish;
  wish.reason = reason;
  wish.filed_at = *instant_from(at);
  return wish;
}

// Terms that give nothing but what a test adds.
Terms shut() {
  Terms terms = statutory().shop;
  for (const Cause cause : kCauses)
    terms.exit[cause] = Exit::None;
  return terms;
}

Policy policy_of(const Terms& shop) {
  Policy policy = statutory();
  policy.shop = shop;
  policy.floors.clear();
  return policy;
}

Window from_activation(int days) {
  Window window;
  window.days = days;
  window.from = WindowStart::Activation;
  return window;
}

Policy with_window(const Window& window) {
  Terms terms = shut();
  terms.exit[Cause::Window] = Exit::Right;
  terms.windows = {window};
  return policy_of(terms);
}

Cause cause_of(const Lot& lot, const Policy& policy, const char* at = "2025-11-21 10:00") {
  return settle(card({lot}), policy, wish_of(kMember, at)).cause;
}

Policy told_fee(bool is_disclosed, bool needs_proof) {
  Terms terms = statutory().shop;
  Fee fee;
  fee.basis_points = 1'000;
  fee.most = Money{Money::kMost};
  fee.disclosed = is_disclosed;
  fee.needs_proof = needs_proof;
  terms.fee[Cause::Member] = fee;
  return policy_of(terms);
}

Money fee_for(Disclosure disclosure, const Policy& policy) {
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  lot.fee_disclosure = disclosure;
  return settle(card({lot}), policy, wish_of(kMember)).lots.at(0).decided.fee;
}

}  // namespace

TEST_CASE("a lost, frozen or expired card is settled once staff have seen why") {
  for (const auto& [status, ground] : {std::pair(CardStatus::Lost, Ground::CardLost),
                                       std::pair(CardStatus::Frozen, Ground::CardFrozen),
                                       std::pair(CardStatus::Expired, Ground::CardExpired)}) {
    Account account = card({stored("2025-06-01 10:00", 100'000, 0, 0)});
    account.status = status;
    Wish wish = wish_of(kMember);
    CHECK(settle(account, statutory(), wish).ground == ground);
    CHECK(is_zero(settle(account, statutory(), wish).total));
    wish.presence = Presence::WithStaff;
    CHECK_FALSE(settle(account, statutory(), wish).ground);
    CHECK(settle(account, statutory(), wish).total == Money{100'000});
  }
}

TEST_CASE("no member of staff opens a card that was refunded or closed") {
  for (const auto& [status, ground] : {std::pair(CardStatus::Refunded, Ground::CardRefunded),
                                       std::pair(CardStatus::Closed, Ground::CardClosed)}) {
    Account account = card({stored("2025-06-01 10:00", 100'000, 0, 0)});
    account.status = status;
    Wish wish = wish_of(kMember);
    wish.presence = Presence::WithStaff;
    CHECK(settle(account, statutory(), wish).ground == ground);
  }
}

TEST_CASE("a fee that the terms do not disclose is not charged, whoever was told of it") {
  for (const Disclosure one : {Disclosure::Unrecorded, Disclosure::Told, Disclosure::NotTold}) {
    CHECK(is_zero(fee_for(one, told_fee(false, false))));
    CHECK(is_zero(fee_for(one, told_fee(false, true))));
  }
  CHECK(fee_for(Disclosure::Unrecorded, told_fee(true, false)) == Money{-10'000});
  CHECK(fee_for(Disclosure::Told, told_fee(true, false)) == Money{-10'000});
  CHECK(is_zero(fee_for(Disclosure::NotTold, told_fee(true, false))));
  CHECK(is_zero(fee_for(Disclosure::Unrecorded, told_fee(true, true))));
  CHECK(fee_for(Disclosure::Told, told_fee(true, true)) == Money{-10'000});
}

TEST_CASE("a window from activation counts from the first use when no day is recorded") {
  const Policy policy = with_window(from_activation(7));
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  lot.uses = {use(1'000, 1'000), use(2'000, 2'000)};
  lot.uses[0].at = *instant_from("2025-11-20 09:00");
  lot.uses[1].at = *instant_from("2025-11-14 21:00");
  CHECK(cause_of(lot, policy) == Cause::Window);
  lot.uses[1].at = *instant_from("2025-11-13 21:00");
  CHECK(cause_of(lot, policy) == Cause::Member);
  // A day on record goes before the uses.
  lot.activated = *date_from("2025-11-19");
  CHECK(cause_of(lot, policy) == Cause::Window);
}

TEST_CASE("a time card is activated by its first day") {
  const Policy policy = with_window(from_activation(7));
  const Lot lot = time_card("2025-01-01 10:00", 36'500, "2025-06-01", "2026-05-31");
  CHECK(cause_of(lot, policy, "2025-05-31 10:00") == Cause::Window);
  CHECK(cause_of(lot, policy, "2025-06-08 10:00") == Cause::Window);
  CHECK(cause_of(lot, policy, "2025-06-09 10:00") == Cause::Member);
}

TEST_CASE("a lot that nobody uses waits for its window from activation, until that closes") {
  Window window = from_activation(7);
  Lot lot = stored("2024-01-01 10:00", 100'000, 0, 0);
  CHECK(cause_of(lot, with_window(window)) == Cause::Window);
  // A first day that has not come is none yet.
  lot.activated = *date_from("2025-12-24");
  CHECK(cause_of(lot, with_window(window)) == Cause::Window);
  window.closes_after_days = 365;
  CHECK(cause_of(lot, with_window(window)) == Cause::Member);
  // The last day still counts; once it is over, no first use opens the window again.
  CHECK(cause_of(lot, with_window(window), "2024-12-31 23:59") == Cause::Window);
  CHECK(cause_of(lot, with_window(window), "2025-01-01 00:00") == Cause::Member);
  lot.activated = *date_from("2024-12-30");
  CHECK(cause_of(lot, with_window(window), "2025-01-01 00:00") == Cause::Member);
}

TEST_CASE("a small remainder of the card is what all its lots have left") {
  Terms terms = shut();
  terms.residual.below = Money{1'500};
  const auto total = [&](std::int64_t first, std::int64_t second) {
    Account account =
        card({stored("2025-06-01 10:00", first, 0, 0), stored("2025-07-01 10:00", second, 0, 0)});
    return settle(account, policy_of(terms), wish_of(kMember)).total;
  };
  CHECK(total(1'000, 1'000) == Money{2'000});
  CHECK(total(1'000, 1'500) == Money{1'000});
  terms.residual.of = ResidualOf::Card;
  CHECK(total(1'000, 1'000) == Money{0});
  CHECK(total(1'000, 499) == Money{1'499});
  CHECK(total(1'000, 500) == Money{0});
  terms.residual.below.reset();
  terms.residual.cheapest_service = Money{1'501};
  CHECK(total(1'000, 500) == Money{1'500});
}

TEST_CASE("what was used of any lot makes the remainder of the card smaller") {
  Terms terms = shut();
  terms.residual.below = Money{1'500};
  terms.residual.of = ResidualOf::Card;
  Lot used = stored("2025-07-01 10:00", 100'000, 0, 99'900);
  const Account account = card({stored("2025-06-01 10:00", 1'000, 0, 0), used});
  const Settlement found = settle(account, policy_of(terms), wish_of(kMember));
  CHECK(found.total == Money{1'100});
  CHECK(found.exit == Exit::Right);
}

TEST_CASE("a lot that was sold under another policy counts to the remainder of the card") {
  Terms terms = shut();
  terms.residual.below = Money{1'500};
  terms.residual.of = ResidualOf::Card;
  PolicyArchive archive(policy_of(terms));
  Policy old = policy_of(shut());
  old.hash = "old";
  archive.add(old);
  Account account =
      card({stored("2025-06-01 10:00", 1'000, 0, 0), stored("2025-07-01 10:00", 1'000, 0, 0)});
  account.lots[0].policy_hash = "old";
  CHECK(settle(account, archive, wish_of(kMember)).ground == Ground::NoExit);
  account.lots[0].paid = Money{499};
  // Only the lot whose own terms know the rule is paid out.
  CHECK(settle(account, archive, wish_of(kMember)).total == Money{1'000});
}

TEST_CASE("a small remainder of the card opens no way for points beside it") {
  Terms terms = shut();
  terms.residual.below = Money{1'500};
  terms.residual.of = ResidualOf::Card;
  terms.points.per_hundred = Money{100};
  Lot points = lot_of(LotKind::Points, "2025-07-01 10:00", 0);
  points.units = 1'000;
  const Account account = card({stored("2025-06-01 10:00", 1'000, 0, 0), points});
  CHECK(settle(account, policy_of(terms), wish_of(kMember)).total == Money{1'000});
}

TEST_CASE("no interest runs on a lot before it was bought, whenever the contract ended") {
  Terms terms;
  terms.interest[Cause::Member].basis_points = 365;
  const Account account =
      card({stored("2025-06-01 10:00", 100'000, 0, 0), stored("2025-11-11 10:00", 100'000, 0, 0)});
  Wish wish = wish_of(kMember);
  wish.ended = date_from("2025-11-01");
  wish.paid_on = date_from("2025-11-21");
  const Settlement found = settle(account, policy_of(terms), wish);
  REQUIRE(found.lots.size() == 2);
  CHECK(found.lots[0].decided.interest == Money{200});  // 20 days
  CHECK(found.lots[1].decided.interest == Money{100});  // 10 days
}
