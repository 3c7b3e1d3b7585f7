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
#include "refund/due.hpp"
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

// One of the two policies, and what it gives to all cards together.
struct Side {
  refund::Policy policy;
  std::size_t refused = 0;                // cards
  std::int64_t sum = 0;                   // minor units
  std::optional<refund::Date> first_day;  // of payment, among the cards that are not refused
  std::optional<refund::Date> last_day;

  // "2025-09-06 至 2025-09-16"
  [[nodiscard]] refund::Phrase days() const {
    if (!first_day) return {"无", "none"};
    const std::string first = refund::to_text(*first_day);
    if (first_day == last_day) return {first, first};
    const std::string last = refund::to_text(*last_day);
    return {first + " 至 " + last, first + " to " + last};
  }
};

// What a lot gets under one policy; nothing of one that the rules turn down.
struct Share {
  std::int64_t minor = 0;
  std::optional<refund::Date> payday;
};

// A lot whose refund changes.
struct Difference {
  std::string card;
  std::string lot;
  Share before;
  Share after;
  [[nodiscard]] std::int64_t change() const { return after.minor - before.minor; }
};

class Rehearsal {
 public:
  explicit Rehearsal(const Wish& wish) {
    old_.policy = policy_in(wish.old_policy);
    new_.policy = policy_in(wish.new_policy);
    if (old_.policy.cash_most.currency != new_.policy.cash_most.currency) {
      refuse(wish.new_policy + ": expected the currency of " + wish.old_policy);
    }
    refund_.reason = wish.reason;
    refund_.filed_at = moment_of("--at", wish.at);
    refund_.presence = refund::Presence::WithStaff;  // what papers would show is not the question
  }

  // `place`: where the card stands, for the error that one of its days cannot be.
  void add(const CardFile& card, const std::string& name, const std::string& place) {
    const std::vector<refund::Lot>& lots = card.account.lots;
    const refund::Wish wish = with_days_of(card, refund_, place);
    std::vector<Difference> found(lots.size());
    take(card.account, wish, old_, found, &Difference::before);
    take(card.account, wish, new_, found, &Difference::after);
    ++cards_;
    lots_ += lots.size();
    for (std::size_t i = 0; i < found.size(); ++i) {
      Difference& one = found[i];
      if (one.change() == 0) continue;
      (one.change() > 0 ? better_ : worse_) += 1;
      one.card = name;
      one.lot = lots[i].id;
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
      std::cout << one.card << "  " << one.lot << "  " << text(one.before.minor) << " -> "
                << text(one.after.minor) << "  " << signed_text(one.change()) << '\n';
    }
    const std::size_t same = lots_ - better_ - worse_;
    const refund::Phrase before = old_.days();
    const refund::Phrase after = new_.days();
    std::cout << cards_ << " 张卡，" << lots_ << " 笔：" << better_ << " 笔多退，" << worse_
              << " 笔少退，" << same << " 笔不变；不能退的卡 " << old_.refused << " -> "
              << new_.refused << " 张。\n"
              << "利息算到付款日：原 " << before.zh << "，新 " << after.zh << "。\n"
              << cards_ << " cards, " << lots_ << " lots: " << better_ << " better for the member, "
              << worse_ << " worse, " << same << " the same; cards refused: " << old_.refused
              << " -> " << new_.refused << ".\n"
              << "Interest runs until the day of payment: old " << before.en << ", new " << after.en
              << ".\n"
              << "合计 Total  " << text(old_.sum) << " -> " << text(new_.sum) << "  "
              << signed_text(new_.sum - old_.sum) << '\n';
  }

  [[nodiscard]] std::string json() const {
    const auto day = [](const std::optional<refund::Date>& at) {
      return at ? Json(refund::to_text(*at)) : Json(nullptr);
    };
    Json lots = Json::array();
    for (const Difference& one : differences_) {
      lots.push_back({{"card", one.card},
                      {"lot", one.lot},
                      {"old", one.before.minor},
                      {"new", one.after.minor},
                      {"change", one.change()},
                      {"old_payday", day(one.before.payday)},
                      {"new_payday", day(one.after.payday)}});
    }
    const auto named = [&](const Side& side) {
      return Json{{"name", side.policy.name},
                  {"version", side.policy.version},
                  {"hash", side.policy.hash},
                  {"first_payday", day(side.first_day)},
                  {"last_payday", day(side.last_day)}};
    };
    const Json whole = {{"version", 2},
                        {"at", refund::to_text(refund_.filed_at)},
                        {"currency", refund::letters(new_.policy.cash_most.currency)},
                        {"old", named(old_)},
                        {"new", named(new_)},
                        {"summary",
                         {{"cards", cards_},
                          {"lots", lots_},
                          {"better", better_},
                          {"worse", worse_},
                          {"same", lots_ - better_ - worse_},
                          {"refused_old", old_.refused},
                          {"refused_new", new_.refused},
                          {"old", old_.sum},
                          {"new", new_.sum},
                          {"change", new_.sum - old_.sum}}},
                        {"lots", lots}};
    return whole.dump(2);
  }

 private:
  static void take(const refund::Account& account, const refund::Wish& wish, Side& side,
                   std::vector<Difference>& found, Share Difference::*share) {
    const refund::DatedSettlement dated = refund::settle_to_payday(account, side.policy, wish);
    if (dated.settlement.ground) {
      ++side.refused;
      return;
    }
    const refund::Date day = dated.payday.day;
    side.first_day = std::min(side.first_day.value_or(day), day);
    side.last_day = std::max(side.last_day.value_or(day), day);
    for (const refund::SettledLot& lot : dated.settlement.lots) {
      found[static_cast<std::size_t>(lot.lot - account.lots.data())].*
          share = {lot.share.minor, day};
      side.sum += lot.share.minor;
    }
  }
  [[nodiscard]] std::string text(std::int64_t minor) const {
    return refund::to_text(refund::Money{minor, new_.policy.cash_most.currency});
  }
  [[nodiscard]] std::string signed_text(std::int64_t minor) const {
    return refund::to_signed_text(refund::Money{minor, new_.policy.cash_most.currency});
  }

  Side old_;
  Side new_;
  refund::Wish refund_;
  std::size_t cards_ = 0;
  std::size_t lots_ = 0;
  std::size_t better_ = 0;
  std::size_t worse_ = 0;
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
    const std::string place = file + ":" + std::to_string(number);
    const auto card = card_from_json(line);
    if (!card) refuse(place + ": " + card.error());
    const std::string& name = card->account.card_number;
    rehearsal.add(*card, name.empty() ? std::to_string(number) : name, place);
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
      auto account = book::account_of(books, card);
      if (!account) return tl::unexpected(account.error());
      if (!*account) continue;
      CardFile known;
      known.account = std::move(**account);
      rehearsal.add(known, known.account.card_number, file);
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
      "rehearse",
      "what every card would get under a new policy: the differences, worst first; interest is "
      "counted to the last day on which each policy lets the money leave, unless a card has "
      "wish.paid_on");
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
