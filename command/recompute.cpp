#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "refund/quote.hpp"
#include "station/book/appraisal.hpp"
#include "station/book/filed_card.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"

namespace slipway::command {
namespace {

struct Order {
  std::string serial;
  std::string books;
};

// What the books keep of one refund.
struct Kept {
  book::Request request;
  book::FiledCard card;
  std::vector<refund::Policy> policies;  // the request's own first, then those of its lots
};

sync::Result<std::optional<refund::RequestId>> id_of(sync::Database& books,
                                                     const std::string& serial) {
  std::optional<refund::RequestId> found;
  auto& query = books.prepare(
      "SELECT id FROM request WHERE number = ?1 OR slip_code = ?1 ORDER BY received_at");
  const auto read = book::each_row(query.bind(serial), [&](const sync::Statement& row) {
    const auto bytes = row.blob(0);
    found.emplace();
    std::copy_n(bytes.begin(), std::min(bytes.size(), found->size()), found->begin());
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

sync::Result<void> read_policies(sync::Database& books, Kept& kept) {
  std::vector<std::string> hashes{kept.request.quote.policy_hash};
  for (const refund::Lot& lot : kept.card.account.lots) {
    const bool is_new = std::find(hashes.begin(), hashes.end(), lot.policy_hash) == hashes.end();
    if (!lot.policy_hash.empty() && is_new) hashes.push_back(lot.policy_hash);
  }
  for (const std::string& hash : hashes) {
    auto policy = book::archived_policy(books, hash);
    if (!policy) return tl::unexpected(policy.error());
    if (*policy) kept.policies.push_back(std::move(**policy));
  }
  return {};
}

Kept read(const Order& order) {
  auto books = read_books(order.books);
  Kept kept;
  const auto read = books.transaction([&]() -> sync::Result<void> {
    const auto id = id_of(books, order.serial);
    if (!id) return tl::unexpected(id.error());
    if (!*id) refuse(order.serial + ": no such request in " + order.books);
    auto request = book::request_of(books, **id);
    if (!request) return tl::unexpected(request.error());
    auto card = book::filed_card_of(books, **id);
    if (!card) return tl::unexpected(card.error());
    if (!*request || !*card) {
      refuse(order.serial + ": the card was not kept with this request, which is older than that");
    }
    kept.request = std::move(**request);
    kept.card = std::move(**card);
    return read_policies(books, kept);
  });
  if (!read) refuse(read.error().text);
  const std::string& hash = kept.request.quote.policy_hash;
  if (kept.policies.empty() || kept.policies.front().hash != hash) {
    refuse(order.serial + ": the text of its policy " + hash + " is not in " + order.books);
  }
  return kept;
}

refund::Quote computed_again(const Kept& kept) {
  refund::PolicyArchive archive(kept.policies.front());
  for (const refund::Policy& policy : kept.policies)
    archive.add(policy);
  refund::Wish wish;
  wish.reason = kept.request.filing.reason;
  wish.filed_at = kept.card.counted;
  return book::appraised(kept.card.account, archive, wish).quote;
}

bool is_same(const refund::QuoteLine& a, const refund::QuoteLine& b) {
  return a.kind == b.kind && a.rule == b.rule && a.amount == b.amount;
}

void print_line(const refund::QuoteLine* then, const refund::QuoteLine* now) {
  const refund::QuoteLine& named = then != nullptr ? *then : *now;
  const auto amount = [](const refund::QuoteLine* line) {
    return line != nullptr ? refund::to_signed_text(line->amount) : std::string("-");
  };
  const bool same = then != nullptr && now != nullptr && is_same(*then, *now);
  std::cout << std::setw(14) << amount(then) << std::setw(14) << amount(now)
            << (same ? "   " : " ! ") << named.title.zh << "  " << named.title.en << "  ["
            << named.rule << "]\n";
}

void recompute(const Order& order) {
  const Kept kept = read(order);
  const refund::Quote& then = kept.request.quote;
  const refund::Quote now = computed_again(kept);
  const refund::Policy& policy = kept.policies.front();
  std::cout << kept.request.number << "  " << refund::to_text(kept.card.counted) << "  "
            << policy.name << " " << policy.version << "  " << policy.hash << '\n'
            << "      当时 Then      现在 Now\n";
  bool is_equal = then.total == now.total && then.lines.size() == now.lines.size();
  for (std::size_t i = 0; i < std::max(then.lines.size(), now.lines.size()); ++i) {
    const auto* one = i < then.lines.size() ? &then.lines[i] : nullptr;
    const auto* other = i < now.lines.size() ? &now.lines[i] : nullptr;
    is_equal = is_equal && is_same(*one, *other);
    print_line(one, other);
  }
  std::cout << std::setw(14) << refund::to_text(then.total) << std::setw(14)
            << refund::to_text(now.total) << "   可退金额  Refundable\n";
  if (is_equal) {
    std::cout << "一分不差。  Same to the fen.\n";
    return;
  }
  std::cout << "相差  Difference  " << refund::to_signed_text(now.total - then.total) << '\n';
  throw CLI::RuntimeError(1);
}

}  // namespace

void add_recompute(CLI::App& app) {
  auto order = std::make_shared<Order>();
  auto* verb = app.add_subcommand(
      "recompute",
      "compute a refund again from the card and the policy text that the books kept with it; exit "
      "status 1 when a fen differs");
  verb->add_option("SERIAL", order->serial, "the request's number or slip code")->required();
  verb->add_option("--books", order->books, "the station's books (SQLite); only read")->required();
  verb->callback([order] { recompute(*order); });
}

}  // namespace slipway::command
