#include "devices/simulator/scene.hpp"

#include <algorithm>

namespace slipway::devices {
namespace {

using Departure = usb::VirtualDevice::Departure;

std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

void Scene::add(std::string name, std::unique_ptr<Seat> seat) {
  places_.push_back({std::move(name), std::move(seat), false});
}

Result<void> Scene::plug_all() {
  for (Place& place : places_) {
    if (auto plugged = place.seat->plug(); !plugged) return plugged;
  }
  return {};
}

std::string Scene::help() {
  std::string words = "ok words:";
  for (Place& place : places_) {
    std::string own;
    place.seat->with_device(
        [&](usb::VirtualDevice& device) { own = device.obey("help").value_or(""); });
    words += " | " + place.name + ": plug, unplug";
    if (!own.empty()) words += ", " + one_line(own);
  }
  return words;
}

std::string Scene::tell(Place& place, const std::string& words) {
  if (words == "plug") {
    const auto plugged = place.seat->plug();
    return plugged ? "ok plugged" : "error: " + one_line(plugged.error().text);
  }
  if (words == "unplug") {
    place.is_to_return = false;
    place.seat->unplug();
    return "ok unplugged";
  }
  std::optional<std::string> answer;
  place.seat->with_device([&](usb::VirtualDevice& device) { answer = device.obey(words); });
  if (!answer) return "error: the " + place.name + " does not know '" + words + "'; say help";
  return one_line(answer->empty() ? "ok" : "ok " + *answer);
}

std::string Scene::obey(const std::string& line) {
  const std::string words = trimmed(line);
  if (words == "help") return help();
  const auto space = words.find(' ');
  const std::string name = words.substr(0, space);
  for (Place& place : places_) {
    if (place.name != name) continue;
    return tell(place, space == std::string::npos ? "" : trimmed(words.substr(space)));
  }
  return "error: there is no '" + name + "'; say help";
}

void Scene::advance(std::chrono::milliseconds elapsed) {
  for (Place& place : places_) {
    if (place.is_to_return && !place.seat->is_plugged()) {
      place.is_to_return = !place.seat->plug().has_value();  // its port may still be taken
    }
    if (!place.seat->is_plugged()) continue;  // no power, no time
    auto departure = Departure::None;
    place.seat->with_device([&](usb::VirtualDevice& device) {
      device.advance(elapsed);
      departure = device.departure();
    });
    if (departure == Departure::None) continue;
    place.is_to_return = departure == Departure::ToReturn;
    place.seat->unplug();
  }
}

}  // namespace slipway::devices
