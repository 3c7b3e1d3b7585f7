#include "refund/quote.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>

#include "command/books.hpp"
#include "command/quote_json.hpp"
#include "command/verb.hpp"
#include "station/book/policy_folder.hpp"

namespace slipway::command {
namespace {

constexpr std::size_t kMostFile = 16 * 1024 * 1024;

struct Wish {
  std::string account;
  std::string policy;
  refund::Reason reason = refund::Reason::Undisclosed;
  std::string at;
  bool is_json = false;
};

const std::map<std::string, refund::Reason> kReasonNames = {
    {"moving", refund::Reason::Moving},           {"rarely", refund::Reason::Rarely},
    {"unsatisfied", refund::Reason::Unsatisfied}, {"store_changed", refund::Reason::StoreChanged},
    {"health", refund::Reason::Health},           {"mistake", refund::Reason::Mistake},
    {"undisclosed", refund::Reason::Undisclosed}};

std::string content_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kMostFile + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad()) refuse(file + ": cannot be read");
  if (!stream.eof()) refuse(file + ": expected at most 16 MiB");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

refund::Policy policy_in(const std::string& file) {
  auto policy = book::read_policy_in(file);
  if (!policy) refuse(policy.error());
  return std::move(*policy);
}

void show(const refund::Quote& quote) {
  for (const refund::QuoteLine& line : quote.lines) {
    const bool counts = line.kind != refund::LineKind::BonusVoid;
    std::cout << line.title.zh << "  " << line.title.en << "  "
              << (counts ? refund::to_signed_text(line.amount)
                         : "(" + refund::to_text(line.amount) + ")")
              << "  [" << line.rule << "; " << line.clause.zh << "]\n    " << line.why.zh
              << "\n    " << line.why.en << '\n';
  }
  std::cout << "可退金额  Refundable  " << refund::to_text(quote.total) << '\n';
  const bool is_shop = quote.decider == refund::Decider::Shop;
  std::cout << "章程 Shop's terms " << refund::to_text(quote.shop_total)
            << "，法定 Statutory floor " << refund::to_text(quote.floor_total)
            << (is_shop ? "，按章程 " : "，按法定 ") << (is_shop ? "(shop's terms)" : "(floor)")
            << '\n';
  if (quote.refused) {
    std::cout << quote.refused->reason.zh << quote.refused->next_step.zh << '\n'
              << quote.refused->reason.en << ' ' << quote.refused->next_step.en << '\n';
  }
}

void tell(const Wish& wish) {
  const auto account = account_from_json(content_of(wish.account));
  if (!account) refuse(wish.account + ": " + account.error());
  const auto at = wish.at.empty() ? std::optional(now()) : refund::instant_from(wish.at);
  if (!at) refuse("--at " + wish.at + ": expected a time as \"2026-11-21 20:38\"");
  const refund::Quote found = refund::quote(*account, policy_in(wish.policy), wish.reason, *at);
  if (wish.is_json) {
    std::cout << to_json(found) << '\n';
  } else {
    show(found);
  }
  if (found.refused) throw CLI::RuntimeError(1);
}

}  // namespace

void add_quote(CLI::App& app) {
  auto wish = std::make_shared<Wish>();
  auto* verb = app.add_subcommand(
      "quote", "what comes back for a card, line by line; exit status 1 when the rules say no");
  verb->add_option("--account", wish->account, "the card (JSON)")->required();
  verb->add_option("--policy", wish->policy, "the policy (TOML)")->required();
  verb->add_option("--reason", wish->reason, "why the member leaves")
      ->required()
      ->transform(CLI::CheckedTransformer(kReasonNames));
  verb->add_option("--at", wish->at, "the time that counts, by the shop's clock; now if absent");
  verb->add_flag("--json", wish->is_json, "for programs");
  verb->callback([wish] { tell(*wish); });
}

}  // namespace slipway::command
