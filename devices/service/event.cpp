#include "devices/service/event.hpp"

namespace slipway::devices {

const char* name_of(Role role) {
  switch (role) {
    case Role::Reader:
      return "reader";
    case Role::Printer:
      return "printer";
    case Role::Pad:
      return "pad";
  }
  return "unknown";
}

const char* name_of(Presence presence) {
  switch (presence) {
    case Presence::Absent:
      return "absent";
    case Presence::Opening:
      return "opening";
    case Presence::Ready:
      return "ready";
    case Presence::Busy:
      return "busy";
    case Presence::Failed:
      return "failed";
    case Presence::Strange:
      return "strange";
  }
  return "unknown";
}

}  // namespace slipway::devices
