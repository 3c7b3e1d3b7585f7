#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "paper/clean_text.hpp"
#include "paper/ink.hpp"
#include "paper/slip.hpp"
#include "paper/slip_parts.hpp"

namespace slipway::paper {
namespace {

constexpr std::size_t kMostApprovers = 4;

// Chosen by measured reading of faded prints: below 6 dots a module is not reliable, and a larger
// module helps more than more error correction.
constexpr int kLeastModule = 6;
constexpr int kModuleNarrow = 7;
constexpr int kModuleWide = 8;

struct FittedCode {
  QrCode code;
  int module = 0;
};

std::optional<FittedCode> fit(const std::string& text, const Sheet& sheet, double room) {
  const int wanted = sheet.is_narrow() ? kModuleNarrow : kModuleWide;
  for (const Recovery recovery : {Recovery::Quartile, Recovery::Medium}) {
    auto code = make_qr_code(text, recovery);
    if (code && code->modules_with_quiet() * wanted <= room) return FittedCode{*code, wanted};
  }
  auto code = make_qr_code(text, Recovery::Medium);
  if (!code) return std::nullopt;
  const int module = static_cast<int>(room) / code->modules_with_quiet();
  if (module < kLeastModule) return std::nullopt;
  return FittedCode{std::move(*code), module};
}

std::string joined_names(const std::vector<std::string>& approvers) {
  std::string names;
  for (std::size_t i = 0; i < std::min(approvers.size(), kMostApprovers); ++i) {
    if (i > 0) names += " / ";
    names += clean_text(approvers[i], kMostInName);
  }
  return names;
}

void stamp(Sheet& sheet, double x, double y, double radius) {
  const auto& context = sheet.context();
  context->save();
  context->translate(std::round(x), std::round(y));
  context->rotate(-0.16);
  context->set_line_width(4);
  context->arc(0, 0, radius, 0, 2 * std::numbers::pi);
  context->stroke();
  context->set_line_width(2);
  context->arc(0, 0, radius - 8, 0, 2 * std::numbers::pi);
  context->stroke();
  const Text zh = sheet.text("已批准", {34, 700});
  const Text en = sheet.text("APPROVED", {15, 700});
  if (sheet.is_narrow()) {
    zh.draw(context, -zh.width() / 2.0, -zh.height() / 2.0);
  } else {
    zh.draw(context, -zh.width() / 2.0, -zh.height() / 2.0 - 9);
    en.draw(context, -en.width() / 2.0, zh.height() / 2.0 - 15);
  }
  context->restore();
}

void set_signature(Sheet& sheet, const VoucherSlip& slip) {
  const Text title = sheet.text("会员签名", {22, 700});
  const Text english = sheet.text("Member's signature", {19, 600});
  sheet.place(title, sheet.left(), sheet.y());
  sheet.place(english, sheet.left() + title.width() + 10,
              sheet.y() + title.baseline() - english.baseline());
  sheet.move_to(sheet.y() + title.height());
  sheet.space(4);

  const double height = sheet.is_narrow() ? 132 : 150;
  const double radius = sheet.is_narrow() ? 52 : 65;
  sheet.frame(height);
  const double stamp_x = sheet.right() - radius - 18;
  const double ink_width = stamp_x - radius - 24 - sheet.left();
  draw_ink(sheet.context(), slip.signature,
           {sheet.left() + 12, sheet.y() + 10, ink_width, height - 20}, Fit::Ink,
           {kBlack, sheet.is_narrow() ? 3.6 : 4.0});
  stamp(sheet, stamp_x, sheet.y() + height / 2, radius);
  sheet.move_to(sheet.y() + height);
  sheet.space(5);
  const std::string kiosk = clean_text(slip.kiosk_name, kMostInName);
  sheet.centre((sheet.is_narrow() ? "签于 " : "签于 Signed ") + refund::to_text(slip.signed_at) +
                   (kiosk.empty() ? "" : " · " + kiosk),
               {20, 500});
}

// "K8M2-7TQ4-X9D3" as three lines beside the code.
std::string on_lines(std::string check_code) {
  std::replace(check_code.begin(), check_code.end(), '-', '\n');
  return check_code;
}

void set_code_beside(Sheet& sheet, const FittedCode& fitted, const std::string& check_code) {
  const double quiet = QrCode::kQuiet * fitted.module;
  const double side = fitted.code.modules * fitted.module;
  const double top = std::round(sheet.y());
  const double code_x = sheet.left() + quiet - 24;
  const double x = code_x + side + quiet;
  const double room = sheet.right() - x;
  sheet.squares(fitted.code, code_x, top, fitted.module);
  const Text zh = sheet.text("校验码", {24, 700}, room);
  const Text en = sheet.text("Code", {19, 500}, room);
  const Text letters = sheet.text(on_lines(check_code), {38, 700, Face::Mono}, room);
  const double gap = 14;
  double y = top + (side - zh.height() - en.height() - gap - letters.height()) / 2;
  sheet.place(zh, x, y);
  sheet.place(en, x, y += zh.height());
  sheet.place(letters, x, y + en.height() + gap);
  sheet.move_to(top + side + quiet - sheet.scaled(Sheet::kAroundRule));
}

void set_code_above(Sheet& sheet, const FittedCode& fitted, const std::string& check_code) {
  const double side = fitted.code.modules * fitted.module;
  const double top = std::round(sheet.y());
  sheet.squares(fitted.code, sheet.left() + (sheet.inner() - side) / 2, top, fitted.module);
  sheet.move_to(top + side + QrCode::kQuiet * fitted.module);
  sheet.centre({"校验码", "Check code"}, 22, 500);
  sheet.centre(check_code, {38, 700, Face::Mono});
  sheet.space(14);
}

// The claim itself, last of all that matters: a torn voucher has no code.
void set_code(Sheet& sheet, const VoucherSlip& slip) {
  const std::string check_code = clean_text(slip.check_code, kMostInCode);
  // Beside the code on wide paper: the column of the check code.
  const double column = sheet.is_narrow() ? 0 : 80;
  const double page = sheet.inner() + (sheet.is_narrow() ? 20 : 48);
  const auto fitted = fit(slip.qr_text, sheet, page - column);
  if (!fitted) {
    sheet.space(16);
    sheet.centre({"校验码", "Check code"}, 22, 500);
    sheet.centre(check_code, {48, 700, Face::Mono});
    sheet.space(14);
    return;
  }
  sheet.move_to(sheet.y() + QrCode::kQuiet * fitted->module);
  const double used = fitted->code.modules_with_quiet() * fitted->module;
  if (!sheet.is_narrow() && used + column <= page) {
    set_code_beside(sheet, *fitted, check_code);
  } else {
    set_code_above(sheet, *fitted, check_code);
  }
}

}  // namespace

devices::Page typeset(const VoucherSlip& slip, int width_dots) {
  Sheet sheet(width_dots);
  set_head(sheet, slip.store_name, {"退款凭证", "Refund voucher"});
  set_amount(sheet, {"退款金额", "Refund amount"}, slip.amount);

  const refund::Instant ends =
      slip.signed_at + std::chrono::days(std::clamp(slip.valid_days, 0, 9'999));
  set_member(sheet, slip.masked_name, slip.masked_card);
  sheet.row({"凭证号", "Voucher"}, clean_text(slip.number_text, kMostInCode));
  sheet.row({"申请号", "Request"}, clean_text(slip.number, kMostInCode));
  sheet.row({"申请", "Requested"}, refund::to_text(slip.filed_at));
  sheet.row({"批准", "Approved"}, refund::to_text(slip.approved_at));
  sheet.row({"审核人", "By"}, joined_names(slip.approvers));
  sheet.row({"收款", "Pay to"}, clean_text(refund::phrase_of(slip.payee), kMostInName));
  sheet.row({"退后余额", "Card balance after"}, refund::to_text(slip.balance_after));
  sheet.row({"有效至", "Valid until"}, refund::to_text(refund::date_of(ends)));
  sheet.rule();
  if (!slip.lines.empty()) {
    set_working(sheet, slip.lines, {"退款金额", "Refund amount"}, slip.amount);
    sheet.rule();
  }
  const bool is_one = slip.arrivals.size() == 1;
  for (const refund::Phrase& arrival : slip.arrivals)
    sheet.centre_stacked(clean_text(arrival, kMostInSentence), is_one ? 26 : 21,
                         is_one ? 700 : 600);
  if (!slip.arrivals.empty()) sheet.rule();
  set_signature(sheet, slip);
  set_code(sheet, slip);
  sheet.rule();
  sheet.centre({"会员联，请保留", "Member copy"}, 20, 500);
  sheet.space(30);
  return sheet.page();
}

}  // namespace slipway::paper
