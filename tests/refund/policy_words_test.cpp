#include "refund/policy_words.hpp"

#include "tests/catch.hpp"
#include "tests/matchers.hpp"

using namespace slipway::refund;
using slipway::tests::containing;

namespace {

// All sentences of one parameter, by its number.
Phrase said(const Policy& policy, int number) {
  const std::vector<Parameter> parameters = words_of(policy);
  Phrase all;
  for (const Phrase& sentence : parameters.at(static_cast<std::size_t>(number) - 1).sentences) {
    all.zh += sentence.zh;
    all.en += sentence.en + " ";
  }
  return all;
}

Policy bare() {
  Policy policy;
  policy.rounding.unit = Money{1};
  return policy;
}

}  // namespace

TEST_CASE("a policy is told in sixteen parameters, each in both languages") {
  const auto all = words_of(bare());
  REQUIRE(all.size() == 16);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].number == static_cast<int>(i) + 1);
    CHECK_FALSE(all[i].title.zh.empty());
    CHECK_FALSE(all[i].title.en.empty());
    REQUIRE_FALSE(all[i].sentences.empty());
    for (const Phrase& sentence : all[i].sentences) {
      CHECK_THAT(sentence.zh, Catch::Matchers::EndsWith("。"));
      CHECK_THAT(sentence.en, Catch::Matchers::EndsWith("."));
    }
  }
}

TEST_CASE("what a policy does not say is told as what then counts") {
  const Policy policy = bare();
  CHECK_THAT(said(policy, 2).en, containing("No window"));
  CHECK_THAT(said(policy, 5).en, containing("at any age"));
  CHECK_THAT(said(policy, 6).zh, containing("不收手续费"));
  CHECK_THAT(said(policy, 12).en, containing("Nothing is approved without a person"));
  CHECK_THAT(said(policy, 13).en, containing("No rule for small remainders"));
  CHECK_THAT(said(policy, 15).en, containing("No statutory floor"));
  CHECK_THAT(said(policy, 16).en, containing("To the fen"));
}

TEST_CASE("causes of which the same is said stand together") {
  Policy policy = bare();
  policy.shop.price = {{Cause::Member, PriceBasis::List},
                       {Cause::Merchant, PriceBasis::Charged},
                       {Cause::Neutral, PriceBasis::Charged}};
  CHECK_THAT(said(policy, 3).zh, containing("商家原因、双方都无过错：按实际成交价计。"));
  CHECK_THAT(said(policy, 3).en, containing("For the member's cause: at the list price."));
}

TEST_CASE("a window tells its days, its start and its conditions") {
  Window window;
  window.days = 7;
  CHECK(phrase_of(window).en == "within 7 days of the payment, with the usual fee");
  window.from = WindowStart::Contract;
  window.needs_unused = window.needs_first_time = window.waives_fee = true;
  window.pay_within_days = 5;
  CHECK(phrase_of(window).zh == "签约后 7 天内，未使用过的，首次办卡的，免手续费，5 天内付款");
  Policy policy = bare();
  policy.shop.windows = {window};
  CHECK_THAT(said(policy, 2).en, containing("for a first purchase"));
}

