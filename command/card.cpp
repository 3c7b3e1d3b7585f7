#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "station/book/pins.hpp"

namespace slipway::command {
namespace {

struct Wish {
  std::string books;
  std::string number;
};

void unpause(const Wish& wish) {
  auto books = open_standing_books(wish.books);
  const auto ended = book::end_pause(books, wish.number, now());
  if (!ended) refuse("--number " + wish.number + ": " + ended.error().text);
  std::cout << wish.number << " may be tried again\n";
}

}  // namespace

void add_card(CLI::App& app) {
  auto* verb = app.add_subcommand("card", "what staff do for one card");
  verb->require_subcommand(1);
  auto wish = std::make_shared<Wish>();
  auto* one = verb->add_subcommand(
      "unpause", "let a card be tried again that was paused after three wrong PINs");
  one->add_option("--books", wish->books, "the station's books (SQLite)")->required();
  one->add_option("--number", wish->number, "the number printed on the card")->required();
  one->callback([wish] { unpause(*wish); });
}

}  // namespace slipway::command
