#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "refund/sodium.hpp"
#include "station/book/audit.hpp"

namespace slipway::command {
namespace {

void verify(const std::string& file) {
  if (!std::filesystem::exists(file)) refuse(file + ": expected the station's books");
  auto books = open_books(file);
  const auto verdict = book::verify_audit(books);
  if (!verdict) refuse(verdict.error().text);
  if (verdict->broken) {
    std::cout << "broken at entry " << verdict->broken->sequence << ": " << verdict->broken->why
              << '\n';
    throw CLI::RuntimeError(1);
  }
  std::cout << "whole: " << verdict->entries << " entries, last " << refund::to_hex(verdict->last)
            << '\n';
}

}  // namespace

void add_audit(CLI::App& app) {
  auto* verb = app.add_subcommand("audit", "the chain of everything that happened in the books");
  verb->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto* one = verb->add_subcommand("verify", "check every entry; exit status 1 when it is broken");
  one->add_option("--books", *file, "the station's books (SQLite)")->required();
  one->callback([file] { verify(*file); });
}

}  // namespace slipway::command
