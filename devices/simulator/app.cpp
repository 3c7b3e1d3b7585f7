#include "devices/simulator/app.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>

#include "devices/pad/virtual_digitizer.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/printer/virtual_star_printer.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/simulator/png_file.hpp"
#include "devices/simulator/scene.hpp"
#include "devices/simulator/umockdev_bed.hpp"
#include "devices/simulator/vhci_bed.hpp"
#include "devices/simulator/word_socket.hpp"
#include "program/journal.hpp"
#include "program/readiness.hpp"

namespace slipway::devices {
namespace {

using Clock = std::chrono::steady_clock;
using program::Level;

// Simulated time moves in steps of this size; a pen makes 200 samples a second.
constexpr std::chrono::milliseconds kStep(5);
// A program that was asked to stop and has not by then is killed: both end within two seconds.
constexpr std::chrono::milliseconds kGrace(1200);

// SIGTERM, SIGINT and SIGCHLD as something to wait on. Made before any thread, so that all of them
// keep these signals blocked.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    for (const int one : {SIGTERM, SIGINT, SIGCHLD})
      sigaddset(&set_, one);
    sigprocmask(SIG_BLOCK, &set_, &before_);
    descriptor_ = signalfd(-1, &set_, SFD_NONBLOCK | SFD_CLOEXEC);
  }
  ~Signals() { ::close(descriptor_); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  void restore() const { sigprocmask(SIG_SETMASK, &before_, nullptr); }
  // True when somebody asked this process to stop.
  [[nodiscard]] bool stop_asked() const {
    bool stop = false;
    signalfd_siginfo one{};
    while (::read(descriptor_, &one, sizeof one) == sizeof one) {
      stop = stop || one.ssi_signo != SIGCHLD;
    }
    return stop;
  }

 private:
  sigset_t set_{};
  sigset_t before_{};
  int descriptor_ = -1;
};

// The program that runs inside the simulated bus.
class Child {
 public:
  [[nodiscard]] static std::optional<Child> start(const std::vector<std::string>& words,
                                                  const Signals& signals) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (const std::string& word : words)
      list.push_back(const_cast<char*>(word.c_str()));
    list.push_back(nullptr);
    const pid_t id = ::fork();
    if (id < 0) return std::nullopt;
    if (id == 0) {
      signals.restore();
      ::execvp(list[0], list.data());
      std::fprintf(stderr, "slipway-simulator: cannot start %s: %s\n", list[0],
                   std::strerror(errno));
      ::_exit(127);
    }
    return Child(id);
  }

  // Its exit status once it has ended, 128 and the signal when it was killed.
  [[nodiscard]] std::optional<int> ended() const {
    int status = 0;
    if (::waitpid(id_, &status, WNOHANG) != id_) return std::nullopt;
    return status_of(status);
  }
  void ask_to_stop() const { ::kill(id_, SIGTERM); }
  [[nodiscard]] int kill() const {
    ::kill(id_, SIGKILL);
    int status = 0;
    ::waitpid(id_, &status, 0);
    return status_of(status);
  }

 private:
  explicit Child(pid_t id) : id_(id) {}
  static int status_of(int waited) {
    return WIFEXITED(waited) ? WEXITSTATUS(waited) : 128 + WTERMSIG(waited);
  }
  pid_t id_;
};

std::unique_ptr<usb::VirtualDevice> reader_named(const std::string& name) {
  using Kind = VirtualHidReader::Kind;
  if (name == "ccid") return std::make_unique<VirtualReader>();
  for (const auto& [known, kind] : {std::pair{"keyboard", Kind::Keyboard},
                                    {"scanner", Kind::Scanner},
                                    {"stripe", Kind::Stripe},
                                    {"text-stripe", Kind::TextStripe},
                                    {"magnesafe", Kind::SealedStripe}}) {
    if (name == known) return std::make_unique<VirtualHidReader>(kind);
  }
  return nullptr;
}

std::unique_ptr<usb::VirtualDevice> pad_named(const std::string& name) {
  using Kind = VirtualDigitizer::Kind;
  const auto models = stu::models();
  for (std::size_t at = 0; at < models.size(); ++at) {
    if (name == models[at].name) return std::make_unique<VirtualPad>(static_cast<stu::Kind>(at));
  }
  for (const auto& [known, kind] : {std::pair{"digitizer", Kind::Tablet},
                                    {"touch", Kind::Touch},
                                    {"epad", Kind::Epad},
                                    {"mouse", Kind::Mouse}}) {
    if (name == known) return std::make_unique<VirtualDigitizer>(kind);
  }
  return nullptr;
}

// Slips as "slip-001.png" and so on, in the order in which they were cut.
class SlipFolder {
 public:
  explicit SlipFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  void keep(const std::vector<Page>& slips) {
    for (const Page& slip : slips) {
      std::string number = std::to_string(++count_);
      number.insert(0, 3 - std::min<std::size_t>(3, number.size()), '0');
      const auto file = folder_ / ("slip-" + number + ".png");
      const auto written = write_png(slip, file);
      if (written) {
        program::log(Level::Info, "slip_printed", {{"file", file.string()}});
      } else {
        program::log(Level::Error, "slip_not_written", {{"why", written.error().text}});
      }
    }
  }

 private:
  std::filesystem::path folder_;
  int count_ = 0;
};

// The bus that was asked for, said on stdout with what other programs have to know of it.
Result<std::unique_ptr<Bed>> open_bed(BusKind kind) {
  if (kind == BusKind::Vhci) {
    auto bed = VhciBed::open();
    if (!bed) return tl::unexpected(bed.error());
    std::cout << "BUS=vhci\n";
    return std::move(*bed);
  }
  auto bed = UmockdevBed::open();
  if (!bed) return tl::unexpected(bed.error());
  std::cout << "BUS=umockdev\nUMOCKDEV_DIR=" << (*bed)->folder() << "\n";
  return std::move(*bed);
}

