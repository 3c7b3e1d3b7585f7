#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sync/fault.hpp"
#include "sync/wire/kiosk_messages.hpp"

// How a kiosk's screen sees slipway-sync.
namespace slipway::sync {

// ---- what the screen asks

// Everything that slipway-sync passes on to the station while the member waits: Identify, Unlock,
// Track, Confirm, Withdraw, CallStaff. Answered once, by the station's answer or by StationAbsent.
struct AskStation {
  std::uint64_t ticket = 0;  // chosen by the screen, repeated by the answer
  KioskQuestion question;
};
// Seals the filing to the station's key and writes it to the outbox; answered by Stored only when
// it is on disk. A filing with the same id is stored once.
struct StoreFiling {
  refund::Filing filing;
};
// Remembers the intent to print this voucher, before the first byte goes to the printer; answered
// by VoucherNoted when it is on disk. `may_print` false: it was begun before, or the intent is not
// on disk: do not print it. A voucher whose paper nobody told of when slipway-sync or the screen
// died is told to the station as Unsure.
struct NoteVoucher {
  VoucherIssued voucher;
  std::uint64_t job = 0;
};
// What became of its paper; into the outbox.
struct NotePaper {
  Paper paper;
};
// How the kiosk finds its devices now, for the desk's list of kiosks. Not answered.
struct NoteDevices {
  DeviceCondition printer = DeviceCondition::Absent;
  DeviceCondition reader = DeviceCondition::Absent;
  DeviceCondition pad = DeviceCondition::Absent;
  friend bool operator==(const NoteDevices&, const NoteDevices&) = default;
};
using SyncCommand = std::variant<AskStation, StoreFiling, NoteVoucher, NotePaper, NoteDevices>;

// ---- what slipway-sync says

struct StationAnswer {
  std::uint64_t ticket = 0;
  KioskAnswer answer;
};
struct StationAbsent {  // no answer within 8 s, or the link is down
  std::uint64_t ticket = 0;
};
struct LinkChanged {
  bool is_up = false;
  bool key_refused = false;        // the station knows this kiosk not: out of service
  std::optional<Welcome> welcome;  // the last one that is known, also while the link is down
  int waiting = 0;                 // messages in the outbox
};
struct Stored {
  refund::RequestId id{};
  std::string slip_code;
};
struct NotStored {  // disk full or failing: nothing was filed
  refund::RequestId id{};
};
// The station has it on disk (or refuses it for good): may come minutes or days after Stored.
struct Delivered {
  refund::RequestId id{};
  std::variant<Filed, FilingRefused> outcome;
};
struct VoucherNoted {
  refund::RequestId id{};
  std::int64_t voucher_number = 0;
  std::uint64_t job = 0;
  bool may_print = false;
};
struct SyncLost {};  // made by the client: slipway-sync does not answer
using SyncEvent = std::variant<StationAnswer, StationAbsent, LinkChanged, Stored, NotStored,
                               Delivered, VoucherNoted, SyncLost>;

// Values in both directions over a local socket; one thread of its own. `wake` is called from it,
// once per batch, and must only wake the owner. send() and take() may be called from one other
// thread. StoreFiling, NoteVoucher and NotePaper are repeated until answered, also over a restart
// of slipway-sync; AskStation is answered StationAbsent when slipway-sync is gone.
class Client {
 public:
  // `endpoint` as "ipc:///run/slipway/sync.sock".
  [[nodiscard]] static Result<std::unique_ptr<Client>> open(const std::string& endpoint,
                                                            std::function<void()> wake);
  virtual ~Client() = default;
  virtual void send(SyncCommand command) = 0;
  [[nodiscard]] virtual std::vector<SyncEvent> take() = 0;
};

}  // namespace slipway::sync
