#include "devices/usb/libusb_transport.hpp"

#include <algorithm>
#include <cstring>
#include <thread>

#include "devices/usb/wipe.hpp"

namespace slipway::devices::usb {
namespace {

// A printer that stops in the middle has at most this much of a transfer to account for
// (devices.md 1.1, write rules).
constexpr std::size_t kPiece = 4096;
// How long the kernel may take to give a cancelled transfer back.
constexpr std::chrono::seconds kCancelLimit(2);
constexpr int kClaimTries = 3;
constexpr std::chrono::milliseconds kClaimPause(100);
constexpr std::chrono::milliseconds kStringLimit(500);
constexpr std::size_t kSetupSize = LIBUSB_CONTROL_SETUP_SIZE;

std::chrono::steady_clock::time_point after(std::chrono::milliseconds timeout) {
  return std::chrono::steady_clock::now() + std::max(timeout, std::chrono::milliseconds(1));
}

std::optional<Error> error_of_end(libusb_transfer_status status) {
  switch (status) {
    case LIBUSB_TRANSFER_COMPLETED:
      return std::nullopt;
    case LIBUSB_TRANSFER_TIMED_OUT:
    case LIBUSB_TRANSFER_CANCELLED:
      return Error{Fault::Timeout, "the transfer was cancelled"};
    case LIBUSB_TRANSFER_STALL:
      return Error{Fault::Protocol, "the endpoint is halted"};
    case LIBUSB_TRANSFER_NO_DEVICE:
      return Error{Fault::Gone, "the device was unplugged"};
    case LIBUSB_TRANSFER_OVERFLOW:
      return Error{Fault::Protocol, "it sent more than asked for"};
    case LIBUSB_TRANSFER_ERROR:
      break;
  }
  return Error{Fault::Protocol, "the transfer failed on the bus"};
}

// A string descriptor (USB 2.0, table 9-16) as printable ASCII.
std::string text_of(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kMost = 126;
  if (bytes.size() < 2 || bytes[1] != LIBUSB_DT_STRING) return {};
  const std::size_t length = std::min<std::size_t>(bytes[0], bytes.size());
  std::string text;
  for (std::size_t at = 2; at + 1 < length && text.size() < kMost; at += 2) {
    const int unit = bytes[at] | bytes[at + 1] << 8;
    if (unit == 0) break;  // some firmwares pad with NUL
    text += unit >= 0x20 && unit < 0x7F ? static_cast<char>(unit) : '?';
  }
  return text;
}

}  // namespace

Error error_of(int code, const char* what) {
  const std::string text = std::string(what) + ": " + libusb_error_name(code);
  switch (code) {
    case LIBUSB_ERROR_ACCESS:
      return {Fault::Access, text};
    case LIBUSB_ERROR_BUSY:
      return {Fault::Busy, text};
    case LIBUSB_ERROR_NO_DEVICE:
      return {Fault::Gone, text};
    case LIBUSB_ERROR_NOT_FOUND:
      return {Fault::Absent, text};
    case LIBUSB_ERROR_TIMEOUT:
      return {Fault::Timeout, text};
    case LIBUSB_ERROR_NOT_SUPPORTED:
      return {Fault::Unsupported, text};
    default:
      return {Fault::Protocol, text};
  }
}

// Shared by the caller and the event thread, so that neither can leave the other with a dangling
// transfer.
struct LibusbTransport::Flight {
  Flight(std::shared_ptr<Line> line_of_owner, std::size_t size)
      : line(std::move(line_of_owner)), buffer(size), transfer(libusb_alloc_transfer(0)) {}
  ~Flight() {
    libusb_free_transfer(transfer);
    wipe(buffer.data(), buffer.size());  // it may have held somebody's card
  }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;

  [[nodiscard]] std::size_t actual() const {
    return std::min(static_cast<std::size_t>(std::max(transfer->actual_length, 0)), buffer.size());
  }

