// A member files; the screen dies at some moment, or slipway-sync does: for every moment. The flow,
// the outbox and the books are the real ones, the files are real files.
#include <filesystem>

#include "kiosk/flow/flow.hpp"
#include "sync/outbox.hpp"
#include "tests/station/small_shop.hpp"

namespace slipway::test {
namespace {

using namespace std::chrono_literals;

// One kiosk without windows and wires: the flow's effects are carried out against the outbox and
// the books. It carries out `most_effects` of them and is then as dead as after a kill.
class Counter {
 public:
  Counter(const SmallShop& shop, book::Book& book, int most_effects)
      : shop_(shop),
        book_(book),
        left_(most_effects),
        outbox_(open_outbox()),
        flow_("kiosk-1", refund::Language::Chinese, [this](std::span<std::uint8_t> bytes) {
          for (std::uint8_t& byte : bytes)
            byte = seed_++;
        }) {
    carry_out(flow_.start(now()));
    for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
      give(devices::DeviceEvent{
          devices::DeviceState{role, devices::Presence::Ready, "model", "serial", "", "1.00"}});
    give(sync::SyncEvent{sync::LinkChanged{true, false, std::nullopt, 0}});
  }

  // The whole visit, as far as the screen lives.
  void file() {
    give(devices::DeviceEvent{
        devices::CardArrived{{kWang, "3B00", devices::Assurance::Identifier}}});
    for (const char digit : kPin)
      give(kiosk::Typed{digit});
    for (int pages = 0; pages < 12 && flow_.screen() != kiosk::Screen::Submitted; ++pages)
      turn_page();
  }

  [[nodiscard]] bool is_dead() const { return left_ <= 0; }
  [[nodiscard]] bool is_stored() const { return is_stored_; }
  [[nodiscard]] kiosk::Screen screen() const { return flow_.screen(); }

  // What slipway-sync does without a screen: it sends what waits until it is answered.
  void deliver() {
    outbox_.reset();
    outbox_.emplace(open_outbox());
    clock_ += 60s;
    outbox_->hurry();
    const auto due = outbox_->due(clock_);
    REQUIRE(due);
    for (const auto& letter : *due) {
      const auto ask = sync::kiosk_ask_from(letter.frame);
      REQUIRE(ask);
      REQUIRE(book_.answer(kKiosk, ask->question, kNoon));
      // Answered, and the answer is lost: the letter comes again.
      const auto answer = book_.answer(kKiosk, ask->question, kNoon);
      REQUIRE(answer);
      CHECK(std::holds_alternative<sync::Filed>(*answer));
      CHECK(outbox_->settle(letter.id).value());
    }
    CHECK(outbox_->waiting().value() == 0);
  }

 private:
  [[nodiscard]] sync::Outbox open_outbox() const {
    auto opened = sync::Outbox::open(shop_.folder() / "kiosk.db", 1);
    REQUIRE(opened);
    return std::move(*opened);
  }
  [[nodiscard]] static kiosk::Now now() { return {1'000s, kNoon}; }

  // Two strokes of four centimetres.
  [[nodiscard]] static std::vector<devices::PenSample> ink() {
    std::vector<devices::PenSample> samples;
    samples.reserve(42);
    for (int at = 0; at < 42; ++at)
      samples.push_back({1'000 + 200 * (at % 21), 1'000 + 1'500 * (at / 21), 500, at * 5'000LL,
                         at % 21 < 20, false});
    return samples;
  }

  void turn_page() {
    switch (flow_.screen()) {
      case kiosk::Screen::Reason:
      case kiosk::Screen::Payout:
        give(kiosk::Chosen{0});
        if (flow_.screen() == kiosk::Screen::Payout) give(kiosk::Pressed{kiosk::Button::Primary});
        break;
      case kiosk::Screen::BankCard:
        for (const char digit : kBankCard)
          give(kiosk::Typed{digit});
        give(kiosk::Pressed{kiosk::Button::Primary});
        break;
      case kiosk::Screen::Review:
        give(devices::DeviceEvent{devices::PenMoved{ink()}});
        give(kiosk::Pressed{kiosk::Button::Primary});
        break;
      default:
        give(kiosk::Pressed{kiosk::Button::Primary});
    }
  }

  void give(const kiosk::Input& input) {
    if (!is_dead()) carry_out(flow_.take(input, now()));
  }

  void carry_out(const std::vector<kiosk::Effect>& effects) {
    for (const kiosk::Effect& effect : effects) {
      if (is_dead()) return;
      --left_;
      if (const auto* command = std::get_if<sync::SyncCommand>(&effect)) carry_out(*command);
      if (const auto* print = std::get_if<kiosk::PrintSlip>(&effect))
        give(devices::DeviceEvent{devices::PrintEnded{
            print->job, {devices::Outcome::Printed, devices::Evidence::ProcessId, {}}}});
      if (const auto* told = std::get_if<devices::Command>(&effect))
        if (std::holds_alternative<devices::BeginSignature>(*told))
          give(devices::DeviceEvent{devices::SignatureBegan{{10'000, 6'000}}});
    }
  }

  void carry_out(const sync::SyncCommand& command) {
    if (const auto* ask = std::get_if<sync::AskStation>(&command)) {
      const auto answer = book_.answer(kKiosk, ask->question, kNoon);
      REQUIRE(answer);
      give(sync::SyncEvent{sync::StationAnswer{ask->ticket, *answer}});
    }
    if (const auto* store = std::get_if<sync::StoreFiling>(&command)) {
      REQUIRE(outbox_->store_filing(store->filing, shop_.sealed(store->filing).sealed));
      is_stored_ = true;
      give(sync::SyncEvent{sync::Stored{store->filing.id, refund::slip_code(store->filing.id)}});
    }
  }

  const SmallShop& shop_;
  book::Book& book_;
  int left_;
  std::optional<sync::Outbox> outbox_;
  std::uint8_t seed_ = 1;
  kiosk::Flow flow_;
  sync::Outbox::Time clock_{};
  bool is_stored_ = false;
};

}  // namespace

TEST_CASE("whenever the screen dies, a request arrives once if it was stored, else not at all") {
  bool was_stored = false;
  bool ran_through = false;
  for (int effects = 1; effects < 60 && !ran_through; ++effects) {
    const SmallShop shop;
    auto book = shop.open();
    Counter counter(shop, book, effects);
    counter.file();
    ran_through = !counter.is_dead();
    // Nothing is shown as filed before it is on disk.
    if (counter.screen() == kiosk::Screen::Submitted) CHECK(counter.is_stored());
    CHECK(shop.count("request") == 0);
    counter.deliver();
    INFO("the screen died after " << effects << " effects");
    CHECK(shop.count("request") == (counter.is_stored() ? 1 : 0));
    was_stored = was_stored || counter.is_stored();
  }
  CHECK(was_stored);
  CHECK(ran_through);
}

}  // namespace slipway::test
