#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "sync/keys.hpp"
#include "sync/service/client.hpp"

namespace slipway::sync {

// The heart of slipway-sync: one thread that owns the store, the link to the station and the local
// socket of the screen, and carries values between them.
//
//   screen --commands--> store --letters--> station
//   screen <--events---- store <--answers-- station
//
// What the screen hears of as Stored or noted is on disk before; what the station has answered is
// wiped after.
class Keeper {
 public:
  struct Settings {
    std::string station_endpoint;  // "tcp://host:7301"
    StationPublic station;
    std::string kiosk;  // our name, as it stands in each filing
    CurvePair own;
    std::filesystem::path store;
    std::string screen_endpoint;  // "ipc:///run/slipway/sync.sock"
    std::string software;         // version, for the station's list of kiosks
  };
  // What an operator should know, never with personal data; the program writes it to the journal.
  enum class Urgency { Alarm, Warning, Note };
  using Tell =
      std::function<void(Urgency urgency, std::string_view event, const std::string& detail)>;

  // Opens store, link and socket; every voucher that an earlier run left without news becomes an
  // Unsure letter before anything else is done. Unsafe, Storage: as Database; Offline: the local
  // socket cannot be had.
  [[nodiscard]] static Result<std::unique_ptr<Keeper>> open(const Settings& settings, Tell tell);
  virtual ~Keeper() = default;

  // Works until `stop` (a descriptor) has a byte. Everything is on disk whenever it ends.
  virtual void run(int stop) = 0;
};

}  // namespace slipway::sync
