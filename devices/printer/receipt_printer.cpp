#include "devices/printer/receipt_printer.hpp"

namespace slipway::devices {

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Printed:
      return "printed";
    case Outcome::NotPrinted:
      return "not printed";
    case Outcome::Unknown:
      return "unknown";
  }
  return "unknown";
}

const char* name_of(Evidence evidence) {
  switch (evidence) {
    case Evidence::ProcessId:
      return "process id";
    case Evidence::Counter:
      return "counter";
    case Evidence::OrderedQuery:
      return "ordered query";
    case Evidence::Nothing:
      return "nothing";
  }
  return "nothing";
}

const char* name_of(PrintCause cause) {
  switch (cause) {
    case PrintCause::None:
      return "none";
    case PrintCause::PaperOut:
      return "paper out";
    case PrintCause::CoverOpen:
      return "cover open";
    case PrintCause::Offline:
      return "offline";
    case PrintCause::Cutter:
      return "cutter";
    case PrintCause::Unplugged:
      return "unplugged";
    case PrintCause::Silent:
      return "silent";
    case PrintCause::Refused:
      return "refused";
  }
  return "none";
}

}  // namespace slipway::devices
