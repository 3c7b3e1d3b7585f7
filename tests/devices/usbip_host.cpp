#include "tests/devices/usbip_host.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace slipway::devices::tests {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kSoon(5000);

void put(usbip::Header& header, std::size_t at, std::uint32_t number) {
  header[at] = static_cast<std::uint8_t>(number >> 24);
  header[at + 1] = static_cast<std::uint8_t>(number >> 16 & 0xFF);
  header[at + 2] = static_cast<std::uint8_t>(number >> 8 & 0xFF);
  header[at + 3] = static_cast<std::uint8_t>(number & 0xFF);
}

std::uint32_t get(const usbip::Header& header, std::size_t at) {
  return static_cast<std::uint32_t>(header[at]) << 24 |
         static_cast<std::uint32_t>(header[at + 1]) << 16 |
         static_cast<std::uint32_t>(header[at + 2]) << 8 | header[at + 3];
}

bool becomes_readable(int socket, milliseconds limit) {
  pollfd one{socket, POLLIN, 0};
  return ::poll(&one, 1, static_cast<int>(limit.count())) == 1;
}

bool take(int socket, std::uint8_t* into, std::size_t size) {
  return size == 0 || ::recv(socket, into, size, MSG_WAITALL) == static_cast<ssize_t>(size);
}

}  // namespace

usbip::Header written(const usbip::Submit& submit) {
  usbip::Header header{};
  put(header, 0, 1);
  put(header, 4, submit.number);
  put(header, 8, 0x10002);
  put(header, 12, submit.endpoint >> 7);
  put(header, 16, submit.endpoint & 0x0F);
  put(header, 20, 0x200);  // transfer flags, the host's own
  put(header, 24, submit.length);
  std::copy(submit.setup.begin(), submit.setup.end(), header.begin() + 40);
  return header;
}

usbip::Header written(const usbip::Unlink& unlink) {
  usbip::Header header{};
  put(header, 0, 2);
  put(header, 4, unlink.number);
  put(header, 8, 0x10002);
  put(header, 20, unlink.victim);
  return header;
}

std::optional<Reply> read_reply(const usbip::Header& header) {
  const std::uint32_t command = get(header, 0);
  if (command != 3 && command != 4) return std::nullopt;
  Reply reply;
  reply.kind = static_cast<Reply::Kind>(command);
  reply.number = get(header, 4);
  reply.status = static_cast<std::int32_t>(get(header, 20));
  if (reply.kind == Reply::Kind::Submit) reply.actual = get(header, 24);
  return reply;
}

UsbipHost::~UsbipHost() {
  ::close(socket_);
}

void UsbipHost::hang_up() {
  ::shutdown(socket_, SHUT_RDWR);
}

void UsbipHost::send(std::span<const std::uint8_t> bytes) const {
  static_cast<void>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

std::uint32_t UsbipHost::begin(usbip::Submit submit, const Bytes& sent) {
  submit.number = ++number_;
  if ((submit.endpoint & 0x80) != 0) towards_host_.push_back(submit.number);
  send(written(submit));
  send(sent);
  return submit.number;
}

std::uint32_t UsbipHost::begin_in(std::uint8_t endpoint, std::uint32_t length) {
  return begin({0, endpoint, length, {}});
}

std::uint32_t UsbipHost::begin_out(std::uint8_t endpoint, const Bytes& bytes) {
  return begin({0, endpoint, static_cast<std::uint32_t>(bytes.size()), {}}, bytes);
}

std::uint32_t UsbipHost::unlink(std::uint32_t victim) {
  send(written(usbip::Unlink{++number_, victim}));
  return number_;
}

std::optional<Reply> UsbipHost::ask(const std::array<std::uint8_t, 8>& setup) {
  const auto length = static_cast<std::uint32_t>(setup[6] | setup[7] << 8);
  begin({0, static_cast<std::uint8_t>(setup[0] & 0x80), length, setup});
  return next(kSoon);
}

std::optional<Reply> UsbipHost::next(milliseconds limit) {
  usbip::Header header{};
  if (!becomes_readable(socket_, limit) || !take(socket_, header.data(), header.size())) {
    return std::nullopt;
  }
  auto reply = read_reply(header);
  if (!reply || reply->kind == Reply::Kind::Unlink) return reply;
  const auto sent = std::find(towards_host_.begin(), towards_host_.end(), reply->number);
  if (sent == towards_host_.end()) return reply;
  towards_host_.erase(sent);
  if (reply->actual > usbip::kLongestTransfer) return std::nullopt;
  reply->bytes.resize(reply->actual);
  if (!take(socket_, reply->bytes.data(), reply->bytes.size())) return std::nullopt;
  return reply;
}

bool UsbipHost::ends(milliseconds limit) const {
  std::uint8_t byte = 0;
  return becomes_readable(socket_, limit) && ::recv(socket_, &byte, 1, 0) == 0;
}

std::optional<Bytes> UsbipHost::enumerate() {
  const auto device = ask({0x80, 6, 0, 1, 0, 0, 18, 0});
  const auto start = ask({0x80, 6, 0, 2, 0, 0, 9, 0});
  if (!device || !start || device->bytes.size() != 18 || start->bytes.size() != 9) {
    return std::nullopt;
  }
  const auto whole = ask({0x80, 6, 0, 2, 0, 0, start->bytes[2], start->bytes[3]});
  const auto languages = ask({0x80, 6, 0, 3, 0, 0, 255, 0});
  const auto model = ask({0x80, 6, device->bytes[15], 3, 0x09, 0x04, 255, 0});
  const auto set = ask({0x00, 9, start->bytes[5], 0, 0, 0, 0, 0});
  if (!whole || !languages || !model || !set || languages->status != 0 || model->status != 0 ||
      set->status != 0) {
    return std::nullopt;
  }
  Bytes all = device->bytes;
  all.insert(all.end(), whole->bytes.begin(), whole->bytes.end());
  return all;
}

}  // namespace slipway::devices::tests
