#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "devices/simulator/seat.hpp"

namespace slipway::devices {

// The devices of one simulated counter, and the words that they obey: "reader tap 04DE5F1EACC040",
// "printer paper out", "pad unplug". One thread.
class Scene {
 public:
  // `name` is the first word of every line that is meant for it.
  void add(std::string name, std::unique_ptr<Seat> seat);

  // Plugs everything in.
  [[nodiscard]] Result<void> plug_all();

  // One line of words; the answer is one line, "ok ..." or "error: ...". `help` lists all words.
  [[nodiscard]] std::string obey(const std::string& line);

  // Lets time pass for everything that has power. What leaves the bus by itself is unplugged, and
  // plugged in again when it is to return.
  void advance(std::chrono::milliseconds elapsed);

 private:
  struct Place {
    std::string name;
    std::unique_ptr<Seat> seat;
    bool is_to_return = false;  // it left the bus by itself, and comes back
  };
  [[nodiscard]] std::string help();
  [[nodiscard]] static std::string tell(Place& place, const std::string& words);

  std::vector<Place> places_;
};

}  // namespace slipway::devices
