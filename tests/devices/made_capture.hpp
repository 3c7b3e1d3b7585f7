#pragma once

#include <array>
#include <cerrno>
#include <string>

#include "devices/usb/descriptors.hpp"
#include "devices/usb/recording.hpp"

// A capture as usbmon writes it, made by hand from what a recording holds: a submission and a
// completion for each transfer, after the device has been asked for its descriptors.
namespace slipway::devices::bench {

class MadeCapture {
 public:
  enum class Form { Pcap, PcapBig, PcapShort, Pcapng };

  explicit MadeCapture(Form form) : form_(form) {
    if (form == Form::Pcapng) {
      block(0x0A0D0D0A,
            joined({number(0x1A2B3C4D, 4), number(1, 2), number(0, 2), usb::Bytes(8, 0xFF)}));
      block(1, joined({number(220, 2), number(0, 2), number(0, 4)}));
    } else {
      add({number(0xA1B2C3D4, 4), number(2, 2), number(4, 2), number(0, 4), number(0, 4),
           number(262'144, 4), number(form == Form::PcapShort ? 189 : 220, 4)});
    }
  }

  void enumerate(const usb::Description& description) {
    const usb::Bytes all = usb::descriptors_of(description);
    const auto border = all.begin() + 18;
    ask({0x80, 0x06, 0x0100, 0}, {all.begin(), border});
    ask({0x80, 0x06, 0x0200, 0}, {border, all.begin() + 27});
    ask({0x80, 0x06, 0x0200, 0}, {border, all.end()});
    const std::array words{description.maker, description.model, description.serial};
    for (std::uint16_t index = 1; index <= 3; ++index) {
      usb::Bytes text = {static_cast<std::uint8_t>(2 + 2 * words.at(index - 1).size()), 3};
      for (const char letter : words.at(index - 1)) {
        text.push_back(static_cast<std::uint8_t>(letter));
        text.push_back(0);
      }
      ask({0x80, 0x06, static_cast<std::uint16_t>(0x0300 + index), 0x0409}, text);
    }
  }

  void add(const usb::RecordedTransfer& one) {
    using Kind = usb::RecordedTransfer::Kind;
    if (one.kind == Kind::ClearHalt) {
      usb::RecordedTransfer lifted = one;
      lifted.kind = Kind::ControlOut;
      lifted.setup = {0x02, 0x01, 0, one.endpoint};
      return add(lifted);
    }
    ++id_;
    const bool is_in = one.kind == Kind::Read || one.kind == Kind::ControlIn;
    usb::Bytes sent = is_in ? usb::Bytes{} : one.bytes;
    if (one.kind == Kind::Write) sent.resize(one.offered, 0xAB);
    event('S', one, -EINPROGRESS, is_in ? 512 : sent.size(), sent);
    event('C', one, status_of(one), one.bytes.size(), is_in ? one.bytes : usb::Bytes{});
  }

  [[nodiscard]] const usb::Bytes& file() const { return file_; }

 private:
  static int status_of(const usb::RecordedTransfer& one) {
    if (!one.fault) return 0;
    if (*one.fault == Fault::Timeout) return -ENOENT;
    return *one.fault == Fault::Gone ? -ESHUTDOWN : -EPIPE;
  }
  [[nodiscard]] usb::Bytes number(std::uint64_t value, std::size_t size) const {
    usb::Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t place = form_ == Form::PcapBig ? size - 1 - i : i;
      bytes[place] = static_cast<std::uint8_t>(value >> (8 * i) & 0xFF);
    }
    return bytes;
  }
  static usb::Bytes joined(std::initializer_list<usb::Bytes> parts) {
    usb::Bytes all;
    for (const usb::Bytes& part : parts)
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }
  void add(std::initializer_list<usb::Bytes> parts) {
    const usb::Bytes all = joined(parts);
    file_.insert(file_.end(), all.begin(), all.end());
  }
  void block(std::uint32_t type, usb::Bytes body) {
    body.resize((body.size() + 3) / 4 * 4);
    const std::size_t length = body.size() + 12;
    add({number(type, 4), number(length, 4), body, number(length, 4)});
  }
  void ask(const usb::Setup& setup, const usb::Bytes& answer) {
    usb::RecordedTransfer one;
    one.kind = usb::RecordedTransfer::Kind::ControlIn;
    one.setup = setup;
    one.bytes = answer;
    add(one);
  }
  void event(char type, const usb::RecordedTransfer& one, int status, std::size_t length,
             const usb::Bytes& data) {
    using Kind = usb::RecordedTransfer::Kind;
    const bool is_control = usb::is_control(one.kind);
    const std::uint8_t endpoint = one.kind == Kind::ControlIn ? 0x80
                                  : is_control                ? 0
                                                              : one.endpoint;
    const auto milliseconds = static_cast<std::uint64_t>(one.at.count());
    usb::Bytes setup(8, 0);
    if (is_control) {
      const auto low = [](std::uint16_t word) { return static_cast<std::uint8_t>(word & 0xFF); };
      const auto high = [](std::uint16_t word) { return static_cast<std::uint8_t>(word >> 8); };
      setup = {one.setup.request_type,
               one.setup.request,
               low(one.setup.value),
               high(one.setup.value),
               low(one.setup.index),
               high(one.setup.index),
               0,
               0};
    }
    const bool is_setup = is_control && type == 'S';
    usb::Bytes packet =
        joined({number(id_, 8),
                {static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(is_control ? 2 : 3),
                 endpoint, 7},
                number(1, 2),
                {static_cast<std::uint8_t>(is_setup ? 0 : '-'), static_cast<std::uint8_t>(0)},
                number(1'790'000'000 + milliseconds / 1000, 8),
                number(milliseconds % 1000 * 1000, 4),
                number(static_cast<std::uint32_t>(status), 4),
                number(length, 4),
                number(data.size(), 4),
                setup});
    if (form_ != Form::PcapShort) packet.resize(64, 0);
    packet.insert(packet.end(), data.begin(), data.end());
    if (form_ == Form::Pcapng) {
      block(6, joined({number(0, 4), number(0, 8), number(packet.size(), 4),
                       number(packet.size(), 4), packet}));
    } else {
      add({number(0, 8), number(packet.size(), 4), number(packet.size(), 4), packet});
    }
  }

  Form form_;
  usb::Bytes file_;
  std::uint64_t id_ = 0xFFFF8880'00000000;
};

}  // namespace slipway::devices::bench
