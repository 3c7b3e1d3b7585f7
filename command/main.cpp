#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "command/verb.hpp"
#include "slipway/version.hpp"

namespace {

int answer(int argc, char** argv) {
  CLI::App app("The command line of Slipway.");
  app.set_version_flag("--version", std::string(slipway::kVersion));
  app.require_subcommand(1);
  slipway::command::add_import(app);
  slipway::command::add_enrol(app);
  slipway::command::add_staff(app);
  slipway::command::add_card(app);
  slipway::command::add_audit(app);
  slipway::command::add_devices(app);
  slipway::command::add_keys(app);
  slipway::command::add_policy(app);
  slipway::command::add_quote(app);
  slipway::command::add_recompute(app);
  slipway::command::add_voucher(app);
  CLI11_PARSE(app, argc, argv);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return answer(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "slipway: %s\n", error.what());
    return EX_SOFTWARE;
  }
}
