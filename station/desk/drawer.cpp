#include <utility>

#include "station/desk/desk.hpp"

// The cash drawer of this desk: told to open when the station has recorded a payment in cash, and
// never otherwise.
namespace slipway::desk {
namespace {

using devices::DrawerOutcome;

Notice told(const devices::DrawerMove& move) {
  switch (move.outcome) {
    case DrawerOutcome::Opened:
      return {Tone::Good, {"钱箱已打开。", "The drawer is open."}};
    case DrawerOutcome::Told:
    case DrawerOutcome::Unknown:
      return {Tone::Note,
              {"钱箱应已弹开；没有的话，请用钥匙打开。",
               "The drawer should have sprung open; if it has not, use its key."}};
    case DrawerOutcome::NotOpened:
      break;
  }
  switch (move.cause) {
    case devices::PrintCause::PaperOut:
    case devices::PrintCause::CoverOpen:
      return {Tone::Bad,
              {"打印机缺纸或盖子未关，钱箱没有打开，请用钥匙打开。",
               "The printer has no paper or is open, and so the drawer stays shut. Use its key."}};
    case devices::PrintCause::Refused:
      return {Tone::Bad,
              {"设备服务没有设置钱箱（devices.toml 的 printer.drawer），请用钥匙打开。",
               "The device service knows of no drawer (printer.drawer in devices.toml). Use its "
               "key."}};
    default:
      return {
          Tone::Bad,
          {"打印机没有应答，钱箱没有打开，请用钥匙打开，并检查打印机的电源和数据线。",
           "The printer does not answer, and so the drawer stays shut. Use its key, and look at "
           "the printer's power and cable."}};
  }
}

}  // namespace

// Named by the payment's own key: asked twice, it opens once.
void Desk::order_drawer(Tick now) {
  if (!has_drawer_) return;
  if (now - redeemed_at_ > kDrawerWaits) {
    cash_desk_.drawer = Notice{Tone::Note,
                               {"等得太久，钱箱没有自动打开，请用钥匙打开。",
                                "This took long, and so the drawer stays shut. Use its key."}};
    return;
  }
  devices::JobId job = 0;
  for (std::size_t at = 0; at < sizeof job; ++at)
    job = job << 8 | redeem_key_[at];
  drawer_order_ = drawer_job_ = job;
  cash_desk_.drawer = Notice{Tone::Note, {"正在打开钱箱…", "Opening the drawer…"}};
}

std::optional<devices::JobId> Desk::take_drawer() {
  return std::exchange(drawer_order_, std::nullopt);
}

void Desk::on_drawer(const devices::DrawerMoved& moved) {
  if (drawer_job_ != moved.job) return;
  drawer_job_.reset();
  if (cash_desk_.step == CashDesk::Step::Paid) cash_desk_.drawer = told(moved.move);
}

}  // namespace slipway::desk
