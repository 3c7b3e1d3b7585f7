#include "sync/keys.hpp"

#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/verb.hpp"

namespace slipway::command {
namespace {

struct Wish {
  std::int64_t store = 1;
  std::string keys;
  std::string open;
};

void make_station(const Wish& wish) {
  const auto keys = sync::make_station_keys(wish.store);
  if (const auto written = sync::write_station_keys(wish.keys, keys); !written) {
    refuse(written.error().text);
  }
  if (const auto written = sync::write_station_public(wish.open, sync::public_of(keys)); !written) {
    // Without its public half nobody could use the key that was just made; so that the verb can be
    // given again, it is not kept.
    std::filesystem::remove(wish.keys);
    refuse(written.error().text);
  }
  std::cout << wish.keys << ": keep it secret and keep a copy of it in a safe place\n"
            << wish.open << ": for every kiosk, every desk and whoever checks vouchers\n";
}

void make_client(const Wish& wish) {
  const auto keys = sync::make_curve_pair();
  if (const auto written = sync::write_client_keys(wish.keys, keys); !written) {
    refuse(written.error().text);
  }
  std::cout << keys.open.data() << '\n';
}

void make_cards(const Wish& wish) {
  sync::CardKeys keys;
  sync::fill_random(keys.meta_read);
  sync::fill_random(keys.file_read);
  if (const auto written = sync::write_card_keys(wish.keys, keys); !written) {
    refuse(written.error().text);
  }
  std::cout << wish.keys
            << ": for the station and for who personalises the cards; keep it secret\n";
}

void make_readers(const Wish& wish) {
  sync::ReaderKeys keys;
  sync::fill_random(keys.base);
  if (const auto written = sync::write_reader_keys(wish.keys, keys); !written) {
    refuse(written.error().text);
  }
  std::cout << wish.keys
            << ": for the station and for who loads the readers' keys; keep it secret\n";
}

}  // namespace

void add_keys(CLI::App& app) {
  auto* verb = app.add_subcommand(
      "keys", "make the keys of a station, a kiosk, a desk, a shop's cards or its readers");
  verb->require_subcommand(1);

  auto station_wish = std::make_shared<Wish>();
  auto* station = verb->add_subcommand("station", "a secret file and the public file beside it");
  station->add_option("--store", station_wish->store, "the store's number, on every voucher")
      ->required()
      ->check(CLI::Range(1, 1'000'000));
  station->add_option("--keys", station_wish->keys, "the secret file to make")->required();
  station->add_option("--public", station_wish->open, "the public file to make")->required();
  station->callback([station_wish] { make_station(*station_wish); });

  auto client_wish = std::make_shared<Wish>();
  auto* client = verb->add_subcommand(
      "client", "a secret file for a kiosk or a desk; prints the public key to enrol");
  client->add_option("--keys", client_wish->keys, "the secret file to make")->required();
  client->callback([client_wish] { make_client(*client_wish); });

  auto cards_wish = std::make_shared<Wish>();
  auto* cards = verb->add_subcommand(
      "cards",
      "a secret file with the keys of a shop's cards that prove themselves (NTAG 424 DNA)");
  cards->add_option("--keys", cards_wish->keys, "the secret file to make")->required();
  cards->callback([cards_wish] { make_cards(*cards_wish); });

  auto readers_wish = std::make_shared<Wish>();
  auto* readers = verb->add_subcommand(
      "readers",
      "a secret file with the base key of a shop's stripe readers that encrypt (MagTek MagneSafe)");
  readers->add_option("--keys", readers_wish->keys, "the secret file to make")->required();
  readers->callback([readers_wish] { make_readers(*readers_wish); });
}

}  // namespace slipway::command
