#include "devices/service/app.hpp"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <mutex>
#include <random>
#include <stop_token>
#include <thread>
#include <utility>

#include "devices/pad/pad_choice.hpp"
#include "devices/printer/printer_choice.hpp"
#include "devices/printer/stand_in.hpp"
#include "devices/reader/reader_choice.hpp"
#include "devices/service/exchange.hpp"
#include "devices/service/health.hpp"
#include "devices/service/kept_file.hpp"
#include "devices/service/pad_duty.hpp"
#include "devices/service/printer_duty.hpp"
#include "devices/service/printer_settings.hpp"
#include "devices/service/reader_duty.hpp"
#include "devices/service/reader_settings.hpp"
#include "devices/service/roster_settings.hpp"
#include "devices/service/socket.hpp"
#include "devices/service/worker.hpp"
#include "devices/usb/libusb_bus.hpp"
#include "program/journal.hpp"
#include "program/readiness.hpp"

namespace slipway::devices {
namespace {

using program::Level;
using std::chrono::milliseconds;

constexpr milliseconds kTurn(500);
constexpr milliseconds kStopLimit(900);

struct Wishes {
  std::string endpoint;
  ReaderSettings reader;
  PrinterSettings printer;
  RosterSettings roster;
};

program::Result<Wishes> wishes_of(const program::Settings& settings) {
  auto endpoint = settings.text("screen.endpoint");
  if (!endpoint) return tl::unexpected(endpoint.error());
  const auto reader = reader_settings(settings);
  if (!reader) return tl::unexpected(reader.error());
  auto printer = printer_settings(settings);
  if (!printer) return tl::unexpected(printer.error());
  auto roster = roster_settings(settings);
  if (!roster) return tl::unexpected(roster.error());
  return Wishes{std::move(*endpoint), *reader, std::move(*printer), std::move(*roster)};
}

std::filesystem::path folder_of(const Wishes& wishes) {
  if (!wishes.roster.folder.empty()) return wishes.roster.folder;
  const char* const state = std::getenv("STATE_DIRECTORY");
  return state == nullptr ? "" : state;
}

std::unique_ptr<Duty> reader_duty(const Wishes& wishes, const Duty::Report& report) {
  return std::make_unique<ReaderDuty>(
      [reader = wishes.reader](std::unique_ptr<usb::Transport> transport) {
        return open_reader(std::move(transport), reader.number, reader.sector);
      },
      report);
}

std::unique_ptr<Duty> printer_duty(const Wishes& wishes, const Duty::Report& report,
                                   const std::stop_token& stop) {
  PrinterDuty::StandIn stand_in;
  if (wishes.printer.stand_in) {
    stand_in = [queue = *wishes.printer.stand_in, stop](const Page& page) {
      return print_on_sheet(queue, page, stop);
    };
  }
  return std::make_unique<PrinterDuty>(
      [profile = wishes.printer.profile](std::unique_ptr<usb::Transport> transport) {
        return open_printer(std::move(transport), profile_named(profile, known_profiles()));
      },
      report, wishes.printer.has_drawer ? PrinterDuty::Drawer::Obeyed : PrinterDuty::Drawer::Never,
      std::chrono::steady_clock::now, std::move(stand_in));
}

std::unique_ptr<Duty> pad_duty(const Wishes& wishes, const Duty::Report& report) {
  return std::make_unique<PadDuty>(
      [wish = wishes.roster.pad_encryption](std::unique_ptr<usb::Transport> transport) {
        return open_pad(std::move(transport), wish);
      },
      report);
}

// SIGTERM and SIGINT as something to wait on; blocked before any other thread starts.
int stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

// What the journal hears. Never a card's number and never a signature.
void log_event(const DeviceEvent& event) {
  if (const auto* state = std::get_if<DeviceState>(&event)) {
    const bool failed = state->presence == Presence::Failed || state->presence == Presence::Strange;
    program::log(failed ? Level::Warning : Level::Info, "device",
                 {{"role", name_of(state->role)},
                  {"presence", name_of(state->presence)},
                  {"model", state->model},
                  {"trouble", state->trouble}});
  } else if (const auto* ended = std::get_if<PrintEnded>(&event)) {
    const bool printed = ended->printed.outcome == Outcome::Printed;
    program::log(printed ? Level::Info : Level::Warning, "print_ended",
                 {{"job", std::to_string(ended->job)},
                  {"outcome", name_of(ended->printed.outcome)},
                  {"evidence", name_of(ended->printed.evidence)},
                  {"cause", name_of(ended->printed.cause)},
                  {"on", ended->printed.on_sheet ? "sheet" : "roll"}});
  } else if (const auto* moved = std::get_if<DrawerMoved>(&event)) {
    program::log(Level::Info, "drawer",
                 {{"job", std::to_string(moved->job)},
                  {"outcome", name_of(moved->move.outcome)},
                  {"cause", name_of(moved->move.cause)}});
  } else if (std::holds_alternative<SignatureLost>(event)) {
    program::log(Level::Warning, "signature_lost");
  }
}

std::uint64_t new_life() {
  std::random_device source;
  return (static_cast<std::uint64_t>(source()) << 32 | source()) | 1;  // 0 is nobody's
}

// The socket's thread, and the owner of the bus and the workers.
class Service {
 public:
  Service(std::unique_ptr<wire::Socket> socket, int signals)
      : socket_(std::move(socket)), signals_(signals), exchange_(new_life()) {
    socket_->watch(signals_);
  }

