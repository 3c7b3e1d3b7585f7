#include "devices/usb/replay.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "devices/usb/recorder.hpp"

namespace slipway::devices::usb {

using Kind = RecordedTransfer::Kind;
using std::chrono::milliseconds;

namespace {

// What a transfer is, in a few words: "write of 3 bytes to 01".
std::string words_for(const RecordedTransfer& one) {
  std::array<char, 64> place{};
  std::snprintf(place.data(), place.size(), "%02x", one.endpoint);
  std::array<char, 64> setup{};
  std::snprintf(setup.data(), setup.size(), "%02x:%02x:%04x:%04x", one.setup.request_type,
                one.setup.request, one.setup.value, one.setup.index);
  switch (one.kind) {
    case Kind::ControlIn:
      return std::string("question ") + setup.data();
    case Kind::ControlOut:
      return "request " + std::string(setup.data()) + " with " + std::to_string(one.bytes.size()) +
             " bytes";
    case Kind::Write:
      return "write of " + std::to_string(one.offered) + " bytes to " + place.data();
    case Kind::Read:
      return std::string("read from ") + place.data();
    case Kind::ClearHalt:
      return std::string("lifting of the halt of ") + place.data();
  }
  return "something else";
}

bool is_same_place(const RecordedTransfer& a, const RecordedTransfer& b) {
  if (a.kind != b.kind) return false;
  if (!is_control(a.kind)) return a.endpoint == b.endpoint && a.offered == b.offered;
  return a.setup.request_type == b.setup.request_type && a.setup.request == b.setup.request &&
         a.setup.value == b.setup.value && a.setup.index == b.setup.index;
}

class ReplayTransport final : public Transport {
 public:
  ReplayTransport(Replay& replay, const Interface& claimed)
      : replay_(replay), interface_(claimed) {}

  [[nodiscard]] const Description& description() const override {
    return replay_.recording().description;
  }
  [[nodiscard]] const Interface& interface() const override { return interface_; }

  [[nodiscard]] Result<Bytes> control_in(const Setup& setup, std::size_t most,
                                         milliseconds) override {
    return brought({{}, Kind::ControlIn, setup, 0, 0, {}, {}}, most);
  }
  [[nodiscard]] Result<void> control_out(const Setup& setup, std::span<const std::uint8_t> bytes,
                                         milliseconds) override {
    return done({{}, Kind::ControlOut, setup, 0, 0, {}, Bytes(bytes.begin(), bytes.end())});
  }
  [[nodiscard]] Written write(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                              milliseconds) override {
    const auto* one = replay_.serve(
        {{}, Kind::Write, {}, endpoint, bytes.size(), {}, Bytes(bytes.begin(), bytes.end())});
    if (one == nullptr) return {0, replay_.refusal()};
    return {one->bytes.size(), error_of(*one)};
  }
  [[nodiscard]] Result<Bytes> read(std::uint8_t endpoint, std::size_t most, milliseconds) override {
    return brought({{}, Kind::Read, {}, endpoint, 0, {}, {}}, most);
  }
  [[nodiscard]] Result<void> clear_halt(std::uint8_t endpoint) override {
    return done({{}, Kind::ClearHalt, {}, endpoint, 0, {}, {}});
  }
  void interrupt() override {}  // nothing ever waits

 private:
  [[nodiscard]] static std::optional<Error> error_of(const RecordedTransfer& one) {
    if (!one.fault) return std::nullopt;
    return Error{*one.fault, std::string("as recorded: ") + devices::name_of(*one.fault)};
  }
  [[nodiscard]] Result<Bytes> brought(RecordedTransfer wish, std::size_t most) {
    const auto* one = replay_.serve(std::move(wish));
    if (one == nullptr) return tl::unexpected(replay_.refusal());
    if (auto error = error_of(*one)) return tl::unexpected(std::move(*error));
    const auto size = static_cast<std::ptrdiff_t>(std::min(most, one->bytes.size()));
    return Bytes(one->bytes.begin(), one->bytes.begin() + size);
  }
  [[nodiscard]] Result<void> done(RecordedTransfer wish) {
    const auto* one = replay_.serve(std::move(wish));
    if (one == nullptr) return tl::unexpected(replay_.refusal());
    if (auto error = error_of(*one)) return tl::unexpected(std::move(*error));
    return {};
  }

  Replay& replay_;
  Interface interface_;
};

}  // namespace

Replay::Replay(Recording recording, std::unique_ptr<Scrubber> scrubber)
    : recording_(std::move(recording)), scrubber_(std::move(scrubber)) {}

Result<std::unique_ptr<Transport>> Replay::open() {
  const Interface* claimed = interface_of(recording_);
  if (claimed == nullptr) {
    return tl::unexpected(Error{Fault::Absent, "the recording has no such interface"});
  }
  return std::unique_ptr<Transport>(new ReplayTransport(*this, *claimed));
}

const RecordedTransfer* Replay::serve(RecordedTransfer wish) {
  if (!difference_.empty()) return nullptr;
  const std::string line = "line " + std::to_string(this->line()) + ": ";
  if (is_over()) {
    difference_ = line + "the recording ends here, the driver goes on with a " + words_for(wish);
    return nullptr;
  }
  const RecordedTransfer& one = recording_.transfers[next_];
  if (!is_same_place(one, wish)) {
    difference_ =
        line + "the recording has a " + words_for(one) + ", the driver did a " + words_for(wish);
    return nullptr;
  }
  const bool is_sent = one.kind == Kind::Write || one.kind == Kind::ControlOut;
  if (one.kind == Kind::Write) wish.bytes.resize(std::min(wish.bytes.size(), one.bytes.size()));
  wish.at = one.at;
  // The answers of a recording are clean; what they mean for later questions has to be seen.
  if (!is_sent) wish.bytes = one.bytes;
  wish = scrubbed(std::move(wish), *scrubber_);
  if (is_sent && wish.bytes != one.bytes) {
    difference_ = line + "the driver's " + words_for(wish) + " has other bytes";
    return nullptr;
  }
  ++next_;
  now_ = one.at;
  return &one;
}

}  // namespace slipway::devices::usb