std::unique_ptr<VirtualPaperDevice> printer_named(const std::string& name) {
  if (name == "star") return std::make_unique<VirtualStarPrinter>();
  return std::make_unique<VirtualPrinter>();
}

// Everything that runs, in the order in which it has to end.
class Play {
 public:
  Play(const SimulatorOptions& options, const Signals& signals)
      : options_(options),
        signals_(signals),
        slips_(options.folder),
        reader_(reader_named(options.reader)),
        printer_(printer_named(options.printer)),
        pad_(pad_named(options.pad)) {}

  [[nodiscard]] Result<void> begin();
  [[nodiscard]] int run();

 private:
  void wait_a_step();
  void pass_time();
  void keep_slips();
  [[nodiscard]] std::string obey(const std::string& line);
  [[nodiscard]] int end(std::optional<int> status);

  const SimulatorOptions& options_;
  const Signals& signals_;
  SlipFolder slips_;
  std::unique_ptr<usb::VirtualDevice> reader_;
  std::unique_ptr<VirtualPaperDevice> printer_;
  std::unique_ptr<usb::VirtualDevice> pad_;
  std::unique_ptr<Bed> bed_;
  std::unique_ptr<WordSocket> words_;
  Seat* printer_seat_ = nullptr;
  Scene scene_;
  std::optional<Child> child_;
  Clock::time_point then_ = Clock::now();
};

Result<void> Play::begin() {
  if (!reader_) {
    return tl::unexpected(
        Error{Fault::Unsupported, "there is no reader '" + options_.reader + "'"});
  }
  if (!pad_) {
    return tl::unexpected(Error{Fault::Unsupported, "there is no pad '" + options_.pad + "'"});
  }
  auto bed = open_bed(options_.bus);
  if (!bed) return tl::unexpected(bed.error());
  bed_ = std::move(*bed);
  auto printer_seat = bed_->seat("1-2", *printer_);
  printer_seat_ = printer_seat.get();
  scene_.add("reader", bed_->seat("1-1", *reader_));
  scene_.add("printer", std::move(printer_seat));
  scene_.add("pad", bed_->seat("1-3", *pad_));
  if (auto plugged = scene_.plug_all(); !plugged) return plugged;
  if (!options_.listen.empty()) {
    auto words = WordSocket::listen(options_.listen);
    if (!words) return tl::unexpected(words.error());
    words_ = std::move(*words);
  }
  std::cout << "ready" << std::endl;
  if (options_.program.empty()) {
    program::say_ready();
    return {};
  }
  // Whoever waits for readiness waits for the program, which says it itself.
  child_ = Child::start(options_.program, signals_);
  if (child_) return {};
  return tl::unexpected(Error{Fault::Unsupported, "cannot start another process"});
}

void Play::wait_a_step() {
  std::vector<pollfd> waited{{signals_.descriptor(), POLLIN, 0}};
  if (words_) {
    for (const int one : words_->descriptors())
      waited.push_back({one, POLLIN, 0});
  }
  static_cast<void>(::poll(waited.data(), waited.size(), static_cast<int>(kStep.count())));
}

void Play::pass_time() {
  const auto now = Clock::now();
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - then_);
  if (elapsed.count() <= 0) return;
  then_ += elapsed;
  scene_.advance(elapsed);
  keep_slips();
}

void Play::keep_slips() {
  std::vector<Page> slips;
  printer_seat_->with_device([&](usb::VirtualDevice&) { slips = printer_->take_slips(); });
  slips_.keep(slips);
}

// Whoever has an answer finds every slip that was cut before the words were said.
std::string Play::obey(const std::string& line) {
  keep_slips();
  return scene_.obey(line);
}

int Play::run() {
  for (;;) {
    wait_a_step();
    if (signals_.stop_asked()) return end(std::nullopt);
    if (const auto status = child_ ? child_->ended() : std::nullopt) return end(status);
    if (words_) words_->serve([this](const std::string& line) { return obey(line); });
    pass_time();
  }
}

int Play::end(std::optional<int> status) {
  if (child_ && !status) {
    child_->ask_to_stop();
    const auto limit = Clock::now() + kGrace;
    while (!(status = child_->ended()) && Clock::now() < limit) {
      wait_a_step();
      pass_time();
    }
    if (!status) status = child_->kill();
  }
  pass_time();
  return status.value_or(0);
}

}  // namespace

std::optional<BusKind> bus_named(const std::string& name) {
  if (name == "umockdev") return BusKind::Umockdev;
  if (name == "vhci") return BusKind::Vhci;
  if (!name.empty()) return std::nullopt;
  return VhciBed::is_possible() ? BusKind::Vhci : BusKind::Umockdev;
}

int run_simulator(const SimulatorOptions& options) {
  const Signals signals;
  std::error_code trouble;
  std::filesystem::create_directories(options.folder, trouble);
  if (trouble) {
    std::cerr << "slipway-simulator: " << options.folder.string() << ": " << trouble.message()
              << "\n";
    return 2;
  }
  Play play(options, signals);
  if (const auto begun = play.begin(); !begun) {
    std::cerr << "slipway-simulator: " << begun.error().text << "\n";
    return 2;
  }
  return play.run();
}

int say_to_simulator(const std::filesystem::path& listen, const std::string& words) {
  const auto answer = ask_word_socket(listen, words);
  if (!answer) {
    std::cerr << "slipway-simulator: " << answer.error().text << "\n";
    return 1;
  }
  std::cout << *answer << std::endl;
  return answer->rfind("ok", 0) == 0 ? 0 : 1;
}

}  // namespace slipway::devices
