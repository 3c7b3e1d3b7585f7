#include "command/device_settings.hpp"

#include <unistd.h>

#include <iostream>

#include "command/books.hpp"
#include "devices/service/app.hpp"
#include "slipway/version.hpp"

namespace slipway::command {

void SettingsPlace::add_to(CLI::App& verb) {
  verb.add_option(
      "--config", file,
      std::string("devices.toml to go by; ") + kConfigFolder + "/devices.toml where there is one");
}

DeviceSettings device_settings(const SettingsPlace& place) {
  const std::string file =
      place.file.empty() ? std::string(kConfigFolder) + "/devices.toml" : place.file;
  if (place.file.empty() && ::access(file.c_str(), R_OK) != 0) {
    if (::access(file.c_str(), F_OK) == 0)
      std::cerr << file << " is not for this user to read: ports and identities as standard\n";
    return {};
  }
  const auto settings = program::Settings::open(file, devices::service_keys());
  if (!settings) refuse(settings.error().text);
  auto roster = devices::roster_settings(*settings);
  if (!roster) refuse(roster.error().text);
  const auto reader = devices::reader_settings(*settings);
  if (!reader) refuse(reader.error().text);
  auto printer = devices::printer_settings(*settings);
  if (!printer) refuse(printer.error().text);
  return {std::move(*roster), *reader, std::move(*printer)};
}

}  // namespace slipway::command
