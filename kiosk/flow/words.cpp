#include "kiosk/flow/words.hpp"

namespace slipway::kiosk {
namespace {

using refund::Phrase;

const Phrase kDone{"完成", "Done"};
const Phrase kRetry{"再试一次", "Try again"};
const Phrase kExit{"退出", "Exit"};
const Phrase kBack{"返回", "Back"};
const Phrase kNone{};

Message message(Tone tone, Phrase title, Phrase sentence, Phrase primary = kNone,
                Phrase secondary = kNone) {
  return {tone, std::move(title), std::move(sentence), std::move(primary), std::move(secondary)};
}

std::optional<Message> waiting_message(Screen screen) {
  switch (screen) {
    case Screen::Unlocking:
      return message(Tone::Calm, {"正在核对", "Checking"},
                     {"请稍候，马上就好。", "One moment, please."}, kNone, kExit);
    case Screen::Tracking:
      return message(Tone::Calm, {"正在查询", "Looking it up"},
                     {"请稍候，马上就好。", "One moment, please."}, kNone, kExit);
    case Screen::Submitting:
      return message(Tone::Calm, {"正在保存您的申请", "Saving your request"},
                     {"请不要离开，几秒钟就好。", "Please stay, this takes a few seconds."});
    case Screen::Confirming:
      return message(
          Tone::Calm, {"正在确认退款", "Confirming your refund"},
          {"门店正在开出凭证，请不要离开。", "The store is issuing your voucher. Please stay."});
    case Screen::Withdrawing:
      return message(Tone::Calm, {"正在撤回申请", "Withdrawing your request"},
                     {"请稍候，等门店答复。", "One moment: the store is about to answer."});
    case Screen::VoucherNoting:
      return message(
          Tone::Calm, {"正在准备凭证", "Preparing your voucher"},
          {"退款已确认，马上打印。", "Your refund is confirmed. Printing starts at once."});
    case Screen::VoucherPrinting:
      return message(
          Tone::Calm, {"正在打印凭证", "Printing your voucher"},
          {"请等纸停下、切好再取。", "Please wait until the paper has stopped and is cut."});
    default:
      return std::nullopt;
  }
}

std::optional<Message> filing_message(Screen screen) {
  switch (screen) {
    case Screen::Offline:
      return message(Tone::Caution,
                     {"与门店的连接暂时中断", "The store can't be reached right now"},
                     {"您仍可提交申请，金额由门店收到后核算，余额目前没有变化。",
                      "You can still file: the store works out the amount when it receives your "
                      "request. Your balance is unchanged."},
                     {"继续申请", "File without a quote"}, kExit);
    case Screen::PaperWarning:
      return message(
          Tone::Caution, {"暂时无法打印", "Can't print right now"},
          {"还没有提交。您可以不要纸单继续，提交后请记下屏幕上的查询码；也可以找店员装好纸再来。",
           "Nothing was submitted yet. You can go on without paper and note the code on "
           "the screen, or ask staff to fix the printer first."},
          {"不要纸单，继续提交", "Submit without paper"}, kBack);
    case Screen::Unprinted:
      return message(
          Tone::Caution, {"暂时无法打印", "Can't print right now"},
          {"您的申请已经提交，请记下查询码。", "Your request is in; please note your code."},
          kDone);
    case Screen::Unsaved:
      return message(Tone::Caution, {"还不能确认是否已保存", "We can't tell yet if it was saved"},
                     {"请记下查询码并找店员查一下，先不要重新申请。卡里的钱没有变化。",
                      "Please note your code and ask staff to look it up; don't file again yet. "
                      "Your balance is unchanged."},
                     kDone);
    case Screen::NotFiled:
      return message(Tone::Trouble, {"没有提交成功", "Your request was not submitted"},
                     {"这台机器现在不能保存申请，卡里的钱没有变化。请找店员办理。",
                      "This machine can't save requests right now; your balance is unchanged. "
                      "Please ask staff."},
                     kDone);
    case Screen::Explained:
      return message(Tone::Calm, {"现在没有可退金额", "Nothing to refund right now"},
                     {"请取走说明单。卡里的钱没有变化，有疑问可找店长。",
                      "Please take the explanation. Your balance is unchanged; the manager can "
                      "answer questions."},
                     kDone);
    default:
      return std::nullopt;
  }
}

std::optional<Message> ending_message(Screen screen) {
  switch (screen) {
    case Screen::TrackAbsent:
      return message(Tone::Caution, {"现在查不到进度", "We can't look it up right now"},
                     {"与门店的连接暂时中断。您的申请不受影响，请稍后再查。",
                      "The store can't be reached right now. Your request is not affected; please "
                      "try again later."},
                     kRetry, kExit);
    case Screen::ConfirmUnanswered:
      return message(
          Tone::Caution, {"门店暂时没有回答", "The store has not answered"},
          {"凭证还没有打印。您可以再试一次，不会重复退款；也可以稍后凭查询码再来。",
           "No voucher was printed. You can try again, it will not be refunded twice; or "
           "come back later with your code."},
          kRetry, kExit);
    case Screen::NotConfirmed:
      return message(Tone::Caution, {"现在不能确认", "This can't be confirmed now"},
                     {"这笔申请刚刚有了变化，请先查看进度。",
                      "This request has just changed. Please see where it stands first."},
                     {"查看进度", "See where it stands"}, kExit);
    case Screen::WithdrawUnanswered:
      return message(
          Tone::Caution, {"门店暂时没有回答", "The store has not answered"},
          {"门店答复了才算撤回，在此之前请当作申请照旧，本机不会自动再发。您可以再试一次，"
           "重复也只算一次。",
           "It is withdrawn only when the store says so; until then treat your request as "
           "unchanged. Nothing is sent later by itself. You can try again, it counts once."},
          kRetry, kExit);
    case Screen::NotWithdrawn:
      return message(Tone::Caution, {"没有撤回", "Not withdrawn"},
                     {"这笔申请刚刚有了变化，请先查看进度。",
                      "This request has just changed. Please see where it stands first."},
                     {"查看进度", "See where it stands"}, kExit);
    case Screen::VoucherNotPrinted:
      return message(Tone::Caution, {"凭证没有打印出来", "Your voucher was not printed"},
                     {"您的退款已确认，钱不会丢。请找店员，他们可以补打凭证。",
                      "Your refund is confirmed and safe. Please ask staff, they can print the "
                      "voucher."},
                     kDone);
    case Screen::VoucherUnsure:
      return message(Tone::Caution, {"请看一下出纸口", "Please look at the paper slot"},
                     {"我们不能确定凭证是否打印完整。您的退款已确认，请拿着纸找店员核对。",
                      "We can't tell whether the voucher is complete. Your refund is confirmed; "
                      "please show staff what was printed."},
                     kDone);
    case Screen::Blocked:
      return message(Tone::Caution,
                     {"这张卡需要店员协助办理", "A staff member needs to help with this card"},
                     {"请到前台，店员会帮您继续。卡里的钱没有变化。",
                      "Please go to the desk; staff will take it from here. Your balance is "
                      "unchanged."},
                     kDone);
    case Screen::OutOfService:
      return message(Tone::Trouble, {"本机暂停服务", "This machine is out of service"},
                     {"请到前台办理，已提交的申请不受影响。",
                      "Please go to the desk. Requests already submitted are not affected."});
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Message> message_of(Screen screen) {
  if (auto waiting = waiting_message(screen)) return waiting;
  if (auto filing = filing_message(screen)) return filing;
  return ending_message(screen);
}

Message sheet_to_fetch() {
  return message(
      Tone::Caution, {"请找店员领取凭证", "Staff will hand you your voucher"},
      {"本机打印机不可用，凭证改在店里的打印机上打印。您的退款已确认，请店员核对后交给您。",
       "This machine's printer isn't available, so your voucher went to the store's printer, on "
       "A4. "
       "Your refund is confirmed; staff check the sheet and hand it to you."},
      kDone);
}

Phrase phrase_of(Notice notice) {
  switch (notice) {
    case Notice::None:
      return {};
    case Notice::CardUnreadable:
      return {"没读到卡，请拿稳再贴一次。", "The card was not read. Hold it still and tap again."};
    case Notice::ReaderWithoutKeys:
      return {
          "这台读卡器的密钥已用完或没有装好，现在读不了卡。请找店员（店员：请供应商重新装密钥）。",
          "This reader's keys are used up or missing, so it can't read cards. Please ask staff "
          "(staff: have its supplier load new ones)."};
    case Notice::NoSuchCode:
      return {"没有找到这个查询码，请核对后再输。", "No request has this code. Please check it."};
    case Notice::WrongPin:
      return {"密码不对，请再输一次。", "That PIN didn't match. Please try again."};
    case Notice::BadCardNumber:
      return {"卡号不对，请核对后再输。", "That card number can't be right. Please check it."};
    case Notice::PadLost:
      return {"签字板断开了，请在屏幕上重新签名。",
              "The signature pad went away. Please sign again on the screen."};
    case Notice::StaffCalled:
      return {"已通知店员，请稍候。", "Staff have been called."};
    case Notice::StaffNotReached:
      return {"现在叫不到店员，请到前台。",
              "Staff can't be called right now. Please go to the desk."};
    case Notice::SignFirst:
      return {"请先在框内签本人姓名。", "Please sign your name in the box first."};
  }
  return {};
}

Phrase words_for_staff(const Machine& machine) {
  struct Part {
    devices::Presence presence;
    devices::Role role;
    Phrase name;
  };
  const Part parts[] = {
      {machine.reader, devices::Role::Reader, {"读卡器", "card reader"}},
      {machine.printer, devices::Role::Printer, {"打印机", "printer"}},
      {machine.pad, devices::Role::Pad, {"签名板", "signature pad"}},
  };
  if (!machine.has_sync)
    return {"店员：slipway-sync 没有应答。请重启本机；仍不行就看它的日志。",
            "Staff: slipway-sync does not answer. Restart this machine; if that does not help, "
            "look at its journal."};
  if (machine.key_refused)
    return {"店员：门店主机不认识本机的密钥。请在主机上重新登记本机。",
            "Staff: the station does not know this machine's key. Enrol this machine anew."};
  Phrase all;
  for (const Part& part : parts) {
    if (part.presence != devices::Presence::Strange) continue;
    const std::string verb = std::string("slipway devices accept ") + devices::name_of(part.role);
    all.zh += (all.zh.empty() ? "店员：" : "") + part.name.zh +
              "换成了另一台，没有人检查过。请看清设备和线缆，确认无误后运行 " + verb + "。";
    all.en += (all.en.empty() ? "Staff: another " : " Another ") + part.name.en +
              " was plugged in, and nobody has inspected it. Look at it and its cable; if it is "
              "meant to be there, call " +
              verb + ".";
  }
  return all;
}

namespace words {
const Phrase kSettledLater{"门店核算后确认", "Settled when the store has worked it out"};
const Phrase kNobodyOpens{
    "这张卡要由门店主机来读，现在连不上。请稍后再刷一次，或找店员。卡里的钱没有变化。",
    "Only the store's computer can read this card, and it can't be reached right now. Please swipe "
    "again later or ask staff. Your balance is unchanged."};
const Phrase kReaderAway{"读卡器暂时不可用，请找店员。",
                         "The card reader is not available. Please ask staff."};
const Phrase kPrinterAway{"打印机暂时缺纸或不可用，仍可办理。",
                          "The printer is out of paper or away. You can still go on."};
const Phrase kStationAway{"与门店的连接暂时中断，仍可提交申请。",
                          "The store can't be reached right now. You can still file a request."};
const Phrase kReviewedSoon{"店长会尽快审核", "The manager reviews it as soon as possible"};
const Phrase kStoreName{"会员卡自助退款", "Card refunds"};
const Phrase kNothingBack{"现在没有可退金额", "Nothing to refund right now"};
const Phrase kAskStaff{"有疑问请找店长。", "The manager can answer your questions."};
const Phrase kPrintingSlip{"正在打印申请单…", "Printing your slip…"};
const Phrase kByReason{"按您选的原因，金额已重新计算。",
                       "The amount was worked out again for the reason you chose."};
const Phrase kTakeSlip{"请取走申请单。", "Take your slip."};
const Phrase kRequestOf{"申请退", "Request"};
const Phrase kRequestUnpriced{"申请退款，金额由门店核算", "Refund, worked out by the store"};
const Phrase kConfirmOf{"确认退款", "Refund"};
const Phrase kAccept{"确认并提交", "Confirm"};
const Phrase kSignAgain{"重签", "Clear"};
const Phrase kBack{"返回", "Back"};
}  // namespace words

}  // namespace slipway::kiosk
