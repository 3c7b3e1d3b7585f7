#include "paper/voucher_copy.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "paper/a4_sheet.hpp"
#include "paper/clean_text.hpp"
#include "paper/ink.hpp"
#include "paper/slip_parts.hpp"

namespace slipway::paper {
namespace {

using refund::Phrase;

constexpr double kGutter = 48;      // between two columns
constexpr double kCodeSide = 240;   // 30 mm: modules of 0.7 mm
constexpr double kEndHeight = 370;  // signature and code, which stay together
constexpr double kWords = 0.64;     // of the width: the words of a line beside its amount
constexpr std::size_t kMostInWhy = 240;
constexpr std::size_t kMostApproversShown = 4;

bool is_claim(const VoucherCopy& copy) {
  return copy.slip.qr_text.empty();
}

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (std::size_t i = 0; i < std::min(names.size(), kMostApproversShown); ++i)
    all += (i > 0 ? " / " : "") + clean_text(names[i], kMostInName);
  return all;
}

std::string ordinal(int number) {
  return std::to_string(std::clamp(number, 1, 9'999));
}

// Across the page, behind everything: a copy stays one when its head is cut off.
void set_watermark(A4Sheet& sheet) {
  const auto& context = sheet.context();
  const Text words = sheet.text("副本 COPY", {230, 700});
  context->save();
  context->translate(A4Sheet::kWidth / 2, A4Sheet::kHeight / 2);
  context->rotate(-0.9);
  sheet.place(words, -words.width() / 2.0, -words.height() / 2.0, {0.885, 0.89, 0.90});
  context->restore();
}

// Which copy of what it is, on every page: a single page still tells where it belongs.
void set_footer(A4Sheet& sheet, const VoucherCopy& copy, int page, int pages) {
  const double top = A4Sheet::kHeight - A4Sheet::kFoot - 30;
  sheet.line(sheet.left(), sheet.right(), top - 12, 1.5, kHair);
  const Text which = sheet.text(mark_of(copy), {20, 700});
  sheet.place(which, sheet.left(), top);
  const std::string n = std::to_string(page);
  const std::string m = std::to_string(pages);
  const Text number =
      sheet.text("第 " + n + " 页，共 " + m + " 页  Page " + n + " of " + m, {20, 500});
  sheet.place(number, sheet.right() - number.width(), top, kSoft);
  const std::string by = clean_text(copy.made_by, kMostInName);
  const std::string made = refund::to_text(copy.made_at) + (by.empty() ? "" : " · " + by);
  sheet.place({"副本制作 " + made, "Copy made"}, sheet.left(), top + which.height(), {20, 500},
              kSoft);
}

// Whose it is on the left, what it is on the right.
void set_page_head(A4Sheet& sheet, const VoucherCopy& copy, int page) {
  const VoucherSlip& slip = copy.slip;
  const Phrase store = clean_text(slip.store_name, kMostInName);
  const double half = (sheet.inner() - kGutter) / 2;
  if (page > 1) {
    const Text name = sheet.text(store.zh, {24, 600}, half);
    const Text what = sheet.text("退款凭证 " + mark_of(copy), {24, 600}, half, Align::Right);
    sheet.place(name, sheet.left(), sheet.y());
    sheet.place(what, sheet.right() - half, sheet.y());
    sheet.space(std::max(name.height(), what.height()) + 10);
    sheet.line(sheet.left(), sheet.right(), sheet.y(), 2, kInk);
    sheet.space(28);
    return;
  }
  const Text zh = sheet.text(store.zh, {38, 700}, half);
  const Text en = sheet.text(store.en, {25, 500}, half);
  const Text title = sheet.text("退款凭证", {52, 700}, half, Align::Right);
  const Text english = sheet.text("Refund voucher", {28, 500}, half, Align::Right);
  const double top = sheet.y();
  sheet.place(zh, sheet.left(), top);
  sheet.place(en, sheet.left(), top + zh.height() + 2, kSoft);
  sheet.place(title, sheet.right() - half, top - 8);
  sheet.place(english, sheet.right() - half, top + title.height() - 12, kSoft);
  sheet.move_to(
      std::max(top + zh.height() + en.height(), top + title.height() + english.height() - 12));
  sheet.space(22);
  sheet.line(sheet.left(), sheet.right(), sheet.y(), 4, kInk);
  sheet.space(26);
}

Phrase what_it_is_good_for(const VoucherCopy& copy) {
  if (is_claim(copy)) {
    return {"原件是自助机打印给会员的凭证。本副本不能兑付，所以没有二维码。",
            "The original is the slip that the kiosk printed for the member. This copy cannot be "
            "cashed, so it holds no code."};
  }
  return {"原件是自助机打印给会员的凭证。本副本只供核对和存档。",
          "The original is the slip that the kiosk printed for the member. This copy is for "
          "checking and filing only."};
}

void set_copy_mark(A4Sheet& sheet, const VoucherCopy& copy) {
  const Phrase purpose = what_it_is_good_for(copy);
  const Text mark = sheet.text("副本 " + ordinal(copy.number), {36, 700});
  const Text english = sheet.text("COPY " + ordinal(copy.number), {26, 700});
  const double beside = std::max(mark.width(), english.width()) + 44;
  const double room = sheet.inner() - beside - 64;
  const Text zh = sheet.text(purpose.zh, {25, 500}, room);
  const Text en = sheet.text(purpose.en, {21, 500}, room);
  const double words = zh.height() + en.height() + 4;
  const double marks = mark.height() + english.height();
  const double height = std::max(words, marks) + 36;
  const double top = sheet.y();
  sheet.frame(sheet.left() + 1, top, sheet.inner() - 2, height, kInk);
  sheet.place(mark, sheet.left() + 28, top + (height - marks) / 2);
  sheet.place(english, sheet.left() + 28, top + (height - marks) / 2 + mark.height());
  const double x = sheet.left() + beside + 28;
  sheet.ground(x - 22, top + 18, 2, height - 36, kHair);
  sheet.place(zh, x, top + (height - words) / 2);
  sheet.place(en, x, top + (height - words) / 2 + zh.height() + 4, kSoft);
  sheet.move_to(top + height);
  sheet.space(26);
}

void set_amount(A4Sheet& sheet, const refund::Money& amount) {
  const double top = sheet.y();
  sheet.place(Phrase{"退款金额", "Refund amount"}, sheet.left(), top, {26, 600}, kSoft);
  double size = 92;
  Text figure = sheet.text(refund::to_text(amount), {size, 700});
  while (figure.width() > sheet.inner() && size > 30) {
    size *= 0.9;
    figure = sheet.text(refund::to_text(amount), {size, 700});
  }
  sheet.place(figure, sheet.left() - 4, top + 30);
  sheet.move_to(top + 30 + figure.height());
  const bool has_capital_form =
      amount.currency == refund::Currency::Cny && !(amount < refund::zero(amount.currency));
  if (has_capital_form) {
    const Text capital = sheet.text("人民币 " + refund::to_capital_form(amount), {26, 500});
    const double beside = sheet.left() + figure.width() + 36;
    if (beside + capital.width() <= sheet.right()) {
      sheet.place(capital, beside, top + 30 + figure.baseline() - capital.baseline());
    } else {
      sheet.place(capital, sheet.left(), sheet.y());
      sheet.space(capital.height());
    }
  }
  sheet.space(24);
}

struct Named {
  Phrase label;
  std::string value;
};

// Two columns, a hair above each row.
void set_facts(A4Sheet& sheet, const VoucherSlip& slip) {
  const refund::Instant ends =
      slip.signed_at + std::chrono::days(std::clamp(slip.valid_days, 0, 9'999));
  const Phrase payee = clean_text(refund::phrase_of(slip.payee), kMostInName);
  const std::string member =
      clean_text(slip.masked_name, kMostInName) + "  " + clean_text(slip.masked_card, kMostInCode);
  const std::vector<Named> facts = {
      {{"会员", "Member"}, member},
      {{"申请", "Requested"}, refund::to_text(slip.filed_at)},
      {{"凭证号", "Voucher"}, clean_text(slip.number_text, kMostInCode)},
      {{"批准", "Approved"}, refund::to_text(slip.approved_at)},
      {{"申请号", "Request"}, clean_text(slip.number, kMostInCode)},
      {{"审核人", "Approved by"}, joined(slip.approvers)},
      {{"收款", "Pay to"}, payee.zh + (payee.en == payee.zh ? "" : "\n" + payee.en)},
      {{"有效至", "Valid until"}, refund::to_text(refund::date_of(ends))},
  };
  const double column = (sheet.inner() - kGutter) / 2;
  for (std::size_t i = 0; i < facts.size(); i += 2) {
    double tall = 0;
    for (std::size_t side = 0; side < 2; ++side) {
      const Named& fact = facts[i + side];
      const double x = sheet.left() + static_cast<double>(side) * (column + kGutter);
      sheet.line(x, x + column, sheet.y(), 1.5, kHair);
      const double label = sheet.place(fact.label, x, sheet.y() + 12, {23, 500}, kSoft);
      const double baseline = sheet.y() + 12 + sheet.text(fact.label.zh, {23, 500}).baseline();
      const double room = column - label - 20;
      const Text value = sheet.text(fact.value, {25, 600}, room, Align::Right);
      sheet.place(value, x + column - room, baseline - value.baseline());
      tall = std::max(tall, value.height() + 20.0);
    }
    sheet.space(tall);
  }
  sheet.space(24);
}

void set_section(A4Sheet& sheet, const Phrase& title) {
  sheet.place(title, sheet.left(), sheet.y(), {30, 700});
  sheet.space(46);
}

void set_table_head(A4Sheet& sheet) {
  sheet.ground(sheet.left(), sheet.y(), sheet.inner(), 46, kGround);
  sheet.place(Phrase{"项目和理由", "Line and reason"}, sheet.left() + 14, sheet.y() + 8, {22, 600},
              kSoft);
  const Text amount = sheet.text("金额 Amount", {22, 600});
  sheet.place(amount, sheet.right() - 14 - amount.width(), sheet.y() + 8, kSoft);
  sheet.space(46);
}

// One line of the working: what it is, why, and where that can be read; its amount on the right.
void set_line(A4Sheet& sheet, const refund::QuoteLine& line) {
  const bool lapses = line.kind == refund::LineKind::BonusVoid;
  const bool is_negative = line.amount < refund::zero(line.amount.currency);
  Phrase title = clean_text(line.title, kMostInName);
  if (lapses) title = {title.zh + "（不退，不计入）", title.en + ", not refunded, not counted"};
  const Phrase why = clean_text(line.why, kMostInWhy);
  const Phrase clause = clean_text(line.clause, kMostInSentence);
  const double room = sheet.inner() * kWords - 14;
  std::vector<Text> words;
  words.push_back(sheet.text(title.zh + "  " + title.en, {25, 600}, room));
  if (!why.zh.empty()) words.push_back(sheet.text(why.zh, {21, 500}, room));
  if (!why.en.empty()) words.push_back(sheet.text(why.en, {19, 500}, room));
  double height = 0;
  for (const Text& one : words)
    height += one.height();

  const refund::Money shown = lapses && is_negative ? -line.amount : line.amount;
  const Text amount = sheet.text(refund::to_text(shown), {26, lapses ? 500 : 600});
  const double beside = sheet.inner() - room - 14 - 14 - 28;
  const std::string cited = clause.zh == clause.en ? clause.zh : clause.zh + "\n" + clause.en;
  const Text source = sheet.text(cited, {19, 500}, beside, Align::Right);
  height = std::max(height, static_cast<double>(amount.height() + source.height())) + 24;
  if (!sheet.has_room(height)) {
    sheet.next_page();
    set_table_head(sheet);
  }
  double y = sheet.y() + 11;
  sheet.place(amount, sheet.right() - 14 - amount.width(), y, lapses ? kSoft : kInk);
  if (!cited.empty()) {
    sheet.place(source, sheet.right() - 14 - beside, y + amount.height(), kSoft);
  }
  bool is_title = true;
  for (const Text& one : words) {
    sheet.place(one, sheet.left() + 14, y, is_title ? kInk : kSoft);
    is_title = false;
    y += one.height();
  }
  sheet.space(height);
  sheet.line(sheet.left(), sheet.right(), sheet.y(), 1.5, kHair);
}

void set_total(A4Sheet& sheet, const VoucherSlip& slip) {
  if (!sheet.has_room(90)) sheet.next_page();
  sheet.line(sheet.left(), sheet.right(), sheet.y(), 3, kInk);
  sheet.place(Phrase{"退款金额", "Refund amount"}, sheet.left() + 14, sheet.y() + 16, {30, 700});
  const Text total = sheet.text(refund::to_text(slip.amount), {34, 700});
  sheet.place(total, sheet.right() - 14 - total.width(), sheet.y() + 12);
  sheet.space(68);
  const Text after =
      sheet.text("退后余额 Card balance after: " + refund::to_text(slip.balance_after), {21, 500});
  sheet.place(after, sheet.right() - 14 - after.width(), sheet.y(), kSoft);
  sheet.space(after.height() + 20);
}

void set_working(A4Sheet& sheet, const VoucherSlip& slip) {
  if (slip.lines.empty()) return;
  set_section(sheet, {"金额怎样得来", "How the amount is made up"});
  set_table_head(sheet);
  std::size_t shown = 0;
  for (const bool lapsed : {false, true}) {
    for (const refund::QuoteLine& line : slip.lines) {
      const bool lapses = line.kind == refund::LineKind::BonusVoid;
      if (lapses == lapsed && ++shown <= kMostCopyLines) set_line(sheet, line);
    }
  }
  set_total(sheet, slip);
}

void set_arrivals(A4Sheet& sheet, const VoucherSlip& slip) {
  if (slip.arrivals.empty()) return;
  if (!sheet.has_room(150)) sheet.next_page();
  set_section(sheet, {"怎样付给会员", "How it is paid"});
  for (const Phrase& arrival : slip.arrivals) {
    const Phrase words = clean_text(arrival, kMostInSentence);
    const Text zh = sheet.text(words.zh, {25, 600}, sheet.inner());
    const Text en = sheet.text(words.en, {21, 500}, sheet.inner());
    if (!sheet.has_room(zh.height() + en.height() + 14)) sheet.next_page();
    sheet.place(zh, sheet.left(), sheet.y());
    sheet.place(en, sheet.left(), sheet.y() + zh.height(), kSoft);
    sheet.space(zh.height() + en.height() + 10);
  }
  sheet.space(14);
}

void set_signature(A4Sheet& sheet, const VoucherSlip& slip, double width) {
  const double top = sheet.y();
  sheet.place(Phrase{"会员签名", "Member's signature"}, sheet.left(), top, {26, 700});
  const double height = 232;
  sheet.frame(sheet.left() + 1, top + 44, width - 2, height, kHair);
  draw_ink(sheet.context(), slip.signature, {sheet.left() + 24, top + 60, width - 48, height - 32},
           Fit::Ink, {kInk, 4.0});
  const std::string kiosk = clean_text(slip.kiosk_name, kMostInName);
  const Text when = sheet.text(
      "签于 Signed " + refund::to_text(slip.signed_at) + (kiosk.empty() ? "" : " · " + kiosk),
      {22, 500}, width);
  sheet.place(when, sheet.left(), top + 44 + height + 12, kSoft);
}

// The code with what it is for; where there is none, why.
void set_check(A4Sheet& sheet, const VoucherCopy& copy, double x) {
  const double room = sheet.right() - x;
  double y = sheet.y();
  sheet.place(Phrase{"核验", "Check it"}, x, y, {26, 700});
  y += 44;
  const auto set = [&](const std::string& words, const Type& type, const Colour& colour) {
    const Text text = sheet.text(words, type, room);
    sheet.place(text, x, y, colour);
    y += text.height();
  };
  const auto code = make_qr_code(copy.slip.qr_text, Recovery::Medium);
  if (!code) {
    set("这笔现金退款还能领取，只凭会员手中的原件兑付。", {22, 500}, kInk);
    set("This cash refund can still be collected, and only against the member's own slip.",
        {20, 500}, kSoft);
    y += 10;
    set("核对：在收银台输入凭证号。", {22, 500}, kInk);
    set("To check: type the voucher's number at the cash desk.", {20, 500}, kSoft);
    return;
  }
  const double quiet = QrCode::kQuiet * kCodeSide / code->modules;
  sheet.ground(x, y, kCodeSide + 2 * quiet, kCodeSide + 2 * quiet, kWhite);
  sheet.squares(*code, x + quiet, y + quiet, kCodeSide);
  const double beside = x + kCodeSide + 2 * quiet + 8;
  const double narrow = sheet.right() - beside;
  double at = y + quiet;
  const auto add = [&](const std::string& words, const Type& type, const Colour& colour) {
    const Text text = sheet.text(words, type, narrow);
    sheet.place(text, beside, at, colour);
    at += text.height();
  };
  add("校验码 Check code", {20, 500}, kSoft);
  std::string letters = clean_text(copy.slip.check_code, kMostInCode);
  std::replace(letters.begin(), letters.end(), '-', '\n');
  add(letters, {32, 700, Face::Mono}, kInk);
  at += 12;
  add("在收银台扫描；不联网时用门店公钥：", {20, 500}, kInk);
  add("Scan at the cash desk; offline, with the store's public key:", {19, 500}, kSoft);
  add("slipway voucher verify", {18, 500, Face::Mono}, kInk);
}

std::string set_copy(const VoucherCopy& copy, int pages, int* counted) {
  const std::string made = refund::to_text(copy.made_at);
  const std::string made_at = made.substr(0, 10) + "T" + made.substr(11) + ":00+08:00";
  A4Sheet sheet(clean_text(copy.slip.number_text, kMostInCode), made_at,
                [&](A4Sheet& page_of, int page) {
                  set_watermark(page_of);
                  set_footer(page_of, copy, page, pages);
                  set_page_head(page_of, copy, page);
                });
  set_copy_mark(sheet, copy);
  set_amount(sheet, copy.slip.amount);
  set_facts(sheet, copy.slip);
  set_working(sheet, copy.slip);
  set_arrivals(sheet, copy.slip);
  if (!sheet.has_room(kEndHeight)) sheet.next_page();
  const double column = (sheet.inner() - kGutter) / 2;
  set_signature(sheet, copy.slip, column);
  set_check(sheet, copy, sheet.left() + column + kGutter);
  *counted = sheet.pages();
  return sheet.finish();
}

}  // namespace

std::string mark_of(const VoucherCopy& copy) {
  return clean_text(copy.slip.number_text, kMostInCode) + " · 副本 COPY " + ordinal(copy.number);
}

std::string pdf_of(const VoucherCopy& copy) {
  int pages = 1;
  static_cast<void>(set_copy(copy, pages, &pages));  // how many there are is known at the end
  return set_copy(copy, pages, &pages);
}

}  // namespace slipway::paper
