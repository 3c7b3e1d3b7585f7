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
  std::string policy;
};

[[noreturn]] void tell(const std::vector<book::ShopMistake>& mistakes) {
  for (const auto& mistake : mistakes)
    std::cerr << book::to_text(mistake) << '\n';
  std::cerr << "以上有误，什么也没有导入。 Nothing was imported.\n";
  throw CLI::RuntimeError(1);
}

// Lots that name no policy are bound to this one, whose texts go into the archive.
void bind_to(const std::string& file, book::ShopFiles& shop) {
  auto texts = book::read_policy_texts(file);
  if (!texts) refuse(texts.error());
  const auto policy = refund::read_policy(texts->policy, texts->parts);
  if (!policy) refuse(book::sentence_of(policy.error(), file));
  shop.standing_policy = policy->hash;
  shop.policies.push_back({policy->hash, std::move(*texts)});
}

// What an owner should know of them, for their buyers bought under terms that nobody recorded.
void tell_unbound(std::int64_t lots) {
  if (lots == 0) return;
  std::cout << lots
            << " 批未绑定章程，按退款当天的章程计算；如要绑定：slipway import --policy 章程文件\n"
            << lots
            << " lots are bound to no policy and are computed under the one of the day of their "
               "refund; to bind them: slipway import --policy FILE\n";
}

void import(const Wish& wish) {
  auto shop = book::read_shop(wish.shop);
  if (!shop) tell(shop.error());
  if (!wish.policy.empty()) bind_to(wish.policy, *shop);
  const auto pepper = pepper_of(wish.keys, wish.books);
  auto books = open_books(wish.books);
  const auto imported = book::import_shop(books, *shop, pepper, now());
  if (!imported && !imported.error().mistakes.empty()) tell(imported.error().mistakes);
  if (!imported) refuse(imported.error().error.text);
  std::cout << "imported: " << imported->added << " added, " << imported->changed << " changed, "
            << imported->unchanged << " unchanged\n";
  tell_unbound(imported->unbound);
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
                   "uses.csv and perhaps gifts.csv, staff.csv and policies/")
      ->required();
  verb->add_option("--keys", wish->keys,
                   "the station's keys; station.keys beside the books when "
                   "not given");
  verb->add_option("--policy", wish->policy,
                   "bind to this policy every lot of the folder that names none and was sold "
                   "before the station served with one; they stay unbound when not given");
  verb->callback([wish] { import(*wish); });
}

}  // namespace slipway::command
