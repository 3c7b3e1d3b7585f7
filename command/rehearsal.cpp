#include "command/rehearsal.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "command/books.hpp"
#include "command/choice.hpp"
#include "command/policies.hpp"
#include "command/quote_json.hpp"
#include "refund/settlement.hpp"
#include "station/book/accounts.hpp"
#include "station/book/rows.hpp"

namespace slipway::command {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostCards = 1UL << 30;  // bytes of a file of cards

struct Wish {
  std::string cards;
  std::string books;
  std::string old_policy;
  std::string new_policy;
  refund::Reason reason = refund::Reason::Undisclosed;
  std::string at;
  bool is_json = false;
};

// A lot whose refund changes.
struct Difference {
  std::string card;
  std::string lot;
  std::int64_t before = 0;  // minor units
  std::int64_t after = 0;
  [[nodiscard]] std::int64_t change() const { return after - before; }
};

class Rehearsal {
 public:
  explicit Rehearsal(const Wish& wish)
      : old_(policy_in(wish.old_policy)), new_(policy_in(wish.new_policy)) {
    if (old_.cash_most.currency != new_.cash_most.currency) {
      refuse(wish.new_policy + ": expected the currency of " + wish.old_policy);
    }
    refund_.reason = wish.reason;
    refund_.filed_at = moment_of("--at", wish.at);
    refund_.presence = refund::Presence::WithStaff;  // what papers would show is not the question
  }

  void add(const refund::Account& account, const std::string& card) {
    const refund::Settlement before = refund::settle(account, old_, refund_);
    const refund::Settlement after = refund::settle(account, new_, refund_);
    ++cards_;
    lots_ += account.lots.size();
    refused_before_ += before.ground ? 1 : 0;
    refused_after_ += after.ground ? 1 : 0;
    // What each lot gets; nothing of one that the rules turn down.
    std::vector<Difference> found(account.lots.size());
    const auto take = [&](const refund::Settlement& settlement, std::int64_t Difference::*side) {
      if (settlement.ground) return;
      for (const refund::SettledLot& lot : settlement.lots) {
        found[static_cast<std::size_t>(lot.lot - account.lots.data())].*side = lot.share.minor;
      }
    };
    take(before, &Difference::before);
    take(after, &Difference::after);
    for (std::size_t i = 0; i < found.size(); ++i) {
      Difference& one = found[i];
      sum_before_ += one.before;
      sum_after_ += one.after;
      if (one.change() == 0) continue;
      (one.change() > 0 ? better_ : worse_) += 1;
      one.card = card;
      one.lot = account.lots[i].id;
      differences_.push_back(std::move(one));
    }
  }

  // The worst for a member first.
  void finish() {
    std::sort(differences_.begin(), differences_.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.change(), a.card, a.lot) < std::tuple(b.change(), b.card, b.lot);
    });
  }

  void print() const {
    for (const Difference& one : differences_) {
      std::cout << one.card << "  " << one.lot << "  " << text(one.before) << " -> "
                << text(one.after) << "  " << signed_text(one.change()) << '\n';
    }
    const std::size_t same = lots_ - better_ - worse_;
    std::cout << cards_ << " 张卡，" << lots_ << " 笔：" << better_ << " 笔多退，" << worse_
              << " 笔少退，" << same << " 笔不变；不能退的卡 " << refused_before_ << " -> "
              << refused_after_ << " 张。\n"
              << cards_ << " cards, " << lots_ << " lots: " << better_ << " better for the member, "
              << worse_ << " worse, " << same << " the same; cards refused: " << refused_before_
              << " -> " << refused_after_ << ".\n"
              << "合计 Total  " << text(sum_before_) << " -> " << text(sum_after_) << "  "
              << signed_text(sum_after_ - sum_before_) << '\n';
  }

  [[nodiscard]] std::string json() const {
    Json lots = Json::array();
    for (const Difference& one : differences_) {
      lots.push_back({{"card", one.card},
                      {"lot", one.lot},
                      {"old", one.before},
                      {"new", one.after},
                      {"change", one.change()}});
    }
    const auto named = [](const refund::Policy& policy) {
      return Json{{"name", policy.name}, {"version", policy.version}, {"hash", policy.hash}};
    };
    const Json whole = {{"version", 1},
                        {"at", refund::to_text(refund_.filed_at)},
                        {"currency", refund::letters(new_.cash_most.currency)},
                        {"old", named(old_)},
                        {"new", named(new_)},
                        {"summary",
                         {{"cards", cards_},
                          {"lots", lots_},
                          {"better", better_},
                          {"worse", worse_},
                          {"same", lots_ - better_ - worse_},
                          {"refused_old", refused_before_},
                          {"refused_new", refused_after_},
                          {"old", sum_before_},
                          {"new", sum_after_},
                          {"change", sum_after_ - sum_before_}}},
                        {"lots", lots}};
    return whole.dump(2);
  }

 private:
  [[nodiscard]] std::string text(std::int64_t minor) const {
    return refund::to_text(refund::Money{minor, new_.cash_most.currency});
  }
  [[nodiscard]] std::string signed_text(std::int64_t minor) const {
    return refund::to_signed_text(refund::Money{minor, new_.cash_most.currency});
  }

  refund::Policy old_;
  refund::Policy new_;
  refund::Wish refund_;
  std::size_t cards_ = 0;
  std::size_t lots_ = 0;
  std::size_t better_ = 0;
  std::size_t worse_ = 0;
  std::size_t refused_before_ = 0;
  std::size_t refused_after_ = 0;
  std::int64_t sum_before_ = 0;
  std::int64_t sum_after_ = 0;
  std::vector<Difference> differences_;
};

