#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "refund/sodium.hpp"
#include "station/book/audit.hpp"
#include "station/book/records.hpp"

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
}

}  // namespace slipway::command
