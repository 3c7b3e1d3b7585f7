#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/flow/flow.hpp"

namespace slipway::kiosk::test {

// A counter in a shop with everything around the screen: slipway-devices, slipway-sync and a
// station, played by values under virtual time. What they do when asked is set by the fields.
class Counter {
 public:
  enum class Station { Answers, Absent, Silent };
  enum class Disk { Keeps, Full, Silent };

  Station station = Station::Answers;
  Disk disk = Disk::Keeps;
  std::optional<devices::Printed> paper = devices::Printed{
      devices::Outcome::Printed, devices::Evidence::ProcessId, devices::PrintCause::None};
  bool voucher_begun_before = false;
  std::string right_pin = "1234";
  int tries_left = 3;
  refund::CardStatus card_status = refund::CardStatus::Active;
  bool has_open_request = false;
  bool is_known_card = true;
  std::optional<std::string> pass;               // the station's, for a card with a proof
  std::string sealed_uid = "00006001234567";     // what the station finds in a sealed stripe
  std::optional<sync::KioskAnswer> to_identify;  // instead of the card
  std::optional<sync::KioskAnswer> to_unlock;    // instead of the account
  bool is_known_code = true;
  refund::RequestState request_state = refund::RequestState::Approved;
  std::optional<sync::KioskAnswer> to_withdrawal;    // instead of the withdrawal
  std::optional<sync::KioskAnswer> to_confirmation;  // instead of the voucher
  std::vector<refund::Money> totals = {{88'650, refund::Currency::Cny}};
  std::vector<refund::QuoteLine> voucher_lines;
  std::optional<sync::Due> due;           // of every quote
  std::vector<sync::MethodOffer> offers;  // of every quote, when there are some
  std::array<std::uint8_t, refund::kReasons.size()> quote_of{};

  // Everything that the flow asked for, in order.
  std::vector<Effect> effects;
  Flow flow;

  Counter();
  void give(const Input& input);         // and all that follows from it
  void wait(std::chrono::seconds span);  // lets virtual time pass, waking the flow when due
  void press(Button button) { give(Pressed{button}); }
  void type(std::string_view keys);
  void choose(int index) { give(Chosen{index}); }
  void tap(const std::string& uid = "04DE5F1E",
           std::optional<devices::CardProof> proof = std::nullopt);
  void plug(devices::Role role, devices::Presence presence);
  void set_paper_out(bool is_out);
  void sign();        // on the pad, or on the screen when there is none
  void unplug_pad();  // while signing
  void lose_devices() { give(devices::DeviceEvent{devices::ServiceLost{}}); }
  void lose_sync() { give(sync::SyncEvent{sync::SyncLost{}}); }
  void link(bool is_up, bool key_refused = false);

  // From the first screen to the one that signs, with a quote.
  void go_to_review();
  // From the first screen to the request with its amount, by slip code.
  void go_to_tracked();
  // From the first screen to the last word before the voucher, by slip code.
  void go_to_confirm();

  [[nodiscard]] Screen screen() const { return flow.screen(); }
  [[nodiscard]] Face face() const { return flow.face(now_); }
  [[nodiscard]] Now now() const { return now_; }

  template <typename T>
  [[nodiscard]] std::vector<T> asked() const;  // of sync
  template <typename T>
  [[nodiscard]] std::vector<T> told() const;  // to devices
  [[nodiscard]] std::vector<PrintSlip> printed() const;

 private:
  void play(const std::vector<Effect>& wanted);
  void answer(const sync::AskStation& asked);
  [[nodiscard]] sync::KioskAnswer reply(const sync::KioskQuestion& question);
  void queue(sync::SyncEvent event) { inputs_.emplace_back(std::move(event)); }
  void queue(devices::DeviceEvent event) { inputs_.emplace_back(std::move(event)); }

  Now now_;
  std::deque<Input> inputs_;
  std::uint8_t seed_ = 1;
};

template <typename T>
std::vector<T> Counter::asked() const {
  std::vector<T> found;
  for (const Effect& effect : effects)
    if (const auto* command = std::get_if<sync::SyncCommand>(&effect)) {
      if constexpr (std::is_constructible_v<sync::SyncCommand, T>) {
        if (const auto* wanted = std::get_if<T>(command)) found.push_back(*wanted);
      } else if (const auto* question = std::get_if<sync::AskStation>(command)) {
        if (const auto* wanted = std::get_if<T>(&question->question)) found.push_back(*wanted);
      }
    }
  return found;
}

template <typename T>
std::vector<T> Counter::told() const {
  std::vector<T> found;
  for (const Effect& effect : effects)
    if (const auto* command = std::get_if<devices::Command>(&effect))
      if (const auto* wanted = std::get_if<T>(command)) found.push_back(*wanted);
  return found;
}

// What the tests show of an account.
[[nodiscard]] sync::AccountOpened sample_account(
    const std::vector<refund::Money>& totals,
    const std::array<std::uint8_t, refund::kReasons.size()>& quote_of);
[[nodiscard]] std::vector<devices::PenSample> sample_ink();

}  // namespace slipway::kiosk::test
