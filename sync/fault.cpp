#include "sync/fault.hpp"

namespace slipway::sync {

const char* name_of(Fault fault) {
  switch (fault) {
    case Fault::Offline:
      return "offline";
    case Fault::Refused:
      return "refused";
    case Fault::Malformed:
      return "malformed";
    case Fault::Conflict:
      return "conflict";
    case Fault::Storage:
      return "storage";
    case Fault::Unsafe:
      return "unsafe";
    case Fault::Missing:
      return "missing";
  }
  return "unknown";
}

}  // namespace slipway::sync