  std::shared_ptr<Line> line;
  Bytes buffer;
  libusb_transfer* transfer;
  bool ended = false;
};

class LibusbTransport::Call {
 public:
  explicit Call(Line& line) : line_(line) {
    const std::lock_guard lock(line_.mutex);
    line_.in_call = true;
    line_.interrupted = false;
  }
  ~Call() {
    const std::lock_guard lock(line_.mutex);
    line_.in_call = false;
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

 private:
  Line& line_;
};

Result<std::unique_ptr<Transport>> LibusbTransport::open(libusb_device* device,
                                                         Description description,
                                                         Interface interface) {
  libusb_device_handle* handle = nullptr;
  if (const int code = libusb_open(device, &handle); code != LIBUSB_SUCCESS) {
    return tl::unexpected(error_of(code, "opening the device"));
  }
  std::unique_ptr<LibusbTransport> transport(
      new LibusbTransport(handle, std::move(description), std::move(interface)));
  if (const auto claimed = transport->claim(); !claimed) return tl::unexpected(claimed.error());
  transport->read_strings(device);
  return transport;
}

LibusbTransport::LibusbTransport(libusb_device_handle* handle, Description description,
                                 Interface interface)
    : handle_(handle), description_(std::move(description)), interface_(std::move(interface)) {}

LibusbTransport::~LibusbTransport() {
  // Putting the kernel driver back and closing may fail on a device that has left; that is all the
  // news there is, and nobody to tell it to.
  if (claimed_) static_cast<void>(libusb_release_interface(handle_, interface_.number));
  libusb_close(handle_);
}

Result<void> LibusbTransport::claim() {
  libusb_set_auto_detach_kernel_driver(handle_, 1);
  int active = 0;
  if (const int code = libusb_get_configuration(handle_, &active); code != LIBUSB_SUCCESS) {
    return tl::unexpected(error_of(code, "asking for the configuration"));
  }
  // Setting the configuration that is set already resets the data toggles, and some printers drop
  // a job then: only a device that has none gets its first.
  if (active == 0) {
    libusb_config_descriptor* first = nullptr;
    int code = libusb_get_config_descriptor(libusb_get_device(handle_), 0, &first);
    if (code == LIBUSB_SUCCESS) {
      code = libusb_set_configuration(handle_, first->bConfigurationValue);
      libusb_free_config_descriptor(first);
    }
    if (code != LIBUSB_SUCCESS) return tl::unexpected(error_of(code, "setting a configuration"));
  }
  int code = LIBUSB_ERROR_BUSY;
  for (int tries = 0; tries < kClaimTries && code == LIBUSB_ERROR_BUSY; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(kClaimPause);
    code = libusb_claim_interface(handle_, interface_.number);
  }
  if (code != LIBUSB_SUCCESS) return tl::unexpected(error_of(code, "claiming the interface"));
  claimed_ = true;
  const auto settings =
      std::count_if(description_.interfaces.begin(), description_.interfaces.end(),
                    [this](const Interface& other) { return other.number == interface_.number; });
  if (settings > 1) {
    code = libusb_set_interface_alt_setting(handle_, interface_.number, interface_.alternate);
    if (code != LIBUSB_SUCCESS) return tl::unexpected(error_of(code, "choosing the alternate"));
  }
  return {};
}

void LibusbTransport::read_strings(libusb_device* device) {
  libusb_device_descriptor numbers{};
  if (libusb_get_device_descriptor(device, &numbers) != LIBUSB_SUCCESS) return;
  const auto ask = [this](std::uint8_t index) -> std::string {
    if (index == 0) return {};
    constexpr std::uint16_t kEnglish = 0x0409;
    const auto answer =
        control_in({LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_DESCRIPTOR,
                    static_cast<std::uint16_t>(LIBUSB_DT_STRING << 8 | index), kEnglish},
                   255, kStringLimit);
    return answer ? text_of(*answer) : std::string();  // a name is a courtesy, no more
  };
  description_.maker = ask(numbers.iManufacturer);
  description_.model = ask(numbers.iProduct);
  description_.serial = ask(numbers.iSerialNumber);
}

const Endpoint* LibusbTransport::endpoint(std::uint8_t address) const {
  for (const Endpoint& one : interface_.endpoints) {
    if (one.address == address) return &one;
  }
  return nullptr;
}

void LibusbTransport::on_ended(libusb_transfer* transfer) {
  const std::unique_ptr<std::shared_ptr<Flight>> share(
      static_cast<std::shared_ptr<Flight>*>(transfer->user_data));
  const std::shared_ptr<Line> line = (*share)->line;
  const std::lock_guard lock(line->mutex);
  (*share)->ended = true;
  line->ended.notify_all();
}

std::optional<Error> LibusbTransport::fly(const std::shared_ptr<Flight>& flight,
                                          Deadline deadline) {
  if (lost_) return Error{Fault::Gone, "a transfer never came back"};
  auto share = std::make_unique<std::shared_ptr<Flight>>(flight);
  flight->transfer->user_data = share.get();
  if (const int code = libusb_submit_transfer(flight->transfer); code != LIBUSB_SUCCESS) {
    return error_of(code, "submitting a transfer");
  }
  static_cast<void>(share.release());  // on_ended's from here on
  std::unique_lock lock(line_->mutex);
  line_->ended.wait_until(lock, deadline, [&] { return flight->ended || line_->interrupted; });
  if (!flight->ended) {
    lock.unlock();
    // An error here means that it has just ended by itself.
    static_cast<void>(libusb_cancel_transfer(flight->transfer));
    lock.lock();
    if (!line_->ended.wait_for(lock, kCancelLimit, [&] { return flight->ended; })) {
      lost_ = true;
      return Error{Fault::Gone, "a cancelled transfer did not come back"};
    }
  }
  return error_of_end(flight->transfer->status);
}

Result<Bytes> LibusbTransport::control_in(const Setup& setup, std::size_t most,
                                          std::chrono::milliseconds timeout) {
  const Call call(*line_);
  most = std::min<std::size_t>(most, 4096);
  const auto flight = std::make_shared<Flight>(line_, kSetupSize + most);
  libusb_fill_control_setup(flight->buffer.data(), setup.request_type, setup.request, setup.value,
                            setup.index, static_cast<std::uint16_t>(most));
  libusb_fill_control_transfer(flight->transfer, handle_, flight->buffer.data(), &on_ended, nullptr,
                               0);
  if (const auto error = fly(flight, after(timeout))) return tl::unexpected(*error);
  const auto start = flight->buffer.begin() + kSetupSize;
  return Bytes(start, start + static_cast<std::ptrdiff_t>(std::min(flight->actual(), most)));
}

Result<void> LibusbTransport::control_out(const Setup& setup, std::span<const std::uint8_t> bytes,
                                          std::chrono::milliseconds timeout) {
  const Call call(*line_);
  if (bytes.size() > 4096) {
    return tl::unexpected(Error{Fault::Unsupported, "a control transfer of more than 4 KiB"});
  }
  const auto flight = std::make_shared<Flight>(line_, kSetupSize + bytes.size());
  libusb_fill_control_setup(flight->buffer.data(), setup.request_type, setup.request, setup.value,
                            setup.index, static_cast<std::uint16_t>(bytes.size()));
  std::copy(bytes.begin(), bytes.end(), flight->buffer.begin() + kSetupSize);
  libusb_fill_control_transfer(flight->transfer, handle_, flight->buffer.data(), &on_ended, nullptr,
                               0);
  if (const auto error = fly(flight, after(timeout))) return tl::unexpected(*error);
  if (flight->actual() != bytes.size()) {
    return tl::unexpected(Error{Fault::Protocol, "it took only a part of a control transfer"});
  }
  return {};
}

Transport::Written LibusbTransport::write(std::uint8_t address, std::span<const std::uint8_t> bytes,
                                          std::chrono::milliseconds timeout) {
  const Call call(*line_);
  const Deadline deadline = after(timeout);
  Written written;
  const Endpoint* way = endpoint(address);
  if (way == nullptr || way->is_in()) {
    written.error = Error{Fault::Unsupported, "the interface has no such endpoint"};
    return written;
  }
  do {
    const auto piece = bytes.subspan(written.taken, std::min(kPiece, bytes.size() - written.taken));
    const auto flight = std::make_shared<Flight>(line_, piece.size());
    std::copy(piece.begin(), piece.end(), flight->buffer.begin());
    const int size = static_cast<int>(piece.size());
    if (way->kind == TransferKind::Interrupt) {
      libusb_fill_interrupt_transfer(flight->transfer, handle_, address, flight->buffer.data(),
                                     size, &on_ended, nullptr, 0);
    } else {
      libusb_fill_bulk_transfer(flight->transfer, handle_, address, flight->buffer.data(), size,
                                &on_ended, nullptr, 0);
    }
    written.error = fly(flight, deadline);
    written.taken += flight->ended ? flight->actual() : 0;
    if (!written.error && flight->actual() != piece.size()) {
      written.error = Error{Fault::Protocol, "it ended a transfer early"};
    }
  } while (!written.error && written.taken < bytes.size());
  return written;
}

Result<Bytes> LibusbTransport::read(std::uint8_t address, std::size_t most,
                                    std::chrono::milliseconds timeout) {
  const Call call(*line_);
  const Endpoint* way = endpoint(address);
  if (way == nullptr || !way->is_in() || way->packet_size == 0) {
    return tl::unexpected(Error{Fault::Unsupported, "the interface has no such endpoint"});
  }
  // Whole packets: a shorter buffer would turn a full packet into an overflow on the bus.
  const std::size_t packet = way->packet_size;
  const std::size_t size = (std::max<std::size_t>(most, 1) + packet - 1) / packet * packet;
  const auto flight = std::make_shared<Flight>(line_, size);
  if (way->kind == TransferKind::Interrupt) {
    libusb_fill_interrupt_transfer(flight->transfer, handle_, address, flight->buffer.data(),
                                   static_cast<int>(size), &on_ended, nullptr, 0);
  } else {
    libusb_fill_bulk_transfer(flight->transfer, handle_, address, flight->buffer.data(),
                              static_cast<int>(size), &on_ended, nullptr, 0);
  }
  const auto error = fly(flight, after(timeout));
  // What came before a cancellation is not lost: it is the result.
  const bool came = flight->ended && flight->actual() > 0;
  if (error && !(error->fault == Fault::Timeout && came)) return tl::unexpected(*error);
  if (flight->actual() > most) {
    return tl::unexpected(Error{Fault::Protocol, "it sent more than asked for"});
  }
  flight->buffer.resize(flight->actual());
  return std::move(flight->buffer);
}

Result<void> LibusbTransport::clear_halt(std::uint8_t address) {
  if (const int code = libusb_clear_halt(handle_, address); code != LIBUSB_SUCCESS) {
    return tl::unexpected(error_of(code, "clearing a halt"));
  }
  return {};
}

void LibusbTransport::interrupt() {
  const std::lock_guard lock(line_->mutex);
  if (!line_->in_call) return;
  line_->interrupted = true;
  line_->ended.notify_all();
}

}  // namespace slipway::devices::usb
