#pragma once

#include "sync/service/client.hpp"
#include "sync/wire/kiosk_fields.hpp"

// The fields of what a kiosk's screen and slipway-sync say to each other. Messages of the station
// are embedded as bytes: as maps they would be too deep.
namespace slipway::sync {

using DeliveredOutcome = decltype(Delivered::outcome);

template <>
struct Kinds<DeliveredOutcome> {
  static constexpr auto kNames = std::to_array<std::string_view>({"filed", "filing_refused"});
};

template <typename Form>
void fields(Form& form, Of<Form, AskStation>& ask) {
  auto& [ticket, question] = ask;
  form.ticket("ticket", ticket);
  form.embedded("question", question);
}

template <typename Form>
void fields(Form& form, Of<Form, StoreFiling>& store) {
  auto& [filing] = store;
  form.item("filing", filing);
}

template <typename Form>
void fields(Form& form, Of<Form, NoteVoucher>& note) {
  auto& [voucher, job] = note;
  form.item("voucher", voucher);
  form.ticket("job", job);
}

template <typename Form>
void fields(Form& form, Of<Form, NotePaper>& note) {
  auto& [paper] = note;
  form.item("paper", paper);
}

template <typename Form>
void fields(Form& form, Of<Form, NoteDevices>& note) {
  auto& [printer, reader, pad] = note;
  form.choice("printer", printer, DeviceCondition::CoverOpen);
  form.choice("reader", reader, DeviceCondition::CoverOpen);
  form.choice("pad", pad, DeviceCondition::CoverOpen);
}

template <>
struct Kinds<SyncCommand> {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"ask_station", "store_filing", "note_voucher", "note_paper", "note_devices"});
};

template <typename Form>
void fields(Form& form, Of<Form, StationAnswer>& station) {
  auto& [ticket, answer] = station;
  form.ticket("ticket", ticket);
  form.embedded("answer", answer);
}

template <typename Form>
void fields(Form& form, Of<Form, StationAbsent>& absent) {
  auto& [ticket] = absent;
  form.ticket("ticket", ticket);
}

template <typename Form>
void fields(Form& form, Of<Form, LinkChanged>& changed) {
  auto& [is_up, key_refused, welcome, waiting] = changed;
  form.truth("is_up", is_up);
  form.truth("key_refused", key_refused);
  form.maybe("welcome", welcome);
  form.number("waiting", waiting, 0, 1'000'000'000);
}

template <typename Form>
void fields(Form& form, Of<Form, Stored>& stored) {
  auto& [id, slip_code] = stored;
  form.item("id", id);
  form.text("slip_code", slip_code, kMostCode);
}

template <typename Form>
void fields(Form& form, Of<Form, NotStored>& not_stored) {
  auto& [id] = not_stored;
  form.item("id", id);
}

template <typename Form>
void fields(Form& form, Of<Form, Delivered>& delivered) {
  auto& [id, outcome] = delivered;
  form.item("id", id);
  form.embedded("outcome", outcome);
}

template <typename Form>
void fields(Form& form, Of<Form, VoucherNoted>& noted) {
  auto& [id, voucher_number, job, may_print] = noted;
  form.item("id", id);
  form.number("voucher_number", voucher_number, 0, kMostNumber);
  form.ticket("job", job);
  form.truth("may_print", may_print);
}

template <typename Form>
void fields(Form&, Of<Form, SyncLost>&) {}

template <>
struct Kinds<SyncEvent> {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"station_answer", "station_absent", "link_changed", "stored",
                                       "not_stored", "delivered", "voucher_noted", "sync_lost"});
};

}  // namespace slipway::sync
