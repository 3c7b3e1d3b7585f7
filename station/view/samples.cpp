#include "station/view/samples.hpp"

#include <cmath>
#include <numbers>

namespace slipway::desk::view {
namespace {

using refund::Instant;
using refund::Money;
using refund::RequestState;

constexpr std::int64_t kStrange = 3;  // the sample whose quote differs
constexpr std::int64_t kOwn = 5;      // the sample that the person may not decide

Instant at(const char* text) {
  return refund::instant_from(text).value_or(Instant{});
}

struct Person {
  const char* name;
  const char* tier;
  std::int64_t fen;
  int minutes;
  refund::Method method;
  refund::Reason reason;
  int approvals_needed;
};

using refund::Method;
using refund::Reason;

constexpr Person kPeople[] = {
    {"王小明", "金卡", 88'650, 12, Method::BankTransfer, Reason::Moving, 1},
    {"李思雨", "银卡", 107'947, 21, Method::BankTransfer, Reason::Mistake, 2},
    {"陈建国", "次卡", 210'894, 30, Method::BankTransfer, Reason::Health, 2},
    {"Zoe Chen", "储值卡", 313'841, 39, Method::BankTransfer, Reason::StoreChanged, 2},
    {"赵一鸣", "金卡", 6'788, 48, Method::Cash, Reason::Unsatisfied, 1},
    {"周敏", "银卡", 209'735, 57, Method::BankTransfer, Reason::Rarely, 2},
    {"吴昊", "次卡", 31'268, 74, Method::BankTransfer, Reason::Moving, 1},
    {"孙佳怡", "储值卡", 9'629, 85, Method::Cash, Reason::Mistake, 1},
    {"郑涛", "金卡", 208'576, 97, Method::BankTransfer, Reason::Health, 2},
    {"欧阳雪", "银卡", 31'523, 131, Method::BankTransfer, Reason::StoreChanged, 1},
    {"冯雪", "金卡", 4'470, 150, Method::Cash, Reason::Undisclosed, 1},
    {"蒋文博", "储值卡", 52'000, 205, Method::BankTransfer, Reason::Rarely, 1},
};

sync::InboxRow row_of(const Person& person, int number, RequestState state) {
  sync::InboxRow row;
  row.id[15] = static_cast<std::uint8_t>(number);
  row.id[0] = static_cast<std::uint8_t>(number * 37);
  row.number = "R26112104" + std::to_string(10 + number);
  row.member_name = person.name;
  row.tier = person.tier;
  row.amount = Money{person.fen};
  row.method = person.method;
  row.reason = person.reason;
  row.filed_at = sample_now() - std::chrono::minutes(person.minutes);
  row.state = state;
  row.approvals_needed = person.approvals_needed;
  row.may_decide = number != kOwn;
  row.pay_by = refund::date_of(row.filed_at) + std::chrono::days{15};
  if (state == RequestState::InReview) row.review_by = row.filed_at + std::chrono::hours{24};
  row.version = 3;
  return row;
}

refund::Signature signature() {
  refund::Signature ink;
  ink.width = 10'000;
  ink.height = 6'000;
  const auto hundredths = [](double mm) {
    return static_cast<std::int32_t>(std::lround(mm * 100));
  };
  std::vector<refund::PenPoint> loops;
  for (int i = 0; i <= 240; ++i) {
    const double t = i / 240.0;
    const double turn = t * 31;
    const double x = 22 + t * 50 + 3.4 * std::sin(turn);
    const double y = 30 -
                     8.6 * std::sin(turn + 1.3) * (1 - 0.62 * t) * (0.55 + 0.45 * std::cos(t * 9)) +
                     1.8 * std::sin(t * 5);
    const double pressure = 520 + 330 * std::sin(turn + 0.4);
    loops.push_back({hundredths(x), hundredths(y), static_cast<std::int32_t>(pressure), i * 5'000});
  }
  std::vector<refund::PenPoint> stroke;
  for (int i = 0; i <= 60; ++i) {
    const double t = i / 60.0;
    const double y = 39.6 - 4.6 * t + 1.4 * std::sin(t * 6);
    stroke.push_back({hundredths(28 + t * 47), hundredths(y),
                      static_cast<std::int32_t>(700 - 400 * t), 1'400'000 + i * 5'000});
  }
  ink.strokes = {loops, stroke};
  return ink;
}

std::vector<refund::Lot> lots() {
  const auto lot = [](const char* id, const char* when, const char* name, std::int64_t paid,
                      std::int64_t bonus) {
    refund::Lot one;
    one.id = id;
    one.sold_at = at(when);
    one.name = name;
    one.paid = Money{paid};
    one.bonus = Money{bonus};
    return one;
  };
  const auto use = [](const char* when, const char* item, std::int64_t list, std::int64_t charged) {
    return refund::Use{"", at(when), item, Money{list}, Money{charged}, 0};
  };
  auto august = lot("L3", "2026-08-06 19:12", "充1000送250", 100'000, 25'000);
  august.uses = {use("2026-11-02 14:20", "洗剪吹", 22'000, 17'600),
                 use("2026-09-18 11:05", "染发", 38'000, 30'400)};
  auto june = lot("L2", "2026-06-03 16:40", "充1000", 100'000, 0);
  june.uses = {use("2026-07-21 18:30", "烫发", 50'000, 50'000),
               use("2026-06-29 10:15", "护理", 23'000, 23'000)};
  auto march = lot("L1", "2026-03-12 12:00", "充600", 60'000, 0);
  march.uses = {use("2026-04-10 15:45", "洗剪吹", 9'000, 9'000),
                use("2026-03-20 17:10", "护理", 17'000, 17'000)};
  return {august, june, march};
}

refund::Quote quote(Money total) {
  const auto quote_line = [](refund::LineKind kind, refund::Phrase title, refund::Phrase why,
                             std::int64_t fen) {
    refund::QuoteLine one;
    one.kind = kind;
    one.clause = {"《会员卡章程》第 6 条", "Card terms, section 6"};
    one.title = std::move(title);
    one.why = std::move(why);
    one.amount = Money{fen};
    return one;
  };
  using refund::LineKind;
  constexpr std::int64_t kSpent = 96'350;
  constexpr std::int64_t kAdjustment = 15'000;
  refund::Quote made;
  made.total = total;
  made.lines = {quote_line(LineKind::Paid, {"累计充值本金", "Money paid in"},
                           {"3 次充值", "3 top-ups"}, total.minor + kSpent + kAdjustment),
                quote_line(LineKind::Spent, {"已消费本金", "Principal already spent"},
                           {"6 次消费，先用本金", "6 visits, principal first"}, -kSpent),
                quote_line(LineKind::Adjustment,
                           {"优惠补差（3 次 8 折）", "Discount adjustment (3 at 20% off)"},
                           {"退卡按门市价补差", "Settled at list price"}, -kAdjustment),
                quote_line(LineKind::BonusVoid, {"赠送金（作废）", "Bonus (lapses)"},
                           {"活动赠送，不退现金", "Promotional credit, not refundable"}, 25'000)};
  return made;
}

void add_risk(sync::Detail& detail) {
  using refund::RiskKind;
  const refund::RiskReason shared{
      RiskKind::SharedPayee,
      40,
      {"同一收款账户用于 4 位会员（3 位起提示）。", "One account for 4 members (told from 3 on)."}};
  const refund::RiskReason bonus{RiskKind::AfterBonus,
                                 20,
                                 {"2026-11-20 获赠 ¥250.00，1 天后申请退款。",
                                  "Given ¥250.00 on 2026-11-20, filed 1 day later."}};
  if (detail.row.risk_asks_more) detail.risk = {shared, bonus};
  if (detail.row.risk > 0 && !detail.row.risk_asks_more) detail.risk = {bonus};
  detail.risk_words = refund::words_of(detail.risk, refund::RiskRule{});
  if (detail.risk.empty() || !detail.due) return;
  refund::PayDue due;
  due.day = detail.due->day;
  detail.look = refund::look_time(due, refund::date_of(sample_now())).words;
  if (detail.row.risk_asks_more) {
    detail.papers = {
        {"2026-06-03 的款项由他人账户支付，退到您名下前，请店长核对付款人的身份证件和书"
         "面同意。",
         "Somebody else's account paid on 2026-06-03. Before it is paid to you, the "
         "manager checks the payer's ID and written consent."}};
  }
}

}  // namespace

Instant sample_now() {
  return at("2026-11-21 20:50");
}

sync::SignedIn sample_sign_in() {
  sync::SignedIn in;
  in.staff.id = "lin";
  in.staff.name = "林店长";
  in.staff.role = "manager";
  in.staff.capabilities = {refund::Capability::Approve, refund::Capability::Redeem};
  in.store_name = {"拾光美发 · 人民路店", "Shiguang Salon, Renmin Road"};
  in.alone_up_to = Money{100'000};
  return in;
}

sync::Inbox sample_inbox() {
  sync::Inbox inbox;
  inbox.now = sample_now();
  int number = 0;
  for (const Person& person : kPeople) {
    inbox.rows.push_back(row_of(person, ++number, RequestState::InReview));
  }
  inbox.rows[6].state = RequestState::NeedsInfo;
  inbox.rows[5].approvals = 1;
  inbox.rows[1].risk = 60;
  inbox.rows[1].risk_asks_more = true;
  inbox.rows[9].risk = 20;
  inbox.rows[10].filed_at -= std::chrono::days{13};
  inbox.rows[10].pay_by = refund::date_of(sample_now()) + std::chrono::days{2};
  inbox.rows[10].review_by = inbox.rows[10].filed_at + std::chrono::hours{24};
  constexpr Person kPaying[] = {
      {"沈丽华", "金卡", 8'650, 190, Method::Cash, Reason::Moving, 1},
      {"韩冰", "银卡", 64'200, 260, Method::BankTransfer, Reason::Rarely, 1},
      {"曹阳", "储值卡", 9'900, 300, Method::Cash, Reason::Health, 1},
      {"Tom Li", "金卡", 45'000, 26, Method::BankTransfer, Reason::Moving, 1},
      {"顾晓彤", "金卡", 123'000, 410, Method::Original, Reason::StoreChanged, 1},
  };
  for (const Person& person : kPaying) {
    inbox.rows.push_back(row_of(person, ++number, RequestState::Confirmed));
    inbox.rows.back().voucher_state = refund::VoucherState::Printed;
    inbox.rows.back().voucher_number = number;
  }
  inbox.rows.back().legs = 2;
  inbox.rows.back().legs_paid = 1;
  inbox.rows[14].voucher_state = refund::VoucherState::Review;
  inbox.rows[15].state = RequestState::Approved;
  inbox.rows[15].voucher_state.reset();
  inbox.rows[15].voucher_number.reset();
  using Condition = sync::DeviceCondition;
  inbox.kiosks = {
      {"1 号机", true, Condition::PaperLow, Condition::Ready, Condition::Ready, sample_now()},
      {"2 号机", true, Condition::Failed, Condition::Strange, Condition::Absent, sample_now()},
      {"3 号机", false, Condition::Absent, Condition::Absent, Condition::Absent,
       sample_now() - std::chrono::hours(3)}};
  return inbox;
}

std::vector<sync::DueLeg> legs_of(const sync::InboxRow& row) {
  const refund::Date soon = refund::date_of(sample_now()) + std::chrono::days{18};
  const std::string amount = refund::to_text(row.amount);
  const sync::PayoutLeg cash{refund::Route::Cash,
                             row.amount,
                             refund::date_of(sample_now()),
                             {amount + " 现金，凭退款凭证到前台领取，30 天内有效。",
                              amount + " in cash at the desk against the voucher, valid for "
                                       "30 days."}};
  const sync::PayoutLeg bank{refund::Route::Bank,
                             row.amount,
                             soon,
                             {amount + " 转到本人银行卡 •••• 2341，最迟 2026-12-09 到账。",
                              amount + " to your bank account •••• 2341. There by 2026-12-09."}};
  if (row.legs == 1) return {{1, row.method == Method::Cash ? cash : bank, "", ""}};
  const Money first{row.amount.minor / 2};
  const Money second = row.amount - first;
  const auto back = [&](Money part) {
    const std::string text = refund::to_text(part);
    return sync::PayoutLeg{refund::Route::Original,
                           part,
                           soon,
                           {text + " 原路退回当时付款的微信支付，最迟 2026-12-09 到账。",
                            text + " back to the WeChat Pay that paid. There by 2026-12-09."}};
  };
  return {{2, back(second), "4200001234202608300000001", ""},
          {1, back(first), "4200001234202605010000007", "50300209682026112100001"}};
}

sync::Detail sample_detail(const sync::InboxRow& row) {
  sync::Detail detail;
  detail.row = row;
  detail.card_number = "8800123462910042";
  detail.phone = "13812346620";
  detail.payee.method = row.method;
  if (row.method == Method::BankTransfer) detail.payee.bank_card = "6222020200112341";
  detail.recomputed = quote(row.amount);
  detail.quoted = row.id[15] == kStrange ? Money{row.amount.minor + 5'000} : row.amount;
  detail.lots = lots();
  detail.signature = signature();
  detail.kiosk = "1 号机";
  detail.slip_code = refund::slip_code(row.id);
  detail.history = {
      {row.filed_at, "1 号机", {"会员提交申请并签名", "The member filed and signed"}},
      {row.filed_at + std::chrono::seconds(2),
       "门店服务",
       {"重算金额，冻结余额，申请单已打印", "Amount recomputed, balance held, slip printed"}}};
  if (row.approvals > 0) {
    detail.approvers = {"周会计"};
    detail.history.push_back(
        {row.filed_at + std::chrono::minutes(9), "周会计", {"批准（1/2）", "Approved (1 of 2)"}});
  }
  if (row.state == RequestState::Withdrawn) {
    detail.history.push_back({row.filed_at + std::chrono::minutes(11),
                              "1 号机",
                              {"会员撤回", "Withdrawn by the member"}});
  }
  detail.legs = legs_of(row);
  if (row.pay_by) {
    const std::string day = refund::to_text(*row.pay_by);
    detail.due =
        sync::Due{*row.pay_by,
                  {"最迟 " + day + " 付出（申请之日起 15 天内，《会员卡章程》第 6 条）。",
                   "Paid out by " + day + " (within 15 days of filing, card terms, section 6)."}};
  }
  add_risk(detail);
  if (row.id[15] == kOwn) {
    detail.objection = refund::Phrase{"这是您本人的卡，请由其他人审批。",
                                      "This is your own card; someone else must decide."};
  }
  return detail;
}

sync::VoucherFound sample_voucher() {
  sync::VoucherFound found;
  found.voucher.store = 1;
  found.voucher.number = 13;
  found.voucher.amount = Money{8'650};
  found.voucher.issued_at = sample_now() - std::chrono::minutes(40);
  found.state = refund::VoucherState::Printed;
  found.id = sample_inbox().rows[12].id;
  found.number = "R2611210423";
  found.masked_name = "沈*华";
  found.payee.method = Method::Cash;
  return found;
}

}  // namespace slipway::desk::view
