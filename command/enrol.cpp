#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "station/book/clients.hpp"
#include "sync/link.hpp"

namespace slipway::command {
namespace {

struct Wish {
  std::string books;
  std::string name;
  std::string key;
};

void enrol(const Wish& wish, sync::Peer::Kind kind) {
  if (!sync::curve_key_from(wish.key)) {
    refuse("--public: expected forty Z85 characters, as `slipway keys client` prints them");
  }
  auto books = open_books(wish.books);
  const auto enrolled = book::enrol(books, {wish.name, kind}, wish.key, now());
  if (!enrolled) refuse(enrolled.error().text);
  std::cout << wish.name << " is enrolled as number " << *enrolled << '\n';
}

void revoke(const Wish& wish) {
  auto books = open_standing_books(wish.books);
  const auto revoked = book::revoke(books, wish.name, now());
  if (!revoked) refuse(revoked.error().text);
  std::cout << wish.name << " is no longer enrolled\n";
}

}  // namespace

void add_enrol(CLI::App& app) {
  auto* verb = app.add_subcommand("enrol", "say who may speak to the station");
  verb->require_subcommand(1);
  const auto add = [verb](const char* kind, const char* meaning) {
    auto wish = std::make_shared<Wish>();
    auto* one = verb->add_subcommand(kind, meaning);
    one->add_option("--books", wish->books, "the station's books (SQLite)")->required();
    one->add_option("--name", wish->name, "its name, as kiosk-1")->required();
    return std::pair(one, wish);
  };
  const auto with_key = [](CLI::App* one, const std::shared_ptr<Wish>& wish) {
    one->add_option("--public", wish->key, "its public key, forty Z85 characters")->required();
  };
  const auto [kiosk, kiosk_wish] = add("kiosk", "let a kiosk file requests");
  with_key(kiosk, kiosk_wish);
  kiosk->callback([wish = kiosk_wish] { enrol(*wish, sync::Peer::Kind::Kiosk); });
  const auto [desk, desk_wish] = add("desk", "let a desk show requests to staff who sign in");
  with_key(desk, desk_wish);
  desk->callback([wish = desk_wish] { enrol(*wish, sync::Peer::Kind::Desk); });
  const auto [gone, gone_wish] = add("revoke", "stop listening to a kiosk or desk, at once");
  gone->callback([wish = gone_wish] { revoke(*wish); });
}

}  // namespace slipway::command
