#pragma once

#include <CLI/CLI.hpp>

// Every verb of `slipway` lives in a file of its own and adds itself to the command line: a
// subcommand whose callback does the work and, when that fails, throws CLI::RuntimeError with the
// exit status (1: the answer is no, 2: the verb could not do its work) after telling stderr why.
namespace slipway::command {

void add_audit(CLI::App& app);      // audit verify, audit sample
void add_card(CLI::App& app);       // card unpause
void add_devices(CLI::App& app);    // devices list, watch, test, record, import, replay
void add_enrol(CLI::App& app);      // enrol kiosk, enrol desk
void add_import(CLI::App& app);     // import
void add_keys(CLI::App& app);       // keys station, keys client
void add_policy(CLI::App& app);     // policy lint, show, rehearse, archive
void add_quote(CLI::App& app);      // quote
void add_recompute(CLI::App& app);  // recompute
void add_staff(CLI::App& app);      // staff add
void add_voucher(CLI::App& app);    // voucher verify

}  // namespace slipway::command
