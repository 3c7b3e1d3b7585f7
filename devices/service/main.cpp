#include <iostream>

#include "devices/service/app.hpp"
#include "program/journal.hpp"
#include "program/options.hpp"
#include "slipway/version.hpp"

int main(int argc, char** argv) {
  using namespace slipway;
  program::name_journal("slipway-devices");
  const auto options =
      program::read_options(argc, argv,
                            "Card reader, receipt printer and signature pad of a kiosk: the only "
                            "program that touches USB.",
                            std::string(kConfigFolder) + "/devices.toml", devices::service_keys());
  if (!options) return options.error();
  const auto settings = program::Settings::open(options->config, devices::service_keys());
  if (!settings) {
    std::cerr << "slipway-devices: " << settings.error().text << "\n";
    return 2;
  }
  return devices::run_service(*settings);
}
