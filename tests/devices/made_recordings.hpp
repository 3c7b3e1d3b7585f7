#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devices/service/trial.hpp"
#include "devices/usb/recorder.hpp"
#include "devices/usb/virtual_device.hpp"
#include "devices/usb/virtual_transport.hpp"

// One recording for each family that we support, as the simulated devices give it.
namespace slipway::devices::bench {

// Something that a person does to the device, so long after the driver was opened.
struct Deed {
  std::chrono::milliseconds at;
  std::string words;
};

struct Family {
  std::string name;  // of its file in devices/recordings
  Trial trial;
  std::function<std::unique_ptr<usb::VirtualDevice>()> make;
  std::vector<Deed> deeds;
  std::vector<std::string> secrets;  // that the deeds hold, as ASCII
  std::vector<std::string> told;     // by a driver on the recording
};

[[nodiscard]] const std::vector<Family>& families();

struct Made {
  usb::Recording recording;
  TrialEnd end;
};
// A session with the real driver on the simulated device, in simulated time.
[[nodiscard]] Made make(const Family& family);

// What another session on that recording tells.
struct Replayed {
  TrialEnd end;
  std::string difference;
  bool is_over = false;
};
[[nodiscard]] Replayed replay(const usb::Recording& recording);

}  // namespace slipway::devices::bench
