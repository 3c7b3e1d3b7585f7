#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>

#include "command/books.hpp"
#include "command/device_queue.hpp"
#include "command/device_recording.hpp"
#include "command/device_settings.hpp"
#include "command/device_use.hpp"
#include "command/pad_prompt.hpp"
#include "command/verb.hpp"
#include "devices/pad/pad_choice.hpp"
#include "devices/printer/printer_choice.hpp"
#include "devices/printer/test_page.hpp"
#include "devices/reader/reader_choice.hpp"
#include "devices/service/inspection.hpp"
#include "devices/service/kept_file.hpp"
#include "devices/service/roster.hpp"
#include "devices/service/survey.hpp"
#include "devices/usb/libusb_bus.hpp"

namespace slipway::command {
namespace {

using devices::kRoles;
using devices::Role;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

struct Wish {
  std::string port;
  std::string profile;
  std::string role;
  std::string folder;  // empty: as the settings say
  SettingsPlace settings;
  int seconds = 20;
};

std::filesystem::path folder_of(const Wish& wish, const DeviceSettings& settings) {
  if (!wish.folder.empty()) return wish.folder;
  return settings.roster.folder.empty() ? devices::kKeptFolder : settings.roster.folder;
}

std::unique_ptr<devices::usb::Transport> opened(devices::usb::Bus& bus, Role role, const Wish& wish,
                                                const DeviceSettings& settings) {
  return command::opened(bus, role,
                         wish.port.empty() ? of(role, settings.roster.ports) : wish.port);
}

std::string role_text(const std::optional<Role>& role) {
  return role ? devices::name_of(*role) : "-";
}

// Exit status 1 when a role is played by nothing, or by something that cannot be had; that the
// service has it is as it should be.
void list(const Wish& wish) {
  const DeviceSettings settings = device_settings(wish.settings);
  const auto bus = bus_with([](const devices::usb::Change&) {});
  const devices::Inspection inspection(folder_of(wish, settings), settings.roster.identities);
  bool is_well = true;
  std::array<bool, kRoles.size()> is_played{};
  for (const devices::Found& found : devices::survey(*bus, inspection, settings.roster.ports)) {
    std::cout << role_text(found.role) << "  " << name_of(found.device) << "\n    "
              << devices::advice_for(found) << '\n';
    if (!found.role) continue;
    of(*found.role, is_played) = of(*found.role, is_played) || found.is_first;
    is_well = is_well && (!found.trouble || found.trouble->fault == devices::Fault::Busy);
  }
  for (const Role role : kRoles) {
    if (of(role, is_played)) continue;
    is_well = false;
    const std::string& port = of(role, settings.roster.ports);
    std::cout << devices::name_of(role) << (port.empty() ? "  none" : "  none at port " + port)
              << "\n    " << devices::advice_without(role, port) << '\n';
  }
  if (!is_well) throw CLI::RuntimeError(1);
}

void accept(const Wish& wish) {
  const auto bus = bus_with([](const devices::usb::Change&) {});
  const DeviceSettings settings = device_settings(wish.settings);
  // As if none had been inspected.
  const auto all = devices::survey(*bus, devices::Inspection(""), settings.roster.ports);
  const auto found = std::find_if(all.begin(), all.end(), [&](const devices::Found& one) {
    const bool is_meant = wish.port.empty() ? one.is_first : one.device.port == wish.port;
    return one.role && devices::name_of(*one.role) == wish.role && is_meant;
  });
  if (found == all.end()) {
    refuse("no " + wish.role + (wish.port.empty() ? "" : " at port " + wish.port) +
           "; `slipway devices list` says what is where");
  }
  if (found->trouble) refuse_role(*found->role, *found->trouble);
  const std::string& named = of(*found->role, settings.roster.ports);
  if (!named.empty() && named != found->device.port) {
    refuse("the settings name port " + named + " for the " + wish.role +
           ", where the service would go on looking: plug it in there, or change `port`");
  }
  devices::Inspection inspection(folder_of(wish, settings), settings.roster.identities);
  if (const auto kept = inspection.accept(*found->role, found->device); !kept) {
    refuse("it cannot be kept: " + kept.error().text);
  }
  std::cout << wish.role << "  " << name_of(found->device)
            << "\n    From now on it is the inspected one; the service takes it within ten "
               "seconds.\n";
}

// The page that the service has written.
void health(const Wish& wish) {
  const std::filesystem::path file =
      folder_of(wish, device_settings(wish.settings)) / devices::kHealthFile;
  std::ifstream page(file);
  if (!page) {
    refuse("there is no " + file.string() +
           "; slipway-devices writes it when it runs as a service");
  }
  std::cout << page.rdbuf();
}

// Changes from the bus' thread to the one that prints.
class Changes {
 public:
  void put(const devices::usb::Change& change) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(change);
    news_.notify_one();
  }
  [[nodiscard]] std::optional<devices::usb::Change> take(Clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (!news_.wait_until(lock, until, [this] { return !waiting_.empty(); })) return std::nullopt;
    devices::usb::Change first = std::move(waiting_.front());
    waiting_.pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<devices::usb::Change> waiting_;
};

void watch(const Wish& wish) {
  Changes changes;
  const auto bus = bus_with([&](const devices::usb::Change& change) { changes.put(change); });
  std::cout << "What is plugged in and out is told, for " << wish.seconds << " seconds."
            << std::endl;
  const auto end = Clock::now() + seconds(wish.seconds);
  while (const auto change = changes.take(end)) {
    if (devices::is_hub(change->device)) continue;
    const bool has_come = change->kind == devices::usb::Change::Kind::Arrived;
    std::cout << (has_come ? "arrived  " : "left     ")
              << role_text(devices::role_of(change->device)) << "  " << name_of(change->device)
              << std::endl;
  }
}

const char* text_of(devices::Sensor sensor) {
  switch (sensor) {
    case devices::Sensor::No:
      return "no";
    case devices::Sensor::Yes:
      return "yes";
    case devices::Sensor::Unknown:
      return "it does not say";
    case devices::Sensor::Unsupported:
      break;
  }
  return "it has no such sensor";
}

void tell(const devices::PrinterStatus& status) {
  const std::pair<const char*, devices::Sensor> rows[] = {
      {"online", status.online},
      {"cover open", status.cover_open},
      {"paper out", status.paper_out},
      {"paper near its end", status.paper_near_end},
      {"cutter in trouble", status.cutter_error},
      {"failed", status.failed},
      {"head hot", status.head_hot},
  };
  for (const auto& [what, sensor] : rows)
    std::cout << "    " << what << ": " << text_of(sensor) << '\n';
}

// No job before had it: the kiosk's are random numbers, those of this verb rise with the clock.
devices::JobId test_job() {
  return static_cast<devices::JobId>(Clock::now().time_since_epoch().count());
}

void test_page(const Wish& wish) {
  const auto bus = bus_with([](const devices::usb::Change&) {});
  const DeviceSettings settings = device_settings(wish.settings);
  const devices::PrinterProfile* profile = devices::profile_named(
      wish.profile.empty() ? settings.printer.profile : wish.profile, devices::known_profiles());
  if (!wish.profile.empty() && profile == nullptr) {
    refuse("--profile " + wish.profile + ": no such profile is known");
  }
  auto printer = devices::open_printer(opened(*bus, Role::Printer, wish, settings), profile);
  if (!printer) refuse_role(Role::Printer, printer.error());
  if (const auto status = (*printer)->status()) tell(*status);
  const devices::Printed printed =
      (*printer)->print(devices::test_page((*printer)->width_dots()), test_job());
  std::cout << devices::name_of(printed.outcome)
            << ", evidence: " << devices::name_of(printed.evidence) << "\n    "
            << devices::advice_for(printed) << '\n';
  if (printed.outcome != devices::Outcome::Printed) throw CLI::RuntimeError(1);
}

// Enough to know the test card again, not enough to copy a member's.
std::string masked(const std::string& uid) {
  return std::string(uid.size() - 4, '*') + uid.substr(uid.size() - 4);
}

void test_swipe(const Wish& wish) {
  const auto bus = bus_with([](const devices::usb::Change&) {});
  const DeviceSettings settings = device_settings(wish.settings);
  auto reader = devices::open_reader(opened(*bus, Role::Reader, wish, settings),
                                     settings.reader.number, settings.reader.sector);
  if (!reader) refuse_role(Role::Reader, reader.error());
  if (const auto enabled = (*reader)->enable(); !enabled)
    refuse_role(Role::Reader, enabled.error());
  std::cout << "Present a card, within " << wish.seconds << " seconds." << std::endl;
  const auto end = Clock::now() + seconds(wish.seconds);
  while (Clock::now() < end) {
    const auto reading = (*reader)->wait(milliseconds(200));
    if (!reading) refuse_role(Role::Reader, reading.error());
    if (reading->news == devices::ReaderNews::Failed) {
      std::cout << "    It could not be read (" << reading->error.text
                << "). Hold it still, or try another card." << std::endl;
    }
    if (reading->news != devices::ReaderNews::Arrived) continue;
    if (reading->card.stripe) {
      std::cout << "Read: a stripe that the reader encrypted, key serial number "
                << reading->card.stripe->ksn
                << "\n    Only a station with this reader's keys knows which card it is; members "
                   "give their PIN as well.\n";
      static_cast<void>((*reader)->disable());
      return;
    }
    std::cout << "Read: " << masked(reading->card.uid) << ", " << reading->card.uid.size()
              << " digits\n    "
              << (reading->card.proof
                      ? "It brings a proof (SUN), which only the station can verify: until then it "
                        "is an identifier.\n"
                      : "An identifier proves nothing: members give their PIN as well.\n");
    static_cast<void>((*reader)->disable());
    return;
  }
  static_cast<void>((*reader)->disable());
  std::cout << "No card was seen.\n    Is it a card of 13.56 MHz, held flat on the reader?\n";
  throw CLI::RuntimeError(1);
}

// What a signature was made of.
struct Ink {
  int samples = 0;
  int strokes = 0;
  int gaps = 0;
  bool has_pressure = false;
};

void add(const std::vector<devices::PenSample>& samples, Ink& ink, bool& was_touching) {
  for (const devices::PenSample& sample : samples) {
    if (sample.touching && !was_touching) ++ink.strokes;
    was_touching = sample.touching;
    ink.samples += sample.touching ? 1 : 0;
    ink.gaps += sample.after_gap ? 1 : 0;
    ink.has_pressure = ink.has_pressure || sample.pressure.has_value();
  }
}

// Blank first: what went wrong may have left a signature on the glass.
[[noreturn]] void give_up(devices::SignaturePad& pad, const devices::Error& trouble) {
  static_cast<void>(pad.end());
  refuse_role(Role::Pad, trouble);
}

// Until the tick or the cross is tapped, or nothing was drawn for a while after the last stroke.
std::optional<devices::PadNews> take_signature(devices::SignaturePad& pad, int limit, Ink& ink) {
  const seconds pause(pad.screen() ? 4 : 2);
  const auto deadline = Clock::now() + seconds(limit);
  bool was_touching = false;
  for (auto end = deadline; Clock::now() < end;) {
    const auto samples = pad.wait(milliseconds(200));
    if (!samples) give_up(pad, samples.error());
    add(*samples, ink, was_touching);
    if (!samples->empty()) end = std::min(deadline, Clock::now() + pause);
    const auto news = pad.tapped();
    if (!news) continue;
    if (*news != devices::PadNews::Cleared) return news;
    if (const auto cleared = pad.clear(); !cleared) give_up(pad, cleared.error());
    ink = {};
    was_touching = false;
    end = deadline;
  }
  return std::nullopt;
}

void test_signature(const Wish& wish) {
  const auto bus = bus_with([](const devices::usb::Change&) {});
  const DeviceSettings settings = device_settings(wish.settings);
  auto opened_pad =
      devices::open_pad(opened(*bus, Role::Pad, wish, settings), settings.roster.pad_encryption);
  if (!opened_pad) refuse_role(Role::Pad, opened_pad.error());
  devices::SignaturePad& pad = **opened_pad;
  if (const auto screen = pad.screen()) {
    if (const auto shown = pad.show(pad_prompt(*screen)); !shown) give_up(pad, shown.error());
    std::cout << "Its glass shows a cross (cancel), a bar (clear) and a tick (accept).\n";
  }
  if (const auto begun = pad.begin(); !begun) give_up(pad, begun.error());
  if (!pad.said().empty()) std::cout << "It says that it is " << pad.said() << ".\n";
  const devices::PadSize size = pad.size();
  std::cout << size.width / 100 << " x " << size.height / 100 << " mm. Sign, within "
            << wish.seconds << " seconds." << std::endl;
  Ink ink;
  const auto news = take_signature(pad, wish.seconds, ink);
  if (const auto ended = pad.end(); !ended) refuse_role(Role::Pad, ended.error());
  if (news == devices::PadNews::Cancelled) {
    std::cout << "The cross was tapped; the glass is blank again\n";
    throw CLI::RuntimeError(1);
  }
  if (ink.samples == 0) {
    std::cout << "No pen was seen.\n    Use the pad's own pen; a finger is not felt.\n";
    throw CLI::RuntimeError(1);
  }
  if (news) std::cout << "The tick was tapped.\n";
  std::cout << ink.strokes << " strokes of " << ink.samples << " points, "
            << (ink.has_pressure ? "with" : "without") << " pressure, " << ink.gaps
            << " gaps; the glass is blank again\n";
}

}  // namespace

void add_devices(CLI::App& app) {
  auto* verb = app.add_subcommand(
      "devices",
      "card reader, printer and signature pad of this computer: what is there, what "
      "works, what to try next");
  verb->require_subcommand(1);
  const auto add_keeping = [&](const char* name, const char* meaning, void (*run)(const Wish&)) {
    auto wish = std::make_shared<Wish>();
    auto* one = verb->add_subcommand(name, meaning);
    one->add_option("--folder", wish->folder, "where slipway-devices keeps its files");
    wish->settings.add_to(*one);
    one->callback([wish, run] { run(*wish); });
    return std::pair(one, wish);
  };
  add_keeping("list",
              "every USB device, the role it plays, and what to try when it plays none; exit "
              "status 1 when one is missing or is not the inspected one",
              list);
  add_keeping("health",
              "model, serial number, firmware, counters and last trouble of each device, as "
              "slipway-devices has seen them",
              health);
  const auto [accepting, accepted] = add_keeping(
      "accept", "you have looked at this device: from now on it is the one of its role", accept);
  accepting->add_option("role", accepted->role, "reader, printer or pad")
      ->required()
      ->check(CLI::IsMember({"reader", "printer", "pad"}));
  accepting->add_option("--port", accepted->port, "the device at this USB port, as \"1-2.3\"");
  const auto add = [](CLI::App& parent, const char* name, const char* meaning,
                      void (*run)(const Wish&)) {
    auto wish = std::make_shared<Wish>();
    auto* one = parent.add_subcommand(name, meaning);
    one->add_option("--seconds", wish->seconds, "how long to wait")->check(CLI::Range(1, 3600));
    one->callback([wish, run] { run(*wish); });
    return std::pair(one, wish);
  };
  add(*verb, "watch", "tell what is plugged in and out", watch);
  auto* test = verb->add_subcommand("test", "use one device; slipway-devices has to be stopped");
  test->require_subcommand(1);
  const auto add_test = [&](const char* name, const char* meaning, void (*run)(const Wish&)) {
    const auto [one, wish] = add(*test, name, meaning, run);
    wish->settings.add_to(*one);
    one->add_option("--port", wish->port, "the device at this USB port, as \"1-2.3\"");
    return std::pair(one, wish);
  };
  add_test("swipe", "wait for a card and tell what was read", test_swipe);
  add_test("signature", "wait for a signature and tell how it came", test_signature);
  const auto [page, wish] =
      add_test("page", "print a test page and tell whether it is on paper", test_page);
  add_queue_test(*test);
  page->add_option("--profile", wish->profile, "print as this model (printer.profile)");
  add_recording(*verb);
}

}  // namespace slipway::command
