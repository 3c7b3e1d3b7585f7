// What a queue's reports mean to a person at the desk.
#include "station/desk/copy_room.hpp"

namespace slipway::desk {
namespace {

using devices::CupsEnd;
using devices::Sensor;
using refund::Phrase;

Phrase with(Phrase phrase, const std::string& told) {
  if (told.empty()) return phrase;
  return {phrase.zh + "（" + told + "）", phrase.en + " (" + told + ")"};
}

Phrase words_of(CupsEnd end, const std::string& copy) {
  switch (end) {
    case CupsEnd::Away:
      return {"没有打印：打印服务没有应答。请看打印机和网络，以及 desk.toml 的 paper.queue。",
              "Not printed: no print server answers. Check the printer, the network, and "
              "paper.queue in desk.toml."};
    case CupsEnd::NoQueue:
      return {"没有打印：打印服务里没有这个队列。请核对 desk.toml 的 paper.queue。",
              "Not printed: the print server has no such queue. Check paper.queue in desk.toml."};
    case CupsEnd::Access:
      return {"没有打印：打印服务要求登录。请让管理员允许这台电脑打印。",
              "Not printed: the print server wants a password. Have it allow this computer."};
    case CupsEnd::Closed:
      return {"没有打印：打印队列停着。请打开打印机，恢复队列，再按 C。",
              "Not printed: the queue is stopped. Switch the printer on, resume the queue, then "
              "press C again."};
    case CupsEnd::NoPaper:
      return {"没有打印：队列停着，打印机缺纸或盖子开着。放好纸，恢复队列，再按 C。",
              "Not printed: the queue is stopped, with no paper or a cover open. See to it, resume "
              "the queue, then press C again."};
    case CupsEnd::Format:
      return {"没有打印：这个队列不收 PDF。请按 S 存为文件，或换一个队列。",
              "Not printed: this queue takes no PDF. Press S to save a file, or use another."};
    case CupsEnd::Refused:
      return {"没有打印：打印服务拒绝了。", "Not printed: the print server refused."};
    case CupsEnd::Completed:
      return {"副本 " + copy + " 已交给打印机。打印服务看不到纸，请到打印机上拿。",
              "Copy " + copy + " went to the printer. The server cannot see paper: fetch it."};
    case CupsEnd::Cancelled:
      return {"打印已取消，可能出了半张。请看打印机，再决定是否重打。",
              "The job was cancelled; part of it may be out. Look before you print again."};
    case CupsEnd::Aborted:
      return {"打印中断，可能出了半张。请看打印机，再决定是否重打。",
              "The job was given up; part of it may be out. Look before you print again."};
    case CupsEnd::Silent:
      return {
          "打印服务没有应答，也没有确认取消：不知道有没有打出来，也可能晚些才出来。请看打印机，"
          "在打印服务上删除这个任务，再决定是否重打。",
          "The server fell silent and confirmed no cancel: it may have printed, or may later. "
          "Look, and delete the job there, before you print again."};
  }
  return {};
}

}  // namespace

Notice told(const devices::CupsReport& report, int copy) {
  const Phrase words = words_of(report.end, std::to_string(copy));
  if (report.end == CupsEnd::Completed) return {Tone::Good, words};
  if (report.end != CupsEnd::Silent) return {Tone::Bad, with(words, report.told)};
  const std::string job = "job " + std::to_string(report.job);
  return {Tone::Bad, with(words, report.told.empty() ? job : job + ", " + report.told)};
}

std::optional<Phrase> waiting_for(const devices::PrinterStatus& printer) {
  if (printer.paper_out == Sensor::Yes) {
    return Phrase{"打印机报告缺纸，放好纸就会继续。",
                  "The printer reports no paper. It goes on when there is some."};
  }
  if (printer.cover_open == Sensor::Yes) {
    return Phrase{"打印机报告盖子开着，合上就会继续。",
                  "The printer reports an open cover. It goes on when closed."};
  }
  if (printer.online == Sensor::No || printer.failed == Sensor::Yes) {
    return Phrase{"打印机有故障或没开机，请去看一下。",
                  "The printer is off or in trouble. Please look at it."};
  }
  return std::nullopt;
}

}  // namespace slipway::desk
