#include "command/device_recording.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "command/books.hpp"
#include "command/device_use.hpp"
#include "devices/service/roster.hpp"
#include "devices/service/survey.hpp"
#include "devices/service/trial.hpp"
#include "devices/usb/capture.hpp"
#include "devices/usb/descriptors.hpp"
#include "devices/usb/recorder.hpp"
#include "devices/usb/replay.hpp"

namespace slipway::command {
namespace {

using devices::Role;
namespace usb = devices::usb;

constexpr std::uintmax_t kLargestFile = 64U << 20U;

struct Wish {
  std::string role;
  std::string port;
  std::string capture;
  std::string device;
  std::string descriptors;
  std::string profile;
  std::string note;
  std::string file;
  int seconds = 20;
  bool is_simulated = false;
};

std::optional<Role> role_named(const std::string& name) {
  for (const Role role : {Role::Reader, Role::Printer, Role::Pad}) {
    if (name == devices::name_of(role)) return role;
  }
  return std::nullopt;
}

std::string place_of(const usb::Captured& captured) {
  return std::to_string(captured.address.bus) + "." + std::to_string(captured.address.device);
}

std::string today() {
  const std::chrono::year_month_day day(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

// A file that does not stand there yet: a recording is somebody's evidence.
void keep(const std::string& file, const std::string& text) {
  if (std::FILE* stream = std::fopen(file.c_str(), "wxb"); stream != nullptr) {
    const bool is_written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    if (std::fclose(stream) == 0 && is_written) return;
  }
  refuse(file + ": cannot be written; expected a place for a new file");
}

std::string bytes_of(const std::string& file) {
  std::error_code trouble;
  const auto size = std::filesystem::file_size(file, trouble);
  if (trouble) refuse(file + ": " + trouble.message());
  if (size > kLargestFile) refuse(file + ": more than 64 MiB is no recording");
  std::ifstream stream(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) refuse(file + ": cannot be read");
  return bytes;
}

const char* what_to_do(Role role) {
  switch (role) {
    case Role::Reader:
      return "Present a card, take it away, swipe or scan";
    case Role::Printer:
      return "The test page is printed";
    case Role::Pad:
      return "Draw something that is nobody's signature (a pad is not asked to encrypt it)";
  }
  return "";
}

// Plays a recording to the driver of its role and tells what the driver saw; whether it did the
// same as it did then.
bool is_repeated(const usb::Recording& recording, Role role) {
  const usb::Interface* claimed = usb::interface_of(recording);
  usb::Replay replay(recording, devices::scrubber_for(role, recording.description, *claimed));
  auto transport = replay.open();
  if (!transport) refuse_role(role, transport.error());
  const devices::Trial trial{role, recording.limit, recording.job, recording.profile};
  const auto end =
      devices::carry_out(trial, std::move(*transport), [&replay] { return replay.now(); });
  for (const std::string& line : end.told)
    std::cout << "    " << line << '\n';
  if (!replay.difference().empty()) {
    std::cout << "The driver did something else than in the recording:\n    " << replay.difference()
              << '\n';
  } else if (!replay.is_over()) {
    std::cout << "The driver had ended before line " << replay.line()
              << ", the recording had not.\n";
  } else {
    std::cout << "The driver did all that stands in the recording, and nothing else.\n";
  }
  return replay.difference().empty() && replay.is_over();
}

// The recording as it would be read, or the reason why nobody could.
usb::Recording checked(const usb::Recording& recording) {
  auto again = usb::read_recording(to_text(recording));
  if (!again) refuse("what this device says of itself cannot be recorded: " + again.error().text);
  return std::move(*again);
}

void record(const Wish& wish) {
  const Role role = *role_named(wish.role);
  if (std::filesystem::exists(wish.file)) refuse(wish.file + ": stands there already");
  if (usb::printable(wish.note) != wish.note) {
    refuse("--note: at most 126 printable characters of ASCII");
  }
  const auto bus = bus_with([](const usb::Change&) {});
  auto transport = opened(*bus, role, wish.port);
  usb::Recorder recorder(
      devices::scrubber_for(role, transport->description(), transport->interface()));
  const devices::Trial trial{
      role, std::chrono::seconds(role == Role::Printer ? 0 : wish.seconds),
      role == Role::Printer
          ? static_cast<devices::JobId>(std::chrono::system_clock::now().time_since_epoch().count())
          : 0,
      wish.profile};
  std::cout << what_to_do(role);
  if (role != Role::Printer) std::cout << ", for " << wish.seconds << " seconds";
  std::cout << "." << std::endl;
  const auto end = devices::carry_out(
      trial, std::make_unique<usb::RecordingTransport>(std::move(transport), recorder),
      [&recorder] { return recorder.now(); });
  usb::Recording recording = recorder.recording();
  const bool is_simulated = wish.is_simulated || std::getenv("UMOCKDEV_DIR") != nullptr;
  recording.source = is_simulated ? usb::Source::Simulator : usb::Source::Hardware;
  recording.made = today();
  recording.note = wish.note;
  recording.role = wish.role;
  recording.limit = trial.limit;
  recording.job = trial.job;
  recording.profile = wish.profile;
  recording = checked(recording);
  keep(wish.file, to_text(recording));
  std::cout << wish.file << ": " << recording.transfers.size()
            << " transfers, without what was personal. Played to the driver:\n";
  if (!recorder.is_whole()) std::cout << "    The end is missing: it was more than a file holds.\n";
  if (!is_repeated(recording, role) || !end.is_good) throw CLI::RuntimeError(1);
}

void replay(const Wish& wish) {
  const auto recording = usb::read_recording(bytes_of(wish.file));
  if (!recording) refuse(wish.file + ": " + recording.error().text);
  const auto role = role_named(recording->role);
  if (!role) refuse(wish.file + ": line 5: reader, printer or pad is expected");
  std::cout << recording->role << "  " << name_of(recording->description) << "\n    recorded "
            << recording->made << " from "
            << (recording->source == usb::Source::Hardware ? "hardware" : "a simulator") << ", "
            << recording->transfers.size() << " transfers\n";
  if (!recording->note.empty()) std::cout << "    " << recording->note << '\n';
  if (!is_repeated(*recording, *role)) throw CLI::RuntimeError(1);
}

// What the capture says of one of its devices, or what the file of descriptors says of it.
std::optional<usb::Description> described(const usb::Captured& captured, const Wish& wish) {
  usb::Bytes bytes = usb::captured_descriptors(captured);
  if (!wish.descriptors.empty()) {
    const std::string text = bytes_of(wish.descriptors);
    bytes.assign(text.begin(), text.end());
  }
  auto description = usb::describe(bytes, usb::captured_strings(captured));
  if (!description) return std::nullopt;
  description->port = place_of(captured);
  return std::move(*description);
}

// The one device of the capture that can play the role, or the one that was named.
std::pair<usb::Captured, devices::Candidate> found_in(std::vector<usb::Captured> capture, Role role,
                                                      const Wish& wish) {
  std::optional<std::pair<usb::Captured, devices::Candidate>> found;
  std::string places;
  for (usb::Captured& one : capture) {
    const std::string place = place_of(one);
    places += " " + place;
    if (!wish.device.empty() && wish.device != place) continue;
    const auto description = described(one, wish);
    if (!description) continue;
    const auto chosen = devices::choose(role, place, {*description});
    if (!chosen) continue;
    if (found) refuse("several devices could be it; name one with --device:" + places);
    found.emplace(std::move(one), *chosen);
  }
  if (!found) {
    refuse(wish.capture + ": no " + wish.role + " with its descriptors in it, but devices at" +
           (places.empty() ? " no address" : places) +
           "; plug it in while the capture runs, or give its descriptors with --device and "
           "--descriptors /sys/bus/usb/devices/PORT/descriptors");
  }
  return std::move(*found);
}

void import(const Wish& wish) {
  const Role role = *role_named(wish.role);
  if (!wish.descriptors.empty() && wish.device.empty()) {
    refuse("--descriptors: whose they are has to be said with --device");
  }
  if (usb::printable(wish.note) != wish.note) {
    refuse("--note: at most 126 printable characters of ASCII");
  }
  const std::string bytes = bytes_of(wish.capture);
  auto capture = usb::read_capture(usb::Bytes(bytes.begin(), bytes.end()));
  if (!capture) refuse(wish.capture + ": " + capture.error().text);
  const auto [captured, chosen] = found_in(std::move(*capture), role, wish);
  usb::Recorder recorder(devices::scrubber_for(role, chosen.device, chosen.interface));
  recorder.describe(chosen.device, chosen.interface);
  const auto transfers = usb::seen_by(chosen.interface, captured);
  const auto began = transfers.empty() ? std::chrono::milliseconds(0) : transfers.front().at;
  for (const usb::RecordedTransfer& one : transfers)
    recorder.add_at(one.at - began, one);
  usb::Recording recording = recorder.recording();
  recording.source = wish.is_simulated ? usb::Source::Simulator : usb::Source::Hardware;
  recording.made = today();
  recording.note = wish.note;
  recording.role = wish.role;
  recording.limit = std::chrono::ceil<std::chrono::seconds>(recorder.now());
  recording.limit = std::min(recording.limit, std::chrono::seconds(3600));
  recording.profile = wish.profile;
  keep(wish.file, to_text(checked(recording)));
  std::cout << wish.file << ": " << recording.transfers.size() << " transfers of "
            << name_of(recording.description) << ", without what was personal\n";
}

}  // namespace

void add_recording(CLI::App& devices) {
  const auto add = [&](const char* name, const char* meaning, void (*run)(const Wish&)) {
    auto wish = std::make_shared<Wish>();
    auto* one = devices.add_subcommand(name, meaning);
    one->callback([wish, run] { run(*wish); });
    return std::pair(one, wish);
  };
  const auto [recording, wish] =
      add("record",
          "use one device as `test` does, and write down what passed, without what is personal; "
          "slipway-devices has to be stopped",
          record);
  recording->add_option("--role", wish->role, "reader, printer or pad")
      ->required()
      ->check(CLI::IsMember({"reader", "printer", "pad"}));
  recording->add_option("--port", wish->port, "the device at this USB port, as \"1-2.3\"");
  recording->add_option("--seconds", wish->seconds, "how long")->check(CLI::Range(1, 3600));
  recording->add_option("--profile", wish->profile, "print as this model (printer.profile)");
  recording->add_option("--note", wish->note, "firmware and what was done; nothing personal");
  recording->add_flag("--simulated", wish->is_simulated,
                      "it is no hardware (known by itself inside slipway-simulator)");
  recording->add_option("file", wish->file, "a new file")->required();
  const auto [replaying, played] =
      add("replay",
          "play a recording to the driver, and tell what it saw and where it did something else; "
          "exit status 1 when it did",
          replay);
  replaying->add_option("file", played->file, "a recording")->required();
  const auto [importing, taken] =
      add("import",
          "make a recording of what usbmon saw of one device (pcap or pcapng), without what is "
          "personal",
          import);
  importing->add_option("--role", taken->role, "reader, printer or pad")
      ->required()
      ->check(CLI::IsMember({"reader", "printer", "pad"}));
  importing->add_option("--device", taken->device, "the device at this address, as \"1.7\"");
  importing->add_option("--descriptors", taken->descriptors,
                        "its descriptors, when it was plugged in before the capture began");
  importing->add_option("--profile", taken->profile, "it was printed as this model");
  importing->add_option("--note", taken->note, "firmware and what was done; nothing personal");
  importing->add_flag("--simulated", taken->is_simulated, "it is no hardware");
  importing->add_option("capture", taken->capture, "what tcpdump or Wireshark wrote")->required();
  importing->add_option("file", taken->file, "a new file")->required();
}

}  // namespace slipway::command
