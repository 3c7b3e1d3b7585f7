#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <thread>
#include <typeindex>
#include <vector>

#include "sync/keys.hpp"
#include "sync/link.hpp"
#include "sync/service/client.hpp"
#include "sync/wire/codec.hpp"
#include "tests/catch.hpp"
#include "tests/sync/folder.hpp"

// The real program slipway-sync between a real client and a double of the station.
namespace slipway::sync::tests {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using Clock = std::chrono::steady_clock;

// A station that keeps what it was told and can be deaf, silent or gone.
struct StationDouble {
  StationKeys keys = make_station_keys(1);
  CurvePair kiosk = make_curve_pair();
  bool knows_kiosk = true;
  int answers_to_drop = 0;
  std::unique_ptr<Gate> gate;
  std::string endpoint;
  std::map<refund::RequestId, refund::Filing> filings;
  std::map<refund::RequestId, int> times_filed;
  std::vector<Paper> papers;
  std::set<MessageId> papers_seen;
  std::vector<Withdraw> withdrawals;  // with every repeat
  Hello hello;

  StationDouble() {
    open("tcp://127.0.0.1:*");
    endpoint = gate->endpoint();
  }
  void open(const std::string& at) {
    auto opened = Gate::open(at, keys.curve, [this](const std::string& key) {
      const bool is_it = knows_kiosk && key == kiosk.open.data();
      return is_it ? std::optional(Peer{"kiosk-1", Peer::Kind::Kiosk}) : std::nullopt;
    });
    REQUIRE(opened);
    gate = std::move(*opened);
  }
  void close() { gate.reset(); }

  void serve(std::chrono::milliseconds limit) {
    if (gate == nullptr) {
      std::this_thread::sleep_for(limit);  // nobody there: only the time passes
      return;
    }
    for (const auto& incoming : gate->receive(limit, 100)) {
      const auto ask = kiosk_ask_from(incoming.frame);
      REQUIRE(ask);
      const auto answer =
          std::visit([&](const auto& asked) { return on(ask->id, asked); }, ask->question);
      if (!std::holds_alternative<Welcome>(answer) && answers_to_drop > 0) {
        answers_to_drop -= 1;
        continue;
      }
      (void)gate->answer(incoming.route, encode(KioskReply{ask->id, answer}));
    }
  }

