#include "devices/service/roster_settings.hpp"

namespace slipway::devices {
namespace {

program::Result<Identity> identity_of(const program::Settings& settings, const std::string& key) {
  const auto text = settings.text(key);
  if (!text) return tl::unexpected(text.error());
  if (*text == "serial") return Identity::Serial;
  if (*text == "port") return Identity::Port;
  return tl::unexpected(program::Refusal{settings.file().string() + ": '" + key + "' is '" + *text +
                                         "'; expected 'serial' or 'port'"});
}

program::Result<Encryption> encryption_of(const program::Settings& settings) {
  const auto text = settings.text("pad.encrypted");
  if (!text) return tl::unexpected(text.error());
  if (*text == "prefer") return Encryption::Prefer;
  if (*text == "require") return Encryption::Require;
  if (*text == "never") return Encryption::Never;
  return tl::unexpected(program::Refusal{settings.file().string() + ": 'pad.encrypted' is '" +
                                         *text + "'; expected 'prefer', 'require' or 'never'"});
}

}  // namespace

program::Result<RosterSettings> roster_settings(const program::Settings& settings) {
  RosterSettings found;
  for (const Role role : kRoles) {
    const std::string section = name_of(role);
    auto port = settings.text(section + ".port");
    if (!port) return tl::unexpected(port.error());
    of(role, found.ports) = std::move(*port);
    const auto identity = identity_of(settings, section + ".identity");
    if (!identity) return tl::unexpected(identity.error());
    of(role, found.identities) = *identity;
  }
  const auto encryption = encryption_of(settings);
  if (!encryption) return tl::unexpected(encryption.error());
  found.pad_encryption = *encryption;
  auto folder = settings.text("roster.folder");
  if (!folder) return tl::unexpected(folder.error());
  found.folder = std::move(*folder);
  return found;
}

}  // namespace slipway::devices
