#include "devices/service/codec.hpp"

#include <array>
#include <limits>
#include <optional>

#include "devices/service/letter_bytes.hpp"

namespace slipway::devices::wire {
namespace {

constexpr std::size_t kMostSamples = 4096;

enum class Kind : std::uint8_t {
  Refused = 0,
  Ping = 1,
  ArmReader,
  DisarmReader,
  PrintPage,
  BeginSignature,
  ClearSignature,
  EndSignature,
  AskState,
  OpenDrawer,
  Pong = 64,
  DeviceState,
  CardArrived,
  CardRemoved,
  CardUnreadable,
  PrinterChanged,
  PrintEnded,
  SignatureBegan,
  PenMoved,
  SignatureLost,
  PadSeen,
  PadTapped,
  DrawerMoved,
};

Bytes write(const ArmReader&) {
  return Writer(Kind::ArmReader).take();
}
Bytes write(const DisarmReader&) {
  return Writer(Kind::DisarmReader).take();
}
Bytes write(const ClearSignature&) {
  return Writer(Kind::ClearSignature).take();
}
Bytes write(const EndSignature&) {
  return Writer(Kind::EndSignature).take();
}
Bytes write(const AskState&) {
  return Writer(Kind::AskState).take();
}

Bytes write(const PrintPage& print) {
  Writer out(Kind::PrintPage);
  out.number(print.job);
  out.number(static_cast<std::uint16_t>(print.page.width));
  out.number(static_cast<std::uint16_t>(print.page.height));
  out.block(print.page.rows);
  out.number(static_cast<std::uint8_t>(print.may_stand_in ? 1 : 0));
  return out.take();
}

// The areas in the order in which they travel, of a prompt or of one to be filled.
template <typename AnyPrompt>
auto areas_of(AnyPrompt& prompt) {
  return std::array{&prompt.accept, &prompt.clear, &prompt.cancel};
}

Bytes write(const BeginSignature& begin) {
  Writer out(Kind::BeginSignature);
  out.number(static_cast<std::uint8_t>(begin.prompt ? 1 : 0));
  if (!begin.prompt) return out.take();
  out.number(static_cast<std::uint16_t>(begin.prompt->size.width));
  out.number(static_cast<std::uint16_t>(begin.prompt->size.height));
  out.block(begin.prompt->rows);
  for (const PadArea* area : areas_of(*begin.prompt)) {
    for (const int side : {area->left, area->top, area->width, area->height})
      out.number(static_cast<std::uint16_t>(side));
  }
  return out.take();
}

Bytes write(const DeviceState& state) {
  Writer out(Kind::DeviceState);
  out.choice(state.role);
  out.choice(state.presence);
  out.text(state.model);
  out.text(state.serial);
  out.text(state.trouble);
  out.text(state.firmware);
  out.number(static_cast<std::uint8_t>(state.has_stand_in ? 1 : 0));
  return out.take();
}

Bytes write(const CardArrived& arrived) {
  Writer out(Kind::CardArrived);
  out.text(arrived.card.uid);
  out.text(arrived.card.atr);
  out.choice(arrived.card.assurance);
  out.number(static_cast<std::uint8_t>(arrived.card.proof ? 1 : 0));
  if (arrived.card.proof) {
    out.text(arrived.card.proof->claim);
    out.text(arrived.card.proof->mac);
  }
  out.number(static_cast<std::uint8_t>(arrived.card.stripe ? 1 : 0));
  if (arrived.card.stripe) {
    out.text(arrived.card.stripe->ksn);
    for (const std::string& track : arrived.card.stripe->tracks)
      out.text(track);
    out.choice(arrived.card.stripe->format);
  }
  return out.take();
}

Bytes write(const CardRemoved&) {
  return Writer(Kind::CardRemoved).take();
}
Bytes write(const CardUnreadable& unreadable) {
  Writer out(Kind::CardUnreadable);
  out.choice(unreadable.trouble);
  return out.take();
}
Bytes write(const SignatureLost&) {
  return Writer(Kind::SignatureLost).take();
}
Bytes write(const ServiceLost&) {
  return Writer(Kind::Refused).take();
}

// The sensors in the order in which they travel, of a status or of one to be filled.
template <typename Status>
auto sensors_of(Status& status) {
  return std::array{&status.online,         &status.cover_open,   &status.paper_out,
                    &status.paper_near_end, &status.cutter_error, &status.failed,
                    &status.head_hot,       &status.drawer_signal};
}

Bytes write(const PrinterChanged& changed) {
  Writer out(Kind::PrinterChanged);
  for (const Sensor* sensor : sensors_of(changed.status))
    out.choice(*sensor);
  out.number(static_cast<std::uint16_t>(changed.width_dots));
  constexpr std::int64_t kOldest = std::numeric_limits<std::uint32_t>::max();
  out.number(static_cast<std::uint8_t>(changed.age ? 1 : 0));
  out.number(static_cast<std::uint32_t>(
      changed.age ? std::clamp<std::int64_t>(changed.age->count(), 0, kOldest) : 0));
  return out.take();
}

Bytes write(const PrintEnded& ended) {
  Writer out(Kind::PrintEnded);
  out.number(ended.job);
  out.choice(ended.printed.outcome);
  out.choice(ended.printed.evidence);
  out.choice(ended.printed.cause);
  out.number(static_cast<std::uint8_t>(ended.printed.on_sheet ? 1 : 0));
  return out.take();
}

Bytes write(const PadSeen& seen) {
  Writer out(Kind::PadSeen);
  out.number(static_cast<std::uint8_t>(seen.screen ? 1 : 0));
  const PadScreen screen = seen.screen.value_or(PadScreen{});
  out.number(static_cast<std::uint16_t>(screen.width));
  out.number(static_cast<std::uint16_t>(screen.height));
  out.text(seen.said);
  return out.take();
}

Bytes write(const PadTapped& tapped) {
  Writer out(Kind::PadTapped);
  out.choice(tapped.news);
  return out.take();
}

Bytes write(const OpenDrawer& drawer) {
  Writer out(Kind::OpenDrawer);
  out.number(drawer.job);
  return out.take();
}

Bytes write(const DrawerMoved& moved) {
  Writer out(Kind::DrawerMoved);
  out.number(moved.job);
  out.choice(moved.move.outcome);
  out.choice(moved.move.cause);
  return out.take();
}

Bytes write(const SignatureBegan& began) {
  Writer out(Kind::SignatureBegan);
  out.number(began.size.width);
  out.number(began.size.height);
  return out.take();
}

Bytes write(const PenMoved& moved) {
  Writer out(Kind::PenMoved);
  const std::size_t count = std::min(moved.samples.size(), kMostSamples);
  out.number(static_cast<std::uint16_t>(count));
  for (std::size_t at = 0; at < count; ++at) {
    const PenSample& sample = moved.samples[at];
    out.number(sample.x);
    out.number(sample.y);
    out.number(static_cast<std::uint8_t>(sample.pressure ? 1 : 0));
    out.number(sample.pressure.value_or(0));
    out.number(sample.time);
    out.number(static_cast<std::uint8_t>(sample.touching ? 1 : 0));
    out.number(static_cast<std::uint8_t>(sample.after_gap ? 1 : 0));
  }
  return out.take();
}

PrintPage read_print_page(Reader& in) {
  PrintPage print;
  print.job = in.number<JobId>();
  print.page.width = in.number<std::uint16_t>();
  print.page.height = in.number<std::uint16_t>();
  print.page.rows = in.block();
  print.may_stand_in = in.yes_or_no();
  in.refuse_unless(print.page.is_sound());
  return print;
}

BeginSignature read_begin_signature(Reader& in) {
  if (!in.yes_or_no()) return {};
  Prompt prompt;
  prompt.size.width = in.number<std::uint16_t>();
  prompt.size.height = in.number<std::uint16_t>();
  prompt.rows = in.block();
  in.refuse_unless(prompt.is_sound());
  for (PadArea* area : areas_of(prompt)) {
    for (int* side : {&area->left, &area->top, &area->width, &area->height})
      *side = in.number<std::uint16_t>();
    in.refuse_unless(area->is_within(prompt.size));
  }
  return {std::move(prompt)};
}

DrawerMoved read_drawer_moved(Reader& in) {
  DrawerMoved moved;
  moved.job = in.number<JobId>();
  moved.move.outcome = in.choice(DrawerOutcome::Unknown);
  moved.move.cause = in.choice(PrintCause::Refused);
  return moved;
}

DeviceState read_device_state(Reader& in) {
  DeviceState state;
  state.role = in.choice(Role::Pad);
  state.presence = in.choice(Presence::Strange);
  state.model = in.text();
  state.serial = in.text();
  state.trouble = in.text();
  state.firmware = in.text();
  state.has_stand_in = in.yes_or_no();
  return state;
}

CardArrived read_card_arrived(Reader& in) {
  CardArrived arrived;
  arrived.card.uid = in.text();
  arrived.card.atr = in.text();
  arrived.card.assurance = in.choice(Assurance::CardAuthenticated);
  if (in.yes_or_no()) {
    CardProof& proof = arrived.card.proof.emplace();
    proof.claim = in.text();
    proof.mac = in.text();
  }
  if (in.yes_or_no()) {
    SealedStripe& stripe = arrived.card.stripe.emplace();
    stripe.ksn = in.text();
    for (std::string& track : stripe.tracks)
      track = in.text();
    stripe.format = in.choice(NumberFormat::HexReversed);
  }
  in.refuse_unless(is_sound(arrived.card));
  return arrived;
}

PrinterChanged read_printer_changed(Reader& in) {
  PrinterChanged changed;
  for (Sensor* sensor : sensors_of(changed.status))
    *sensor = in.choice(Sensor::Unsupported);
  changed.width_dots = in.number<std::uint16_t>();
  in.refuse_unless(changed.width_dots > 0 && changed.width_dots <= 1024);
  const bool has_age = in.yes_or_no();
  const auto age = in.number<std::uint32_t>();
  changed.age = has_age ? std::optional(std::chrono::milliseconds(age)) : std::nullopt;
  in.refuse_unless(has_age || age == 0);
  return changed;
}

PrintEnded read_print_ended(Reader& in) {
  PrintEnded ended;
  ended.job = in.number<JobId>();
  ended.printed.outcome = in.choice(Outcome::Unknown);
  ended.printed.evidence = in.choice(Evidence::Nothing);
  ended.printed.cause = in.choice(PrintCause::Refused);
  ended.printed.on_sheet = in.yes_or_no();
  return ended;
}

PadSeen read_pad_seen(Reader& in) {
  const bool has_screen = in.yes_or_no();
  PadScreen screen;
  screen.width = in.number<std::uint16_t>();
  screen.height = in.number<std::uint16_t>();
  in.refuse_unless(has_screen ? screen.is_sound() : screen == PadScreen{});
  return {has_screen ? std::optional(screen) : std::nullopt, in.text()};
}

SignatureBegan read_signature_began(Reader& in) {
  SignatureBegan began;
  began.size.width = in.number<std::int32_t>();
  began.size.height = in.number<std::int32_t>();
  in.refuse_unless(began.size.width > 0 && began.size.height > 0);
  return began;
}

PenMoved read_pen_moved(Reader& in) {
  PenMoved moved;
  const std::size_t count = in.number<std::uint16_t>();
  in.refuse_unless(count <= kMostSamples);
  for (std::size_t at = 0; at < count && in.is_sound(); ++at) {
    PenSample sample;
    sample.x = in.number<std::int32_t>();
    sample.y = in.number<std::int32_t>();
    const bool has_pressure = in.yes_or_no();
    const auto pressure = in.number<std::int32_t>();
    if (has_pressure) sample.pressure = pressure;
    sample.time = in.number<std::int64_t>();
    sample.touching = in.yes_or_no();
    sample.after_gap = in.yes_or_no();
    moved.samples.push_back(sample);
  }
  return moved;
}

std::optional<ToService> read_to_service(Kind kind, Reader& in) {
  switch (kind) {
    case Kind::Ping:
      return Ping{};
    case Kind::ArmReader:
      return Command(ArmReader{});
    case Kind::DisarmReader:
      return Command(DisarmReader{});
    case Kind::PrintPage:
      return Command(read_print_page(in));
    case Kind::BeginSignature:
      return Command(read_begin_signature(in));
    case Kind::ClearSignature:
      return Command(ClearSignature{});
    case Kind::EndSignature:
      return Command(EndSignature{});
    case Kind::AskState:
      return Command(AskState{});
    case Kind::OpenDrawer:
      return Command(OpenDrawer{in.number<JobId>()});
    default:
      return std::nullopt;
  }
}

std::optional<ToClient> read_to_client(Kind kind, Reader& in) {
  switch (kind) {
    case Kind::Pong:
      return Pong{in.number<std::uint64_t>()};
    case Kind::DeviceState:
      return DeviceEvent(read_device_state(in));
    case Kind::CardArrived:
      return DeviceEvent(read_card_arrived(in));
    case Kind::CardRemoved:
      return DeviceEvent(CardRemoved{});
    case Kind::CardUnreadable:
      return DeviceEvent(CardUnreadable{in.choice(ReadTrouble::KeysMissing)});
    case Kind::PrinterChanged:
      return DeviceEvent(read_printer_changed(in));
    case Kind::PrintEnded:
      return DeviceEvent(read_print_ended(in));
    case Kind::DrawerMoved:
      return DeviceEvent(read_drawer_moved(in));
    case Kind::SignatureBegan:
      return DeviceEvent(read_signature_began(in));
    case Kind::PenMoved:
      return DeviceEvent(read_pen_moved(in));
    case Kind::SignatureLost:
      return DeviceEvent(SignatureLost{});
    case Kind::PadSeen:
      return DeviceEvent(read_pad_seen(in));
    case Kind::PadTapped:
      return DeviceEvent(PadTapped{in.choice(PadNews::Cancelled)});
    default:
      return std::nullopt;
  }
}

tl::unexpected<Error> refused(const char* why) {
  return tl::unexpected(Error{Fault::Protocol, std::string("letter refused: ") + why});
}

// Checks the head and lets `read_kind` read the body.
template <typename Letter, typename ReadKind>
Result<Letter> decode(std::span<const std::uint8_t> bytes, ReadKind read_kind) {
  if (bytes.size() < kHead || bytes.size() > kMostLetter) return refused("its size");
  if (bytes[0] != kMagic[0] || bytes[1] != kMagic[1] || bytes[2] != kVersion) {
    return refused("its version");
  }
  Reader head(bytes.subspan(4, 4));
  if (head.number<std::uint32_t>() != bytes.size() - kHead) return refused("its length");
  Reader body(bytes.subspan(kHead));
  auto letter = read_kind(static_cast<Kind>(bytes[3]), body);
  if (!letter) return refused("its kind");
  if (!body.is_at_end()) return refused("its body");
  return std::move(*letter);
}

}  // namespace

Bytes encode(const ToService& letter) {
  if (std::holds_alternative<Ping>(letter)) return Writer(Kind::Ping).take();
  return std::visit([](const auto& one) { return write(one); }, std::get<Command>(letter));
}

Bytes encode(const ToClient& letter) {
  if (const auto* pong = std::get_if<Pong>(&letter)) {
    Writer out(Kind::Pong);
    out.number(pong->life);
    return out.take();
  }
  return std::visit([](const auto& one) { return write(one); }, std::get<DeviceEvent>(letter));
}

Result<ToService> decode_to_service(std::span<const std::uint8_t> bytes) {
  return decode<ToService>(bytes, read_to_service);
}

Result<ToClient> decode_to_client(std::span<const std::uint8_t> bytes) {
  return decode<ToClient>(bytes, read_to_client);
}

}  // namespace slipway::devices::wire
