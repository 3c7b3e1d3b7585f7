#include "devices/usb/capture.hpp"

#include <rapidcheck.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/catch.hpp"
#include "tests/devices/made_capture.hpp"
#include "tests/devices/made_recordings.hpp"

using namespace slipway::devices;
using bench::MadeCapture;
using usb::Bytes;
using Form = MadeCapture::Form;

namespace {

Bytes capture_of(const usb::Recording& recording, Form form) {
  MadeCapture capture(form);
  capture.enumerate(recording.description);
  for (const usb::RecordedTransfer& one : recording.transfers)
    capture.add(one);
  return capture.file();
}

std::string trouble_with(const Bytes& file) {
  const auto read = usb::read_capture(file);
  return read ? "" : read.error().text;
}

}  // namespace

TEST_CASE("capture: what usbmon saw of a device is what its driver did, in every form of file") {
  for (const bench::Family& family : bench::families()) {
    const usb::Recording recording = bench::make(family).recording;
    for (const Form form : {Form::Pcap, Form::PcapBig, Form::PcapShort, Form::Pcapng}) {
      CAPTURE(family.name, static_cast<int>(form));
      const auto capture = usb::read_capture(capture_of(recording, form));
      REQUIRE(capture.has_value());
      REQUIRE(capture->size() == 1);
      const usb::Captured& device = capture->front();
      CHECK(device.address == usb::BusAddress{1, 7});
      const auto description =
          usb::describe(usb::captured_descriptors(device), usb::captured_strings(device));
      REQUIRE(description.has_value());
      CHECK(description->model == recording.description.model);
      CHECK(usb::descriptors_of(*description) == usb::descriptors_of(recording.description));
      usb::Recording again = recording;
      again.transfers = usb::seen_by(*usb::interface_of(recording), device);
      CHECK((to_text(again) == to_text(recording)));
    }
  }
}

TEST_CASE("capture: what is no capture, or ends before its time, is told") {
  const usb::Recording recording = bench::make(bench::families()[3]).recording;
  const Bytes pcap = capture_of(recording, Form::Pcap);
  CHECK(trouble_with({}) == "capture: empty");
  CHECK(trouble_with(Bytes(40, 7)) == "capture: neither pcap nor pcapng");
  CHECK(trouble_with({pcap.begin(), pcap.begin() + 20}) == "capture: it ends in its header");
  CHECK(trouble_with({pcap.begin(), pcap.end() - 1}) == "capture: it ends in a packet");
  Bytes ethernet = pcap;
  ethernet[20] = 1;
  CHECK(trouble_with(ethernet).starts_with("capture: not of usbmon"));
  Bytes small = pcap;
  small[24 + 8] = 10;
  CHECK(trouble_with(small).starts_with("capture: "));
  const Bytes pcapng = capture_of(recording, Form::Pcapng);
  CHECK(trouble_with({pcapng.begin(), pcapng.end() - 4}) == "capture: a bad block");
}

TEST_CASE("capture: any mistake in a file is told or harmless") {
  const usb::Recording recording = bench::make(bench::families()[3]).recording;
  for (const Form form : {Form::Pcap, Form::Pcapng}) {
    const Bytes sound = capture_of(recording, form);
    if (std::getenv("SLIPWAY_WRITE_RECORDINGS") != nullptr) {
      const auto folder = std::filesystem::path(SLIPWAY_SOURCE) / "tests/fuzz/seeds/capture_fuzz";
      std::filesystem::create_directories(folder);
      std::ofstream(folder / (form == Form::Pcap ? "ccid.pcap" : "ccid.pcapng"), std::ios::binary)
          .write(reinterpret_cast<const char*>(sound.data()),
                 static_cast<std::streamsize>(sound.size()));
    }
    REQUIRE(rc::check("one byte wrong", [&sound] {
      Bytes file = sound;
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
      const auto capture = usb::read_capture(file);
      if (!capture) return;
      for (const usb::Captured& one : *capture) {
        RC_ASSERT(one.transfers.size() <= usb::kMostTransfers);
        for (const auto& transfer : one.transfers)
          RC_ASSERT(transfer.bytes.size() <= usb::kLongestTransfer);
      }
    }));
  }
}

TEST_CASE("capture: what the kernel asks for itself, and other interfaces, are not the driver's") {
  usb::Interface claimed;
  claimed.endpoints = {{0x81, usb::TransferKind::Interrupt, 8}};
  using Kind = usb::RecordedTransfer::Kind;
  usb::Captured captured;
  const auto add = [&](Kind kind, const usb::Setup& setup, std::uint8_t endpoint) {
    captured.transfers.push_back({{}, kind, setup, endpoint, 0, {}, {}});
  };
  add(Kind::ControlOut, {0x00, 0x09, 1, 0}, 0);      // SET_CONFIGURATION
  add(Kind::ControlIn, {0x80, 0x06, 0x0100, 0}, 0);  // the device descriptor
  add(Kind::ControlIn, {0x81, 0x06, 0x2200, 0}, 0);  // a report descriptor
  add(Kind::ControlIn, {0x81, 0x06, 0x2200, 1}, 0);  // that of another interface
  add(Kind::ControlOut, {0x21, 0x0A, 0, 0}, 0);
  add(Kind::ControlOut, {0x02, 0x01, 0, 0x81}, 0);
  add(Kind::ControlOut, {0x02, 0x01, 0, 0x82}, 0);
  add(Kind::Read, {}, 0x81);
  add(Kind::Read, {}, 0x82);
  const auto seen = usb::seen_by(claimed, captured);
  REQUIRE(seen.size() == 4);
  CHECK(seen[0].setup.value == 0x2200);
  CHECK(seen[1].setup.request == 0x0A);
  CHECK(seen[2].kind == Kind::ClearHalt);
  CHECK(seen[2].endpoint == 0x81);
  CHECK(seen[3].endpoint == 0x81);
}
