#include <algorithm>
#include <cmath>

#include "paper/clean_text.hpp"
#include "paper/slip.hpp"
#include "paper/slip_parts.hpp"

namespace slipway::paper {
namespace {

void set_amount_unknown(Sheet& sheet) {
  sheet.centre({"退款金额", "Refund amount"}, 22, 500);
  sheet.space(4);
  sheet.centre("金额由门店收到后核算", {34, 700});
  sheet.space(2);
  sheet.centre("The store works out the amount when it receives this request", {20, 500});
  sheet.rule();
}

// The code under which the member finds the request again: to scan, and to type.
void set_code(Sheet& sheet, const std::string& slip_code) {
  const std::string grouped = refund::grouped(slip_code);
  const auto code = make_qr_code(slip_code, Recovery::Quartile);
  if (!code) {
    sheet.centre(grouped, {50, 800});
    return;
  }
  const int module = sheet.is_narrow() ? 7 : 8;
  const double side = code->modules * module;
  const double quiet = QrCode::kQuiet * module;
  const double top = std::ceil(sheet.y() + quiet - sheet.scaled(Sheet::kAroundRule));
  if (sheet.is_narrow()) {
    sheet.squares(*code, sheet.left() + (sheet.inner() - side) / 2, top, module);
    sheet.move_to(top + side + quiet - 6);  // the figures begin 6 dots below their line's top
    sheet.centre(grouped, {56, 800});
    sheet.centre_stacked({"扫码或在本机输入，查进度", "Scan or enter on the kiosk"}, 23, 500);
    return;
  }
  const double x = sheet.left() + quiet + side + quiet;
  const double room = sheet.right() - x;
  sheet.squares(*code, sheet.left() + quiet / 2, top, module);
  const Text zh = sheet.text("扫码或在本机输入，查进度", {23, 500}, room);
  const Text en = sheet.text("Scan or enter on the kiosk", {19, 500}, room);
  const Text letters = sheet.text(grouped, {46, 800}, room);
  const double y = top + (side - zh.height() - en.height() - letters.height() - 8) / 2;
  sheet.place(zh, x, y);
  sheet.place(en, x, y + zh.height());
  sheet.place(letters, x, y + zh.height() + en.height() + 8);
  sheet.move_to(top + side + quiet - sheet.scaled(Sheet::kAroundRule));
}

}  // namespace

devices::Page typeset(const RequestSlip& slip, int width_dots) {
  Sheet sheet(width_dots);
  set_head(sheet, slip.store_name, {"退款申请单", "Refund request"});
  if (slip.amount) {
    set_amount(sheet, {"申请金额", "Amount requested"}, *slip.amount);
  } else {
    set_amount_unknown(sheet);
  }

  set_member(sheet, slip.masked_name, slip.masked_card);
  const std::string number = clean_text(slip.number, kMostInCode);
  if (!number.empty()) sheet.row({"申请号", "Request"}, number);
  sheet.row({"时间", "Time"}, refund::to_text(slip.filed_at));
  sheet.row({"收款", "Pay to"}, clean_text(refund::phrase_of(slip.payee), kMostInName));
  for (const refund::Phrase& arrival : slip.arrivals)
    sheet.row({"到账", "Arrives"}, clean_text(arrival, kMostInSentence));
  sheet.row({"原因", "Reason"}, refund::phrase_of(slip.reason));
  const std::string kiosk = clean_text(slip.kiosk_name, kMostInName);
  if (!kiosk.empty()) sheet.row({"机器", "Kiosk"}, kiosk);

  if (slip.amount && !slip.lines.empty()) {
    sheet.rule();
    sheet.centre({"怎么算的", "How it was worked out"}, 22, 700);
    sheet.space(8);
    set_working(sheet, slip.lines, {"可退金额", "Refundable"}, *slip.amount);
    const refund::Phrase comparison = clean_text(slip.comparison, kMostInSentence);
    if (!comparison.zh.empty()) sheet.centre_stacked(comparison, 20, 500);
  }
  sheet.rule();
  set_code(sheet, clean_text(slip.slip_code, kMostInCode));
  sheet.rule();
  sheet.centre_stacked(clean_text(slip.reviewed_by, kMostInSentence), 25, 700);
  sheet.space(10);
  const refund::Phrase due = clean_text(slip.due, kMostInSentence);
  if (!due.zh.empty()) {
    sheet.centre_stacked(due, 22, 500);
    sheet.space(10);
  }
  sheet.centre_stacked(
      {"本单不是收款凭证，卡内余额尚未变动", "Not proof of payment. Balance unchanged."}, 21, 500);
  sheet.space(30);
  return sheet.page();
}

}  // namespace slipway::paper
