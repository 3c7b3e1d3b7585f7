// What a simulated device does when it was told that a transfer goes wrong.
#include <algorithm>
#include <cerrno>
#include <utility>

#include "devices/usb/piped_device.hpp"

namespace slipway::devices::usb {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlow{400};
constexpr milliseconds kLate{50};

bool is_to_host(const Transfer& transfer) {
  const auto direction =
      transfer.kind == TransferKind::Control ? transfer.setup[0] : transfer.endpoint;
  return (direction & 0x80) != 0;
}

// Whether a fault can befall a transfer of this kind; others are spared until one comes.
bool can_befall(BusFault fault, const Transfer& transfer) {
  switch (fault) {
    case BusFault::Babble:
    case BusFault::Empty:
      return is_to_host(transfer);
    case BusFault::Elsewhere:
    case BusFault::Repeat:
    case BusFault::Reorder:
      return is_to_host(transfer) && transfer.kind != TransferKind::Control;
    default:
      return true;
  }
}

}  // namespace

std::optional<BusFault> PipedDevice::due_fault(const Transfer& transfer) {
  if (!planned_) return std::nullopt;
  if (planned_->transfer > 1) {
    --planned_->transfer;
    return std::nullopt;
  }
  if (!can_befall(planned_->fault, transfer)) return std::nullopt;
  return std::exchange(planned_, std::nullopt)->fault;
}

void PipedDevice::befall(Transfer* transfer, BusFault fault) {
  const bool is_control = transfer->kind == TransferKind::Control;
  if (!is_control && !endpoints_.contains(transfer->endpoint)) return take(transfer);
  switch (fault) {
    case BusFault::Stall:
      return end(transfer, -EPIPE, 0);
    case BusFault::Empty:
      return end(transfer, 0, 0);
    case BusFault::Gone:
    case BusFault::Reenumerate:
      waiting_.push_back(transfer);
      return depart(fault == BusFault::Gone ? Departure::ForGood : Departure::ToReturn);
    case BusFault::Short:
      if (!is_control && is_to_host(*transfer)) break;
      return cut_short(transfer);
    case BusFault::Babble:
      if (is_control) return end(transfer, -EOVERFLOW, 0);
      break;
    case BusFault::Slow:
      mishaps_[transfer] = {fault, now_ + kSlow};
      waiting_.push_back(transfer);
      return;
    case BusFault::Silence:
    case BusFault::Elsewhere:
    case BusFault::Repeat:
    case BusFault::Reorder:
      break;
  }
  mishaps_[transfer] = {fault, std::nullopt};
  waiting_.push_back(transfer);
}

// Half of an answer, or half of what was sent.
void PipedDevice::cut_short(Transfer* transfer) {
  if (transfer->kind != TransferKind::Control) {
    const auto half =
        std::span<const std::uint8_t>(transfer->buffer).first(transfer->buffer.size() / 2);
    return end(transfer, -EPIPE, on_bytes(transfer->endpoint, half));
  }
  if (!is_to_host(*transfer)) return end(transfer, -EPIPE, 0);
  transfer->buffer.resize(transfer->buffer.size() / 2);
  control(transfer);
}

void PipedDevice::depart(Departure departure) {
  departure_ = departure;
  leave_bus();
}

bool PipedDevice::is_held(const Transfer* transfer) const {
  const auto found = mishaps_.find(transfer);
  if (found == mishaps_.end()) return false;
  if (found->second.fault == BusFault::Silence) return true;
  return found->second.until && *found->second.until > now_;
}

bool PipedDevice::lets_through(Transfer* transfer, std::deque<Packet>& queue) {
  const auto found = mishaps_.find(transfer);
  if (found == mishaps_.end()) return true;
  Packet packet = queue.front();
  switch (found->second.fault) {
    case BusFault::Short:
      queue.front().bytes.resize(packet.bytes.size() / 2);
      break;
    case BusFault::Repeat:
      queue.push_front(std::move(packet));
      break;
    case BusFault::Elsewhere: {
      queue.pop_front();
      mishaps_.erase(found);
      const auto other = std::find_if(endpoints_.begin(), endpoints_.end(), [&](std::uint8_t one) {
        return (one & 0x80) != 0 && one != transfer->endpoint;
      });
      if (other != endpoints_.end()) offer(*other, std::move(packet.bytes));
      return false;
    }
    case BusFault::Reorder:
      queue.pop_front();
      mishaps_.erase(found);
      offer(transfer->endpoint, std::move(packet.bytes), kLate);
      return !queue.empty() && queue.front().due <= now_;
    default:
      break;
  }
  return true;
}

}  // namespace slipway::devices::usb
