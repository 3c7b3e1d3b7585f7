#include "devices/service/worker.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace slipway::devices {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause(1000);
constexpr milliseconds kLongestPause(8000);
constexpr std::size_t kMostCommands = 64;

Error cut_error() {
  return {Fault::Timeout, "this program is about to end"};
}

std::string model_of(const usb::Description& device) {
  if (device.maker.empty() || device.model.rfind(device.maker, 0) == 0) return device.model;
  return device.model.empty() ? device.maker : device.maker + " " + device.model;
}

// "3.14" of 0x0314.
std::string firmware_of(const usb::Description& device) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%x.%02x", device.release >> 8, device.release & 0xFF);
  return text.data();
}

}  // namespace

// The way to the device. A driver owns its transport, and yet it has to be stopped from outside
// without asking whether the driver still lives: both hold a share of this.
class Worker::Line {
 public:
  explicit Line(std::unique_ptr<usb::Transport> transport) : transport_(std::move(transport)) {}

  // Nothing when it is cut.
  [[nodiscard]] usb::Transport* whole() {
    const std::lock_guard lock(mutex_);
    return is_cut_ ? nullptr : transport_.get();
  }
  [[nodiscard]] const usb::Transport& end() const { return *transport_; }
  // Ends the transfer that is under way and lets none begin. One that is about to begin may slip
  // through: it ends when this is called again.
  void cut() {
    {
      const std::lock_guard lock(mutex_);
      is_cut_ = true;
    }
    transport_->interrupt();
  }
  void mend() {
    const std::lock_guard lock(mutex_);
    is_cut_ = false;
  }

 private:
  const std::unique_ptr<usb::Transport> transport_;
  std::mutex mutex_;
  bool is_cut_ = false;
};

// A driver's share of the line.
class Worker::LineEnd : public usb::Transport {
 public:
  explicit LineEnd(std::shared_ptr<Line> line) : line_(std::move(line)) {}
  [[nodiscard]] const usb::Description& description() const override {
    return line_->end().description();
  }
  [[nodiscard]] const usb::Interface& interface() const override {
    return line_->end().interface();
  }
  [[nodiscard]] Result<usb::Bytes> control_in(const usb::Setup& setup, std::size_t most,
                                              milliseconds timeout) override {
    usb::Transport* const way = line_->whole();
    if (way == nullptr) return tl::unexpected(cut_error());
    return way->control_in(setup, most, timeout);
  }
  [[nodiscard]] Result<void> control_out(const usb::Setup& setup,
                                         std::span<const std::uint8_t> bytes,
                                         milliseconds timeout) override {
    usb::Transport* const way = line_->whole();
    if (way == nullptr) return tl::unexpected(cut_error());
    return way->control_out(setup, bytes, timeout);
  }
  [[nodiscard]] Written write(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                              milliseconds timeout) override {
    usb::Transport* const way = line_->whole();
    if (way == nullptr) return {0, cut_error()};
    return way->write(endpoint, bytes, timeout);
  }
  [[nodiscard]] Result<usb::Bytes> read(std::uint8_t endpoint, std::size_t most,
                                        milliseconds timeout) override {
    usb::Transport* const way = line_->whole();
    if (way == nullptr) return tl::unexpected(cut_error());
    return way->read(endpoint, most, timeout);
  }
  [[nodiscard]] Result<void> clear_halt(std::uint8_t endpoint) override {
    usb::Transport* const way = line_->whole();
    if (way == nullptr) return tl::unexpected(cut_error());
    return way->clear_halt(endpoint);
  }
  void interrupt() override { line_->cut(); }

 private:
  std::shared_ptr<Line> line_;
};

Worker::Worker(std::unique_ptr<Duty> duty, usb::Bus& bus, Inspection& inspection, std::string port,
               Duty::Report report, milliseconds rest)
    : duty_(std::move(duty)),
      bus_(bus),
      inspection_(inspection),
      port_(std::move(port)),
      report_(std::move(report)),
      rest_(rest),
      pause_(kFirstPause),
      thread_([this] { run(); }) {}

Worker::~Worker() {
  ask_to_stop();
  thread_.join();
}

void Worker::tell(Command command) {
  const std::lock_guard lock(mutex_);
  // A screen that sends this much without waiting is broken; the newest command is the one to drop.
  if (commands_.size() < kMostCommands) commands_.push_back(std::move(command));
  news_.notify_all();
}

void Worker::on_bus_change() {
  const std::lock_guard lock(mutex_);
  bus_changed_ = true;
  news_.notify_all();
}

void Worker::ask_to_stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  if (line_ && Clock::now() >= rests_until_) line_->cut();
  news_.notify_all();
}

bool Worker::has_ended() {
  const std::lock_guard lock(mutex_);
  return ended_;
}

