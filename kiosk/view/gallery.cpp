#include "kiosk/view/gallery.hpp"

#include <cmath>

#include "kiosk/view/parts.hpp"

namespace slipway::kiosk::view {
namespace {

using refund::Currency;
using refund::Money;

Money yuan(double amount) {
  return {std::llround(amount * 100), Currency::Cny};
}

refund::Instant at(const char* text) {
  return refund::instant_from(text).value_or(refund::Instant{});
}

refund::Date date(const char* text) {
  return refund::date_from(text).value_or(refund::Date{});
}

const refund::Phrase kDue{"最迟 2026-12-06 付出（申请之日起 15 天内，《会员卡章程》第 6 条）。",
                          "Paid out by 2026-12-06 (within 15 days of filing, card terms, section "
                          "6)."};

refund::QuoteLine line(refund::LineKind kind, refund::Phrase title, refund::Phrase why,
                       Money amount) {
  return {kind, "M1", {"第 6 条", "section 6"}, std::move(title), std::move(why), amount};
}

refund::Quote quote() {
  refund::Quote made;
  made.total = yuan(886.5);
  made.lines = {
      line(refund::LineKind::Paid, {"累计充值本金", "Money you paid in"}, {"2 次充值", "2 top-ups"},
           yuan(2000)),
      line(refund::LineKind::Spent, {"已消费本金", "Principal already spent"},
           {"3 次消费，先用本金后用赠送金", "3 visits; principal is used before bonus"},
           yuan(-963.5)),
      line(refund::LineKind::Adjustment, {"优惠补差", "Discount adjustment"},
           {"3 次消费享 8 折，退卡按门市价补差", "3 visits at 20% off are settled at list price"},
           yuan(-150)),
      line(refund::LineKind::Fee, {"手续费", "Fee"}, {"本店不收", "We charge none"}, yuan(0)),
      line(refund::LineKind::BonusVoid, {"赠送金", "Bonus"},
           {"活动赠送，不退现金，批准后作废", "Promotional credit; cancelled on approval"},
           yuan(250))};
  return made;
}

refund::Signature signature() {
  refund::Signature made;
  made.width = 12'000;
  made.height = 4'500;
  std::vector<refund::PenPoint> loops;
  for (int i = 0; i <= 200; ++i) {
    const double t = i / 200.0;
    loops.push_back(
        {static_cast<std::int32_t>(2'800 + 6'000 * t + 420 * std::sin(t * 31)),
         static_cast<std::int32_t>(2'400 - 1'150 * std::sin(t * 31 + 1.3) * (1 - 0.62 * t) *
                                               (0.55 + 0.45 * std::cos(t * 9))),
         static_cast<std::int32_t>(420 + 300 * std::sin(t * 31)), i * 6'000});
  }
  std::vector<refund::PenPoint> under;
  for (int i = 0; i <= 40; ++i)
    under.push_back({3'500 + 140 * i, 3'500 - 12 * i, 500, 1'300'000 + i * 6'000});
  made.strokes = {loops, under};
  return made;
}

scene::Account account() {
  scene::Account made;
  made.masked_name = "王*明";
  made.tier = "金卡会员";
  made.masked_card = "•••• 6217";
  made.principal = yuan(1036.5);
  made.bonus = yuan(250);
  made.rows = {{at("2026-11-02 18:40"), "洗剪吹套餐", yuan(-168), false},
               {at("2026-09-18 15:12"), "头皮护理", yuan(-295.5), false},
               {at("2026-08-30 11:05"), "微信支付充值", yuan(1000), false},
               {at("2026-08-30 11:05"), "满 1000 送 250", yuan(250), true},
               {at("2026-07-11 16:30"), "染发", yuan(-500), false},
               {at("2026-05-01 10:20"), "微信支付充值", yuan(1000), false}};
  return made;
}

std::vector<sync::MethodOffer> offers() {
  return {{refund::Method::BankTransfer,
           true,
           {"3 个工作日内到账", "Within 3 business days"},
           {"须与会员同名", "Must be in your name"},
           {{refund::Route::Bank,
             yuan(886.5),
             date("2026-12-09"),
             {"¥886.50 转到本人银行卡，最迟 2026-12-09 到账。",
              "¥886.50 to your bank account. There by 2026-12-09."}}}},
          {refund::Method::Cash,
           false,
           {"当场到前台领取", "At the desk, at once"},
           {"现金最多 ¥100.00（《单用途商业预付卡管理办法》第二十一条），这次有 "
            "¥886.50，因此不付现金。请选银行转账，并输入您本人的银行卡号。",
            "Cash is limited to ¥100.00 (Measures on single-purpose prepaid cards, article 21); "
            "this is ¥886.50, so none is paid in cash. Please choose bank "
            "transfer and enter your own card number."},
           {}}};
}

const refund::Phrase kWayBack{"¥874.20 分 2 笔原路退回当时付款的微信支付，最迟 2026-12-09 到账。",
                              "¥874.20 back to the WeChat Pay that paid, in 2 payments. There by "
                              "2026-12-09."};
const refund::Phrase kRest{"¥12.30 转到本人银行卡，最迟 2026-12-09 到账。",
                           "¥12.30 to your bank account. There by 2026-12-09."};

// Most of it goes back the way it was paid, and the interest cannot.
std::vector<sync::MethodOffer> split_offers() {
  std::vector<sync::MethodOffer> made = offers();
  made.front().legs = {{refund::Route::Original, yuan(874.2), date("2026-12-09"), kWayBack},
                       {refund::Route::Bank, yuan(12.3), date("2026-12-09"), kRest}};
  made.back().condition = {
      "¥874.20 要原路退回，其余 ¥12.30 不能另付现金。请选银行转账，并输入您"
      "本人的银行卡号。",
      "¥874.20 goes back the way it was paid; the other ¥12.30 cannot be paid "
      "in cash. Please choose bank transfer and enter your own card number."};
  return made;
}

// All of it goes back the way it was paid.
std::vector<sync::MethodOffer> way_back() {
  std::vector<sync::MethodOffer> made = offers();
  for (sync::MethodOffer& offer : made) {
    offer.available = false;
    offer.legs.clear();
    offer.condition = {"按章程，这笔钱全部原路退回。",
                       "The terms send all of it back the way it was paid."};
  }
  sync::MethodOffer back;
  back.method = refund::Method::Original;
  back.available = true;
  back.arrival = {"3 个工作日内到账", "Within 3 business days"};
  back.condition = {"退到当时付款的账户，不用填写卡号",
                    "To the account that paid; no number is needed"};
  back.legs = {{refund::Route::Original,
                yuan(886.5),
                date("2026-12-09"),
                {"¥886.50 原路退回当时付款的微信支付，最迟 2026-12-09 到账。",
                 "¥886.50 back to the WeChat Pay that paid. There by 2026-12-09."}}};
  made.insert(made.begin(), back);
  return made;
}

std::vector<sync::Step> steps(int done) {
  std::vector<sync::Step> made = {
      {{"已提交", "Submitted"}, std::nullopt, false},
      {{"店长审核", "Manager review"}, std::nullopt, false},
      {{"本机最终确认", "Confirm on this kiosk"}, std::nullopt, false},
      {{"到账 · 最迟 2026-12-09", "Money arrives · By 2026-12-09"}, std::nullopt, false}};
  for (int i = 0; i < done; ++i)
    made[static_cast<std::size_t>(i)].at = at(i == 0 ? "2026-11-21 20:38" : "2026-11-21 20:52");
  made[static_cast<std::size_t>(done)].is_current = true;
  return made;
}

scene::Tracked tracked(bool is_open) {
  scene::Tracked made;
  made.tracked.number = "R2611210412";
  made.tracked.state = refund::RequestState::Approved;
  made.tracked.sentence = {"已批准，请确认领取", "Approved, please confirm"};
  made.tracked.steps = steps(2);
  made.tracked.is_open = is_open;
  made.next = is_open ? scene::TrackNext::Confirm : scene::TrackNext::AskPin;
  if (!is_open) return made;
  made.may_withdraw = true;
  made.tracked.amount = yuan(886.5);
  made.tracked.payee = {refund::Method::BankTransfer, "•••• •••• 1234"};
  made.arrivals = {{"最迟 2026-12-09", "By 2026-12-09"}};
  made.tracked.due = sync::Due{date("2026-12-06"), kDue};
  return made;
}

scene::Tracked in_review() {
  scene::Tracked made = tracked(true);
  made.tracked.state = refund::RequestState::InReview;
  made.tracked.sentence = {"店长还在审核。最迟 2026-11-22 20:38 告诉您结果。",
                           "Still under review. You will know the result by 2026-11-22 20:38."};
  made.tracked.steps = steps(1);
  made.next = scene::TrackNext::Finish;
  return made;
}

scene::Tracked withdrawn() {
  scene::Tracked made = in_review();
  made.tracked.state = refund::RequestState::Withdrawn;
  made.tracked.sentence = {"您已撤回这笔申请，没有付款，钱仍在卡里，可以重新申请。",
                           "You withdrew this request. Nothing was paid; the money is on your card "
                           "and you can file again."};
  made.tracked.steps = {{{"已提交", "Submitted"}, at("2026-11-21 20:38"), false},
                        {{"已撤回", "Withdrawn"}, at("2026-11-21 20:58"), true}};
  made.may_withdraw = false;
  made.is_ended = true;
  return made;
}

Face face(Screen screen, Scene scene) {
  Face made;
  made.screen = screen;
  made.store_name = {"拾光美发 · 人民路店", "Shiguang Salon"};
  made.step = step_of(screen);
  made.scene = std::move(scene);
  return made;
}

void add_filing(std::vector<Sample>& all) {
  all.push_back({"attract", face(Screen::Attract, scene::Attract{})});
  Face away = face(Screen::Attract, scene::Attract{false});
  away.banner = Banner{Tone::Caution, words::kReaderAway};
  all.push_back({"attract-reader-away", away});
  Face keyless = face(Screen::TapCard, scene::TapCard{});
  keyless.banner = Banner{Tone::Trouble, phrase_of(Notice::ReaderWithoutKeys)};
  all.push_back({"tap-card-without-keys", keyless});
  all.push_back({"tap-card", face(Screen::TapCard, scene::TapCard{})});
  scene::Pin pin{"•••• 6217", "138 •••• ••••", 2, 4, 3, false, true};
  all.push_back({"verify", face(Screen::Verify, pin)});
  pin.typed = 0;
  pin.tries_left = 2;
  pin.is_wrong = true;
  Face wrong = face(Screen::Verify, pin);
  wrong.banner = Banner{Tone::Good, phrase_of(Notice::StaffCalled)};
  all.push_back({"verify-wrong", wrong,
                 [] { return filled(_("That didn't match. %1 tries left."), {"2"}); }});
  all.push_back({"account", face(Screen::Account, account())});
  all.push_back(
      {"quote",
       face(Screen::Quote,
            scene::Quote{quote(), {"《会员卡章程》第 6 条", "card terms, section 6"}, true})});
  refund::Quote nothing = quote();
  nothing.total = yuan(0);
  nothing.lines.resize(2);
  nothing.lines[1].amount = yuan(-2000);
  nothing.refused =
      refund::Refused{"M1",
                      {"充值的本金已经用完，剩下的是赠送金。",
                       "The money you paid is spent; what is left is bonus."},
                      {"可以继续消费赠送金，有疑问请找店长。",
                       "You can still use the bonus; the manager can answer questions."}};
  all.push_back(
      {"quote-nothing",
       face(Screen::Quote,
            scene::Quote{nothing, {"《会员卡章程》第 6 条", "card terms, section 6"}, false})});
  all.push_back({"reason", face(Screen::Reason, scene::Reasons{})});
  all.push_back(
      {"payout",
       face(Screen::Payout, scene::Payout{offers(), refund::Method::BankTransfer, yuan(886.5)})});
  all.push_back({"payout-split",
                 face(Screen::Payout,
                      scene::Payout{split_offers(), refund::Method::BankTransfer, yuan(886.5)})});
  all.push_back(
      {"payout-original",
       face(Screen::Payout, scene::Payout{way_back(), refund::Method::Original, yuan(886.5)})});
  all.push_back(
      {"bank-card", face(Screen::BankCard, scene::BankCard{"6222 0212 3456 78", "王*明", false})});
  scene::Review review;
  review.amount = yuan(886.5);
  review.payee = {"本人银行卡 •••• 1234", "Own bank card •••• 1234"};
  review.arrivals = {{"最迟 2026-12-09", "By 2026-12-09"}};
  review.reason = refund::phrase_of(refund::Reason::Moving);
  review.signing = {Sheet::Glass, {}, false};
  all.push_back({"review", face(Screen::Review, review)});
  review.signing = {Sheet::Pad, signature(), true};
  all.push_back({"review-signed", face(Screen::Review, review)});
  review.arrivals = {kWayBack, kRest};
  all.push_back({"review-split", face(Screen::Review, review)});
  scene::Submitted submitted{"7F4K 29QD",
                             {"请取走申请单。店长将在 24 小时内审核。",
                              "Take your slip. The manager reviews it within 24 hours."},
                             steps(1),
                             kDue};
  all.push_back({"submitted", face(Screen::Submitted, submitted)});
}

void add_tracking(std::vector<Sample>& all) {
  all.push_back({"track-entry", face(Screen::TrackEntry, scene::TrackEntry{"7F4K2"})});
  all.push_back({"tracked", face(Screen::Tracked, tracked(false))});
  all.push_back({"tracked-open", face(Screen::Tracked, tracked(true))});
  all.push_back({"tracked-review", face(Screen::Tracked, in_review())});
  all.push_back({"tracked-withdrawn", face(Screen::Tracked, withdrawn())});
  all.push_back(
      {"withdraw", face(Screen::Withdraw, scene::Withdraw{yuan(886.5), "R2611210412", false})});
  all.push_back({"withdraw-approved",
                 face(Screen::Withdraw, scene::Withdraw{yuan(886.5), "R2611210412", true})});
  all.push_back({"withdrawn", face(Screen::Withdrawn, scene::Withdrawn{yuan(886.5), "R2611210412",
                                                                       at("2026-11-21 20:58")})});
  scene::Confirm confirm;
  confirm.amount = yuan(886.5);
  confirm.payee = {"本人银行卡 •••• •••• 1234", "Own bank card •••• •••• 1234"};
  confirm.arrivals = {{"最迟 2026-12-09", "By 2026-12-09"}};
  confirm.signing = {Sheet::Glass, signature(), true};
  all.push_back({"confirm", face(Screen::Confirm, confirm)});
  all.push_back({"done", face(Screen::Done, scene::Done{yuan(886.5),
                                                        {{"最迟 2026-12-09", "By 2026-12-09"}},
                                                        {"本人银行卡", "Own bank card"},
                                                        false,
                                                        "V1-000042"})});
}

}  // namespace

std::vector<Sample> samples() {
  std::vector<Sample> all;
  add_filing(all);
  add_tracking(all);
  for (std::size_t i = 0; i < kScreens; ++i) {
    const auto screen = static_cast<Screen>(i);
    const auto message = message_of(screen);
    if (!message) continue;
    scene::Said said{*message, "", message->primary.zh.empty() && message->tone == Tone::Calm};
    if (screen == Screen::Unprinted || screen == Screen::Unsaved) said.code = "7F4K 29QD";
    if (screen == Screen::VoucherNotPrinted || screen == Screen::VoucherUnsure)
      said.code = "V1-000042";
    if (screen == Screen::OutOfService) {
      Machine machine;
      machine.printer = machine.pad = devices::Presence::Strange;
      said.for_staff = words_for_staff(machine);
    }
    std::string name = "said-" + std::string(name_of(screen));
    all.push_back({name, face(screen, said)});
    if (screen == Screen::VoucherUnsure) {
      said.message = sheet_to_fetch();
      all.push_back({name + "-sheet", face(screen, said)});
    }
  }
  Face warned = face(Screen::Account, account());
  warned.seconds_left = 20;
  all.push_back({"warning", warned});
  warned.may_stay = false;
  all.push_back({"warning-last", warned});
  return all;
}

}  // namespace slipway::kiosk::view
