#include <array>
#include <string>

#include "station/desk/words.hpp"

// What is said of a kiosk's devices, and what to try next.
namespace slipway::desk {
namespace {

using refund::Phrase;
using sync::DeviceCondition;

// As `slipway devices accept` calls it.
const char* name_of(DeviceRole role) {
  constexpr std::array<const char*, 3> kNames = {"printer", "reader", "pad"};
  return kNames.at(static_cast<std::size_t>(role));
}

}  // namespace

Pill pill_of(DeviceCondition condition) {
  switch (condition) {
    case DeviceCondition::Ready:
      return {Pill::Colour::Good, {"正常", "Ready"}};
    case DeviceCondition::Absent:
      return {Pill::Colour::Amber, {"未连接", "Not connected"}};
    case DeviceCondition::Failed:
      return {Pill::Colour::Red, {"故障", "Out of order"}};
    case DeviceCondition::Strange:
      return {Pill::Colour::Red, {"未经检查", "Not inspected"}};
    case DeviceCondition::PaperLow:
      return {Pill::Colour::Amber, {"纸快用完", "Paper low"}};
    case DeviceCondition::PaperOut:
      return {Pill::Colour::Red, {"缺纸", "No paper"}};
    case DeviceCondition::CoverOpen:
      return {Pill::Colour::Red, {"盖子未关", "Cover open"}};
  }
  return {};
}

Phrase advice_for(DeviceRole role, DeviceCondition condition) {
  switch (condition) {
    case DeviceCondition::Ready:
      return {};
    case DeviceCondition::Absent:
      return {"检查它的电源和数据线，或换一个 USB 接口。",
              "Look at its power and cable, or try another USB port."};
    case DeviceCondition::Failed:
      return {"关掉再打开它；不行就在自助机上运行 slipway devices list。",
              "Switch it off and on; if that is no help, run slipway devices list at the kiosk."};
    case DeviceCondition::Strange: {
      const std::string verb = std::string("slipway devices accept ") + name_of(role);
      return {"换上了另一台设备，自助机已停止服务。是您换的，就在自助机上运行 " + verb + "。",
              "Another one was plugged in, and the kiosk is out of service. If that was you, run " +
                  verb + " at the kiosk."};
    }
    case DeviceCondition::PaperLow:
      return {"备好一卷新纸。", "Have a new roll at hand."};
    case DeviceCondition::PaperOut:
      return {"换一卷纸；在此之前不打印凭证。", "Put in a new roll; no voucher is printed before."};
    case DeviceCondition::CoverOpen:
      return {"合上打印机的盖子。", "Close the printer's cover."};
  }
  return {};
}

}  // namespace slipway::desk
