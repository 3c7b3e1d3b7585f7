#pragma once

#include <variant>

#include "devices/service/event.hpp"
#include "paper/pad_prompt.hpp"
#include "paper/slip.hpp"
#include "sync/service/client.hpp"

namespace slipway::kiosk {

using Slip = std::variant<paper::RequestSlip, paper::VoucherSlip, paper::NoticeSlip>;

// Typeset the slip for this paper and send it as PrintPage under this job.
struct PrintSlip {
  devices::JobId job = 0;
  Slip slip;
  int width_dots = 576;
  bool may_stand_in = false;  // as in devices::PrintPage
};

// Draw what the pad is to show, and hand it back as PromptDrawn with the same ticket.
struct DrawPrompt {
  std::uint64_t ticket = 0;
  paper::PadPrompt words;
  devices::PadScreen screen;
};

// What the flow wants done. Carried out in order, at once, by the program; nothing comes back but
// later inputs.
using Effect = std::variant<devices::Command, sync::SyncCommand, PrintSlip, DrawPrompt>;

}  // namespace slipway::kiosk
