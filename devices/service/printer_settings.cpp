#include "devices/service/printer_settings.hpp"

#include "devices/printer/printer_profile.hpp"

namespace slipway::devices {
namespace {

program::Result<std::string> profile_of(const program::Settings& settings) {
  auto name = settings.text("printer.profile");
  if (!name) return tl::unexpected(name.error());
  const auto& profiles = known_profiles();
  if (name->empty() || profile_named(*name, profiles) != nullptr) return name;
  std::string known;
  for (const PrinterProfile& one : profiles)
    known += (known.empty() ? "'" : ", '") + one.name + "'";
  return tl::unexpected(program::Refusal{settings.file().string() + ": 'printer.profile' names '" +
                                         *name + "'; expected one of " + known});
}

program::Result<std::optional<CupsAddress>> stand_in_of(const program::Settings& settings) {
  const auto text = settings.text("printer.stand_in");
  if (!text) return tl::unexpected(text.error());
  if (text->empty()) return std::optional<CupsAddress>();
  // The service has no network, only cupsd's socket.
  if (auto address = cups_address_from(*text); address && address->host.empty()) return address;
  return tl::unexpected(program::Refusal{
      settings.file().string() + ": 'printer.stand_in' is '" + *text +
      "'; expected the name of a queue of CUPS on this computer, as 'office'; a printer "
      "elsewhere needs a queue here too"});
}

}  // namespace

program::Result<PrinterSettings> printer_settings(const program::Settings& settings) {
  auto profile = profile_of(settings);
  if (!profile) return tl::unexpected(profile.error());
  const auto drawer = settings.yes_or_no("printer.drawer");
  if (!drawer) return tl::unexpected(drawer.error());
  auto stand_in = stand_in_of(settings);
  if (!stand_in) return tl::unexpected(stand_in.error());
  return PrinterSettings{std::move(*profile), *drawer, std::move(*stand_in)};
}

}  // namespace slipway::devices
