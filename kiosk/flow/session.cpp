#include "kiosk/flow/session.hpp"

#include "kiosk/flow/words.hpp"

namespace slipway::kiosk {
namespace {

bool is_there(devices::Presence presence) {
  return presence == devices::Presence::Ready || presence == devices::Presence::Busy;
}

}  // namespace

bool Machine::may_serve() const {
  const auto is_strange = [](devices::Presence presence) {
    return presence == devices::Presence::Strange;
  };
  return has_sync && !key_refused && !is_strange(reader) && !is_strange(printer) &&
         !is_strange(pad);
}

bool Machine::may_read() const {
  return has_devices && is_there(reader);
}

bool Machine::may_print() const {
  using devices::Sensor;
  return has_devices && is_there(printer) && paper.online != Sensor::No &&
         paper.paper_out != Sensor::Yes && paper.cover_open != Sensor::Yes &&
         paper.cutter_error != Sensor::Yes && paper.failed != Sensor::Yes;
}

bool Machine::may_print_voucher() const {
  return may_print() || (has_devices && has_stand_in);
}

bool Machine::may_sign_on_pad() const {
  return has_devices && is_there(pad);
}

Session::~Session() {
  wipe(card_uid);
  wipe(typed_code);
  forget_pass();
}

devices::Assurance Session::assurance() const {
  if (!pass.empty()) return devices::Assurance::CardAuthenticated;
  return stripe && !card_uid.empty() ? devices::Assurance::ReaderEncrypted
                                     : devices::Assurance::Identifier;
}

std::string Session::second_factor() const {
  return pass.empty() ? std::string(pin.view()) : pass;
}

void Session::forget_pass() {
  wipe(pass);
  if (proof) {
    wipe(proof->claim);
    wipe(proof->mac);
  }
  proof.reset();
}

const refund::Quote* Session::quote() const {
  if (!account) return nullptr;
  const auto which =
      account->quote_of[static_cast<std::size_t>(reason.value_or(refund::Reason::Undisclosed))];
  return which < account->quotes.size() ? &account->quotes[which] : nullptr;
}

std::vector<sync::MethodOffer> Session::offers() const {
  if (const refund::Quote* quoted = quote()) {
    const auto which = static_cast<std::size_t>(quoted - account->quotes.data());
    return which < account->offers.size() ? account->offers[which]
                                          : std::vector<sync::MethodOffer>{};
  }
  return {{refund::Method::BankTransfer, true, {}, words::kSettledLater, {}},
          {refund::Method::Cash, true, {}, words::kSettledLater, {}}};
}

std::optional<sync::MethodOffer> Session::offer() const {
  for (sync::MethodOffer& offer : offers())
    if (offer.method == method) return std::move(offer);
  return std::nullopt;
}

const sync::Due* Session::due() const {
  const refund::Quote* quoted = quote();
  if (!quoted) return nullptr;
  const auto which = static_cast<std::size_t>(quoted - account->quotes.data());
  return which < account->dues.size() ? &account->dues[which] : nullptr;
}

refund::Payee Session::payee() const {
  refund::Payee to;
  to.method = method;
  if (method == refund::Method::BankTransfer) to.bank_card = std::string(bank_card.view());
  return to;
}

}  // namespace slipway::kiosk
