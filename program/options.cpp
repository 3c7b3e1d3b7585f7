#include "program/options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "slipway/version.hpp"

namespace slipway::program {

tl::expected<Options, int> read_options(int argc, char** argv, const std::string& purpose,
                                        const std::filesystem::path& standard_config,
                                        const std::vector<Key>& keys,
                                        const std::vector<Switch>& switches) {
  CLI::App app(purpose);
  Options options{standard_config};
  std::string config = standard_config.string();
  app.set_version_flag("--version", std::string(kVersion));
  if (!keys.empty()) {
    app.add_option("--config", config, "configuration file (TOML)")->capture_default_str();
  }
  for (const Switch& one : switches) {
    if (one.value != nullptr) {
      app.add_option(one.name, *one.value, one.meaning)->capture_default_str();
    } else {
      app.add_flag(one.name, *one.given, one.meaning);
    }
  }
  std::string footer;
  if (!keys.empty()) footer = "Keys of the configuration file:\n";
  for (const Key& key : keys) {
    footer += "  " + std::string(key.name) + "\n      " + std::string(key.meaning);
    footer += key.standard.empty() ? " (required)\n" : " (" + std::string(key.standard) + ")\n";
  }
  app.footer(footer);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return tl::unexpected(status == 0 ? 0 : 2);
  }
  options.config = config;
  return options;
}

}  // namespace slipway::program
