#include "devices/service/worker.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "devices/pad/virtual_pad.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;

namespace {

// What happened, from any thread; waits instead of sleeping.
class Log {
 public:
  void add(std::string what) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(what));
    news_.notify_all();
  }
  [[nodiscard]] bool has(const std::string& what, int times = 1) {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, 10s, [&] { return count(what) >= times; });
  }
  [[nodiscard]] int count_now(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return count(what);
  }

 private:
  int count(const std::string& what) const {
    return static_cast<int>(std::count(lines_.begin(), lines_.end(), what));
  }
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<std::string> lines_;
};

// A transport that only notes that it was interrupted and closed.
class NotedTransport : public usb::Transport {
 public:
  NotedTransport(Log& log, usb::Description description)
      : log_(log), description_(std::move(description)) {}
  ~NotedTransport() override { log_.add("closed"); }
  [[nodiscard]] const usb::Description& description() const override { return description_; }
  [[nodiscard]] const usb::Interface& interface() const override { return interface_; }
  Result<usb::Bytes> control_in(const usb::Setup&, std::size_t,
                                std::chrono::milliseconds) override {
    return usb::Bytes{};
  }
  Result<void> control_out(const usb::Setup&, std::span<const std::uint8_t>,
                           std::chrono::milliseconds) override {
    return {};
  }
  Written write(std::uint8_t, std::span<const std::uint8_t> bytes,
                std::chrono::milliseconds) override {
    log_.add("written");
    return {bytes.size(), std::nullopt};
  }
  Result<usb::Bytes> read(std::uint8_t, std::size_t, std::chrono::milliseconds) override {
    return usb::Bytes{};
  }
  Result<void> clear_halt(std::uint8_t) override { return {}; }
  void interrupt() override { log_.add("interrupted"); }

 private:
  Log& log_;
  usb::Description description_;
  usb::Interface interface_;
};

class NotedBus : public usb::Bus {
 public:
  explicit NotedBus(Log& log) : log_(log) {}
  void plug(std::uint8_t address) {
    const std::lock_guard lock(mutex_);
    usb::Description pad = VirtualPad::description();
    pad.port = "1-3";
    pad.address = address;
    devices_ = {pad};
  }
  void plug(std::vector<usb::Description> devices) {
    const std::lock_guard lock(mutex_);
    devices_ = std::move(devices);
  }
  void unplug() {
    const std::lock_guard lock(mutex_);
    devices_.clear();
  }
  [[nodiscard]] std::vector<usb::Description> devices() override {
    const std::lock_guard lock(mutex_);
    return devices_;
  }
  [[nodiscard]] Result<std::unique_ptr<usb::Transport>> open(const usb::Description& device,
                                                             const usb::Interface&) override {
    log_.add("opened");
    return std::make_unique<NotedTransport>(log_, device);
  }

 private:
  Log& log_;
  std::mutex mutex_;
  std::vector<usb::Description> devices_;
};

class NotedDuty : public Duty {
 public:
  explicit NotedDuty(Log& log) : log_(log) {}
  [[nodiscard]] Role role() const override { return Role::Pad; }
  [[nodiscard]] Result<void> begin(std::unique_ptr<usb::Transport> transport) override {
    transport_ = std::move(transport);
    log_.add("begun");
    return {};
  }
  [[nodiscard]] Result<void> obey(const Command& command) override {
    log_.add("obeyed");
    return std::holds_alternative<ClearSignature>(command) ? write_when_stopping() : Result<void>{};
  }
  [[nodiscard]] Result<void> turn() override { return {}; }
  [[nodiscard]] std::chrono::milliseconds rest() const override { return 1000ms; }
  void end() override {
    log_.add("ending");
    static_cast<void>(log_.has("asked to stop again"));
    const bool blanked = !transport_->write(1, {}, 1ms).error;
    if (blanked) log_.add("blanked");
    transport_.reset();
    log_.add("ended");
  }
  void obey_absent(const Command&) override { log_.add("answered without"); }

 private:
  // A command in the middle of which the program is asked to stop.
  [[nodiscard]] Result<void> write_when_stopping() {
    static_cast<void>(log_.has("asked to stop"));
    const auto written = transport_->write(1, {}, 1ms);
    if (!written.error) return {};
    log_.add(name_of(written.error->fault));
    return tl::unexpected(*written.error);
  }

  Log& log_;
  std::unique_ptr<usb::Transport> transport_;
};