  KioskAnswer on(const MessageId&, const Hello& said) {
    hello = said;
    return Welcome{{"水滴", "Droplet"}, "1 号机", {}, {}, "021-5550 1234"};
  }
  KioskAnswer on(const MessageId&, const File& file) {
    const auto plain = unseal(file.sealed, keys.box_open, keys.box_secret);
    REQUIRE(plain);
    const auto filing = filing_from(*refund::cbor::decode(*plain));
    REQUIRE(filing);
    REQUIRE(filing->id == file.id);
    filings[file.id] = *filing;
    times_filed[file.id] += 1;
    return Filed{file.id, refund::RequestState::InReview, "R1"};
  }
  KioskAnswer on(const MessageId& id, const Paper& paper) {
    if (papers_seen.insert(id).second) papers.push_back(paper);
    return PaperKnown{paper.id, paper.voucher_number, refund::VoucherState::Printed};
  }
  KioskAnswer on(const MessageId&, const Withdraw& withdraw) {
    withdrawals.push_back(withdraw);
    return Withdrawn{withdraw.id, refund::Instant{}, refund::Money{88'650}};
  }
  KioskAnswer on(const MessageId&, const Identify&) { return CardFound{}; }
  template <typename Question>
  KioskAnswer on(const MessageId&, const Question&) {
    return NotFound{};
  }
};

// slipway-sync as a process of its own, with its configuration in a folder.
struct SyncProcess {
  const Folder folder;
  pid_t pid = -1;

  explicit SyncProcess(const StationDouble& station) {
    REQUIRE(write_station_public(folder / "station.public", public_of(station.keys)));
    REQUIRE(write_client_keys(folder / "kiosk.keys", station.kiosk));
    std::ofstream(folder / "sync.toml")
        << "[station]\nendpoint = \"" << station.endpoint << "\"\npublic = \"station.public\"\n"
        << "[kiosk]\nname = \"kiosk-1\"\nkeys = \"kiosk.keys\"\n"
        << "[store]\nfile = \"sync.db\"\n"
        << "[screen]\nendpoint = \"" << endpoint() << "\"\n";
  }
  SyncProcess(const SyncProcess&) = delete;
  SyncProcess& operator=(const SyncProcess&) = delete;
  ~SyncProcess() {
    if (pid > 0) (void)end(SIGKILL);
  }

  std::string endpoint() const { return "ipc://" + (folder / "sync.sock").string(); }

  void start(const std::string& stop_at = "", const std::string& notify = "") {
    const std::string program = std::string(SLIPWAY_BIN) + "/slipway-sync";
    const std::string config = (folder / "sync.toml").string();
    const std::string log = (folder / "log").string();
    pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid > 0) return;
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, STDERR_FILENO);
    ::setenv("SLIPWAY_STOP_AT", stop_at.c_str(), 1);
    ::signal(SIGXFSZ, SIG_IGN);  // so that a full disk is an error and not a signal, see fill_disk
    if (!notify.empty()) ::setenv("NOTIFY_SOCKET", notify.c_str(), 1);
    ::execl(program.c_str(), program.c_str(), "--config", config.c_str(), nullptr);
    ::_exit(127);
  }
  // From now on no file can grow: the nearest thing to a full disk that needs no disk.
  void fill_disk() { limit_files(0); }
  void empty_disk() { limit_files(RLIM_INFINITY); }
  void limit_files(rlim_t bytes) {
    const rlimit limit{bytes, RLIM_INFINITY};
    REQUIRE(::prlimit(pid, RLIMIT_FSIZE, &limit, nullptr) == 0);
  }
  // The status as waitpid gives it.
  int end(int signal) {
    if (signal != 0) ::kill(pid, signal);
    int status = 0;
    ::waitpid(pid, &status, 0);
    pid = -1;
    return status;
  }
  bool has_ended() {
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) != pid) return false;
    pid = -1;
    return true;
  }
};

// A kiosk with its station: what the screen has heard, and waiting for more.
struct Kiosk {
  StationDouble station;
  SyncProcess process{station};
  std::unique_ptr<Client> screen;
  std::vector<SyncEvent> heard;

  void open_screen() {
    screen.reset();
    screen = Client::open(process.endpoint(), [] {}).value();
  }
  template <typename Condition>
  bool until(Condition is_so, std::chrono::milliseconds limit = 15s) {
    const auto end = Clock::now() + limit;
    while (!is_so()) {
      if (Clock::now() > end) return false;
      station.serve(5ms);
      if (screen == nullptr) continue;
      for (auto& event : screen->take())
        heard.push_back(std::move(event));
    }
    return true;
  }
  template <typename Event>
  const Event* last() const {
    for (auto event = heard.rbegin(); event != heard.rend(); ++event) {
      if (const auto* found = std::get_if<Event>(&*event)) return found;
    }
    return nullptr;
  }
  template <typename Event>
  std::ptrdiff_t count() const {
    return std::count_if(heard.begin(), heard.end(), [](const SyncEvent& event) {
      return std::holds_alternative<Event>(event);
    });
  }
  // One more Event than earlier calls waited for: two events of one batch are two.
  template <typename Event>
  bool hears() {
    auto& met = met_[typeid(Event)];
    if (!until([&] { return count<Event>() > met; })) return false;
    met += 1;
    return true;
  }
  void forget() {
    heard.clear();
    met_.clear();
  }
  bool is_up() {
    return until([&] {
      const auto* link = last<LinkChanged>();
      return link != nullptr && link->is_up && link->welcome.has_value();
    });
  }
  void start() {
    process.start();
    open_screen();
  }

 private:
  std::map<std::type_index, std::ptrdiff_t> met_;
};

}  // namespace slipway::sync::tests
