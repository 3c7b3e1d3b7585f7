#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "kiosk/flow/effect.hpp"
#include "kiosk/flow/input.hpp"
#include "kiosk/flow/screen.hpp"
#include "kiosk/flow/session.hpp"

namespace slipway::kiosk {

// Fills the bytes with randomness: the system's in the program, a seeded one in tests.
using Randomness = std::function<void(std::span<std::uint8_t>)>;

// Carries out what entering a screen demands: returns the effects and prepares the session for what
// the screen collects. Decides nothing that a row does not say.
class Actor {
 public:
  Actor(std::string kiosk, Randomness randomness);

  // At the start of the program.
  [[nodiscard]] std::vector<Effect> start() const;
  // After the row was taken; `from` may be `to`.
  [[nodiscard]] std::vector<Effect> enter(Screen from, Event event, Screen to, Session& session,
                                          const Machine& machine, Now now);
  // What an input demands on every screen, transition or not. `before` is the machine before it.
  [[nodiscard]] std::vector<Effect> attend(Screen screen, const Input& input, Session& session,
                                           const Machine& before, const Machine& machine);

 private:
  using Effects = std::vector<Effect>;
  [[nodiscard]] std::uint64_t number();
  [[nodiscard]] Effect ask(Session& session, sync::KioskQuestion question);
  void leave(Screen from, Session& session, Effects& effects) const;
  void begin_signature(Screen screen, Session& session, const Machine& machine, Effects& effects);
  void attend_signing(Screen screen, const Input& input, Session& session, const Machine& machine,
                      Effects& effects);
  void file(Session& session, Now now, Effects& effects);
  void print(Session& session, const Machine& machine, Slip slip, Effects& effects);
  void enter_filing(Screen from, Event event, Screen to, Session& session, const Machine& machine,
                    Now now, Effects& effects);
  void enter_tracking(Event event, Screen to, Session& session, const Machine& machine,
                      Effects& effects);
  void enter_voucher(Screen from, Screen to, Session& session, const Machine& machine,
                     Effects& effects);

  std::string kiosk_;
  Randomness randomness_;
  std::uint64_t last_ticket_ = 0;
};

// The three papers of a visit, from what the session knows.
[[nodiscard]] paper::RequestSlip request_slip(const Session& session, const Machine& machine);
[[nodiscard]] paper::VoucherSlip voucher_slip(const Session& session, const Machine& machine);
[[nodiscard]] paper::NoticeSlip explanation_slip(const Session& session, const Machine& machine,
                                                 Now now);
// What the pad shows while this screen is signed, in the language of the visit.
[[nodiscard]] paper::PadPrompt pad_prompt(Screen screen, const Session& session,
                                          const Machine& machine);
// What is told of a voucher's paper, and the word for the evidence.
[[nodiscard]] sync::Paper paper_news(const Session& session);

}  // namespace slipway::kiosk
