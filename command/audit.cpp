#include <algorithm>
#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "refund/sodium.hpp"
#include "station/book/archive_proof.hpp"
#include "station/book/audit.hpp"
#include "station/book/records.hpp"
#include "station/book/sample.hpp"

namespace slipway::command {
namespace {

void verify(const std::string& file) {
  auto books = read_books(file);
  book::AuditVerdict verdict;
  std::optional<std::string> wrong;
  // One transaction, so that a station at work cannot come between the chain and the books.
  const auto read = books.transaction([&] {
    return book::verify_audit(books)
        .and_then([&](book::AuditVerdict&& found) -> sync::Result<std::optional<std::string>> {
          verdict = std::move(found);
          return verdict.broken ? std::nullopt : book::contradiction(books);
        })
        .and_then([&](std::optional<std::string>&& found) {
          const bool is_known = verdict.broken || found;
          return is_known ? sync::Result<std::optional<std::string>>(std::move(found))
                          : book::lost_text(books);
        })
        .map([&](std::optional<std::string>&& found) { wrong = std::move(found); });
  });
  if (!read) refuse(read.error().text);
  if (verdict.broken) {
    std::cout << "broken at entry " << verdict.broken->sequence << ": " << verdict.broken->why
              << '\n';
    throw CLI::RuntimeError(1);
  }
  if (wrong) {
    std::cout << "whole, but the books contradict it: " << *wrong << '\n';
    throw CLI::RuntimeError(1);
  }
  std::cout << "whole: " << verdict.entries << " entries, last " << refund::to_hex(verdict.last)
            << '\n';
}

struct SampleOrder {
  std::string books;
  std::string day;
};

void tell(const book::Drawn& drawn) {
  const book::Request& request = drawn.request;
  std::cout << request.number << "  " << refund::to_text(request.amount) << "  "
            << refund::name_of(request.state) << "  " << refund::to_text(drawn.decided_at) << " by "
            << drawn.decided_by << "; for";
  for (const std::string& name : drawn.may_look)
    std::cout << ' ' << name;
  std::cout << (drawn.may_look.empty() ? " nobody of the staff: ask the owner\n" : "\n");
}

void sample(const SampleOrder& order) {
  const auto day = refund::date_from(order.day);
  if (!day) refuse("--day " + order.day + ": expected a day as \"2026-11-21\"");
  auto books = read_books(order.books);
  const auto last = book::last_audit_time(books);
  if (!last) refuse(last.error().text);
  // By the clock or by the chain, whichever is further on: a day before the last entry is closed.
  if (*day >= refund::date_of(std::max(now(), *last))) {
    refuse("--day " + order.day + ": this day is not over; what is drawn is not certain before");
  }
  std::optional<book::Sample> found;
  const auto read = books.transaction([&] {
    return book::sample_of(books, *day).map([&](std::optional<book::Sample>&& sample) {
      found = std::move(sample);
    });
  });
  if (!read) refuse(read.error().text);
  if (!found) refuse(order.day + ": the books know no policy that was in force on this day");
  std::cout << order.day << ": " << found->drawn.size() << " of " << found->decided
            << " decided requests are looked at again (" << found->basis_points
            << " of 10,000, head " << refund::to_hex(found->head) << ")\n";
  for (const book::Drawn& drawn : found->drawn)
    tell(drawn);
}

}  // namespace

void add_audit(CLI::App& app) {
  auto* verb = app.add_subcommand("audit", "the chain of everything that happened in the books");
  verb->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto* one = verb->add_subcommand(
      "verify",
      "check every entry, and the books against them, without writing anything; exit status 1 when "
      "anything is wrong");
  one->add_option("--books", *file, "the station's books (SQLite)")->required();
  one->callback([file] { verify(*file); });
  auto order = std::make_shared<SampleOrder>();
  auto* two = verb->add_subcommand(
      "sample",
      "the decided requests of a day that another person looks at once more, as the policy of that "
      "day asks; the same for everybody who draws");
  two->add_option("--books", order->books, "the station's books (SQLite)")->required();
  two->add_option("--day", order->day, "a day that is over, as 2026-11-21")->required();
  two->callback([order] { sample(*order); });
}

}  // namespace slipway::command
