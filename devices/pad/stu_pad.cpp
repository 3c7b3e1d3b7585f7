#include "devices/pad/stu_pad.hpp"

#include <utility>

#include "devices/pad/hid_wire.hpp"

namespace slipway::devices {

using std::chrono::milliseconds;

namespace {

constexpr std::uint16_t kWacom = 0x056A;
constexpr std::uint16_t kFeature = 0x0300;
constexpr milliseconds kRequestTime{1'000};
constexpr milliseconds kGlance{1};
// A pad clears its glass within a second: asked 25 times, 50 ms apart.
constexpr int kMostPolls = 25;
constexpr milliseconds kPollTime{50};
constexpr int kMostStale = 100;

usb::Setup get_feature(stu::Report report, std::uint8_t interface) {
  return {0xA1, 0x01, static_cast<std::uint16_t>(kFeature | static_cast<std::uint8_t>(report)),
          interface};
}

}  // namespace

const usb::Interface* StuPad::interface_of(const usb::Description& description) {
  if (description.vendor != kWacom) return nullptr;
  if (stu::model_of(description.product) == nullptr) return nullptr;
  for (const usb::Interface& interface : description.interfaces) {
    if (interface.device_class == hid_wire::kHidClass &&
        hid_wire::report_endpoint(interface) != nullptr) {
      return &interface;
    }
  }
  return nullptr;
}

Result<std::unique_ptr<StuPad>> StuPad::open(std::unique_ptr<usb::Transport> transport) {
  const usb::Endpoint* pen = hid_wire::report_endpoint(transport->interface());
  if (pen == nullptr) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no pen endpoint"});
  }
  const auto bytes =
      transport->control_in(get_feature(stu::Report::Capability, transport->interface().number),
                            stu::kCapabilityLength, kRequestTime);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto capability = stu::read_capability(*bytes);
  if (!capability) return tl::make_unexpected(capability.error());
  const usb::Endpoint endpoint = *pen;
  std::unique_ptr<StuPad> pad(new StuPad(std::move(transport), endpoint, *capability));
  if (auto asked = pad->ask_name(); !asked) return tl::make_unexpected(asked.error());
  // A program that died may have left a signature on the glass.
  const auto blank = pad->end();
  if (!blank) return tl::make_unexpected(blank.error());
  return pad;
}

StuPad::StuPad(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& pen,
               const stu::Capability& capability)
    : transport_(std::move(transport)), pen_(pen), capability_(capability), stroke_(capability) {
  if (const auto* known = stu::model_of(transport_->description().product)) model_ = *known;
}

// What a pad is called decides nothing: one that does not say it works as well.
Result<void> StuPad::ask_name() {
  const auto bytes =
      transport_->control_in(get_feature(stu::Report::Information, transport_->interface().number),
                             stu::kInformationLength, kRequestTime);
  if (!bytes) {
    if (bytes.error().fault == Fault::Gone) return tl::make_unexpected(bytes.error());
    return {};
  }
  said_ = stu::read_information(*bytes).value_or("");
  return {};
}

std::optional<PadScreen> StuPad::screen() const {
  if (!capability_.takes_bitmaps) return std::nullopt;
  return PadScreen{capability_.screen_width, capability_.screen_height};
}

Result<void> StuPad::show(const Prompt& prompt) {
  const auto own = screen();
  if (!own) return {};
  if (!prompt.is_sound() || prompt.size.width != own->width || prompt.size.height != own->height) {
    return tl::make_unexpected(Error{Fault::Unsupported, "the picture is not of the pad's size"});
  }
  prompt_ = prompt;
  return {};
}

Result<void> StuPad::begin() {
  option_ = stu::OptionMode::None;
  if (model_.option != stu::OptionMode::None) {
    // A firmware without this mode refuses it; its samples are spaced by the report rate then.
    auto set_so = set(stu::option_mode(model_.option));
    if (!set_so && set_so.error().fault == Fault::Gone) return set_so;
    if (set_so) option_ = model_.option;
  }
  if (prompt_) taps_.watch(*prompt_, size());
  if (auto cleared = clear(); !cleared) return cleared;
  return set(stu::inking(true));
}

Result<std::vector<PenSample>> StuPad::wait(milliseconds limit) {
  std::vector<PenSample> samples;
  const auto bytes = transport_->read(pen_.address, pen_.packet_size, limit);
  if (!bytes) {
    if (bytes.error().fault == Fault::Timeout) return samples;
    if (bytes.error().fault == Fault::Protocol) {
      const auto cleared = transport_->clear_halt(pen_.address);
      if (!cleared) return tl::make_unexpected(cleared.error());
    }
    return tl::make_unexpected(bytes.error());
  }
  const auto report = stu::read_pen(*bytes, option_);
  if (!report) return samples;
  if (const auto sample = stroke_.take(*report)) samples = taps_.take(*sample);
  return samples;
}

Result<void> StuPad::clear() {
  if (auto cleared = set(stu::clear_screen()); !cleared) return cleared;
  if (auto settled = settle(); !settled) return settled;
  if (prompt_) {
    if (auto shown = upload(*prompt_); !shown) return shown;
  }
  stroke_.restart();
  taps_.restart();
  return drain();
}

Result<void> StuPad::upload(const Prompt& prompt) {
  if (auto started = set(stu::start_image()); !started) return started;
  if (auto ready = await(stu::PadState::Image); !ready) {
    return tl::make_unexpected(ready.error());
  }
  for (const stu::Bytes& block : stu::image_blocks(prompt)) {
    if (auto taken = set(block); !taken) return taken;
  }
  if (auto ended = set(stu::end_image(stu::ImageEnd::Commit)); !ended) return ended;
  const auto result = await(stu::PadState::Ready);
  if (!result) return tl::make_unexpected(result.error());
  if (*result == 0) return {};
  return tl::make_unexpected(
      Error{Fault::Protocol, "the pad refused the picture: " + std::to_string(*result)});
}

// Both, whatever becomes of the first; each is tried twice, because what stays on the glass is
// somebody's signature.
Result<void> StuPad::end() {
  Result<void> worst;
  const auto now = status();
  if (now && now->state == stu::PadState::Image) {
    // Half a picture is on its way, and a pad that waits for the rest clears nothing.
    worst = set(stu::end_image(stu::ImageEnd::Abandon));
  }
  for (const stu::Bytes& report : {stu::inking(false), stu::clear_screen()}) {
    auto done = set(report);
    if (!done && done.error().fault != Fault::Gone) done = set(report);
    if (!done) worst = done;
  }
  stroke_.restart();
  taps_.forget();
  prompt_.reset();
  if (!worst) return worst;
  return settle();
}

Result<void> StuPad::set(const stu::Bytes& report) {
  const usb::Setup setup{0x21, 0x09, static_cast<std::uint16_t>(kFeature | report.front()),
                         transport_->interface().number};
  return transport_->control_out(setup, report, kRequestTime);
}

Result<stu::Status> StuPad::status() {
  const auto bytes =
      transport_->control_in(get_feature(stu::Report::Status, transport_->interface().number),
                             stu::kStatusLength, kRequestTime);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return stu::read_status(*bytes);
}

// What the pad says of the last request once it has come to this state.
Result<std::uint8_t> StuPad::await(stu::PadState state) {
  for (int polls = 0; polls < kMostPolls; ++polls) {
    const auto now = status();
    if (!now) return tl::make_unexpected(now.error());
    if (now->state == state) return now->result;
    if (auto rested = rest(kPollTime); !rested) return tl::make_unexpected(rested.error());
  }
  return tl::make_unexpected(Error{Fault::Timeout, "the pad does not become ready"});
}

// What the pen does meanwhile is not wanted, so its endpoint serves as the clock: a pen that is
// near counts for a report's time with each of its reports.
Result<void> StuPad::rest(milliseconds time) {
  for (milliseconds left = time; left > milliseconds(0);) {
    const auto unwanted = transport_->read(pen_.address, pen_.packet_size, left);
    if (!unwanted && unwanted.error().fault == Fault::Gone) {
      return tl::make_unexpected(unwanted.error());
    }
    left -= unwanted ? milliseconds(1'000 / capability_.reports_a_second) : left;
  }
  return {};
}

// After its glass was cleared.
Result<void> StuPad::settle() {
  if (auto rested = rest(model_.settling); !rested) return rested;
  const auto ready = await(stu::PadState::Ready);
  if (!ready) return tl::make_unexpected(ready.error());
  return {};
}

// Throws away what the pen did before.
Result<void> StuPad::drain() {
  for (int reports = 0; reports < kMostStale; ++reports) {
    const auto bytes = transport_->read(pen_.address, pen_.packet_size, kGlance);
    if (bytes) continue;
    if (bytes.error().fault == Fault::Timeout) return {};
    return tl::make_unexpected(bytes.error());
  }
  return {};
}

}  // namespace slipway::devices
