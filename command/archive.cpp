#include "command/archive.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "command/books.hpp"
#include "refund/policy_words.hpp"
#include "station/book/policy_texts.hpp"

namespace slipway::command {
namespace {

struct Order {
  std::vector<std::string> files;
  std::string books;
};

struct Read {
  std::string file;
  book::PolicyTexts texts;
  refund::Policy policy;
};

Read read(const std::string& file) {
  auto texts = book::read_policy_texts(file);
  if (!texts) refuse(texts.error());
  auto policy = refund::read_policy(texts->policy, texts->parts);
  if (!policy) refuse(book::sentence_of(policy.error(), file));
  return {file, std::move(*texts), std::move(*policy)};
}

void archive(const Order& order) {
  std::vector<Read> all;  // every file is right before anything is written
  for (const std::string& file : order.files)
    all.push_back(read(file));
  auto books = open_books(order.books);
  for (const Read& one : all) {
    const auto kept = book::archive_policy(books, one.policy.hash, one.texts, now());
    if (!kept) refuse(one.file + ": " + kept.error().text);
    std::cout << one.policy.hash << "  " << one.policy.name << ' ' << one.policy.version << "  "
              << one.file << '\n';
  }
}

}  // namespace

void add_archive(CLI::App& policy) {
  auto order = std::make_shared<Order>();
  auto* verb = policy.add_subcommand(
      "archive",
      "keep the texts of policies, with their packs and tables, in a station's books, and print "
      "their hashes: what the column `policy` of lots.csv names");
  verb->add_option("FILE", order->files, "a policy (TOML)")->required();
  verb->add_option("--books", order->books, "the station's books (SQLite)")->required();
  verb->callback([order] { archive(*order); });
}

}  // namespace slipway::command
