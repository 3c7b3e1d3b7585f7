#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "devices/simulator/vhci_bed.hpp"
#include "devices/simulator/word_socket.hpp"
#include "tests/catch.hpp"
#include "tests/devices/rig.hpp"

// The real slipway-simulator, with another program inside than slipway-devices, or with none.
using namespace slipway::devices;
using namespace std::chrono_literals;

namespace {

class Simulator {
 public:
  // `program` is said to the shell; empty: none.
  explicit Simulator(const std::string& program) {
    std::string pattern = (std::filesystem::temp_directory_path() / "slipway-sim-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      const std::string file = std::string(SLIPWAY_BIN) + "/slipway-simulator";
      const std::string words = (folder_ / "words").string();
      if (::chdir(folder_.c_str()) == 0) {
        ::execl(file.c_str(), file.c_str(), "--folder", "slips", "--listen", words.c_str(), "--bus",
                "umockdev", program.empty() ? nullptr : "--", "sh", "-c", program.c_str(), nullptr);
      }
      ::_exit(127);
    }
  }
  ~Simulator() {
    if (pid_ > 0) static_cast<void>(end(SIGKILL));
    std::error_code ignored;  // a temporary folder; the next boot sweeps it
    std::filesystem::remove_all(folder_, ignored);
  }
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  [[nodiscard]] bool has_file(const std::string& name) const {
    return until([&] { return std::filesystem::exists(folder_ / name); });
  }
  [[nodiscard]] bool answers() const {
    return until([&] { return ask_word_socket(folder_ / "words", "help").has_value(); });
  }
  // The exit status, 128 and the signal when it was killed.
  int end(int signal) {
    ::kill(pid_, signal);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  template <typename Condition>
  static bool until(Condition is_so) {
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (!is_so()) {
      if (std::chrono::steady_clock::now() > limit) return false;
      ::poll(nullptr, 0, 10);
    }
    return true;
  }

  std::filesystem::path folder_;
  pid_t pid_ = -1;
};

bool is_there() {
  return std::filesystem::exists(std::string(SLIPWAY_BIN) + "/slipway-simulator");
}

}  // namespace

TEST_CASE(
    "simulator: SIGTERM and SIGINT end a simulator without a program with 0 within two seconds") {
  if (!is_there()) {
    WARN("SKIPPED: slipway-simulator is not built");
    return;
  }
  for (const int signal : {SIGTERM, SIGINT}) {
    Simulator simulator("");
    REQUIRE(simulator.answers());
    const auto begun = std::chrono::steady_clock::now();
    CHECK(simulator.end(signal) == 0);
    CHECK(std::chrono::steady_clock::now() - begun < 2s * tests::kSlowness);
  }
}

TEST_CASE(
    "simulator: a program that does not end is killed within two seconds, and that is no success") {
  if (!is_there()) {
    WARN("SKIPPED: slipway-simulator is not built");
    return;
  }
  Simulator simulator("trap '' TERM; touch ready; while :; do sleep 0.1; done");
  REQUIRE(simulator.has_file("ready"));
  const auto begun = std::chrono::steady_clock::now();
  CHECK(simulator.end(SIGTERM) == 128 + SIGKILL);
  CHECK(std::chrono::steady_clock::now() - begun < 2s * tests::kSlowness);
}

namespace {

struct Said {
  int status = -1;
  std::string text;
};

Said said_by(const std::string& options) {
  const std::string line = std::string(SLIPWAY_BIN) + "/slipway-simulator " + options + " 2>&1";
  FILE* const pipe = ::popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Said said;
  for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe))
    said.text += static_cast<char>(letter);
  const int status = ::pclose(pipe);
  said.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return said;
}

}  // namespace

TEST_CASE(
    "simulator: a simulator says which bus it has, knows two, and tells what the kernel's needs") {
  if (!is_there()) {
    WARN("SKIPPED: slipway-simulator is not built");
    return;
  }
  const std::string slips =
      (std::filesystem::temp_directory_path() / ("slipway-bus-" + std::to_string(::getpid())))
          .string();
  const Said plain = said_by("--folder " + slips + " --bus umockdev -- true");
  std::filesystem::remove_all(slips);
  INFO(plain.text);
  CHECK(plain.status == 0);
  CHECK(plain.text.rfind("BUS=umockdev\nUMOCKDEV_DIR=/", 0) == 0);
  const Said unknown = said_by("--bus pci -- true");
  CHECK(unknown.status == 2);
  CHECK(unknown.text == "slipway-simulator: --bus is umockdev or vhci\n");
  if (VhciBed::is_possible()) return;
  const Said no_controller = said_by("--folder " + slips + " --bus vhci -- true");
  std::filesystem::remove_all(slips);
  CHECK(no_controller.status == 2);
  CHECK(no_controller.text.find("modprobe vhci-hcd") != std::string::npos);
}
