#pragma once

#include <cmath>
#include <string>

#include "devices/printer/page.hpp"
#include "paper/slip.hpp"

// Slips as a shop would print them; all names and numbers are made up.
namespace slipway::paper::samples {

inline constexpr refund::Instant kFiled{std::chrono::milliseconds{1'795'264'680'000}};

inline refund::Money yuan(std::int64_t minor) {
  return {minor, refund::Currency::Cny};
}

inline std::vector<refund::QuoteLine> working() {
  using refund::LineKind;
  const auto line = [](LineKind kind, const char* zh, const char* en, std::int64_t minor) {
    return refund::QuoteLine{kind, "M1", {}, {zh, en}, {}, yuan(minor)};
  };
  return {line(LineKind::Paid, "累计充值本金", "Money you paid in", 200'000),
          line(LineKind::Spent, "已消费本金", "Principal already spent", -96'350),
          line(LineKind::Adjustment, "优惠补差", "Discount adjustment", -15'000),
          line(LineKind::Fee, "手续费", "Fee", 0),
          line(LineKind::BonusVoid, "赠送金", "Bonus", 25'000)};
}

// A signature of two strokes, as a pad with pressure reports it.
inline refund::Signature signature() {
  refund::Signature drawn{10'400, 6'500, {{}, {}}};
  const auto point = [](double x, double y, double pressure, int i) {
    return refund::PenPoint{static_cast<std::int32_t>(x), static_cast<std::int32_t>(y),
                            static_cast<std::int32_t>(pressure), i * 5'000};
  };
  for (int i = 0; i <= 300; ++i) {
    const double t = i / 300.0;
    const double x = 2'000 + (t * 500 + 34 * std::sin(t * 31)) * 10;
    const double y =
        3'000 + (-86 * std::sin(t * 31 + 1.3) * (1 - 0.62 * t) * (0.55 + 0.45 * std::cos(t * 9)) +
                 18 * std::sin(t * 5)) *
                    10;
    drawn.strokes[0].push_back(point(x, y, 500 + 300 * std::sin(t * 31 + 0.4), i));
  }
  for (int i = 0; i <= 60; ++i) {
    const double t = i / 60.0;
    drawn.strokes[1].push_back(point(2'000 + (60 + t * 470) * 10,
                                     3'000 + (96 - 46 * t + 14 * std::sin(t * 6)) * 10,
                                     700 - 400 * t, 400 + i));
  }
  return drawn;
}

inline RequestSlip request() {
  return {{"拾光美发 · 人民路店", "Shiguang Salon, Renmin Road"},
          yuan(88'650),
          "王*明",
          "•••• 6217",
          "R2611210412",
          "7F4K29QD",
          kFiled,
          {refund::Method::BankTransfer, "6222021234567890128"},
          {{"最迟 2026-12-09", "By 2026-12-09"}},
          refund::Reason::Moving,
          working(),
          {"按章程可退 ¥886.50，按法律可退 ¥812.00；逐笔取高的付给您。",
           "The shop's terms give ¥886.50, the law ¥812.00; for each purchase you get the higher "
           "one."},
          {"店长将在 24 小时内审核。", "The manager reviews it within 24 hours."},
          {"最迟 2026-12-06 付出（申请之日起 15 天内，《会员卡章程》第 6 条）。",
           "Paid out by 2026-12-06 (within 15 days of filing, Card terms, section 6)."},
          "1 号机"};
}

inline RequestSlip offline_request() {
  RequestSlip slip = request();
  slip.amount.reset();
  slip.masked_name.clear();
  slip.number.clear();
  slip.lines.clear();
  slip.comparison = {};
  slip.payee = {refund::Method::Cash, ""};
  slip.reviewed_by = {"门店联网后，店长将在 24 小时内审核",
                      "The manager reviews it within 24 hours of the store being online"};
  return slip;
}

// As long as a signed voucher's is: 95 bytes in base45 behind its prefix.
inline std::string qr_text() {
  const std::string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  std::string text = "RV1:";
  for (std::size_t i = 0; i < 143; ++i)
    text += alphabet[(i * i * 7 + i * 3) % alphabet.size()];
  return text;
}

inline VoucherSlip voucher() {
  return {{"拾光美发 · 人民路店", "Shiguang Salon, Renmin Road"},
          yuan(88'650),
          "王*明",
          "•••• 6217",
          "R2611210412",
          "V1-000042",
          qr_text(),
          "K8M2-7TQ4-X9D3",
          kFiled,
          kFiled + std::chrono::minutes(14),
          kFiled + std::chrono::minutes(17),
          {"林店长", "区域 周"},
          {refund::Method::BankTransfer, "6222021234567890128"},
          working(),
          yuan(0),
          signature(),
          {{"¥800.00 原路退回当时付款的微信支付，最迟 2026-12-09 到账。",
            "¥800.00 back to the WeChat Pay that paid. There by 2026-12-09."},
           {"¥86.50 转到本人银行卡 •••• 0128，最迟 2026-12-09 到账。",
            "¥86.50 to your bank account •••• 0128. There by 2026-12-09."}},
          30,
          "1 号机"};
}

inline NoticeSlip notice() {
  return {{"拾光美发 · 人民路店", "Shiguang Salon, Renmin Road"},
          {"需要店员协助", "Please see our staff"},
          {"这张卡已挂失，不能在本机办理退款。",
           "This card was reported lost, so the machine cannot refund it."},
          {"请带身份证件到收银台，店员会当面核对并补办。",
           "Take your ID to the cash desk. Our staff will check it with you and replace the card."},
          {{"店员核实后可退 ¥886.50。", "After a check by staff, ¥886.50 can be returned."}},
          kFiled};
}

inline bool is_black(const devices::Page& page, int x, int y) {
  const auto byte =
      page.rows[static_cast<std::size_t>(y) * page.row_bytes() + static_cast<std::size_t>(x) / 8];
  return ((byte >> (7 - x % 8)) & 1) != 0;
}

}  // namespace slipway::paper::samples
