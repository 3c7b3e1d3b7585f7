#include "devices/reader/card_proof.hpp"

#include <rapidcheck.h>

#include "devices/reader/ccid_reader.hpp"
#include "devices/reader/ccid_scrubber.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/reader/virtual_tag.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using ccid::Bytes;

namespace {

// NXP AN12196, table 2 and section 4.4.
const std::string kPicc = "EF963FF7828658A599F3041510671E88";
const std::string kMac = "94EED9EE65337086";

Bytes ndef(const std::string& rest, std::uint8_t prefix = 0x04) {
  Bytes bytes = {0xD1, 1, static_cast<std::uint8_t>(rest.size() + 1), 'U', prefix};
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  return bytes;
}

// A wire on which one command to the card gets another answer than the card's; the last byte of a
// command, how much it wants, does not count.
class Liar final : public usb::Transport {
 public:
  Liar(std::unique_ptr<usb::Transport> below, Bytes command, Bytes lie)
      : below_(std::move(below)), command_(std::move(command)), lie_(std::move(lie)) {}

  [[nodiscard]] const usb::Description& description() const override {
    return below_->description();
  }
  [[nodiscard]] const usb::Interface& interface() const override { return below_->interface(); }
  [[nodiscard]] Result<usb::Bytes> control_in(const usb::Setup& setup, std::size_t most,
                                              std::chrono::milliseconds timeout) override {
    return below_->control_in(setup, most, timeout);
  }
  [[nodiscard]] Result<void> control_out(const usb::Setup& setup,
                                         std::span<const std::uint8_t> bytes,
                                         std::chrono::milliseconds timeout) override {
    return below_->control_out(setup, bytes, timeout);
  }
  [[nodiscard]] Written write(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                              std::chrono::milliseconds timeout) override {
    lies_ = bytes.size() == 10 + command_.size() && !command_.empty() &&
            std::equal(command_.begin(), command_.end() - 1, bytes.begin() + 10);
    return below_->write(endpoint, bytes, timeout);
  }
  [[nodiscard]] Result<usb::Bytes> read(std::uint8_t endpoint, std::size_t most,
                                        std::chrono::milliseconds timeout) override {
    auto bytes = below_->read(endpoint, most, timeout);
    if (!bytes || !lies_ || endpoint != 0x82 || bytes->size() < 10) return bytes;
    bytes->resize(10);
    bytes->at(1) = static_cast<std::uint8_t>(lie_.size());
    bytes->insert(bytes->end(), lie_.begin(), lie_.end());
    return bytes;
  }
  [[nodiscard]] Result<void> clear_halt(std::uint8_t endpoint) override {
    return below_->clear_halt(endpoint);
  }
  void interrupt() override { below_->interrupt(); }

 private:
  std::unique_ptr<usb::Transport> below_;
  Bytes command_;
  Bytes lie_;
  bool lies_ = false;
};

// The real driver before a reader that obeys words.
struct Bench {
  VirtualReader device;
  std::unique_ptr<CcidReader> reader;

  explicit Bench(const Bytes& command = {}, const Bytes& lie = {}) {
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport);
    auto opened = CcidReader::open(std::make_unique<Liar>(std::move(*transport), command, lie));
    REQUIRE(opened);
    reader = std::move(*opened);
    REQUIRE(reader->enable());
  }
  Card after(const std::string& words) {
    REQUIRE(device.obey("remove").has_value());
    REQUIRE(reader->wait(200ms));  // that it left, or that there was none
    REQUIRE(device.obey(words).has_value());
    for (int tries = 0; tries < 10; ++tries) {
      const auto reading = reader->wait(200ms);
      REQUIRE(reading);
      if (reading->news == ReaderNews::Arrived) return reading->card;
    }
    FAIL("no card was seen");
    return {};
  }
};

}  // namespace

