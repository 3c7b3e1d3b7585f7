#include <iostream>
#include <string>

#include "program/journal.hpp"
#include "program/options.hpp"
#include "program/translation.hpp"
#include "station/app.hpp"
#include "station/view/gallery.hpp"

int main(int argc, char** argv) {
  using namespace slipway;
  program::name_journal("slipway-desk");
  std::string gallery;
  const auto options = program::read_options(
      argc, argv, "The store's desk: requests to review, vouchers to pay, kiosks to watch.",
      "/etc/slipway/desk.toml", desk::desk_keys(),
      {{"--gallery", "write a picture of every screen into this folder and end", &gallery}});
  if (!options) return options.error();
  program::use_translations("slipway-desk");
  if (!gallery.empty()) return desk::view::show_gallery(gallery);
  const auto settings = program::Settings::open(options->config, desk::desk_keys());
  if (!settings) {
    std::cerr << "slipway-desk: " << settings.error().text << "\n";
    return 2;
  }
  return desk::run_desk(*settings);
}