bool Worker::is_stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Worker::run() {
  state_.role = duty_->role();
  state_.has_stand_in = duty_->has_stand_in();
  tell_state();
  while (!is_stopping()) {
    if (open_) {
      serve();
    } else {
      seek();
    }
  }
  if (open_) come_to_rest();
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

// For a while nothing is cut: a pad that is not blanked shows the last signature. Closing waits for
// the thread of libusb's events, which may be waiting for our mutex to tell of a change: never
// under the lock.
void Worker::come_to_rest() {
  {
    const std::lock_guard lock(mutex_);
    rests_until_ = Clock::now() + rest_;
    line_->mend();
  }
  duty_->end();
  open_ = false;
  std::shared_ptr<Line> line;
  const std::lock_guard lock(mutex_);
  line.swap(line_);
  rests_until_ = {};
}

std::vector<Command> Worker::take(milliseconds limit) {
  std::unique_lock lock(mutex_);
  news_.wait_for(lock, limit, [&] { return stopping_ || bus_changed_ || !commands_.empty(); });
  return std::exchange(commands_, {});
}

void Worker::seek() {
  {
    const std::lock_guard lock(mutex_);
    bus_changed_ = false;
  }
  std::vector<usb::Description> plugged = bus_.devices();
  const auto found = inspection_.choose(duty_->role(), port_, plugged);
  if (!found) {
    set_state(Presence::Absent);
    pause_ = kFirstPause;
    return pause();
  }
  device_ = *found;
  set_state(Presence::Opening);
  auto opened = open_admitted();
  if (!opened && opened.error().fault == Fault::Strange) {
    opened = open_alike(std::move(plugged), opened.error());
  }
  if (!opened) return give_up(opened.error());
  auto line = std::make_shared<Line>(std::move(*opened));
  {
    const std::lock_guard lock(mutex_);
    line_ = line;
  }
  const auto begun = duty_->begin(std::make_unique<LineEnd>(std::move(line)));
  if (!begun) return close(begun.error());
  open_ = true;
  pause_ = kFirstPause;
  set_state(Presence::Ready);
}

Result<std::unique_ptr<usb::Transport>> Worker::open_admitted() {
  auto opened = bus_.open(device_.device, device_.interface);
  if (!opened) return opened;
  state_.model = model_of((*opened)->description());
  state_.serial = (*opened)->description().serial;
  state_.firmware = firmware_of((*opened)->description());
  const auto admitted = inspection_.admit(duty_->role(), (*opened)->description());
  if (!admitted) return tl::unexpected(admitted.error());
  return opened;
}

Result<std::unique_ptr<usb::Transport>> Worker::open_alike(std::vector<usb::Description> plugged,
                                                           const Error& why) {
  const Candidate first = device_;
  const DeviceState said = state_;
  for (;;) {
    std::erase_if(plugged, [&](const usb::Description& one) {
      return one.port == device_.device.port && one.address == device_.device.address;
    });
    const auto next = inspection_.choose(duty_->role(), port_, plugged);
    if (!next || next->device.vendor != first.device.vendor ||
        next->device.product != first.device.product) {
      break;
    }
    device_ = *next;
    if (auto opened = open_admitted()) return opened;
  }
  device_ = first;
  state_ = said;
  return tl::unexpected(why);
}

void Worker::give_up(const Error& why) {
  if (why.fault == Fault::Absent || why.fault == Fault::Gone) {
    set_state(Presence::Absent);
  } else if (why.fault == Fault::Strange) {
    set_state(Presence::Strange, why.text);
  } else {
    set_state(Presence::Failed, std::string(name_of(why.fault)) + ": " + why.text);
  }
  pause();
}

// Waits for a reason to look again; commands are answered meanwhile.
void Worker::pause() {
  const auto deadline = Clock::now() + pause_;
  pause_ = std::min(pause_ * 2, kLongestPause);
  for (;;) {
    const auto rest = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
    for (const Command& command : take(std::max(rest, milliseconds(0)))) {
      duty_->obey_absent(command);
      if (std::holds_alternative<AskState>(command)) tell_state();
    }
    const std::lock_guard lock(mutex_);
    if (stopping_ || bus_changed_ || rest.count() <= 0) return;
  }
}

void Worker::close(const Error& why) {
  come_to_rest();
  if (is_stopping()) return;
  // A transfer that fails on the bus is often the first sign of a cable being pulled.
  give_up(is_still_plugged() ? why : Error{Fault::Gone, "it left the bus"});
}

bool Worker::is_still_plugged() {
  const auto devices = bus_.devices();
  return std::any_of(devices.begin(), devices.end(), [&](const usb::Description& one) {
    return one.port == device_.device.port && one.address == device_.device.address;
  });
}

void Worker::serve() {
  auto commands = take(duty_->rest());
  for (auto at = commands.begin(); at != commands.end(); ++at) {
    if (is_stopping()) return;
    const auto obeyed = carry_out(*at);
    if (obeyed) continue;
    {
      const std::lock_guard lock(mutex_);  // the others wait for the next device
      commands_.insert(commands_.begin(), std::make_move_iterator(std::next(at)),
                       std::make_move_iterator(commands.end()));
    }
    return close(obeyed.error());
  }
  bool changed = false;
  {
    const std::lock_guard lock(mutex_);
    changed = std::exchange(bus_changed_, false);
    if (stopping_) return;
  }
  if (changed && !is_still_plugged()) return close({Fault::Gone, "it left the bus"});
  if (const auto turned = duty_->turn(); !turned) close(turned.error());
}

Result<void> Worker::carry_out(const Command& command) {
  const bool print = std::holds_alternative<PrintPage>(command);
  if (print) set_state(Presence::Busy);
  auto obeyed = duty_->obey(command);
  if (obeyed && print) set_state(Presence::Ready);
  if (obeyed && std::holds_alternative<AskState>(command)) tell_state();
  return obeyed;
}

void Worker::set_state(Presence presence, const std::string& trouble) {
  if (state_.presence == presence && state_.trouble == trouble) return;
  state_.presence = presence;
  state_.trouble = trouble;
  if (presence == Presence::Absent) {
    for (std::string* known : {&state_.model, &state_.serial, &state_.firmware})
      known->clear();
  }
  tell_state();
}

void Worker::tell_state() {
  report_(state_);
}

}  // namespace slipway::devices
