#include "devices/simulator/usbip_wire.hpp"

#include <algorithm>

namespace slipway::devices::usbip {
namespace {

constexpr std::uint32_t kCommandSubmit = 1;
constexpr std::uint32_t kCommandUnlink = 2;
constexpr std::uint32_t kReturnSubmit = 3;
constexpr std::uint32_t kReturnUnlink = 4;

// Where the fields stand.
constexpr std::size_t kCommand = 0;
constexpr std::size_t kNumber = 4;
constexpr std::size_t kDirection = 12;
constexpr std::size_t kEndpoint = 16;
constexpr std::size_t kVictim = 20;
constexpr std::size_t kStatus = 20;
constexpr std::size_t kActual = 24;
constexpr std::size_t kLength = 24;
constexpr std::size_t kIsochronousPackets = 32;
constexpr std::size_t kSetup = 40;

std::uint32_t number_at(const Header& header, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t place = at; place < at + 4; ++place)
    number = number << 8 | header[place];
  return number;
}

void put_number(Header& header, std::size_t at, std::uint32_t number) {
  for (std::size_t place = 0; place < 4; ++place)
    header[at + place] = static_cast<std::uint8_t>(number >> (24 - 8 * place) & 0xFF);
}

tl::unexpected<Error> malformed(const char* what) {
  return tl::make_unexpected(Error{Fault::Protocol, std::string("USB/IP: ") + what});
}

Result<Command> read_submit(const Header& header) {
  const std::uint32_t direction = number_at(header, kDirection);
  const std::uint32_t endpoint = number_at(header, kEndpoint);
  const std::uint32_t length = number_at(header, kLength);
  const std::uint32_t packets = number_at(header, kIsochronousPackets);
  if (direction > 1) return malformed("neither in nor out");
  if (endpoint > 15) return malformed("no such endpoint can be");
  if (length > kLongestTransfer) return malformed("too long a transfer");
  // 0 is what Linux writes for the other kinds, -1 what the document asks for.
  if (packets != 0 && packets != 0xFFFFFFFF) return malformed("isochronous");
  Submit submit;
  submit.number = number_at(header, kNumber);
  submit.endpoint = static_cast<std::uint8_t>(endpoint | direction << 7);
  submit.length = length;
  std::copy_n(header.begin() + kSetup, submit.setup.size(), submit.setup.begin());
  return submit;
}

Header returned(std::uint32_t command, std::uint32_t number, std::int32_t status) {
  Header header{};
  put_number(header, kCommand, command);
  put_number(header, kNumber, number);
  put_number(header, kStatus, static_cast<std::uint32_t>(status));
  return header;
}

}  // namespace

Result<Command> read_command(const Header& header) {
  switch (number_at(header, kCommand)) {
    case kCommandSubmit:
      return read_submit(header);
    case kCommandUnlink:
      return Unlink{number_at(header, kNumber), number_at(header, kVictim)};
    default:
      return malformed("an unknown command");
  }
}

std::size_t following(const Command& command) {
  const auto* submit = std::get_if<Submit>(&command);
  return submit == nullptr || (submit->endpoint & 0x80) != 0 ? 0 : submit->length;
}

Header submitted(std::uint32_t number, std::int32_t status, std::uint32_t actual) {
  Header header = returned(kReturnSubmit, number, status);
  put_number(header, kActual, actual);
  return header;
}

Header unlinked(std::uint32_t number, std::int32_t status) {
  return returned(kReturnUnlink, number, status);
}

}  // namespace slipway::devices::usbip
