#include "devices/fault.hpp"

namespace slipway::devices {

const char* name_of(Fault fault) {
  switch (fault) {
    case Fault::Absent:
      return "absent";
    case Fault::Busy:
      return "busy";
    case Fault::Access:
      return "access";
    case Fault::Gone:
      return "gone";
    case Fault::Timeout:
      return "timeout";
    case Fault::Protocol:
      return "protocol";
    case Fault::Unsupported:
      return "unsupported";
    case Fault::Media:
      return "media";
    case Fault::Strange:
      return "strange";
  }
  return "unknown";
}

}  // namespace slipway::devices
