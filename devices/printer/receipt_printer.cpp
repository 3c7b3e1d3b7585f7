#include "devices/printer/receipt_printer.hpp"

namespace slipway::devices {

PrintCause trouble_of(const PrinterStatus& status) {
  if (status.paper_out == Sensor::Yes) return PrintCause::PaperOut;
  if (status.cover_open == Sensor::Yes) return PrintCause::CoverOpen;
  if (status.cutter_error == Sensor::Yes) return PrintCause::Cutter;
  if (status.failed == Sensor::Yes || status.online == Sensor::No) return PrintCause::Offline;
  return PrintCause::None;
}

PrintCause trouble_of(const Result<PrinterStatus>& status) {
  if (status) return trouble_of(*status);
  switch (status.error().fault) {
    case Fault::Gone:
      return PrintCause::Unplugged;
    case Fault::Timeout:
      return PrintCause::Silent;
    default:
      return PrintCause::Refused;
  }
}

const char* name_of(Sensor sensor) {
  switch (sensor) {
    case Sensor::No:
      return "no";
    case Sensor::Yes:
      return "yes";
    case Sensor::Unknown:
      return "unknown";
    case Sensor::Unsupported:
      break;
  }
  return "unsupported";
}

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
    case Evidence::EtbCounter:
      return "etb counter";
    case Evidence::OrderedQuery:
      return "ordered query";
    case Evidence::CutCounter:
      return "cut counter";
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

const char* name_of(DrawerOutcome outcome) {
  switch (outcome) {
    case DrawerOutcome::Opened:
      return "opened";
    case DrawerOutcome::Told:
      return "told";
    case DrawerOutcome::NotOpened:
      return "not opened";
    case DrawerOutcome::Unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace slipway::devices
