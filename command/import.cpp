#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "station/book/shop_files.hpp"

namespace slipway::command {
namespace {

struct Wish {
  std::string books;
  std::string shop;
  std::string keys;
};

[[noreturn]] void tell(const std::vector<book::ShopMistake>& mistakes) {
  for (const auto& mistake : mistakes)
    std::cerr << book::to_text(mistake) << '\n';
  std::cerr << "以上有误，什么也没有导入。 Nothing was imported.\n";
  throw CLI::RuntimeError(1);
}

void import(const Wish& wish) {
  const auto shop = book::read_shop(wish.shop);
  if (!shop) tell(shop.error());
  const auto pepper = pepper_of(wish.keys, wish.books);
  auto books = open_books(wish.books);
  const auto imported = book::import_shop(books, *shop, pepper, now());
  if (!imported && !imported.error().mistakes.empty()) tell(imported.error().mistakes);
  if (!imported) refuse(imported.error().error.text);
  std::cout << "imported: " << imported->added << " added, " << imported->changed << " changed, "
            << imported->unchanged << " unchanged\n";
}

}  // namespace

void add_import(CLI::App& app) {
  auto wish = std::make_shared<Wish>();
  auto* verb = app.add_subcommand("import",
                                  "put a shop's members, cards, lots and uses (CSV) into "
                                  "the books: all of it, or nothing");
  verb->add_option("--books", wish->books, "the station's books (SQLite)")->required();
  verb->add_option("--shop", wish->shop,
                   "the folder with members.csv, cards.csv, lots.csv, "
                   "uses.csv and perhaps staff.csv")
      ->required();
  verb->add_option("--keys", wish->keys,
                   "the station's keys; station.keys beside the books when "
                   "not given");
  verb->callback([wish] { import(*wish); });
}

}  // namespace slipway::command
