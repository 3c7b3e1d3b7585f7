#include "devices/printer/virtual_paper_device.hpp"

namespace slipway::devices {

usb::Interface VirtualPaperDevice::interface_with(std::uint8_t first, std::uint8_t second) {
  usb::Interface interface;
  interface.device_class = 0x07;
  interface.subclass = 0x01;
  interface.protocol = 0x02;
  interface.endpoints = {{first, usb::TransferKind::Bulk, 64},
                         {second, usb::TransferKind::Bulk, 64}};
  return interface;
}

std::optional<usb::Bytes> VirtualPaperDevice::on_request(const usb::Setup& setup,
                                                         std::span<const std::uint8_t>) {
  if (setup.request_type == 0xA1 && setup.request == 0x00) {  // GET_DEVICE_ID
    usb::Bytes bytes = {0, static_cast<std::uint8_t>(device_id_.size() + 2)};
    bytes.insert(bytes.end(), device_id_.begin(), device_id_.end());
    return bytes;
  }
  if (setup.request_type == 0xA1 && setup.request == 0x01) {  // GET_PORT_STATUS
    return usb::Bytes{port_status()};
  }
  if (setup.request == 0x02) {  // SOFT_RESET
    clear();
    return usb::Bytes{};
  }
  return std::nullopt;
}

std::optional<std::string> VirtualPaperDevice::on_paper_words(const std::string& words) {
  const std::string after = "paper out after ";
  if (words.starts_with(after) && words.ends_with(" rows")) {
    return end_after(words.substr(after.size(), words.size() - after.size() - 5));
  }
  if (words == "cover open" || words == "cover close") {
    cover_open_ = words == "cover open";
    on_paper_changed();
    return cover_open_ ? "the cover is open" : "the cover is closed";
  }
  if (words == "drawer close" || words == "drawer stuck") {
    drawer_stuck_ = words == "drawer stuck";
    drawer_open_ = false;
    return drawer_stuck_ ? "the drawer is shut and does not open" : "the drawer is shut";
  }
  if (words == "paper out") {
    paper_.take_out();
  } else if (words == "paper in" || words == "paper low") {
    paper_.put_in(words == "paper low");
  } else {
    return std::nullopt;
  }
  on_paper_changed();
  return paper_.is_out() ? "the paper is out" : "paper is in";
}

void VirtualPaperDevice::kick_drawer() {
  ++drawer_pulses_;
  drawer_open_ = !drawer_stuck_;
}

std::optional<std::string> VirtualPaperDevice::end_after(const std::string& count) {
  const bool is_number = !count.empty() && count.size() <= 6 &&
                         count.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) return std::nullopt;
  paper_.end_after(std::stoul(count));
  return "paper for " + count + " rows of dots";
}

}  // namespace slipway::devices
