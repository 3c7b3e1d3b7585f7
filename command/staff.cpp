#include <algorithm>
#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"
#include "refund/authority.hpp"

namespace slipway::command {
namespace {

struct Wish {
  std::string books;
  std::string keys;
  refund::Staff staff;
};

bool is_staff_pin(const std::string& pin) {
  return pin.size() >= 6 && pin.size() <= 8 &&
         std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void add(const Wish& wish) {
  if (!refund::capabilities_of(wish.staff.role)) {
    refuse("--role: expected manager, finance, cashier or owner");
  }
  std::string pin;
  std::cerr << "PIN (6 to 8 digits): ";
  if (!std::getline(std::cin, pin) || !is_staff_pin(pin)) {
    refuse("expected a PIN of 6 to 8 digits on one line of standard input");
  }
  const auto pepper = pepper_of(wish.keys, wish.books);
  auto books = open_books(wish.books);
  const auto put = book::put_staff(books, wish.staff, pin, pepper, now());
  if (!put) refuse(put.error().text);
  std::cout << wish.staff.id << " is on the staff\n";
}

}  // namespace

void add_staff(CLI::App& app) {
  auto* verb = app.add_subcommand("staff", "who may sign in at a desk");
  verb->require_subcommand(1);
  auto wish = std::make_shared<Wish>();
  auto* one = verb->add_subcommand(
      "add",
      "add a person, or give one a new name, role and PIN; reads the PIN from standard input");
  one->add_option("--books", wish->books, "the station's books (SQLite)")->required();
  one->add_option("--keys", wish->keys,
                  "the station's keys; station.keys beside the books when "
                  "not given");
  one->add_option("--id", wish->staff.id, "what the person types to sign in")->required();
  one->add_option("--name", wish->staff.name, "the person's name")->required();
  one->add_option("--role", wish->staff.role, "manager, finance, cashier or owner")->required();
  one->add_option("--member", wish->staff.member_id, "the member that this person is, if any");
  one->callback([wish] { add(*wish); });
}

}  // namespace slipway::command
