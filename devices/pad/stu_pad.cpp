#include "devices/pad/stu_pad.hpp"

#include <utility>

#include "devices/pad/hid_wire.hpp"

namespace slipway::devices {

using std::chrono::milliseconds;

namespace {

constexpr std::uint16_t kWacom = 0x056A;
constexpr const char* kHowToAllow =
    "Encryption is required, and this pad does not give it: connect a pad that does, or set [pad] "
    "encrypted = \"prefer\" in devices.toml. ";

stu::Model model_at(std::uint16_t product) {
  const stu::Model* known = stu::model_of(product);
  return known == nullptr ? stu::Model{} : *known;
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

Result<std::unique_ptr<StuPad>> StuPad::open(std::unique_ptr<usb::Transport> transport,
                                             Encryption wish) {
  const usb::Endpoint* pen = hid_wire::report_endpoint(transport->interface());
  if (pen == nullptr) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no pen endpoint"});
  }
  const usb::Endpoint endpoint = *pen;
  stu::Wire wire(std::move(transport), endpoint);
  const auto bytes = wire.get(stu::Report::Capability, stu::kCapabilityLength);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto capability = stu::read_capability(*bytes);
  if (!capability) return tl::make_unexpected(capability.error());
  std::unique_ptr<StuPad> pad(new StuPad(std::move(wire), *capability, wish));
  if (auto asked = pad->ask_name(); !asked) return tl::make_unexpected(asked.error());
  // A program that died may have left a signature on the glass.
  const auto blank = pad->end();
  if (!blank) return tl::make_unexpected(blank.error());
  if (auto asked = pad->ask_encryption(); !asked) return tl::make_unexpected(asked.error());
  return pad;
}

StuPad::StuPad(stu::Wire wire, const stu::Capability& capability, Encryption wish)
    : wire_(std::move(wire)),
      capability_(capability),
      model_(model_at(wire_.description().product)),
      wish_(wish),
      capture_(model_.exchange),
      stroke_(capability) {
  wire_.pace(capability.reports_a_second);
}

// What a pad is called decides nothing: one that does not say it works as well.
Result<void> StuPad::ask_name() {
  const auto bytes = wire_.get(stu::Report::Information, stu::kInformationLength);
  if (!bytes) {
    if (bytes.error().fault == Fault::Gone) return tl::make_unexpected(bytes.error());
    return {};
  }
  name_ = stu::read_information(*bytes).value_or("");
  return {};
}

Result<void> StuPad::ask_encryption() {
  if (wish_ == Encryption::Never) {
    why_plain_ = "by the settings";
    return {};
  }
  const auto offered = capture_.is_offered(wire_);
  if (!offered) return tl::make_unexpected(offered.error());
  may_encrypt_ = *offered;
  if (may_encrypt_) return {};
  why_plain_ = "the pad offers no encryption";
  if (wish_ != Encryption::Require) return {};
  return tl::make_unexpected(Error{Fault::Unsupported, kHowToAllow + why_plain_});
}

std::string StuPad::said() const {
  const std::string name = name_.empty() ? "a pad without a name" : name_;
  if (capture_.is_on()) return name + ", encrypted with " + capture_.words();
  if (!why_plain_.empty()) return name + ", not encrypted: " + why_plain_;
  return name + ", offers encryption with " + capture_.words();
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
    auto set_so = wire_.set(stu::option_mode(model_.option));
    if (!set_so && set_so.error().fault == Fault::Gone) return set_so;
    if (set_so) option_ = model_.option;
  }
  if (prompt_) taps_.watch(*prompt_, size());
  if (auto shown = show_empty(); !shown) return shown;
  // Who sees no ink yet does not write yet: nothing of the signature travels before there is a key.
  if (auto encrypted = encrypt(); !encrypted) return encrypted;
  return wire_.set(stu::inking(true));
}

Result<void> StuPad::encrypt() {
  if (!may_encrypt_) return {};
  const auto begun = capture_.begin(wire_);
  if (begun) why_plain_.clear();
  if (begun || begun.error().fault == Fault::Gone) return begun;
  may_encrypt_ = wish_ == Encryption::Require;
  why_plain_ = begun.error().text;
  const auto now = wire_.status();
  if (now && now->state == stu::PadState::Capture) {
    if (auto left = capture_.leave(wire_); !left) return left;
  }
  if (wish_ != Encryption::Require) {
    // One that still calculates draws no ink: then the member signs elsewhere.
    if (auto ready = wire_.await(stu::PadState::Ready); !ready) {
      return tl::make_unexpected(ready.error());
    }
    return wire_.drain();
  }
  return tl::make_unexpected(Error{begun.error().fault, kHowToAllow + why_plain_});
}

Result<std::vector<PenSample>> StuPad::wait(milliseconds limit) {
  std::vector<PenSample> samples;
  const auto bytes = wire_.read(limit);
  if (!bytes) {
    if (bytes.error().fault == Fault::Timeout) return samples;
    return tl::make_unexpected(bytes.error());
  }
  std::vector<stu::PenReport> pens;
  if (capture_.is_on()) {
    // What comes in the clear, or of another session, is not this pen's.
    auto opened = capture_.opened(*bytes, option_);
    if (!opened) stroke_.lose();
    if (opened) pens = std::move(*opened);
  } else if (const auto pen = stu::read_pen(*bytes, option_)) {
    pens.push_back(*pen);
  }
  for (const stu::PenReport& pen : pens) {
    const auto sample = stroke_.take(pen);
    if (!sample) continue;
    const auto sorted = taps_.take(*sample);
    samples.insert(samples.end(), sorted.begin(), sorted.end());
  }
  return samples;
}

// A pad in capture clears nothing and takes no picture.
Result<void> StuPad::clear() {
  const bool was_encrypted = capture_.is_on();
  if (was_encrypted) {
    if (auto stopped = wire_.set(stu::inking(false)); !stopped) return stopped;
    if (auto left = capture_.leave(wire_); !left) return left;
  }
  if (auto shown = show_empty(); !shown) return shown;
  if (!was_encrypted) return {};
  if (auto encrypted = encrypt(); !encrypted) return encrypted;
  return wire_.set(stu::inking(true));
}

Result<void> StuPad::show_empty() {
  if (auto cleared = wire_.set(stu::clear_screen()); !cleared) return cleared;
  if (auto settled = settle(); !settled) return settled;
  if (prompt_) {
    if (auto shown = upload(*prompt_); !shown) return shown;
  }
  stroke_.restart();
  taps_.restart();
  return wire_.drain();
}

Result<void> StuPad::upload(const Prompt& prompt) {
  if (auto started = wire_.set(stu::start_image()); !started) return started;
  if (auto ready = wire_.await(stu::PadState::Image); !ready) {
    return tl::make_unexpected(ready.error());
  }
  for (const stu::Bytes& block : stu::image_blocks(prompt)) {
    if (auto taken = wire_.set(block); !taken) return taken;
  }
  if (auto ended = wire_.set(stu::end_image(stu::ImageEnd::Commit)); !ended) return ended;
  const auto result = wire_.await(stu::PadState::Ready);
  if (!result) return tl::make_unexpected(result.error());
  if (*result == 0) return {};
  return tl::make_unexpected(
      Error{Fault::Protocol, "the pad refused the picture: " + std::to_string(*result)});
}

// All of it, whatever becomes of the first; each is tried twice, because what stays on the glass is
// somebody's signature.
Result<void> StuPad::end() {
  Result<void> worst;
  auto now = wire_.status();
  if (!now && now.error().fault != Fault::Gone) now = wire_.status();
  if (now && now->state == stu::PadState::Image) {
    // Half a picture is on its way, and a pad that waits for the rest clears nothing.
    worst = wire_.set(stu::end_image(stu::ImageEnd::Abandon));
  }
  capture_.forget();
  if (now && now->state == stu::PadState::Capture) {
    auto left = capture_.leave(wire_);
    if (!left && left.error().fault != Fault::Gone) left = capture_.leave(wire_);
    if (!left) worst = left;
  }
  for (const stu::Bytes& report : {stu::inking(false), stu::clear_screen()}) {
    auto done = wire_.set(report);
    if (!done && done.error().fault != Fault::Gone) done = wire_.set(report);
    if (!done) worst = done;
  }
  stroke_.restart();
  taps_.forget();
  prompt_.reset();
  if (!worst) return worst;
  return settle();
}

// After its glass was cleared.
Result<void> StuPad::settle() {
  if (auto rested = wire_.rest(model_.settling); !rested) return rested;
  const auto ready = wire_.await(stu::PadState::Ready);
  if (!ready) return tl::make_unexpected(ready.error());
  return {};
}

}  // namespace slipway::devices