TEST_CASE("a proof is read from the URL, whatever the customary names of its parts") {
  for (const char* rest : {"ntag.nxp.com/424?e=$P&c=$M", "a.example/?picc_data=$P&cmac=$M#top",
                           "a.example?x=1&m=$M&e=$P&y", "a.example?&&e=$P&m=$M&"}) {
    std::string text = rest;
    text.replace(text.find("$P"), 2, kPicc);
    text.replace(text.find("$M"), 2, kMac);
    CAPTURE(text);
    const auto proof = proof_in(ndef(text));
    REQUIRE(proof);
    CHECK(proof->claim == kPicc);
    CHECK(proof->mac == kMac);
  }
  const auto plain =
      proof_in(ndef("a.example?uid=041e3c8a2d6b80&ctr=000006&cmac=4b00064004b0b3d3"));
  REQUIRE(plain);
  CHECK(plain->claim == "041E3C8A2D6B80000006");
  CHECK(plain->mac == "4B00064004B0B3D3");
}

TEST_CASE("a URL that is cut, doubled, mixed or no message of one short URI proves nothing") {
  const std::string whole = "a.example?e=" + kPicc + "&c=" + kMac;
  REQUIRE(proof_in(ndef(whole)));
  const Bytes bytes = ndef(whole);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(proof_in(cut));
    if (size < 5) continue;
    cut[2] = static_cast<std::uint8_t>(size - 4);  // a sound message of a URL that was cut
    CHECK_FALSE(proof_in(cut));
  }
  for (const std::string& rest :
       {whole + "&e=" + kPicc, whole + "&m=" + kMac, whole + "&uid=041E3C8A2D6B80&ctr=000006",
        "a.example?e=" + kPicc, "a.example?uid=041E3C8A2D6B80&c=" + kMac,
        "a.example?e=" + kPicc + "0&c=" + kMac, "a.example?e=G" + kPicc.substr(1) + "&c=" + kMac,
        "a.example?c=" + kMac, "a.example#?e=" + kPicc + "&c=" + kMac + "\n", std::string("a")}) {
    CAPTURE(rest);
    CHECK_FALSE(proof_in(ndef(rest)));
  }
  CHECK_FALSE(proof_in(ndef(whole, 0x24)));
  for (const std::size_t at : {0, 1, 2, 3}) {
    Bytes other = bytes;
    other.at(at) ^= 0x10;
    CAPTURE(at);
    CHECK_FALSE(proof_in(other));
  }
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK_FALSE(proof_in(longer));
}

TEST_CASE("any bytes are a sound proof or none") {
  REQUIRE(rc::check("any message", [](const Bytes& bytes) {
    const auto proof = proof_in(bytes);
    if (proof) RC_ASSERT(is_sound(*proof));
  }));
}

TEST_CASE("the virtual card computes the published message") {
  const VirtualTag::Uid uid = {0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40};
  CHECK(VirtualTag::message(uid, 0x3D, {}, {0xDA, 0x5C, 0xF6, 0x09, 0x41}) ==
        "picc_data=" + kPicc + "&cmac=" + kMac);
}

TEST_CASE("an NTAG 424 DNA brings a proof that is another one at every tap, a copy the same one") {
  Bench bench;
  const Card first = bench.after("sun 04DE5F1EACC040");
  CHECK(first.uid == "04DE5F1EACC040");
  CHECK(first.atr == "3B8180018080");
  CHECK(first.assurance == Assurance::Identifier);  // nobody has verified it
  REQUIRE(first.proof.has_value());
  CHECK(is_sound(first));
  const Card second = bench.after("sun 04DE5F1EACC040");
  REQUIRE(second.proof.has_value());
  CHECK_FALSE(second.proof == first.proof);
  const Card copied = bench.after("sun-copy 04DE5F1EACC040");
  CHECK(copied.uid == first.uid);
  CHECK(copied.proof == second.proof);
  REQUIRE(bench.device.obey("sun-keys " + std::string(32, '1') + " " + std::string(32, '2')));
  CHECK_FALSE(bench.after("sun 04DE5F1EACC040").proof == second.proof);
  CHECK_FALSE(bench.device.obey("sun-copy 04000000000001"));  // one that nobody saw
  CHECK_FALSE(bench.device.obey("sun 04DE5F1E"));
  CHECK_FALSE(bench.device.obey("sun-keys 11 22"));
}

