// Prints the test page as a kiosk prints a voucher when its receipt printer cannot.
#include "command/device_queue.hpp"

#include <iostream>
#include <memory>
#include <string>

#include "command/books.hpp"
#include "command/device_settings.hpp"
#include "devices/printer/stand_in.hpp"
#include "devices/printer/test_page.hpp"

namespace slipway::command {
namespace {

constexpr int kWidth = 576;  // dots, as on 80 mm paper

struct Wish {
  std::string queue;  // empty: the one of the settings
  SettingsPlace settings;
};

// What is so, and what to try next, as devices::advice_for() has it for devices.
const char* advice_for(devices::CupsEnd end) {
  using devices::CupsEnd;
  switch (end) {
    case CupsEnd::Away:
      return "No server answers there. Is cupsd installed and running (`systemctl status cups`)?";
    case CupsEnd::NoQueue:
      return "The server knows no such queue: `lpstat -e` lists those that it has.";
    case CupsEnd::Access:
      return "The server wants a user and a password: allow this computer to print without.";
    case CupsEnd::Closed:
      return "The queue is stopped or takes no jobs: `cupsenable` and `cupsaccept` it.";
    case CupsEnd::NoPaper:
      return "The queue is stopped for want of paper or an open cover: fill it, `cupsenable` it.";
    case CupsEnd::Format:
      return "The queue takes no PDF: give it a driver that does.";
    case CupsEnd::Refused:
      return "The server refused it.";
    case CupsEnd::Completed:
      return "The queue says that it is done, and cannot see paper: does the sheet lie there?";
    case CupsEnd::Cancelled:
      return "The job was cancelled: by somebody, or because it was not over in time.";
    case CupsEnd::Aborted:
      return "The server gave the job up: its log (/var/log/cups/error_log) says why.";
    case CupsEnd::Silent:
      break;
  }
  return "The server stopped answering. The page may come out any time: look at its jobs.";
}

void test_queue(const Wish& wish) {
  const auto address = wish.queue.empty() ? device_settings(wish.settings).printer.stand_in
                                          : devices::cups_address_from(wish.queue);
  if (!address && wish.queue.empty())
    refuse("the settings name no queue (printer.stand_in): name one, as office");
  if (!address)
    refuse(wish.queue + ": expected a queue's name as office, or ipp://server:631/printers/office");
  const auto sheet = devices::sheet_of(devices::test_page(kWidth));
  if (!sheet) refuse("the test page does not fit on a sheet");
  const auto report =
      devices::print_by_cups(*address, *sheet, devices::kSheetTitle, devices::kSheetPatience);
  std::cout << devices::name_of(report.end)
            << (report.job == 0 ? "" : ", job " + std::to_string(report.job)) << "\n    "
            << advice_for(report.end) << '\n';
  if (!report.told.empty()) std::cout << "    In its own words: " << report.told << '\n';
  if (report.end != devices::CupsEnd::Completed) throw CLI::RuntimeError(1);
}

}  // namespace

void add_queue_test(CLI::App& test) {
  auto wish = std::make_shared<Wish>();
  auto* verb = test.add_subcommand(
      "queue",
      "print the test page on A4 through a queue of CUPS, as a kiosk's stand-in would; "
      "slipway-devices may go on running");
  verb->add_option("queue", wish->queue, "its name; without one the settings' printer.stand_in");
  wish->settings.add_to(*verb);
  verb->callback([wish] { test_queue(*wish); });
}

}  // namespace slipway::command
