#include "paper/slip_parts.hpp"

#include "paper/clean_text.hpp"

namespace slipway::paper {

void set_head(Sheet& sheet, const refund::Phrase& store, const refund::Phrase& title) {
  sheet.letterhead(clean_text(store, kMostInName));
  sheet.band(clean_text(title, kMostInName));
}

void set_amount(Sheet& sheet, const refund::Phrase& label, refund::Money amount) {
  sheet.centre(label, 22, 500);
  sheet.space(-4);
  sheet.amount(refund::to_text(amount));
  const bool has_capital_form =
      amount.currency == refund::Currency::Cny && !(amount < refund::zero(amount.currency));
  if (has_capital_form) {
    sheet.centre("人民币 " + refund::to_capital_form(amount), {24, 500});
  }
  sheet.rule();
}

void set_member(Sheet& sheet, const std::string& name, const std::string& card) {
  const std::string who = clean_text(name, kMostInName);
  const std::string which = clean_text(card, kMostInCode);
  const std::string between = who.empty() || which.empty() ? "" : "  ";
  sheet.row({"会员", "Member"}, who + between + which);
}

void set_working(Sheet& sheet, const std::vector<refund::QuoteLine>& lines,
                 const refund::Phrase& total_label, refund::Money total) {
  std::vector<const refund::QuoteLine*> lapsed;
  std::size_t shown = 0;
  for (const refund::QuoteLine& line : lines) {
    if (++shown > kMostLines) break;
    if (line.kind == refund::LineKind::BonusVoid) {
      lapsed.push_back(&line);
    } else {
      sheet.row(clean_text(line.title, kMostInName), refund::to_text(line.amount));
    }
  }
  sheet.dotted_rule();
  sheet.row(total_label, refund::to_text(total), Emphasis::Strong);
  for (const refund::QuoteLine* line : lapsed) {
    const bool is_negative = line->amount < refund::zero(line->amount.currency);
    const refund::Phrase title = clean_text(line->title, kMostInName);
    sheet.row({title.zh + "（不退）", title.en + ", not refunded"},
              refund::to_text(is_negative ? -line->amount : line->amount), Emphasis::Small);
  }
}

}  // namespace slipway::paper
