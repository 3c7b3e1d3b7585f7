#include <iostream>

#include "kiosk/app.hpp"
#include "program/journal.hpp"
#include "program/options.hpp"

using namespace slipway;

int main(int argc, char** argv) {
  program::name_journal("slipway-kiosk");
  std::string gallery;
  std::string only;
  const auto options = program::read_options(
      argc, argv, "The screens of a refund kiosk, for the member.", "/etc/slipway/kiosk.toml",
      kiosk::setup_keys(),
      {{"--gallery", "Draw every screen as a picture into this folder, and end.", &gallery},
       {"--only", "Of these pictures, those whose name contains this text.", &only}});
  if (!options) return options.error();
  if (!gallery.empty()) return kiosk::draw_gallery(gallery, only);

  const auto settings = program::Settings::open(options->config, kiosk::setup_keys());
  if (!settings) {
    std::cerr << "slipway-kiosk: " << settings.error().text << '\n';
    return 2;
  }
  const auto setup = kiosk::read_setup(*settings);
  if (!setup) {
    std::cerr << "slipway-kiosk: " << setup.error().text << '\n';
    return 2;
  }
  return kiosk::run(*setup);
}
