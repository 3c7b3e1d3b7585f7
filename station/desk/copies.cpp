// Copies of vouchers: asked of the station, which numbers them, and handed to whoever makes them.
#include <utility>

#include "station/desk/desk.hpp"

namespace slipway::desk {

void Desk::copy(CopyTo to, Tick now) {
  const Verbs offered = verbs();
  const auto offer = to == CopyTo::Printer ? offered.print_copy : offered.save_copy;
  const auto selected = queue().selected();
  if (offer == Verbs::Offer::Grey) {
    tell(Tone::Note,
         {"上一份副本还没有做完，请稍候。", "The last copy is not finished yet. Please wait."},
         now);
  }
  if (to == CopyTo::Printer && !has_printer_ && offered.save_copy != Verbs::Offer::No) {
    tell(Tone::Note,
         {"这台电脑没有设置打印机；可以按 S 存为 PDF。",
          "This desk has no printer set up; press S to save a PDF."},
         now);
  }
  if (offer != Verbs::Offer::Yes || !selected) return;
  copy_to_ = to;
  copy_ticket_ = ask(sync::AskCopy{*selected});
}

bool Desk::end_copy(Ticket ticket) {
  if (ticket == 0 || ticket != copy_ticket_) return false;
  copy_ticket_ = 0;
  return true;
}

void Desk::on_answer(Ticket ticket, const sync::VoucherCopied& answer, Tick now) {
  if (!end_copy(ticket)) return;
  copy_order_ = CopyOrder{copy_to_, answer, store_name_};
  const std::string which = std::to_string(answer.copy);
  tell(Tone::Note, {"正在制作副本 " + which + "……", "Making copy " + which + " …"}, now);
}

std::optional<CopyOrder> Desk::take_copy() {
  auto order = std::exchange(copy_order_, std::nullopt);
  is_copying_ = is_copying_ || order;
  return order;
}

void Desk::on_copy(const CopyNews& news, Tick now) {
  if (news.is_last) is_copying_ = false;
  if (staff_) tell(news.notice.tone, news.notice.text, now);
}

}  // namespace slipway::desk
