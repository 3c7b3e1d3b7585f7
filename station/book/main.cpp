#include <iostream>

#include "program/journal.hpp"
#include "slipway/version.hpp"
#include "station/book/app.hpp"

int main(int argc, char** argv) {
  slipway::program::name_journal("slipway-station");
  const auto options = slipway::program::read_options(
      argc, argv, "The store's books: the only authority over refunds.",
      std::string(slipway::kConfigFolder) + "/station.toml", slipway::book::station_keys());
  if (!options) return options.error();
  if (const auto served = slipway::book::serve(*options); !served) {
    std::cerr << "slipway-station: " << served.error().text << '\n';
    return 2;
  }
  return 0;
}
