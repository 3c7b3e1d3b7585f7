#include "tests/devices/rig.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

#include "devices/simulator/png_file.hpp"
#include "devices/simulator/word_socket.hpp"
#include "tests/catch.hpp"

namespace slipway::devices::tests {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kReadyLimit(20);
const std::filesystem::path kBin(SLIPWAY_BIN);

bool has_umockdev() {
  // Looked for in a process of its own: the library takes over its host.
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(::dlopen("libumockdev-preload.so.0", RTLD_LAZY | RTLD_LOCAL) == nullptr ? 1 : 0);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  return status == 0;
}

// The socket on which the service says READY=1.
int ready_socket(const std::filesystem::path& file) {
  const int bell = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, file.c_str(), sizeof address.sun_path - 1);
  if (::bind(bell, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return -1;
  return bell;
}

bool becomes_readable(int descriptor, milliseconds limit) {
  pollfd one{descriptor, POLLIN, 0};
  return ::poll(&one, 1, static_cast<int>(limit.count())) == 1;
}

}  // namespace

bool can_rig() {
  if (std::filesystem::exists(kBin / "slipway-simulator") &&
      std::filesystem::exists(kBin / "slipway-devices") && has_umockdev()) {
    return true;
  }
  std::cout << "SKIPPED: slipway-simulator, slipway-devices or libumockdev-preload.so.0 is "
               "missing\n";
  return false;
}

std::unique_ptr<Rig> Rig::start(const std::string& reader, const std::string& printer,
                                const std::string& settings) {
  if (!can_rig()) return nullptr;
  std::unique_ptr<Rig> rig(new Rig());
  std::string pattern = (std::filesystem::temp_directory_path() / "slipway-rig-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return nullptr;
  rig->folder_ = pattern;
  rig->bell_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  rig->launch(reader, printer, settings);
  return rig;
}

void Rig::launch(const std::string& reader, const std::string& printer,
                 const std::string& settings) {
  const std::string endpoint = "ipc://" + (folder_ / "devices.sock").string();
  std::ofstream(folder_ / "devices.toml")
      << "[screen]\nendpoint = \"" << endpoint << "\"\n[roster]\nfolder = \"" << folder_.string()
      << "\"\n"
      << settings;
  const int ready = ready_socket(folder_ / "ready");
  simulator_ = ::fork();
  if (simulator_ == 0) {
    const int log = ::open((folder_ / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::setenv("NOTIFY_SOCKET", (folder_ / "ready").c_str(), 1);
    ::execl((kBin / "slipway-simulator").c_str(), "slipway-simulator", "--folder",
            (folder_ / "slips").c_str(), "--listen", (folder_ / "words").c_str(), "--bus",
            "umockdev", "--reader", reader.c_str(), "--printer", printer.c_str(), "--",
            (kBin / "slipway-devices").c_str(), "--config", (folder_ / "devices.toml").c_str(),
            nullptr);
    ::_exit(127);
  }
  const bool is_ready = becomes_readable(ready, kReadyLimit);
  CHECK(is_ready);
  if (!is_ready) std::cout << std::ifstream(folder_ / "log").rdbuf() << "\n";
  ::close(ready);
  auto client = Client::open(endpoint, [bell = bell_] {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(bell, &one, sizeof one));
  });
  if (client) client_ = std::move(*client);
}

Rig::~Rig() {
  client_.reset();
  if (simulator_ > 0) CHECK(stop().status == expected_status_);
  ::close(bell_);
  std::error_code ignored;  // a temporary folder; the next boot sweeps it
  std::filesystem::remove_all(folder_, ignored);
}

std::string Rig::say(const std::string& words) {
  const auto answer = ask_word_socket(folder_ / "words", words);
  return answer ? *answer : "error: " + answer.error().text;
}

std::optional<Page> Rig::slip(int number) {
  static_cast<void>(say("help"));
  std::string text = std::to_string(number);
  text.insert(0, 3 - std::min<std::size_t>(3, text.size()), '0');
  const auto page = read_png(folder_ / "slips" / ("slip-" + text + ".png"));
  return page ? std::optional(*page) : std::nullopt;
}

bool Rig::listen_until(std::chrono::steady_clock::time_point deadline) {
  const auto rest =
      std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
  if (rest.count() <= 0 || !becomes_readable(bell_, rest)) return false;
  std::uint64_t count = 0;
  static_cast<void>(!::read(bell_, &count, sizeof count));
  for (DeviceEvent& event : client_->take())
    events_.push_back(std::move(event));
  return true;
}

bool Rig::becomes(Role role, Presence presence, milliseconds limit) {
  return next<DeviceState>(limit,
                           [&](const DeviceState& state) {
                             return state.role == role && state.presence == presence;
                           })
      .has_value();
}

Rig::Stop Rig::stop(int signal, To to) {
  const auto begun = std::chrono::steady_clock::now();
  ::kill(to == To::Simulator ? simulator_ : service(), signal);
  int status = 0;
  ::waitpid(simulator_, &status, 0);
  simulator_ = -1;
  const Stop stopped{
      std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun),
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
  if (stopped.status != expected_status_) {
    std::cout << std::ifstream(folder_ / "log").rdbuf() << "\n";
  }
  return stopped;
}

// The simulator's only child.
pid_t Rig::service() const {
  const std::string id = std::to_string(simulator_);
  std::ifstream children("/proc/" + id + "/task/" + id + "/children");
  pid_t child = 0;
  REQUIRE(children >> child);
  return child;
}

void Rig::kill_service() {
  ::kill(service(), SIGKILL);
  expected_status_ = 128 + SIGKILL;
}

}  // namespace slipway::devices::tests