TEST_CASE("a card without a message is the card that it was") {
  Bench bench;
  const Card card = bench.after("tap 04DE5F1EACC040");
  CHECK(card.uid == "04DE5F1EACC040");
  CHECK_FALSE(card.proof.has_value());
}

TEST_CASE("a card that says nonsense instead of its message is a card without a proof") {
  const Bytes fine = {0x90, 0x00};
  const Bytes refusal = {0x69, 0x85};
  const auto with_status = [](Bytes bytes) {
    bytes.insert(bytes.end(), {0x90, 0x00});
    return bytes;
  };
  for (const auto& [command, lie] : std::vector<std::pair<Bytes, Bytes>>{
           {select_ndef_application(), refusal},
           {select_ndef_file(), refusal},
           {read_ndef(0, 2), refusal},
           {read_ndef(0, 2), fine},
           {read_ndef(0, 2), {}},
           {read_ndef(0, 2), with_status({0xFF, 0xFF})},  // more than such a card can hold
           {read_ndef(0, 2), with_status({0x00, 0x00})},
           {read_ndef(0, 2), with_status({0x00, 0x04})},
           {read_ndef(0, 2), with_status(Bytes(200, 0x55))},
           {read_ndef(2, 0), refusal},
           {read_ndef(2, 0), fine},
           {read_ndef(2, 0), with_status(Bytes(250, 0x55))}}) {
    CAPTURE(ccid::to_hex(command), lie.size());
    const Card card = Bench(command, lie).after("sun 04DE5F1EACC040");
    CHECK(card.uid == "04DE5F1EACC040");
    CHECK_FALSE(card.proof.has_value());
  }
}

TEST_CASE("a card that asks for time again and again has its number, and no proof") {
  VirtualReader device;
  auto transport = usb::VirtualTransport::open(device);
  REQUIRE(transport);
  const usb::VirtualTransport* const cable = transport->get();
  auto reader = CcidReader::open(std::move(*transport));
  REQUIRE(reader);
  REQUIRE((*reader)->enable());
  REQUIRE(device.obey("drag"));
  REQUIRE(device.obey("sun 04DE5F1EACC040"));
  const auto began = cable->now();
  const auto reading = (*reader)->wait(200ms);
  REQUIRE(reading);
  REQUIRE(reading->news == ReaderNews::Arrived);
  CHECK(reading->card.uid == "04DE5F1EACC040");
  CHECK_FALSE(reading->card.proof);
  CHECK(cable->now() - began < 15s);
  // What it still says to the old question disturbs no other card.
  REQUIRE(device.obey("remove"));
  REQUIRE((*reader)->wait(200ms));
  REQUIRE(device.obey("tap 7B19C2D8"));
  const auto next = (*reader)->wait(200ms);
  REQUIRE(next);
  CHECK(next->card.uid == "7B19C2D8");
}

TEST_CASE("scrubber: of a card's message nothing stays but its length") {
  CcidScrubber scrubber(VirtualReader::description().interfaces[0]);
  VirtualTag tag({0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40});
  tag.wake(VirtualTag::Original::Card);
  std::uint8_t sequence = 0;
  const auto said = [&](const Bytes& apdu) {
    ++sequence;
    static_cast<void>(scrubber.written(2, ccid::message(ccid::Command::Exchange, sequence, apdu)));
    const Bytes answer = tag.answer(apdu);
    Bytes bytes = {0x80, static_cast<std::uint8_t>(answer.size()), 0, 0, 0, 0, sequence, 0, 0, 0};
    bytes.insert(bytes.end(), answer.begin(), answer.end());
    const Bytes clean = scrubber.read(0x82, bytes, 0ms);
    return Bytes(clean.begin() + 10, clean.end());
  };
  CHECK(said(select_ndef_application()) == Bytes{0x90, 0x00});
  CHECK(said(select_ndef_file()) == Bytes{0x90, 0x00});
  const Bytes length = said(read_ndef(0, 2));
  REQUIRE(length.size() == 4);
  CHECK(length[1] > 60);
  Bytes nothing(length[1], 0);
  nothing.insert(nothing.end(), {0x90, 0x00});
  CHECK(said(read_ndef(2, length[1])) == nothing);
}
