#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace slipway::devices {

// What carries the simulated devices to the programs: umockdev's test bed, or the kernel's
// vhci_hcd.
enum class BusKind { Umockdev, Vhci };

// The bus of this name; without a name vhci where this process may use it, umockdev elsewhere.
// Nothing when the name is unknown.
[[nodiscard]] std::optional<BusKind> bus_named(const std::string& name);

// What the command line of slipway-simulator asked for.
struct SimulatorOptions {
  std::filesystem::path folder;      // printed slips go here
  std::filesystem::path listen;      // Unix socket for words; empty: none
  std::string printer;               // "epson" or "star"
  std::vector<std::string> program;  // started inside the simulated bus; empty: none
  std::string reader = "ccid";       // which kind of reader stands there
  BusKind bus = BusKind::Umockdev;   // Umockdev: the process runs under its preload already
  std::string pad = "stu-430";       // and which pad
};

// Plays until SIGTERM or SIGINT, or until the program has ended; the exit status is the program's
// then. Both end together: the preload library aborts a program whose simulator has died.
[[nodiscard]] int run_simulator(const SimulatorOptions& options);

// Says one line to a running simulator and prints the answer; 0 when it begins with "ok".
[[nodiscard]] int say_to_simulator(const std::filesystem::path& listen, const std::string& words);

}  // namespace slipway::devices