  [[nodiscard]] Result<void> start(const Wishes& wishes);
  void run();
  // True when every worker has ended in time.
  [[nodiscard]] bool stop();

 private:
  void on_bus_change();
  void dispatch(const Command& command);
  void hear();
  void note_health(const std::vector<DeviceEvent>& events);
  void speak();
  [[nodiscard]] bool stop_asked() const;

  std::unique_ptr<wire::Socket> socket_;
  int signals_;
  wire::Exchange exchange_;
  std::size_t refused_ = 0;

  std::mutex mutex_;
  std::vector<DeviceEvent> events_;  // from the workers
  std::vector<Worker*> woken_;       // at a change on the bus

  Health health_{Health::Clock::now()};
  std::filesystem::path folder_;
  std::unique_ptr<Inspection> inspection_;
  std::unique_ptr<usb::Bus> bus_;
  std::stop_source stop_;  // of what waits for a queue of CUPS
  struct Post {
    Role role;
    std::unique_ptr<Worker> worker;
  };
  std::vector<Post> posts_;  // last: workers go before the bus
};

Result<void> Service::start(const Wishes& wishes) {
  auto bus = usb::open_libusb_bus([this](const usb::Change&) { on_bus_change(); });
  if (!bus) return tl::unexpected(bus.error());
  bus_ = std::move(*bus);
  folder_ = folder_of(wishes);
  inspection_ = std::make_unique<Inspection>(folder_, wishes.roster.identities);
  const Duty::Report report = [this](DeviceEvent event) {
    log_event(event);
    {
      const std::lock_guard lock(mutex_);
      events_.push_back(std::move(event));
    }
    socket_->wake();
  };
  const auto add = [&](std::unique_ptr<Duty> duty) {
    const Role role = duty->role();
    auto worker = std::make_unique<Worker>(std::move(duty), *bus_, *inspection_,
                                           of(role, wishes.roster.ports), report);
    {
      const std::lock_guard lock(mutex_);
      woken_.push_back(worker.get());
    }
    posts_.push_back({role, std::move(worker)});
  };
  add(reader_duty(wishes, report));
  add(printer_duty(wishes, report, stop_.get_token()));
  add(pad_duty(wishes, report));
  return {};
}

void Service::on_bus_change() {
  const std::lock_guard lock(mutex_);
  for (Worker* worker : woken_)
    worker->on_bus_change();
}

void Service::dispatch(const Command& command) {
  const bool everyone = std::holds_alternative<AskState>(command);
  const Role role =
      std::holds_alternative<PrintPage>(command) || std::holds_alternative<OpenDrawer>(command)
          ? Role::Printer
      : std::holds_alternative<ArmReader>(command) || std::holds_alternative<DisarmReader>(command)
          ? Role::Reader
          : Role::Pad;
  for (const Post& post : posts_) {
    if (everyone || post.role == role) post.worker->tell(command);
  }
}

bool Service::stop_asked() const {
  signalfd_siginfo one{};
  return ::read(signals_, &one, sizeof one) == sizeof one;
}

void Service::hear() {
  for (const wire::Received& one : socket_->wait(kTurn)) {
    auto letter = wire::decode_to_service(one.bytes);
    if (letter) {
      exchange_.on_letter(one.peer, std::move(*letter), std::chrono::steady_clock::now());
    } else if (refused_++ % 1000 == 0) {
      program::log(Level::Warning, "letter_refused",
                   {{"why", letter.error().text}, {"so_far", std::to_string(refused_)}});
    }
  }
}

// A page that cannot be written is no reason to stop serving, and the letters do not wait for a
// disk.
void Service::note_health(const std::vector<DeviceEvent>& events) {
  const auto now = Health::Clock::now();
  bool has_changed = false;
  for (const DeviceEvent& event : events)
    has_changed = health_.note(event, now) || has_changed;
  if (!has_changed || folder_.empty()) return;
  if (const auto kept = keep(folder_ / kHealthFile, health_.page(now), Safe::FromReaders); !kept) {
    program::log(Level::Warning, "health_page", {{"trouble", kept.error().text}});
  }
}

void Service::speak() {
  std::vector<DeviceEvent> events;
  {
    const std::lock_guard lock(mutex_);
    events.swap(events_);
  }
  note_health(events);
  for (DeviceEvent& event : events)
    exchange_.on_event(std::move(event));
  for (const auto& one : exchange_.outgoing()) {
    // A screen that has died is noticed by its silence.
    static_cast<void>(socket_->send(one.peer, wire::encode(one.letter)));
  }
}

void Service::run() {
  while (!stop_asked()) {
    // Silence is judged by a moment before which everything has been heard: a machine that was busy
    // for seconds has not made anybody else silent.
    const auto looked = std::chrono::steady_clock::now();
    hear();
    exchange_.pass(looked);
    for (Command& command : exchange_.commands()) {
      if (auto* drawer = std::get_if<OpenDrawer>(&command)) drawer->heard = looked;
      dispatch(command);
    }
    speak();
  }
}

bool Service::stop() {
  const auto limit = std::chrono::steady_clock::now() + kStopLimit;
  stop_.request_stop();
  bool all_ended = false;
  while (!all_ended && std::chrono::steady_clock::now() < limit) {
    all_ended = true;
    for (const Post& post : posts_) {
      post.worker->ask_to_stop();
      all_ended = all_ended && post.worker->has_ended();
    }
    if (!all_ended) std::this_thread::sleep_for(milliseconds(5));
  }
  speak();
  if (!all_ended) return false;
  {
    const std::lock_guard lock(mutex_);
    woken_.clear();
  }
  posts_.clear();
  bus_.reset();
  return true;
}

}  // namespace

std::vector<program::Key> service_keys() {
  constexpr std::string_view kIdentity =
      "by what it is known again beside its numbers: \"serial\", or \"port\" for one whose serial "
      "number changes at each plug or is shared by its kind";
  return {
      {"screen.endpoint", "\"ipc:///run/slipway/devices.sock\"",
       "where the screen finds this program: a ZeroMQ ipc endpoint"},
      {"reader.port", "\"\"",
       "USB port of the card reader, as \"1-2.3\" (bus and chain of ports); empty: any"},
      {"reader.number", "\"digits\"",
       "how a reader that writes numbers writes a card's: digits (a number of its own, filled up "
       "with "
       "zeros to 8, 14 or 20), decimal (the UID's low four bytes), hex or hex-reversed (the UID)"},
      {"reader.sector", "\"\"",
       "the block of a MIFARE Classic card in which the shop keeps its own number of it, and the "
       "key: "
       "\"4 A A0A1A2A3A4A5\"; empty: the card's UID is its number"},
      {"reader.identity", "\"serial\"", kIdentity},
      {"printer.port", "\"\"", "USB port of the receipt printer; empty: any"},
      {"printer.profile", "\"\"",
       "what the printer can do, by name (slipway-devices names the profiles when it does not know "
       "one); empty: by what it says of itself"},
      {"printer.identity", "\"serial\"", kIdentity},
      {"printer.stand_in", "\"\"",
       "the queue of CUPS on this computer that prints a voucher on A4 when the receipt printer "
       "cannot; a person looks at every one of them; empty: none"},
      {"printer.drawer", "false",
       "whether the cash drawer on the printer is opened when the desk on this machine pays a "
       "voucher in cash; a kiosk has none"},
      {"pad.port", "\"\"",
       "USB port of the signature pad; empty: any pad or pen tablet, but no touch screen"},
      {"pad.identity", "\"serial\"", kIdentity},
      {"pad.encrypted", "\"prefer\"",
       "whether what is signed crosses the cable encrypted: prefer (where the pad can), require "
       "(another pad is refused) or never"},
      {"roster.folder", "\"\"",
       "the folder that keeps which devices were inspected and what became of them; empty: the "
       "state directory that systemd gives, and without systemd every device is taken"},
  };
}

int run_service(const program::Settings& settings) {
  const auto wishes = wishes_of(settings);
  if (!wishes) {
    std::cerr << "slipway-devices: " << wishes.error().text << "\n";
    return 2;
  }
  const int signals = stop_signals();
  auto socket = wire::Socket::bind(wishes->endpoint);
  if (!socket) {
    std::cerr << "slipway-devices: " << socket.error().text << "\n";
    return 1;
  }
  Service service(std::move(*socket), signals);
  if (const auto started = service.start(*wishes); !started) {
    std::cerr << "slipway-devices: " << started.error().text << "\n";
    return 1;
  }
  program::log(Level::Info, "serving", {{"endpoint", wishes->endpoint}});
  program::say_ready();
  service.run();
  if (service.stop()) return 0;
  // A transfer that does not end would keep this process from ending, and nothing is owed to it.
  program::log(Level::Warning, "stopped_hard");
  ::_exit(0);
}

}  // namespace slipway::devices