TEST_CASE("a fee tells its share, its bounds and whether it was told") {
  Fee fee;
  fee.basis_points = 250;
  fee.most = Money{Money::kMost};
  CHECK(phrase_of(fee).en == "2.5% of the remainder, not told at the sale and so not taken");
  fee.least = Money{500};
  fee.most = Money{20'000};
  fee.disclosed = true;
  fee.base = FeeBase::Paid;
  CHECK(phrase_of(fee).zh == "实付总额的 2.5%，最低 ¥5.00，最高 ¥200.00，售卡时已告知");
  fee.needs_proof = true;
  CHECK_THAT(phrase_of(fee).en, containing("only where a record shows"));
}

TEST_CASE("shares are told without needless digits") {
  CHECK(percent_text(0) == "0%");
  CHECK(percent_text(5) == "0.05%");
  CHECK(percent_text(30) == "0.3%");
  CHECK(percent_text(1'025) == "10.25%");
}

TEST_CASE("interest tells its rate and from when it runs") {
  Interest interest;
  interest.basis_points = 300;
  CHECK(phrase_of(interest).en == "3% a year, from the end of the contract, by 365 days");
  interest.table = "lpr1y";
  interest.from = InterestFrom::Payment;
  CHECK(phrase_of(interest).zh == "按合同成立时的 lpr1y 利率，自付款日起，按 365 天计");
}

TEST_CASE("every rule of a full policy is told with its figures") {
  Policy policy = bare();
  policy.shop.cause_of[Reason::Health] = Cause::Neutral;
  policy.shop.exit[Cause::Neutral] = Exit::ByReview;
  policy.shop.keep[Cause::Member] = {{0, 10'000}, {30, 9'000}};
  policy.shop.points.per_hundred = Money{100};
  policy.shop.points.claws_back = false;
  PayoutRule original;
  original.route = Route::Original;
  original.most_days = 365;
  original.most_parts = 50;
  PayoutRule other;
  other.same_name = false;
  PayoutRule cash;
  cash.route = Route::Cash;
  cash.most = Money{10'000};
  policy.payout = {original, PayoutRule{}, other, cash};
  policy.tiers = {{Money{200'000}, 1, {}}, {Money{Money::kMost}, 2, {"owner"}}};
  policy.authority.approver_daily_most = Money{1'000'000};
  policy.authority.auto_most = Money{5'000};
  policy.authority.sample_basis_points = 500;
  policy.shop.residual = {Money{1'000}, Money{3'800}};
  policy.shop.lost_card = LostCard::Lapses;
  policy.records.redacts_after = false;
  policy.counting = DayCount::Working;
  policy.bank_days = 1;
  Terms law;
  law.name = "法释〔2025〕4号";
  law.name_en = "Fa Shi [2025] 4";
  policy.floors = {law};
  policy.rounding.unit = Money{10};
  CHECK_THAT(said(policy, 1).zh, containing("：双方都无过错。") && containing("店员审核后退"));
  CHECK_THAT(said(policy, 5).zh, containing("第 0 天起退 100%，第 30 天起退 90%"));
  CHECK_THAT(said(policy, 5).en, containing("100% from day 0, 90% from day 30"));
  CHECK(said(policy, 8).en == "A hundred points are worth ¥1.00. ");
  CHECK_THAT(said(policy, 10).en, containing("within 365 days of the payment") &&
                                      containing("50 refunds") && containing("own name") &&
                                      containing("of any name") && containing("at most ¥100.00"));
  CHECK_THAT(said(policy, 11).en, containing("15 working days") && containing("1 working day."));
  CHECK_THAT(said(policy, 12).en, containing("Up to ¥2,000.00: 1 approver.") &&
                                      containing("Above: 2 approvers, one of them owner.") &&
                                      containing("One person approves at most ¥10,000.00 a day") &&
                                      containing("The machine approves up to ¥50.00") &&
                                      containing("5%"));
  CHECK_THAT(said(policy, 13).zh,
             containing("¥10.00") && containing("¥38.00") && containing("丢失不补"));
  CHECK_THAT(said(policy, 14).en, containing("personal fields stay"));
  CHECK_THAT(said(policy, 15).zh, containing("不低于法释〔2025〕4号"));
  CHECK_THAT(said(policy, 16).en, containing("rounded up to ¥0.10"));
}

TEST_CASE("a policy whose residual is zero has none") {
  Policy policy = bare();
  policy.shop.residual.below = Money{0};
  CHECK_THAT(said(policy, 13).en, containing("No rule for small remainders"));
}

TEST_CASE("causes and reasons have the names of the policy file") {
  CHECK(key_of(Cause::Void) == "void");
  CHECK(key_of(Reason::StoreChanged) == "store_changed");
}

TEST_CASE("a small remainder tells whether it is of a lot or of the card") {
  Policy policy = bare();
  policy.shop.residual.below = Money{1'000};
  CHECK_THAT(said(policy, 13).en, containing("that of each purchase by itself"));
  policy.shop.residual.of = ResidualOf::Card;
  CHECK_THAT(said(policy, 13).zh, containing("余额按整张卡合计。"));
  policy.shop.residual.below.reset();
  CHECK_THAT(said(policy, 13).en, !containing("whole card"));
}

TEST_CASE("the linter's level is told beside the floor") {
  Policy policy = bare();
  CHECK_THAT(said(policy, 15).en, containing("fails it for a “breach” or worse"));
  policy.lint_level = Severity::Void;
  CHECK_THAT(said(policy, 15).zh, containing("有“无效条款”即不通过。"));
}

TEST_CASE("a window from activation tells when it is over in any case") {
  Window window;
  window.days = 7;
  window.from = WindowStart::Activation;
  window.closes_after_days = 365;
  CHECK_THAT(phrase_of(window).en, containing("at the latest 365 days after the payment"));
}