// An empty folder that goes with the test.
class Folder {
 public:
  Folder() { std::filesystem::create_directory(path_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() /
                                ("slipway-worker-" + std::to_string(static_cast<long>(::getpid())));
};

usb::Description pad(const std::string& port, std::uint8_t address, const std::string& serial) {
  usb::Description one = VirtualPad::description();
  one.port = port;
  one.address = address;
  one.serial = serial;
  return one;
}

}  // namespace

TEST_CASE("a worker opens its device when it comes, closes it when it goes, and opens the next") {
  Log log;
  NotedBus bus(log);
  Inspection any("");
  log.add("asked to stop again");
  Worker worker(std::make_unique<NotedDuty>(log), bus, any, "", [&](const DeviceEvent& event) {
    const auto* state = std::get_if<DeviceState>(&event);
    if (state != nullptr) log.add(name_of(state->presence));
  });
  CHECK(log.has("absent"));
  worker.tell(BeginSignature{});
  CHECK(log.has("answered without"));
  for (std::uint8_t turn = 1; turn <= 2; ++turn) {
    bus.plug(turn);
    worker.on_bus_change();
    REQUIRE(log.has("ready", turn));
    worker.tell(BeginSignature{});
    CHECK(log.has("obeyed", turn));
    bus.unplug();
    worker.on_bus_change();
    CHECK(log.has("closed", turn));
    CHECK(log.has("absent", turn + 1));
  }
}

TEST_CASE("a worker at another port than the device leaves it alone") {
  Log log;
  NotedBus bus(log);
  Inspection any("");
  bus.plug(1);
  log.add("asked to stop again");
  Worker worker(std::make_unique<NotedDuty>(log), bus, any, "1-9", [&](const DeviceEvent&) {});
  worker.tell(BeginSignature{});
  CHECK(log.has("answered without"));
  CHECK(log.count_now("opened") == 0);
}

TEST_CASE("a stopping worker lets its device come to rest without being interrupted") {
  Log log;
  NotedBus bus(log);
  Inspection any("");
  bus.plug(1);
  Worker worker(
      std::make_unique<NotedDuty>(log), bus, any, "", [&](const DeviceEvent&) {}, 1h);
  REQUIRE(log.has("begun"));
  worker.ask_to_stop();
  REQUIRE(log.has("ending"));
  const int before = log.count_now("interrupted");
  worker.ask_to_stop();
  worker.ask_to_stop();
  CHECK(log.count_now("interrupted") == before);
  CHECK_FALSE(worker.has_ended());
  log.add("asked to stop again");
  CHECK(log.has("ended"));
  CHECK(log.has("closed"));
}

TEST_CASE("a stopping worker begins no transfer but those that bring its device to rest") {
  Log log;
  NotedBus bus(log);
  Inspection any("");
  bus.plug(1);
  log.add("asked to stop again");
  Worker worker(
      std::make_unique<NotedDuty>(log), bus, any, "", [&](const DeviceEvent&) {}, 1h);
  REQUIRE(log.has("begun"));
  worker.tell(ClearSignature{});
  REQUIRE(log.has("obeyed"));
  worker.ask_to_stop();
  log.add("asked to stop");
  REQUIRE(log.has("closed"));
  CHECK(log.count_now(name_of(Fault::Timeout)) == 1);
  CHECK(log.count_now("blanked") == 1);
  CHECK(log.count_now("written") == 1);
}

TEST_CASE("a device that does not come to rest in time is given up when the program ends") {
  Log log;
  NotedBus bus(log);
  Inspection any("");
  bus.plug(1);
  Worker worker(
      std::make_unique<NotedDuty>(log), bus, any, "", [&](const DeviceEvent&) {}, 0ms);
  REQUIRE(log.has("begun"));
  worker.ask_to_stop();
  REQUIRE(log.has("ending"));
  const int before = log.count_now("interrupted");
  worker.ask_to_stop();
  CHECK(log.count_now("interrupted") == before + 1);
  log.add("asked to stop again");
  CHECK(log.has("closed"));
  CHECK(log.count_now("blanked") == 0);
}

TEST_CASE("a worker leaves a device alone that was not inspected, until it is accepted") {
  Log log;
  NotedBus bus(log);
  bus.plug(1);
  const Folder folder;
  Inspection inspection(folder.path());
  usb::Description right = VirtualPad::description();
  right.port = "1-3";
  usb::Description other = right;
  other.serial = "ANOTHER";
  REQUIRE(inspection.accept(Role::Pad, other));
  log.add("asked to stop again");
  {
    Worker worker(std::make_unique<NotedDuty>(log), bus, inspection, "",
                  [&](const DeviceEvent& event) {
                    const auto* state = std::get_if<DeviceState>(&event);
                    if (state != nullptr) log.add(name_of(state->presence));
                  });
    REQUIRE(log.has("strange"));
    CHECK(log.has("closed"));
    CHECK(log.count_now("begun") == 0);
    worker.tell(BeginSignature{});
    CHECK(log.has("answered without"));
    REQUIRE(inspection.accept(Role::Pad, right));
    worker.on_bus_change();
    CHECK(log.has("ready"));
  }
}

TEST_CASE("of several alike that have moved, the inspected one is found") {
  Log log;
  NotedBus bus(log);
  const Folder folder;
  Inspection inspection(folder.path());
  REQUIRE(inspection.accept(Role::Pad, pad("1-9", 1, "OURS")));
  bus.plug({pad("1-3", 2, "FIRST"), pad("1-4", 3, "SECOND"), pad("1-5", 4, "OURS")});
  log.add("asked to stop again");
  Worker worker(std::make_unique<NotedDuty>(log), bus, inspection, "",
                [&](const DeviceEvent& event) {
                  const auto* state = std::get_if<DeviceState>(&event);
                  if (state != nullptr) log.add(name_of(state->presence) + (" " + state->serial));
                });
  CHECK(log.has("ready OURS"));
  CHECK(log.count_now("opened") == 3);
  CHECK(log.count_now("begun") == 1);
}

TEST_CASE("of several alike none of which was inspected, the first is told of") {
  Log log;
  NotedBus bus(log);
  const Folder folder;
  Inspection inspection(folder.path());
  REQUIRE(inspection.accept(Role::Pad, pad("1-9", 1, "OURS")));
  bus.plug({pad("1-3", 2, "FIRST"), pad("1-4", 3, "SECOND")});
  log.add("asked to stop again");
  Worker worker(std::make_unique<NotedDuty>(log), bus, inspection, "",
                [&](const DeviceEvent& event) {
                  const auto* state = std::get_if<DeviceState>(&event);
                  if (state != nullptr) log.add(name_of(state->presence) + (" " + state->serial));
                });
  CHECK(log.has("strange FIRST"));
  CHECK(log.has("opened", 2));  // both, and both again a second later
  CHECK(log.count_now("begun") == 0);
}
