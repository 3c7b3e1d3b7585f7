#include <algorithm>
#include <iostream>

#include "devices/simulator/app.hpp"
#include "devices/simulator/umockdev_bed.hpp"
#include "program/journal.hpp"
#include "program/options.hpp"

int main(int argc, char** argv) {
  using namespace slipway;
  program::name_journal("slipway-simulator");
  char** const end = argv + argc;
  char** const dashes = std::find(argv, end, std::string_view("--"));
  std::string folder = "simulator";
  std::string listen;
  std::string printer = "epson";
  std::string words;
  std::string reader = "ccid";
  std::string bus;
  std::string pad = "stu-430";
  const auto options = program::read_options(
      static_cast<int>(dashes - argv), argv,
      "A card reader, a receipt printer and a signature pad that obey words. Programs see them "
      "over real libusb: give one behind '--', or, on the bus umockdev, set the printed "
      "UMOCKDEV_DIR and preload libumockdev-preload.so.0 yourself.",
      "", {},
      {{"--bus",
        "umockdev (no root) or vhci (the kernel's own bus: root and 'modprobe vhci-hcd'); without "
        "it vhci where that is possible",
        &bus},
       {"--folder", "where printed slips are kept as PNG", &folder},
       {"--listen", "Unix socket that takes words, a line each; 'help' lists them", &listen},
       {"--reader",
        "which card reader: ccid, keyboard, scanner, stripe, text-stripe or magnesafe (a stripe "
        "reader that encrypts)",
        &reader},
       {"--printer", "which printer there is: epson (ESC/POS) or star (StarPRNT)", &printer},
       {"--pad",
        "which pad: stu-300, -430, -430v, -500, -520a, -530, -540, -541, digitizer (a pen tablet), "
        "epad, touch or mouse",
        &pad},
       {"--say", "say these words to the simulator at --listen, and end", &words}});
  if (!options) return options.error();
  if (!words.empty()) {
    if (!listen.empty()) return devices::say_to_simulator(listen, words);
    std::cerr << "slipway-simulator: --say needs --listen\n";
    return 2;
  }
  if (printer != "epson" && printer != "star") {
    std::cerr << "slipway-simulator: --printer is epson or star\n";
    return 2;
  }
  const auto kind = devices::bus_named(bus);
  if (!kind) {
    std::cerr << "slipway-simulator: --bus is umockdev or vhci\n";
    return 2;
  }
  if (*kind == devices::BusKind::Umockdev) {
    if (const auto preloaded = devices::preload_umockdev(argv); !preloaded) {
      std::cerr << "slipway-simulator: " << preloaded.error().text << "\n";
      return 2;
    }
  }
  devices::SimulatorOptions wanted{folder, listen, printer, {}, reader, *kind, pad};
  if (dashes != end) wanted.program.assign(dashes + 1, end);
  return devices::run_simulator(wanted);
}