// One card on each line.
void read_cards(const std::string& file, Rehearsal& rehearsal) {
  const std::string text = content_of(file, kMostCards);
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line(text.data() + start, end - start);
    start = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto account = account_from_json(line);
    if (!account) refuse(file + ":" + std::to_string(number) + ": " + account.error());
    rehearsal.add(*account,
                  account->card_number.empty() ? std::to_string(number) : account->card_number);
  }
}

void read_cards_of_books(const std::string& file, Rehearsal& rehearsal) {
  auto books = read_books(file);
  // One transaction, so that all cards are of one moment.
  const auto read = books.transaction([&]() -> sync::Result<void> {
    std::vector<std::string> cards;
    auto& query = books.prepare("SELECT uid FROM card ORDER BY number");
    auto listed =
        book::each_row(query, [&](const sync::Statement& row) { cards.push_back(row.text(0)); });
    if (!listed) return listed;
    for (const std::string& card : cards) {
      const auto account = book::account_of(books, card);
      if (!account) return tl::unexpected(account.error());
      if (*account) rehearsal.add(**account, (*account)->card_number);
    }
    return {};
  });
  if (!read) refuse(read.error().text);
}

void rehearse(const Wish& wish) {
  Rehearsal rehearsal(wish);
  if (wish.books.empty()) {
    read_cards(wish.cards, rehearsal);
  } else {
    read_cards_of_books(wish.books, rehearsal);
  }
  rehearsal.finish();
  if (wish.is_json) {
    std::cout << rehearsal.json() << '\n';
  } else {
    rehearsal.print();
  }
}

}  // namespace

void add_rehearsal(CLI::App& policy) {
  auto wish = std::make_shared<Wish>();
  auto* verb = policy.add_subcommand(
      "rehearse", "what every card would get under a new policy: the differences, worst first");
  auto* source = verb->add_option_group("cards", "where the cards come from");
  source->add_option("--cards", wish->cards, "cards, one JSON on each line");
  source->add_option("--books", wish->books, "the station's books (SQLite); only read");
  source->require_option(1);
  verb->add_option("--old", wish->old_policy, "the policy of today (TOML)")->required();
  verb->add_option("--new", wish->new_policy, "the one that may follow (TOML)")->required();
  verb->add_option("--reason", wish->reason, "why the members leave; undisclosed if absent")
      ->transform(choice_of(reasons_by_name()));
  verb->add_option("--at", wish->at, "the time that counts, by the shop's clock; now if absent");
  verb->add_flag("--json", wish->is_json, "for programs; amounts in minor units");
  verb->callback([wish] { rehearse(*wish); });
}

}  // namespace slipway::command
