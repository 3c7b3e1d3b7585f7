#include "refund/risk.hpp"

#include <rapidcheck.h>

#include <algorithm>

#include "refund/authority.hpp"
#include "tests/catch.hpp"
#include "tests/refund/sample_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

const Instant kFiled = *instant_from("2026-11-21 10:00");

Instant days_before(int days) {
  return kFiled - std::chrono::days(days);
}

Account card_of(const std::string& member, std::vector<Lot> lots = {}) {
  Account account = card(std::move(lots));
  account.member.id = member;
  return account;
}

KnownRequest known(const std::string& member, int days, RequestState state,
                   std::int64_t amount = 10'000, const std::string& payee = "") {
  return {member, payee, days_before(days), Money{amount}, state};
}

std::vector<RiskKind> kinds(const std::vector<RiskReason>& reasons) {
  std::vector<RiskKind> found;
  found.reserve(reasons.size());
  for (const RiskReason& reason : reasons)
    found.push_back(reason.kind);
  return found;
}

const RiskRule kRule;  // 50 points, 90 days, 3 accounts, 3 days, 7 days

}  // namespace

TEST_CASE("a member with nothing odd has no reasons") {
  const Account account = card_of("m-1", {stored("2026-01-01 10:00", 10'000, 0, 0)});
  const auto reasons = risk_of({account, "p", Money{10'000}, kFiled}, {}, kRule);
  CHECK(reasons.empty());
  CHECK(points_of(reasons) == 0);
  CHECK(words_of(reasons, kRule).zh == "没有风险提示。");
}

TEST_CASE("bought again after a refund, and filed again: 89, 90, 91 days") {
  const Account account = card_of("m-1", {stored("2026-11-10 10:00", 10'000, 0, 0)});
  const auto at = [&](int days, RequestState state, const char* member = "m-1") {
    const std::vector<KnownRequest> others{known(member, days, state)};
    return kinds(risk_of({account, "", Money{10'000}, kFiled}, others, kRule));
  };
  const std::vector repeated{RiskKind::RepeatedRefund};
  CHECK(at(89, RequestState::Paid) == repeated);
  CHECK(at(90, RequestState::Archived) == repeated);
  CHECK(at(91, RequestState::Paid).empty());
  CHECK(at(89, RequestState::Rejected).empty());
  CHECK(at(89, RequestState::Paid, "m-2").empty());
  CHECK(at(5, RequestState::Paid).empty());  // nothing was bought since
  const std::vector<KnownRequest> two{known("m-1", 30, RequestState::Paid),
                                      known("m-1", 60, RequestState::Paid)};
  const auto reasons = risk_of({account, "", Money{10'000}, kFiled}, two, kRule);
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].words.zh == "90 天内已退过 2 次，退后又充值再申请。");
  CHECK(reasons[0].words.en == "2 refunds within 90 days, each followed by a new purchase.");
}

TEST_CASE("one account for many members: two, three, four") {
  const Account account = card_of("m-1");
  std::vector<KnownRequest> others{known("m-2", 200, RequestState::Paid, 1, "p"),
                                   known("m-2", 100, RequestState::Rejected, 1, "p"),
                                   known("m-1", 100, RequestState::Paid, 1, "p"),
                                   known("m-9", 100, RequestState::Paid, 1, "q")};
  const auto found = [&](const std::string& payee) {
    return risk_of({account, payee, Money{10'000}, kFiled}, others, kRule);
  };
  CHECK(found("p").empty());
  others.push_back(known("m-3", 100, RequestState::Paid, 1, "p"));
  REQUIRE(found("p").size() == 1);
  CHECK(found("p")[0].kind == RiskKind::SharedPayee);
  CHECK(found("p")[0].words.zh == "同一收款账户用于 3 位会员（3 位起提示）。");
  others.push_back(known("m-4", 100, RequestState::Paid, 1, "p"));
  CHECK(found("p")[0].words.en == "One account for 4 members (told from 3 on).");
  CHECK(found("").empty());
}

TEST_CASE("a refund right after a bonus: 2, 3, 4 days") {
  const auto found = [](Lot lot) {
    const Account account = card_of("m-1", {std::move(lot)});
    return risk_of({account, "", Money{10'000}, kFiled}, {}, kRule);
  };
  CHECK(found(stored("2026-11-19 10:00", 10'000, 500, 0)).size() == 1);
  CHECK(found(stored("2026-11-18 10:00", 10'000, 500, 0))[0].words.zh ==
        "2026-11-18 获赠 ¥5.00，3 天后申请退款。");
  CHECK(found(stored("2026-11-17 10:00", 10'000, 500, 0)).empty());
  CHECK(found(stored("2026-11-19 10:00", 10'000, 0, 0)).empty());
  CHECK(found(stored("2026-11-22 10:00", 10'000, 500, 0)).empty());  // after the filing
  CHECK(found(sessions("2026-11-20 10:00", 10'000, 10, 2, 0, 0))[0].words.en ==
        "Given 2 free sessions on 2026-11-20, filed 1 day later.");
  const Account both = card_of("m-1", {stored("2026-11-19 10:00", 10'000, 500, 0),
                                       stored("2026-11-20 10:00", 10'000, 700, 0),
                                       stored("2026-11-18 10:00", 10'000, 900, 0)});
  const auto reasons = risk_of({both, "", Money{10'000}, kFiled}, {}, kRule);
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].words.zh == "2026-11-20 获赠 ¥7.00，1 天后申请退款。");
}

TEST_CASE("a similar open request: 6, 7, 8 days and a tenth more or less") {
  const Account account = card_of("m-1");
  const auto is_similar = [&](const KnownRequest& other, const std::string& payee = "p") {
    const std::vector<KnownRequest> others{other};
    return kinds(risk_of({account, payee, Money{10'000}, kFiled}, others, kRule)) ==
           std::vector{RiskKind::SimilarPending};
  };
  const auto open = RequestState::InReview;
  CHECK(is_similar(known("m-1", 6, open)));
  CHECK(is_similar(known("m-1", 7, open)));
  CHECK_FALSE(is_similar(known("m-1", 8, open)));
  CHECK_FALSE(is_similar(known("m-1", 6, RequestState::Withdrawn)));
  CHECK(is_similar(known("m-1", 6, open, 9'000)));
  CHECK_FALSE(is_similar(known("m-1", 6, open, 8'999)));
  CHECK(is_similar(known("m-1", 6, open, 11'111)));
  CHECK_FALSE(is_similar(known("m-1", 6, open, 11'112)));
  CHECK(is_similar(known("m-2", 6, open, 10'000, "p")));
  CHECK_FALSE(is_similar(known("m-2", 6, open, 10'000, "q")));
  CHECK_FALSE(is_similar(known("m-2", 6, open, 10'000, ""), ""));
  KnownRequest abroad = known("m-1", 6, open);
  abroad.amount.currency = Currency::Usd;
  CHECK_FALSE(is_similar(abroad));
}

TEST_CASE("of several similar requests the newest is told") {
  const Account account = card_of("m-1");
  const std::vector<KnownRequest> others{known("m-1", 6, RequestState::Filed, 10'001),
                                         known("m-2", 2, RequestState::Filed, 10'002, "p"),
                                         known("m-1", 4, RequestState::Filed, 10'003)};
  const auto by_account = risk_of({account, "p", Money{10'000}, kFiled}, others, kRule);
  REQUIRE(by_account.size() == 1);
  CHECK(by_account[0].words.zh == "同一收款账户在 2026-11-19 有一笔未办完的近似申请，¥100.02。");
  const auto by_member = risk_of({account, "", Money{10'000}, kFiled}, others, kRule);
  CHECK(by_member[0].words.en ==
        "The same member has a similar open request of 2026-11-17, ¥100.03.");
}

TEST_CASE("the score is the printed sum of its reasons and says what it leads to") {
  const Account account = card_of("m-1", {stored("2026-11-20 10:00", 10'000, 500, 0)});
  std::vector<KnownRequest> others;
  const auto words = [&] {
    return words_of(risk_of({account, "p", Money{10'000}, kFiled}, others, kRule), kRule);
  };
  CHECK(words().zh == "风险分 20，未到 50，批准人数不变。");
  others.push_back(known("m-1", 20, RequestState::Paid));
  CHECK(words().zh == "风险分 30 + 20 = 50，达到 50，须多一人批准。");
  others.push_back(known("m-2", 2, RequestState::Filed, 10'000, "p"));
  others.push_back(known("m-3", 2, RequestState::Paid, 10'000, "p"));
  CHECK(words().en == "Risk 30 + 40 + 20 + 30 = 120, 50 or more: one more approver.");
}

TEST_CASE("any two reasons reach the threshold that a policy has by itself, none does alone") {
  const int last = static_cast<int>(RiskKind::SimilarPending) + 1;  // one more than the list
  for (int one = 0; one <= last; ++one) {
    const int points = points_of(static_cast<RiskKind>(one));
    CHECK(points < RiskRule{}.one_more_from);
    for (int other = 0; other < one; ++other)
      CHECK(points + points_of(static_cast<RiskKind>(other)) >= RiskRule{}.one_more_from);
  }
}

TEST_CASE("a score is the sum of its reasons, each at most once, and adds one approver at most") {
  REQUIRE(rc::check("sum", [] {
    Account account = card_of("m-1");
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      Lot lot = stored("2026-11-21 09:00", 10'000, *rc::gen::element(0, 500), 0);
      lot.sold_at -= std::chrono::days(*rc::gen::inRange(0, 60));
      account.lots.push_back(lot);
    }
    std::vector<KnownRequest> others;
    for (int i = *rc::gen::inRange(0, 8); i > 0; --i) {
      others.push_back(known(
          *rc::gen::element<std::string>("m-1", "m-2", "m-3", "m-4"), *rc::gen::inRange(-2, 120),
          *rc::gen::element(RequestState::Filed, RequestState::Paid, RequestState::Rejected,
                            RequestState::InDoubt),
          *rc::gen::inRange(8'000, 12'000), *rc::gen::element<std::string>("", "p", "q")));
    }
    const RiskQuestion question{account, *rc::gen::element<std::string>("", "p"), Money{10'000},
                                kFiled};
    const auto reasons = risk_of(question, others, kRule);
    int sum = 0;
    for (const RiskReason& reason : reasons) {
      RC_ASSERT(reason.points == points_of(reason.kind));
      RC_ASSERT(!reason.words.zh.empty() && !reason.words.en.empty());
      sum += reason.points;
    }
    RC_ASSERT(points_of(reasons) == sum);
    RC_ASSERT(std::is_sorted(reasons.begin(), reasons.end(),
                             [](const auto& a, const auto& b) { return a.kind < b.kind; }));
    std::reverse(others.begin(), others.end());
    RC_ASSERT(kinds(risk_of(question, others, kRule)) == kinds(reasons));

    const Policy policy = statutory();
    Claim claim;
    claim.running_sum = Money{10'000};
    const int plain = approvers_needed(policy, claim);
    claim.risk = sum;
    const int needed = approvers_needed(policy, claim);
    RC_ASSERT(needed == plain + (sum >= kRule.one_more_from ? 1 : 0));
  }));
}

TEST_CASE("a closer look ends on the day on which the money is due, whatever the risk") {
  PayDue due;
  due.day = *date_from("2026-11-26");
  const LookTime before = look_time(due, *date_from("2026-11-21"));
  CHECK(before.until == due.day);
  CHECK(before.days == 5);
  CHECK(before.words.zh == "核查不延长付款期限：最迟 2026-11-26 付出，还剩 5 天。");
  CHECK(look_time(due, due.day).days == 0);
  const LookTime after = look_time(due, *date_from("2026-11-28"));
  CHECK(after.until == due.day);
  CHECK(after.days == 0);
  CHECK(after.words.en == "A closer look moves nothing: paid out by 2026-11-26. 2 days overdue.");
}
