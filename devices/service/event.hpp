#pragma once

#include <array>
#include <chrono>
#include <cstddef>
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
inline constexpr std::array kRoles{Role::Reader, Role::Printer, Role::Pad};
[[nodiscard]] const char* name_of(Role role);
// What belongs to this role, of one for each.
template <typename T>
[[nodiscard]] T& of(Role role, std::array<T, kRoles.size()>& each) {
  return each[static_cast<std::size_t>(role)];
}
template <typename T>
[[nodiscard]] const T& of(Role role, const std::array<T, kRoles.size()>& each) {
  return each[static_cast<std::size_t>(role)];
}

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
  // When the receipt printer has not printed a dot of it, its stand-in may: a voucher, for which a
  // person is there to look.
  bool may_stand_in = false;
};
// One pulse for the cash drawer: money is to be paid out now, and for nothing else. The id is the
// payment's; one that was given before is not carried out again.
struct OpenDrawer {
  JobId job = 0;
  // When the service heard it, which is set there: a drawer that springs open late finds nobody.
  std::optional<std::chrono::steady_clock::time_point> heard = std::nullopt;
};
struct BeginSignature {
  // What the member sees on the glass; one that does not fit this pad's screen is left out.
  std::optional<Prompt> prompt = std::nullopt;
};
struct ClearSignature {};
struct EndSignature {};
struct AskState {};  // answered with one DeviceState per role, the printer's status and PadSeen
using Command = std::variant<ArmReader, DisarmReader, PrintPage, OpenDrawer, BeginSignature,
                             ClearSignature, EndSignature, AskState>;

// What happened.
struct DeviceState {
  Role role = Role::Reader;
  Presence presence = Presence::Absent;
  std::string model;  // "ACS ACR122U", for the health page
  std::string serial;
  std::string trouble;        // for the technician, empty when none
  std::string firmware;       // "3.14"
  bool has_stand_in = false;  // of a printer: vouchers may go to a queue of CUPS
};
struct CardArrived {
  Card card;
};
struct CardRemoved {};
// Card: ask the member to hold it still and tap again; otherwise to go to the staff.
struct CardUnreadable {
  ReadTrouble trouble = ReadTrouble::Card;
};
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
// A pad is there; told before it is Ready, and when a signature has changed what it says.
struct PadSeen {
  std::optional<PadScreen> screen;  // its own, when it shows a Prompt
  std::string said;                 // model, and whether it encrypts; for the technician
};
struct DrawerMoved {
  JobId job = 0;
  DrawerMove move;
};
// The glass is empty and ink flows, from the beginning or anew after ClearSignature.
struct SignatureBegan {
  PadSize size;
};
struct PenMoved {
  std::vector<PenSample> samples;
};
struct PadTapped {
  PadNews news = PadNews::Accepted;
};
struct SignatureLost {};  // the pad went away while signing: what was drawn is void
struct ServiceLost {};    // made by the client: slipway-devices does not answer
using DeviceEvent = std::variant<DeviceState, CardArrived, CardRemoved, CardUnreadable,
                                 PrinterChanged, PrintEnded, DrawerMoved, PadSeen, SignatureBegan,
                                 PenMoved, PadTapped, SignatureLost, ServiceLost>;

}  // namespace slipway::devices
