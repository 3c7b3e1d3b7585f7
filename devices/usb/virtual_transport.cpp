#include "devices/usb/virtual_transport.hpp"

#include <algorithm>
#include <cerrno>

#include "devices/usb/descriptors.hpp"

namespace slipway::devices::usb {

namespace {

constexpr std::chrono::milliseconds kStep{1};

std::optional<Error> error_of(int status) {
  switch (status) {
    case 0:
      return std::nullopt;
    case -ENOENT:
      return Error{Fault::Timeout, "nothing came in time"};
    case -ESHUTDOWN:
      return Error{Fault::Gone, "unplugged"};
    case -EPIPE:
      return Error{Fault::Protocol, "stalled"};
    default:
      return Error{Fault::Protocol, "transfer failed"};
  }
}

}  // namespace

Result<std::unique_ptr<VirtualTransport>> VirtualTransport::open(VirtualDevice& device,
                                                                 std::uint8_t interface) {
  auto description = describe(device.descriptors(), device.strings());
  if (!description) return tl::make_unexpected(description.error());
  const auto& all = description->interfaces;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Interface& one) {
    return one.number == interface && one.alternate == 0;
  });
  if (found == all.end()) {
    return tl::make_unexpected(Error{Fault::Absent, "no such interface"});
  }
  Interface claimed = *found;
  return std::unique_ptr<VirtualTransport>(
      new VirtualTransport(device, std::move(*description), std::move(claimed)));
}

VirtualTransport::VirtualTransport(VirtualDevice& device, Description description,
                                   Interface interface)
    : device_(device), description_(std::move(description)), interface_(std::move(interface)) {}

void VirtualTransport::pass(std::chrono::milliseconds time) {
  for (auto passed = std::chrono::milliseconds{0}; passed < time; passed += kStep) {
    now_ += kStep;
    device_.advance(kStep);
    for (std::size_t i = 0; i < happenings_.size();) {
      if (happenings_[i].moment > now_) {
        ++i;
        continue;
      }
      const auto what = std::move(happenings_[i].what);
      happenings_.erase(happenings_.begin() + static_cast<std::ptrdiff_t>(i));
      what();
    }
  }
}

void VirtualTransport::at(std::chrono::milliseconds moment, std::function<void()> happening) {
  happenings_.push_back(Happening{moment, std::move(happening)});
}

void VirtualTransport::unplug() {
  if (gone_) return;
  gone_ = true;
  device_.vanish();
}

// Hands one transfer to the device and lets time pass until it has ended.
std::optional<Error> VirtualTransport::transact(Transfer& transfer,
                                                std::chrono::milliseconds timeout) {
  if (transfers_left_ && *transfers_left_ == 0) unplug();
  if (gone_) return error_of(-ESHUTDOWN);
  if (transfers_left_) --*transfers_left_;
  ++transfers_;

  bool ended = false;
  device_.on_ended([&](Transfer* one) { ended = ended || one == &transfer; });
  device_.submit(&transfer);
  const auto deadline = now_ + timeout;
  while (!ended && now_ < deadline && !interrupted_)
    pass(kStep);
  if (!ended) device_.cancel(&transfer);
  if (transfer.status == -ENOENT) interrupted_ = false;
  device_.on_ended({});
  if (transfer.status == -ESHUTDOWN) unplug();
  return error_of(transfer.status);
}

Transfer VirtualTransport::control(const Setup& setup, Bytes buffer) {
  Transfer transfer;
  transfer.kind = TransferKind::Control;
  const std::size_t length = std::min<std::size_t>(buffer.size(), 0xFFFF);
  transfer.setup = {setup.request_type,
                    setup.request,
                    static_cast<std::uint8_t>(setup.value & 0xFF),
                    static_cast<std::uint8_t>(setup.value >> 8),
                    static_cast<std::uint8_t>(setup.index & 0xFF),
                    static_cast<std::uint8_t>(setup.index >> 8),
                    static_cast<std::uint8_t>(length & 0xFF),
                    static_cast<std::uint8_t>(length >> 8)};
  transfer.buffer = std::move(buffer);
  return transfer;
}

Result<Bytes> VirtualTransport::control_in(const Setup& setup, std::size_t most,
                                           std::chrono::milliseconds timeout) {
  Transfer transfer = control(setup, Bytes(most));
  if (auto error = transact(transfer, timeout)) return tl::make_unexpected(*error);
  transfer.buffer.resize(transfer.actual);
  return transfer.buffer;
}

Result<void> VirtualTransport::control_out(const Setup& setup, std::span<const std::uint8_t> bytes,
                                           std::chrono::milliseconds timeout) {
  Transfer transfer = control(setup, Bytes(bytes.begin(), bytes.end()));
  if (auto error = transact(transfer, timeout)) return tl::make_unexpected(*error);
  return {};
}

Transport::Written VirtualTransport::write(std::uint8_t endpoint,
                                           std::span<const std::uint8_t> bytes,
                                           std::chrono::milliseconds timeout) {
  const bool cable_ends_here = bytes_left_ && *bytes_left_ < bytes.size();
  if (cable_ends_here) bytes = bytes.first(*bytes_left_);
  Transfer transfer;
  transfer.kind = TransferKind::Bulk;
  transfer.endpoint = endpoint;
  transfer.buffer.assign(bytes.begin(), bytes.end());
  Written written;
  if (!bytes.empty() || !cable_ends_here) written.error = transact(transfer, timeout);
  written.taken = transfer.actual;
  bytes_written_ += written.taken;
  if (bytes_left_) *bytes_left_ -= written.taken;
  if (cable_ends_here && *bytes_left_ == 0) {
    if (loss_ == Loss::Power) unplug();
    gone_ = true;
    written.error = error_of(-ESHUTDOWN);
  }
  return written;
}

Result<Bytes> VirtualTransport::read(std::uint8_t endpoint, std::size_t most,
                                     std::chrono::milliseconds timeout) {
  Transfer transfer;
  transfer.kind = TransferKind::Bulk;
  transfer.endpoint = endpoint;
  transfer.buffer.resize(most);
  if (auto error = transact(transfer, timeout)) return tl::make_unexpected(*error);
  transfer.buffer.resize(transfer.actual);
  return transfer.buffer;
}

Result<void> VirtualTransport::clear_halt(std::uint8_t endpoint) {
  return control_out(Setup{0x02, 0x01, 0, endpoint}, {}, std::chrono::seconds(1));
}

}  // namespace slipway::devices::usb
