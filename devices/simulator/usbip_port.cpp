#include "devices/simulator/usbip_port.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "devices/usb/descriptors.hpp"

namespace slipway::devices {
namespace {

using usb::Transfer;
using usb::TransferKind;

// usbfs lets its programs have 16 MiB in flight; the kernel's own drivers have little.
constexpr std::size_t kMostBytesFlying = 32U << 20;
constexpr std::size_t kMostFlying = 1024;
constexpr timeval kPatience{2, 0};

bool sets_configuration(const Transfer& transfer) {
  return transfer.kind == TransferKind::Control && transfer.status == 0 &&
         transfer.setup[0] == 0x00 && transfer.setup[1] == 0x09;
}

}  // namespace

UsbipPort::UsbipPort(usb::VirtualDevice& device, std::mutex& device_lock, int socket)
    : device_(device), device_lock_(device_lock), socket_(socket) {
  static_cast<void>(::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience));
  {
    const std::lock_guard lock(device_lock_);
    const auto description = usb::describe(device_.descriptors(), device_.strings());
    if (description) {
      for (const usb::Interface& interface : description->interfaces) {
        for (const usb::Endpoint& endpoint : interface.endpoints)
          kind_of_[endpoint.address] = endpoint.kind;
      }
    }
    device_.on_ended([this](Transfer* transfer) { on_ended(transfer); });
  }
  listener_ = std::thread([this] { serve(); });
}

UsbipPort::~UsbipPort() {
  ::shutdown(socket_, SHUT_RDWR);
  listener_.join();
  ::close(socket_);
}

bool UsbipPort::is_alive() const {
  const std::lock_guard lock(stage_lock_);
  return stage_ != Stage::Ended;
}

bool UsbipPort::becomes_configured(std::chrono::milliseconds limit) const {
  std::unique_lock lock(stage_lock_);
  stage_entered_.wait_for(lock, limit, [this] { return stage_ != Stage::Attached; });
  return stage_ == Stage::Configured;
}

void UsbipPort::enter(Stage stage) {
  const std::lock_guard lock(stage_lock_);
  stage_ = stage;
  stage_entered_.notify_all();
}

bool UsbipPort::take(std::uint8_t* into, std::size_t size) const {
  while (size > 0) {
    const ssize_t came = ::recv(socket_, into, size, 0);
    if (came < 0 && errno == EINTR) continue;
    if (came <= 0) return false;
    into += came;
    size -= static_cast<std::size_t>(came);
  }
  return true;
}

void UsbipPort::serve() {
  for (;;) {
    usbip::Header header{};
    if (!take(header.data(), header.size())) break;
    const auto command = usbip::read_command(header);
    if (!command) break;
    usb::Bytes sent(usbip::following(*command));
    if (!take(sent.data(), sent.size())) break;
    const std::lock_guard lock(device_lock_);
    if (const auto* unlink = std::get_if<usbip::Unlink>(&*command)) {
      stop(*unlink);
    } else if (!begin(std::get<usbip::Submit>(*command), std::move(sent))) {
      break;
    }
  }
  ::shutdown(socket_, SHUT_RDWR);
  {
    const std::lock_guard lock(device_lock_);
    device_.on_ended({});  // nobody is there to hear of it
    device_.vanish();
    flying_.clear();
  }
  enter(Stage::Ended);
}

bool UsbipPort::begin(const usbip::Submit& submit, usb::Bytes sent) {
  const bool known = std::any_of(flying_.begin(), flying_.end(),
                                 [&](const Flight& one) { return one.number == submit.number; });
  if (known || flying_.size() == kMostFlying || bytes_flying_ + submit.length > kMostBytesFlying) {
    return false;
  }
  const bool control = (submit.endpoint & 0x0F) == 0;
  const auto kind = kind_of_.find(submit.endpoint);
  if (!control && kind == kind_of_.end()) {
    answer(usbip::submitted(submit.number, -EPIPE, 0));
    return true;
  }
  Flight flight;
  flight.number = submit.number;
  Transfer& transfer = flight.transfer;
  transfer.kind = control ? TransferKind::Control : kind->second;
  transfer.endpoint = submit.endpoint;
  transfer.setup = submit.setup;
  transfer.buffer = std::move(sent);
  transfer.buffer.resize(submit.length);
  bytes_flying_ += submit.length;
  flying_.push_back(std::move(flight));
  device_.submit(&flying_.back().transfer);
  return true;
}

void UsbipPort::stop(const usbip::Unlink& unlink) {
  const auto victim = std::find_if(flying_.begin(), flying_.end(),
                                   [&](const Flight& one) { return one.number == unlink.victim; });
  if (victim == flying_.end()) {
    answer(usbip::unlinked(unlink.number, 0));
    return;
  }
  const std::size_t moved = victim->transfer.actual;
  stopping_ = &victim->transfer;
  const bool stopped = device_.cancel(&victim->transfer);
  stopping_ = nullptr;
  answer(usbip::unlinked(unlink.number, stopped && moved == 0 ? -ECONNRESET : 0));
}

void UsbipPort::on_ended(Transfer* transfer) {
  const auto flight = std::find_if(flying_.begin(), flying_.end(),
                                   [&](const Flight& one) { return &one.transfer == transfer; });
  if (flight == flying_.end()) return;
  const bool stopped = stopping_ == transfer;
  const std::size_t moved = std::min(transfer->actual, transfer->buffer.size());
  if (!stopped || moved > 0) {
    const bool to_host = (transfer->endpoint & 0x80) != 0;
    answer(usbip::submitted(flight->number, stopped ? 0 : transfer->status,
                            static_cast<std::uint32_t>(moved)),
           transfer->buffer, to_host ? moved : 0);
  }
  if (sets_configuration(*transfer)) enter(Stage::Configured);
  bytes_flying_ -= transfer->buffer.size();
  flying_.erase(flight);
}

void UsbipPort::answer(const usbip::Header& header, const usb::Bytes& bytes, std::size_t size) {
  usb::Bytes message(header.begin(), header.end());
  message.insert(message.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
  for (std::size_t sent = 0; sent < message.size();) {
    const ssize_t taken =
        ::send(socket_, message.data() + sent, message.size() - sent, MSG_NOSIGNAL);
    if (taken < 0 && errno == EINTR) continue;
    if (taken <= 0) {
      ::shutdown(socket_, SHUT_RDWR);  // serve() sees the end of the line
      return;
    }
    sent += static_cast<std::size_t>(taken);
  }
}

}  // namespace slipway::devices
