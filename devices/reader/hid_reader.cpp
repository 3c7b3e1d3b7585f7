#include "devices/reader/hid_reader.hpp"

#include <algorithm>
#include <utility>

#include "devices/reader/bank_card.hpp"
#include "devices/reader/hid_model.hpp"
#include "devices/reader/track.hpp"
#include "devices/usb/wipe.hpp"

namespace slipway::devices {
namespace {

using std::chrono::milliseconds;
namespace hid = usb::hid;

constexpr std::uint8_t kHidClass = 0x03;
constexpr std::uint8_t kBootSubclass = 0x01;
constexpr std::uint8_t kKeyboardProtocol = 0x01;
constexpr std::uint8_t kMouseProtocol = 0x02;
constexpr milliseconds kRequestTime{1'000};
// Longer than a reader pauses within one reading: what follows the silence is a whole one.
constexpr milliseconds kSilence{50};
constexpr int kMostStale = 256;
// The packets of one report come as fast as the bus asks.
constexpr milliseconds kPacketPause{250};
constexpr const char* kBankCard = "a bank card; nothing of it was kept";

const usb::Endpoint* report_endpoint(const usb::Interface& interface) {
  const auto found = std::find_if(interface.endpoints.begin(), interface.endpoints.end(),
                                  [](const usb::Endpoint& endpoint) {
                                    return endpoint.kind == usb::TransferKind::Interrupt &&
                                           endpoint.is_in() && endpoint.packet_size != 0;
                                  });
  return found == interface.endpoints.end() ? nullptr : &*found;
}

bool may_read(const usb::Interface& interface) {
  const bool is_mouse = interface.subclass == kBootSubclass && interface.protocol == kMouseProtocol;
  return interface.device_class == kHidClass && !is_mouse &&
         report_endpoint(interface) != nullptr &&
         hid::report_descriptor_length(interface.extra).has_value();
}

bool is_boot_keyboard(const usb::Interface& interface) {
  return interface.subclass == kBootSubclass && interface.protocol == kKeyboardProtocol;
}

Result<hid::Reports> ask_reports(usb::Transport& transport) {
  const auto length = hid::report_descriptor_length(transport.interface().extra);
  if (!length) return tl::unexpected(Error{Fault::Unsupported, "no HID descriptor"});
  const usb::Setup setup{0x81, 0x06, 0x2200, transport.interface().number};
  const auto bytes = transport.control_in(setup, *length, kRequestTime);
  if (!bytes) return tl::unexpected(bytes.error());
  return hid::read_reports(*bytes);
}

// By its own reports, at every change only. A device that knows neither request does so anyway.
Result<void> set_up(usb::Transport& transport) {
  const std::uint16_t number = transport.interface().number;
  std::vector<usb::Setup> requests{{0x21, 0x0A, 0x0000, number}};  // SET_IDLE
  if (is_boot_keyboard(transport.interface())) {
    requests.push_back({0x21, 0x0B, 0x0001, number});  // SET_PROTOCOL: report
  }
  for (const usb::Setup& setup : requests) {
    auto done = transport.control_out(setup, {}, kRequestTime);
    if (!done && done.error().fault == Fault::Gone) return done;
  }
  return {};
}

std::string_view without_line_end(std::string_view text) {
  while (text.ends_with('\r') || text.ends_with('\n'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

milliseconds HidReader::steady_time() {
  return std::chrono::duration_cast<milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

const usb::Interface* HidReader::interface_of(const usb::Description& description) {
  return hid_model_of(description) == nullptr ? nullptr : interface_of_chosen(description);
}

const usb::Interface* HidReader::interface_of_chosen(const usb::Description& description) {
  const usb::Interface* first = nullptr;
  for (const usb::Interface& interface : description.interfaces) {
    if (!may_read(interface)) continue;
    if (is_boot_keyboard(interface)) return &interface;
    if (first == nullptr) first = &interface;
  }
  return first;
}

Result<std::unique_ptr<HidReader>> HidReader::open(std::unique_ptr<usb::Transport> transport,
                                                   NumberFormat format, Clock clock) {
  const usb::Endpoint* endpoint = report_endpoint(transport->interface());
  if (endpoint == nullptr) {
    return tl::unexpected(Error{Fault::Unsupported, "no endpoint for reports"});
  }
  auto reports = ask_reports(*transport);
  if (!reports) return tl::unexpected(reports.error());
  auto decoder = decoder_for(*reports);
  if (!decoder) {
    return tl::unexpected(Error{
        Fault::Unsupported, "its reports are no scanner's, stripe's or keyboard's that we know"});
  }
  if (auto ready = set_up(*transport); !ready) return tl::unexpected(ready.error());
  const usb::Endpoint chosen = *endpoint;
  return std::unique_ptr<HidReader>(new HidReader(std::move(transport), chosen, std::move(*reports),
                                                  std::move(decoder), format, std::move(clock)));
}

HidReader::HidReader(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& endpoint,
                     hid::Reports reports, std::unique_ptr<ReportDecoder> decoder,
                     NumberFormat format, Clock clock)
    : transport_(std::move(transport)),
      endpoint_(endpoint),
      reports_(std::move(reports)),
      decoder_(std::move(decoder)),
      format_(format),
      clock_(std::move(clock)) {
  report_.reserve(hid::kLongestReport + endpoint_.packet_size);
}

HidReader::~HidReader() {
  forget();
}

void HidReader::forget() {
  decoder_->forget();
  wipe(report_.data(), report_.size());
  report_.clear();
}

Result<void> HidReader::enable() {
  was_read_ = false;
  for (int stale = 0; stale < kMostStale; ++stale) {
    auto bytes = transport_->read(endpoint_.address, endpoint_.packet_size, kSilence);
    if (!bytes) {
      forget();
      if (bytes.error().fault == Fault::Timeout) return {};
      return tl::unexpected(bytes.error());
    }
    wipe(bytes->data(), bytes->size());
  }
  return tl::unexpected(Error{Fault::Protocol, "it never stops sending"});
}

Result<void> HidReader::disable() {
  was_read_ = false;
  forget();
  return {};
}

Result<Reading> HidReader::wait(milliseconds limit) {
  if (std::exchange(was_read_, false)) return Reading{ReaderNews::Removed, {}, {}};
  auto packet = transport_->read(endpoint_.address, endpoint_.packet_size, limit);
  if (packet) {
    const WipedAtEnd wiped(*packet);
    return take(*packet);
  }
  if (packet.error().fault == Fault::Timeout) {
    decoder_->on_silence(clock_());
    return Reading{};
  }
  forget();
  if (packet.error().fault != Fault::Gone) {
    const auto cleared = transport_->clear_halt(endpoint_.address);
    if (!cleared) return tl::unexpected(cleared.error());
  }
  return tl::unexpected(packet.error());
}

// A report ends with its last byte or with a packet that is not full.
Reading HidReader::take(std::span<const std::uint8_t> packet) {
  const auto now = clock_();
  if (now - std::exchange(latest_, now) > kPacketPause) {
    wipe(report_.data(), report_.size());
    report_.clear();
  }
  if (packet.empty()) return {};
  const std::uint8_t number = !reports_.are_numbered ? std::uint8_t{0}
                              : report_.empty()      ? packet[0]
                                                     : report_[0];
  const std::size_t size = reports_.input_size(number);
  if (size == 0) return {};  // a report that the device never announced
  report_.insert(report_.end(), packet.begin(), packet.end());
  if (report_.size() < size && packet.size() >= endpoint_.packet_size) return {};
  const auto heard = decoder_->take(report_, now);
  wipe(report_.data(), report_.size());
  report_.clear();
  if (heard == ReportDecoder::Heard::More) return {};
  Reading reading = reading_of(heard);
  decoder_->forget();
  return reading;
}

Reading HidReader::reading_of(ReportDecoder::Heard heard) {
  using Heard = ReportDecoder::Heard;
  switch (heard) {
    case Heard::More:
      break;
    case Heard::Whole:
      return judge(decoder_->secret().text());
    case Heard::Unreadable:
      return Reading{ReaderNews::Failed, {}, {Fault::Media, "what was read makes no sense"}};
    case Heard::Sealed:
      return sealed(*decoder_->sealed());
    case Heard::PaymentCard:
      return Reading{ReaderNews::Failed, {}, {Fault::Media, kBankCard}};
    case Heard::KeysUsedUp:
      return Reading{
          ReaderNews::Failed,
          {},
          {Fault::Unsupported, "this reader's keys are used up: have its supplier load new ones"},
          ReadTrouble::KeysUsedUp};
    case Heard::KeysMissing:
      return Reading{ReaderNews::Failed,
                     {},
                     {Fault::Unsupported,
                      "this reader does not encrypt: have its supplier load keys and switch "
                      "encryption on"},
                     ReadTrouble::KeysMissing};
  }
  return {};
}

Reading HidReader::sealed(SealedStripe stripe) {
  stripe.format = format_;
  was_read_ = true;
  Card card;
  card.assurance = Assurance::ReaderEncrypted;
  card.stripe = std::move(stripe);
  return Reading{ReaderNews::Arrived, std::move(card), {}};
}

Reading HidReader::judge(std::string_view text) {
  if (holds_bank_card(text)) {
    return Reading{ReaderNews::Failed, {}, {Fault::Media, kBankCard}};
  }
  text = without_line_end(text);
  const auto number = begins_as_track(text) ? number_on_tracks(text) : text;
  auto uid = number ? uid_of(*number, format_) : std::nullopt;
  if (!uid) {
    return Reading{ReaderNews::Failed, {}, {Fault::Media, "not a card number as configured"}};
  }
  was_read_ = true;
  return Reading{ReaderNews::Arrived, Card{std::move(*uid), {}, Assurance::Identifier}, {}};
}

}  // namespace slipway::devices
