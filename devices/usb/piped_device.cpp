#include "devices/usb/piped_device.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "devices/usb/descriptors.hpp"

namespace slipway::devices::usb {

namespace {

constexpr std::size_t kDeviceLength = 18;

Setup read_setup(const std::array<std::uint8_t, 8>& bytes) {
  return Setup{bytes[0], bytes[1], static_cast<std::uint16_t>(bytes[2] | bytes[3] << 8),
               static_cast<std::uint16_t>(bytes[4] | bytes[5] << 8)};
}

Bytes string_descriptor(const std::string& text) {
  Bytes bytes = {static_cast<std::uint8_t>(2 + 2 * text.size()), 0x03};
  for (const char letter : text) {
    bytes.push_back(static_cast<std::uint8_t>(letter));
    bytes.push_back(0);
  }
  return bytes;
}

}  // namespace

PipedDevice::PipedDevice(const Description& description)
    : descriptors_(descriptors_of(description)),
      strings_{"", description.maker, description.model, description.serial} {
  for (const Interface& interface : description.interfaces) {
    for (const Endpoint& endpoint : interface.endpoints)
      endpoints_.insert(endpoint.address);
  }
}

void PipedDevice::submit(Transfer* transfer) {
  transfer->actual = 0;
  if (is_off_bus_) {
    end(transfer, -ESHUTDOWN, 0);
    return;
  }
  if (const auto fault = due_fault(*transfer)) {
    befall(transfer, *fault);
    pump();
    return;
  }
  take(transfer);
}

void PipedDevice::take(Transfer* transfer) {
  if (transfer->kind == TransferKind::Control) {
    control(transfer);
    pump();
    return;
  }
  if (!endpoints_.contains(transfer->endpoint)) {
    end(transfer, -EPIPE, 0);
    return;
  }
  if (stalled_.erase(transfer->endpoint) != 0) {
    end(transfer, -EPIPE, 0);
    return;
  }
  waiting_.push_back(transfer);
  pump();
}

bool PipedDevice::cancel(Transfer* transfer) {
  const auto found = std::find(waiting_.begin(), waiting_.end(), transfer);
  if (found == waiting_.end()) return false;
  waiting_.erase(found);
  // What was to befall a packet that did not come befalls the next one.
  const auto mishap = mishaps_.extract(transfer);
  if (!mishap.empty() && mishap.mapped().fault != BusFault::Silence &&
      mishap.mapped().fault != BusFault::Slow) {
    planned_ = PlannedFault{mishap.mapped().fault, 1};
  }
  end(transfer, -ENOENT, transfer->actual);
  return true;
}

void PipedDevice::vanish() {
  packets_.clear();
  stalled_.clear();
  on_power_lost();
  end_all();
  is_off_bus_ = false;
  departure_ = Departure::None;
}

void PipedDevice::end_all() {
  mishaps_.clear();
  const std::vector<Transfer*> cut = std::exchange(waiting_, {});
  for (Transfer* transfer : cut)
    end(transfer, -ESHUTDOWN, transfer->actual);
}

std::optional<std::string> PipedDevice::obey(const std::string& words) {
  if (words == "fault none") {
    planned_.reset();
    return "no transfer goes wrong";
  }
  if (const auto planned = planned_fault(words)) {
    planned_ = planned;
    return std::string(name_of(planned->fault)) + " befalls transfer " +
           std::to_string(planned->transfer) + " from now";
  }
  auto answer = on_words(words);
  if (words == "help") answer = answer.value_or("") + ", " + help_on_faults();
  pump();
  return answer;
}

void PipedDevice::advance(std::chrono::milliseconds elapsed) {
  now_ += elapsed;
  on_time(elapsed);
  pump();
}

void PipedDevice::offer(std::uint8_t endpoint, Bytes packet, std::chrono::milliseconds delay) {
  auto& queue = packets_[endpoint];
  const auto due = now_ + delay;
  const auto place = std::find_if(queue.begin(), queue.end(),
                                  [&](const Packet& other) { return other.due > due; });
  queue.insert(place, Packet{std::move(packet), due});
}

std::size_t PipedDevice::offered(std::uint8_t endpoint) const {
  const auto found = packets_.find(endpoint);
  return found == packets_.end() ? 0 : found->second.size();
}

void PipedDevice::leave_bus() {
  packets_.clear();
  is_off_bus_ = true;  // transfers end at the end of the call that is under way
}

void PipedDevice::withdraw(std::uint8_t endpoint) {
  packets_.erase(endpoint);
}

void PipedDevice::control(Transfer* transfer) {
  const Setup setup = read_setup(transfer->setup);
  const bool to_host = (setup.request_type & 0x80) != 0;
  const auto reply = answer(setup, to_host ? std::span<const std::uint8_t>{}
                                           : std::span<const std::uint8_t>{transfer->buffer});
  if (!reply) {
    end(transfer, -EPIPE, 0);
    return;
  }
  if (!to_host) {
    end(transfer, 0, transfer->buffer.size());
    return;
  }
  const std::size_t length = std::min(reply->size(), transfer->buffer.size());
  std::copy_n(reply->begin(), length, transfer->buffer.begin());
  end(transfer, 0, length);
}

std::optional<Bytes> PipedDevice::answer(const Setup& setup, std::span<const std::uint8_t> sent) {
  const bool standard = (setup.request_type & 0x60) == 0;
  if (!standard || (setup.request_type == 0x81 && setup.request == 0x06)) {
    return on_request(setup, sent);
  }
  switch (setup.request) {
    case 0x00:
      // GET_STATUS: the device is self-powered; of an endpoint the same bit would mean halted.
      return Bytes{static_cast<std::uint8_t>(setup.request_type == 0x80 ? 0x01 : 0x00), 0x00};
    case 0x01:  // CLEAR_FEATURE: halts lift themselves
    case 0x09:  // SET_CONFIGURATION
    case 0x0B:
      return Bytes{};  // SET_INTERFACE
    case 0x06:
      return descriptor(setup.value);
    case 0x08:
      return Bytes{1};  // GET_CONFIGURATION
    default:
      return std::nullopt;
  }
}

std::optional<Bytes> PipedDevice::descriptor(std::uint16_t value) const {
  const std::size_t index = value & 0xFF;
  const auto border = descriptors_.begin() + kDeviceLength;
  switch (value >> 8) {
    case 1:
      return Bytes(descriptors_.begin(), border);
    case 2:
      return Bytes(border, descriptors_.end());
    case 3:
      if (index == 0) return Bytes{4, 3, 0x09, 0x04};  // English (United States)
      if (index < strings_.size() && !strings_[index].empty()) {
        return string_descriptor(strings_[index]);
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool PipedDevice::is_behind(std::size_t position) const {
  const auto here = waiting_.begin() + static_cast<std::ptrdiff_t>(position);
  return std::any_of(waiting_.begin(), here,
                     [&](const Transfer* older) { return older->endpoint == (*here)->endpoint; });
}

bool PipedDevice::try_in(Transfer* transfer) {
  auto& queue = packets_[transfer->endpoint];
  if (queue.empty() || queue.front().due > now_) return false;
  if (!lets_through(transfer, queue)) return false;
  Bytes& packet = queue.front().bytes;
  transfer->actual = std::min(packet.size(), transfer->buffer.size());
  const auto cut = packet.begin() + static_cast<std::ptrdiff_t>(transfer->actual);
  std::copy(packet.begin(), cut, transfer->buffer.begin());
  packet.erase(packet.begin(), cut);
  if (packet.empty()) queue.pop_front();
  return true;
}

bool PipedDevice::try_out(Transfer* transfer) {
  const auto rest = std::span<const std::uint8_t>(transfer->buffer).subspan(transfer->actual);
  transfer->actual += on_bytes(transfer->endpoint, rest);
  return transfer->actual >= transfer->buffer.size();
}

// Ending a transfer may bring new ones in from inside, so the search starts again each time.
void PipedDevice::pump() {
  for (std::size_t i = 0; i < waiting_.size() && !is_off_bus_;) {
    Transfer* transfer = waiting_[i];
    if (is_held(transfer)) {
      ++i;
      continue;
    }
    if (transfer->kind == TransferKind::Control) {  // it was held until now
      std::erase(waiting_, transfer);
      mishaps_.erase(transfer);
      control(transfer);
      i = 0;
      continue;
    }
    const bool to_host = (transfer->endpoint & 0x80) != 0;
    if (is_behind(i) || !(to_host ? try_in(transfer) : try_out(transfer))) {
      ++i;
      continue;
    }
    std::erase(waiting_, transfer);
    const auto mishap = mishaps_.extract(transfer);
    const bool is_babble = !mishap.empty() && mishap.mapped().fault == BusFault::Babble;
    end(transfer, is_babble ? -EOVERFLOW : 0, is_babble ? 0 : transfer->actual);
    i = 0;
  }
  if (is_off_bus_) end_all();
}

}  // namespace slipway::devices::usb
