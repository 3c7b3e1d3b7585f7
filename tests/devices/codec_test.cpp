#include "devices/service/codec.hpp"

#include <rapidcheck.h>

#include <functional>

#include "devices/service/letter_bytes.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using wire::Bytes;

namespace {

Page page_of(int width, int height) {
  Page page{width, height, {}};
  page.rows.assign(page.row_bytes() * static_cast<std::size_t>(height), 0xA5);
  return page;
}

Prompt prompt_of(int width, int height) {
  Prompt prompt;
  prompt.size = {width, height};
  prompt.rows.assign(prompt.row_bytes() * static_cast<std::size_t>(height), 0x5A);
  prompt.accept = {0, 0, width / 3, height};
  prompt.clear = {width / 3, 1, 7, height - 1};
  prompt.cancel = {width - 1, height - 1, 1, 1};
  return prompt;
}

std::vector<wire::ToService> every_request() {
  return {wire::Ping{},
          Command(ArmReader{}),
          Command(DisarmReader{}),
          Command(PrintPage{0x0123456789ABCDEF, page_of(576, 40), true}),
          Command(BeginSignature{}),
          Command(ClearSignature{}),
          Command(EndSignature{}),
          Command(AskState{}),
          Command(BeginSignature{prompt_of(320, 200)}),
          Command(OpenDrawer{0xFEDCBA9876543210})};
}

Card sealed_card() {
  Card card;
  card.assurance = Assurance::ReaderEncrypted;
  card.stripe = SealedStripe{
      "FFFF9876543210E00008", {std::string(224, 'A'), std::string(16, '0'), ""}, NumberFormat::Hex};
  return card;
}

std::vector<wire::ToClient> every_event() {
  PrinterStatus status;
  status.paper_out = Sensor::Yes;
  status.cutter_error = Sensor::Unsupported;
  status.head_hot = Sensor::No;
  status.drawer_signal = Sensor::Yes;
  const PenSample pressed{-5, 6000, 1000, 1'234'567, true, false};
  const PenSample lifted{2'000'000, 3, std::nullopt, -1, false, true};
  return {wire::Pong{42},
          DeviceEvent(DeviceState{Role::Pad, Presence::Strange, "Wacom STU-430", "7", "busy",
                                  "3.14", true}),
          DeviceEvent(CardArrived{{"04DE5F1EACC040", "3B8F", Assurance::CardAuthenticated}}),
          DeviceEvent(CardRemoved{}),
          DeviceEvent(CardUnreadable{}),
          DeviceEvent(PrinterChanged{status, 384, std::chrono::milliseconds(12'345)}),
          DeviceEvent(PrinterChanged{status, 576, std::nullopt}),
          DeviceEvent(PrintEnded{
              7, {Outcome::NotPrinted, Evidence::OrderedQuery, PrintCause::PaperOut, true}}),
          DeviceEvent(SignatureBegan{{9600, 6000}}),
          DeviceEvent(PenMoved{{pressed, lifted}}),
          DeviceEvent(SignatureLost{}),
          DeviceEvent(PadSeen{}),
          DeviceEvent(PadSeen{PadScreen{800, 480}, "STU-540, not encrypted: by the settings"}),
          DeviceEvent(PadTapped{PadNews::Cancelled}),
          DeviceEvent(DrawerMoved{9, {DrawerOutcome::NotOpened, PrintCause::PaperOut}}),
          DeviceEvent(CardUnreadable{ReadTrouble::KeysMissing}),
          DeviceEvent(CardArrived{sealed_card()})};
}

}  // namespace

TEST_CASE("every letter to the service reads back as it was written") {
  for (const auto& letter : every_request()) {
    const Bytes bytes = wire::encode(letter);
    const auto back = wire::decode_to_service(bytes);
    REQUIRE(back);
    CHECK(back->index() == letter.index());
    CHECK(wire::encode(*back) == bytes);
    CHECK_FALSE(wire::decode_to_client(bytes));
  }
}

TEST_CASE("every letter to the client reads back as it was written") {
  for (const auto& letter : every_event()) {
    const Bytes bytes = wire::encode(letter);
    const auto back = wire::decode_to_client(bytes);
    REQUIRE(back);
    CHECK(wire::encode(*back) == bytes);
    CHECK_FALSE(wire::decode_to_service(bytes));
  }
}

TEST_CASE("the values of a letter survive, not only its bytes") {
  const auto page = wire::decode_to_service(wire::encode(every_request()[3]));
  REQUIRE(page);
  const auto& print = std::get<PrintPage>(std::get<Command>(*page));
  CHECK(print.job == 0x0123456789ABCDEF);
  CHECK(print.page.width == 576);
  CHECK(print.page.rows == page_of(576, 40).rows);
  const auto changed = wire::decode_to_client(wire::encode(every_event()[5]));
  REQUIRE(changed);
  const auto& printer = std::get<PrinterChanged>(std::get<DeviceEvent>(*changed));
  CHECK(printer.status.paper_out == Sensor::Yes);
  CHECK(printer.status.cutter_error == Sensor::Unsupported);
  CHECK(printer.status.head_hot == Sensor::No);
  CHECK(printer.status.drawer_signal == Sensor::Yes);
  CHECK(printer.status.online == Sensor::Unknown);
  CHECK(printer.width_dots == 384);
  CHECK(printer.age == std::chrono::milliseconds(12'345));
  const auto silent = wire::decode_to_client(wire::encode(every_event()[6]));
  REQUIRE(silent);
  CHECK_FALSE(std::get<PrinterChanged>(std::get<DeviceEvent>(*silent)).age.has_value());
  const auto pen = wire::decode_to_client(wire::encode(every_event()[9]));
  REQUIRE(pen);
  const auto& samples = std::get<PenMoved>(std::get<DeviceEvent>(*pen)).samples;
  REQUIRE(samples.size() == 2);
  CHECK(samples[0] == PenSample{-5, 6000, 1000, 1'234'567, true, false});
  CHECK(samples[1] == PenSample{2'000'000, 3, std::nullopt, -1, false, true});
}

TEST_CASE("what a reading proves arrives with the card, and a card without its form is refused") {
  for (const Assurance assurance : {Assurance::Identifier, Assurance::CardAuthenticated}) {
    const auto back =
        wire::decode_to_client(wire::encode(DeviceEvent(CardArrived{{"04DE5F1E", "", assurance}})));
    REQUIRE(back);
    const Card& card = std::get<CardArrived>(std::get<DeviceEvent>(*back)).card;
    CHECK(card.uid == "04DE5F1E");
    CHECK(card.assurance == assurance);
  }
  Bytes unknown = wire::encode(DeviceEvent(CardArrived{{"04DE5F1E", "", Assurance::Identifier}}));
  unknown.at(unknown.size() - 3) = 3;
  CHECK_FALSE(wire::decode_to_client(unknown));
  // That a reader sealed it, and a number that can be read: one of them is a lie.
  unknown.at(unknown.size() - 3) = 1;
  CHECK_FALSE(wire::decode_to_client(unknown));
  for (const Card& wrong :
       {Card{"", "", Assurance::Identifier}, Card{"04DE5F", "", Assurance::Identifier},
        Card{"04DE5F1E1", "", Assurance::Identifier}, Card{"04de5f1e", "", Assurance::Identifier},
        Card{"04DE5F1'--", "", Assurance::Identifier},
        Card{std::string(22, '0'), "", Assurance::Identifier},
        Card{"04DE5F1E", "", Assurance::Identifier, CardProof{std::string(32, '0'), ""}},
        Card{"04DE5F1E", "", Assurance::Identifier,
             CardProof{std::string(31, '0'), std::string(16, '0')}},
        Card{"04DE5F1E", "", Assurance::Identifier,
             CardProof{std::string(32, 'x'), std::string(16, '0')}},
        Card{"04DE5F1E", "3B8", Assurance::Identifier},
        Card{"04DE5F1E", std::string(68, '0'), Assurance::Identifier}}) {
    CAPTURE(wrong.uid, wrong.atr);
    CHECK_FALSE(wire::decode_to_client(wire::encode(DeviceEvent(CardArrived{wrong}))));
  }
}

TEST_CASE("a card's proof travels with it, and one that is cut is refused") {
  const CardProof proof{std::string(20, '4'), std::string(16, 'A')};
  const Bytes bytes =
      wire::encode(DeviceEvent(CardArrived{{"04DE5F1EACC040", "", Assurance::Identifier, proof}}));
  const auto back = wire::decode_to_client(bytes);
  REQUIRE(back);
  CHECK(std::get<CardArrived>(std::get<DeviceEvent>(*back)).card.proof == proof);
  Bytes none = bytes;
  none.resize(bytes.size() - 1 - 2 - 16);
  CHECK_FALSE(wire::decode_to_client(none));
}

TEST_CASE("a sealed stripe travels whole, and one without its form is refused") {
  const Card card = sealed_card();
  const auto back = wire::decode_to_client(wire::encode(DeviceEvent(CardArrived{card})));
  REQUIRE(back);
  const Card& arrived = std::get<CardArrived>(std::get<DeviceEvent>(*back)).card;
  CHECK(arrived.stripe == card.stripe);
  CHECK(arrived.assurance == Assurance::ReaderEncrypted);
  CHECK(arrived.uid.empty());
  const auto refused = [&](const std::function<void(Card&)>& spoil) {
    Card wrong = card;
    spoil(wrong);
    return !wire::decode_to_client(wire::encode(DeviceEvent(CardArrived{wrong})));
  };
  CHECK(refused([](Card& one) { one.uid = "04DE5F1E"; }));
  CHECK(refused([](Card& one) { one.stripe.reset(); }));
  CHECK(refused([](Card& one) { one.assurance = Assurance::Identifier; }));
  CHECK(refused([](Card& one) { one.stripe->ksn.pop_back(); }));
  CHECK(refused([](Card& one) { one.stripe->ksn.back() = 'a'; }));
  CHECK(refused([](Card& one) { one.stripe->tracks = {}; }));
  CHECK(refused([](Card& one) { one.stripe->tracks[0] += std::string(16, 'A'); }));
  CHECK(refused([](Card& one) { one.stripe->tracks[1] = std::string(14, '0'); }));
  CHECK(refused([](Card& one) { one.stripe->tracks[1] = std::string(16, ';'); }));
  CHECK_FALSE(refused([](Card&) {}));
}

TEST_CASE("every rung of evidence travels, and an age that is too long is the longest") {
  for (const Evidence evidence : {Evidence::ProcessId, Evidence::EtbCounter, Evidence::OrderedQuery,
                                  Evidence::CutCounter, Evidence::Nothing}) {
    const Printed printed{Outcome::Printed, evidence, PrintCause::None};
    const auto back = wire::decode_to_client(wire::encode(DeviceEvent(PrintEnded{1, printed})));
    REQUIRE(back);
    CHECK(std::get<PrintEnded>(std::get<DeviceEvent>(*back)).printed == printed);
  }
  const auto old = wire::decode_to_client(
      wire::encode(DeviceEvent(PrinterChanged{{}, 576, std::chrono::hours(24 * 365)})));
  REQUIRE(old);
  CHECK(std::get<PrinterChanged>(std::get<DeviceEvent>(*old)).age ==
        std::chrono::milliseconds(0xFFFF'FFFF));
}

TEST_CASE("the largest page fits into a letter") {
  const Bytes bytes = wire::encode(Command(PrintPage{1, page_of(1024, 16'384)}));
  CHECK(bytes.size() <= wire::kMostLetter);
  CHECK(wire::decode_to_service(bytes));
}

TEST_CASE("an unsound page is refused") {
  Page page = page_of(576, 40);
  page.rows.pop_back();
  CHECK_FALSE(wire::decode_to_service(wire::encode(Command(PrintPage{1, page}))));
  page = page_of(576, 40);
  page.height = 0;
  CHECK_FALSE(wire::decode_to_service(wire::encode(Command(PrintPage{1, page}))));
}

TEST_CASE("a prompt arrives dot by dot with its areas, also the largest") {
  for (const auto& [width, height] : {std::pair{1, 1}, {396, 100}, {800, 480}, {4096, 4096}}) {
    CAPTURE(width, height);
    const Prompt sent = prompt_of(width, height);
    const Bytes bytes = wire::encode(Command(BeginSignature{sent}));
    CHECK(bytes.size() <= wire::kMostLetter);
    if (width < 8) continue;  // its second area would lie outside
    const auto back = wire::decode_to_service(bytes);
    REQUIRE(back);
    const auto prompt = std::get<BeginSignature>(std::get<Command>(*back)).prompt;
    REQUIRE(prompt);
    CHECK(prompt->size == sent.size);
    CHECK(prompt->rows == sent.rows);
    CHECK(prompt->accept == sent.accept);
    CHECK(prompt->clear == sent.clear);
    CHECK(prompt->cancel == sent.cancel);
  }
}

TEST_CASE("a prompt that is not of its size, or answers outside of it, is refused") {
  const auto is_taken = [](const Prompt& prompt) {
    return wire::decode_to_service(wire::encode(Command(BeginSignature{prompt}))).has_value();
  };
  REQUIRE(is_taken(prompt_of(320, 200)));
  Prompt wrong = prompt_of(320, 200);
  wrong.rows.pop_back();
  CHECK_FALSE(is_taken(wrong));
  wrong = prompt_of(320, 200);
  wrong.size.width = 0;
  CHECK_FALSE(is_taken(wrong));
  CHECK_FALSE(is_taken(prompt_of(4097, 100)));
  for (PadArea Prompt::*const area : {&Prompt::accept, &Prompt::clear, &Prompt::cancel}) {
    for (const PadArea& outside : {PadArea{1, 0, 320, 1}, {0, 1, 1, 200}, {-1, 0, 2, 2}}) {
      wrong = prompt_of(320, 200);
      wrong.*area = outside;
      CHECK_FALSE(is_taken(wrong));
    }
  }
  Bytes unknown = wire::encode(DeviceEvent(PadTapped{PadNews::Cancelled}));
  unknown.back() = 3;
  CHECK_FALSE(wire::decode_to_client(unknown));
  for (const PadScreen& screen : {PadScreen{0, 100}, {100, 0}, {4097, 100}}) {
    CHECK_FALSE(wire::decode_to_client(wire::encode(DeviceEvent(PadSeen{screen, ""}))));
  }
}

TEST_CASE("ServiceLost never travels") {
  CHECK_FALSE(wire::decode_to_client(wire::encode(DeviceEvent(ServiceLost{}))));
}

TEST_CASE("a letter that is cut short or has bytes left over is refused") {
  for (const auto& letter : every_event()) {
    Bytes bytes = wire::encode(letter);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CHECK_FALSE(wire::decode_to_client(std::span(bytes).first(size)));
    }
    bytes.push_back(0);
    CHECK_FALSE(wire::decode_to_client(bytes));
    bytes[4] = static_cast<std::uint8_t>(bytes[4] + 1);
    CHECK_FALSE(wire::decode_to_client(bytes));
  }
}

TEST_CASE("no bytes crash the decoders, and what they take is what would be written") {
  REQUIRE(rc::check("hostile bodies behind a sound head", [](std::uint8_t kind, Bytes body) {
    Bytes bytes = {'S',
                   'D',
                   wire::kVersion,
                   static_cast<std::uint8_t>(kind % 80),
                   static_cast<std::uint8_t>(body.size() & 0xFF),
                   static_cast<std::uint8_t>(body.size() >> 8),
                   0,
                   0};
    bytes.insert(bytes.end(), body.begin(), body.end());
    if (const auto letter = wire::decode_to_client(bytes)) {
      RC_ASSERT(wire::encode(*letter).size() == bytes.size());
    }
    if (const auto letter = wire::decode_to_service(bytes)) {
      RC_ASSERT(wire::encode(*letter) == bytes);
    }
  }));
  REQUIRE(rc::check("one byte of a sound letter changed", [] {
    const auto events = every_event();
    Bytes bytes = wire::encode(events[*rc::gen::inRange<std::size_t>(0, events.size())]);
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = *rc::gen::arbitrary<std::uint8_t>();
    if (const auto letter = wire::decode_to_client(bytes)) {
      RC_ASSERT(wire::encode(*letter).size() == bytes.size());
    }
  }));
}
