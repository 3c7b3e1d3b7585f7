#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "devices/pad/signature_pad.hpp"
#include "devices/printer/receipt_printer.hpp"
#include "devices/reader/card_reader.hpp"

// The values that travel between slipway-devices and the screen, in both directions.
namespace slipway::devices {

enum class Role { Reader, Printer, Pad };
[[nodiscard]] const char* name_of(Role role);

// UnifiedPOS and XFS in five words, and one of ours: Strange, a device is there that nobody has
// inspected. It is not used, and neither is the kiosk.
enum class Presence { Absent, Opening, Ready, Busy, Failed, Strange };
[[nodiscard]] const char* name_of(Presence presence);

// What the screen asks.
struct ArmReader {};  // cards are reported from now on; one already there is reported at once
struct DisarmReader {};
// A job id that was given before is not printed again: its outcome is reported again, or Unknown
// when the service was restarted in between.
struct PrintPage {
  JobId job = 0;
  Page page;
};
struct BeginSignature {};
struct ClearSignature {};
struct EndSignature {};
struct AskState {};  // answered with one DeviceState per role and the printer's status
using Command = std::variant<ArmReader, DisarmReader, PrintPage, BeginSignature, ClearSignature,
                             EndSignature, AskState>;

// What happened.
struct DeviceState {
  Role role = Role::Reader;
  Presence presence = Presence::Absent;
  std::string model;  // "ACS ACR122U", for the health page
  std::string serial;
  std::string trouble;   // for the technician, empty when none
  std::string firmware;  // "3.14"
};
struct CardArrived {
  Card card;
};
struct CardRemoved {};
struct CardUnreadable {};  // ask the member to hold it still and tap again
struct PrinterChanged {
  PrinterStatus status;  // as it was when the printer last answered
  int width_dots = 576;
  // How long ago that was when this was sent; nothing when it never answered.
  std::optional<std::chrono::milliseconds> age = std::chrono::milliseconds(0);
};
struct PrintEnded {
  JobId job = 0;
  Printed printed;
};
struct SignatureBegan {
  PadSize size;
};
struct PenMoved {
  std::vector<PenSample> samples;
};
struct SignatureLost {};  // the pad went away while signing: what was drawn is void
struct ServiceLost {};    // made by the client: slipway-devices does not answer
using DeviceEvent =
    std::variant<DeviceState, CardArrived, CardRemoved, CardUnreadable, PrinterChanged, PrintEnded,
                 SignatureBegan, PenMoved, SignatureLost, ServiceLost>;

}  // namespace slipway::devices
