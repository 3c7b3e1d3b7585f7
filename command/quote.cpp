#include "refund/quote.hpp"

#include <iomanip>
#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/choice.hpp"
#include "command/policies.hpp"
#include "command/quote_json.hpp"
#include "command/verb.hpp"

namespace slipway::command {
namespace {

struct Order {
  std::string account;
  std::string policy;
  refund::Reason reason = refund::Reason::Undisclosed;
  std::string at;
  std::string part;
  std::string bank_card;
  bool in_cash = false;
  bool with_staff = false;
  bool is_json = false;
};

void print(const std::vector<refund::QuoteLine>& lines) {
  for (const refund::QuoteLine& line : lines) {
    const bool counts = line.kind != refund::LineKind::BonusVoid;
    std::cout << line.title.zh << "  " << line.title.en << "  "
              << (counts ? refund::to_signed_text(line.amount)
                         : "(" + refund::to_text(line.amount) + ")")
              << "  [" << line.rule << "; " << line.clause.zh << "]\n    " << line.why.zh
              << "\n    " << line.why.en << '\n';
  }
}

// The two columns: what each lot gives by the law and by the shop's terms, and which is paid.
void print_columns(const refund::Settlement& settlement) {
  std::cout << "\n笔 Lot        法律 The law     章程 The shop    实付 Paid      依据 By\n";
  for (const refund::SettledLot& settled : settlement.lots) {
    refund::Money floor = refund::zero(settled.share.currency);
    for (const refund::Working& working : settled.floors)
      floor = floor < working.total() ? working.total() : floor;
    std::cout << std::left << std::setw(10) << settled.lot->id << std::right << "  "
              << std::setw(14) << refund::to_text(floor) << "  " << std::setw(14)
              << refund::to_text(settled.shop.total()) << "  " << std::setw(12)
              << refund::to_text(settled.share) << "    " << settled.terms->name << "  "
              << settled.terms->name_en << '\n';
  }
}

void print(const refund::PayoutPlan& plan) {
  for (const refund::Leg& leg : plan.legs) {
    std::cout << refund::to_text(leg.amount) << "  " << leg.words.zh << "  " << leg.words.en
              << '\n';
  }
}

void print(const refund::Quote& quote, const refund::DatedSettlement& dated) {
  const refund::Settlement& settlement = dated.settlement;
  print(quote.lines);
  std::cout << "可退金额  Refundable  " << refund::to_text(quote.total) << '\n';
  const bool is_shop = quote.decider == refund::Decider::Shop;
  if (!quote.refused)
    std::cout << "章程 Shop's terms " << refund::to_text(quote.shop_total)
              << "，法定 Statutory floor " << refund::to_text(quote.floor_total)
              << (is_shop ? "，按章程 " : "，按法定 ") << (is_shop ? "(shop's terms)" : "(floor)")
              << '\n';
  if (!settlement.lots.empty()) print_columns(settlement);
  if (!quote.refused) {
    std::cout << dated.payday.words.zh << "  " << dated.payday.words.en << '\n';
    return;
  }
  std::cout << quote.refused->reason.zh << quote.refused->next_step.zh << '\n'
            << quote.refused->reason.en << ' ' << quote.refused->next_step.en << '\n';
  for (const refund::Option& option : quote.refused->options)
    std::cout << "  " << option.words.zh << "  " << option.words.en << '\n';
}

refund::Wish wish_of(const Order& order, const CardFile& card, refund::Currency currency) {
  refund::Wish wish;
  wish.reason = order.reason;
  wish.filed_at = moment_of("--at", order.at);
  wish.presence = card.presence.value_or(refund::Presence::AtKiosk);
  wish.part = card.part;
  wish = with_days_of(card, wish, order.account);
  if (order.with_staff) wish.presence = refund::Presence::WithStaff;
  if (!order.part.empty()) {
    wish.part = refund::money_from(order.part, currency);
    if (!wish.part) refuse("--part " + order.part + ": expected an amount as \"100.00\"");
  }
  return wish;
}

// How the money goes back, when the order says where to; the sentence of a refusal goes to stderr.
std::optional<refund::PayoutPlan> plan_of(const Order& order,
                                          const refund::DatedSettlement& dated) {
  const refund::Settlement& settlement = dated.settlement;
  if (settlement.ground || (order.bank_card.empty() && !order.in_cash)) return std::nullopt;
  refund::Payee payee;
  payee.method = order.in_cash ? refund::Method::Cash : refund::Method::BankTransfer;
  payee.bank_card = order.bank_card;
  auto plan = refund::plan_payout(settlement, payee,
                                  {dated.payday.day, refund::zero(settlement.total.currency)});
  if (!plan) {
    refund::Phrase why;
    const auto add = [&](const refund::Phrase& words) {
      why.zh += words.zh;
      why.en += (why.en.empty() ? "" : " ") + words.en;
    };
    for (const refund::Detour& detour : plan.error().detours) {
      // The reason says it already.
      const bool is_account =
          detour.why == refund::Closure::NoAccount || detour.why == refund::Closure::WrongAccount;
      if (!is_account) add(detour.words);
    }
    add(plan.error().reason);
    add(plan.error().next_step);
    refuse(why.zh + "\nslipway: " + why.en);
  }
  return std::move(*plan);
}

void tell(const Order& order) {
  const auto card = card_from_json(content_of(order.account));
  if (!card) refuse(order.account + ": " + card.error());
  const refund::PolicyArchive archive(policy_in(order.policy));
  const refund::Wish wish = wish_of(order, *card, archive.current().cash_most.currency);
  const auto dated = refund::settle_to_payday(card->account, archive, wish);
  const refund::Quote found = refund::quote_of(card->account, dated.settlement);
  const auto plan = plan_of(order, dated);
  if (order.is_json) {
    std::cout << to_json(found, card->account, dated, plan ? &*plan : nullptr) << '\n';
  } else {
    print(found, dated);
    if (plan) print(*plan);
  }
  if (found.refused) throw CLI::RuntimeError(1);
}

}  // namespace

void add_quote(CLI::App& app) {
  auto order = std::make_shared<Order>();
  auto* verb = app.add_subcommand(
      "quote",
      "what comes back for a card, line by line; interest is counted to the last day on which the "
      "money may leave, unless the card has wish.paid_on; exit status 1 when the rules say no");
  verb->add_option("--account", order->account, "the card (JSON)")->required();
  verb->add_option("--policy", order->policy, "the policy (TOML)")->required();
  verb->add_option("--reason", order->reason, "why the member leaves")
      ->required()
      ->transform(choice_of(reasons_by_name()));
  verb->add_option("--at", order->at, "the time that counts, by the shop's clock; now if absent");
  verb->add_option("--part", order->part, "take out so much of what was paid; all if absent");
  verb->add_flag("--with-staff", order->with_staff, "staff stands by and has seen papers");
  auto* bank = verb->add_option("--bank-card", order->bank_card, "plan a payout to this account");
  verb->add_flag("--cash", order->in_cash, "plan a payout in cash")->excludes(bank);
  verb->add_flag("--json", order->is_json, "for programs");
  verb->callback([order] { tell(*order); });
}

}  // namespace slipway::command
