// What the desk says about the request that is looked at, and what it offers to do with it.
#include "station/desk/desk.hpp"
#include "station/desk/words.hpp"

namespace slipway::desk {
namespace {

using refund::Phrase;
using refund::RequestState;
using refund::VoucherState;

Notice two_persons(const sync::Detail& detail) {
  const auto& row = detail.row;
  const std::string needed = std::to_string(row.approvals_needed);
  std::string names;
  for (const std::string& name : detail.approvers)
    names += (names.empty() ? "" : "、") + name;
  if (names.empty()) {
    return {Tone::Note,
            {"这笔申请需要 " + needed + " 人批准。您批准后转给下一位复核，款项暂不发放。",
             "This request needs " + needed +
                 " approvals. After yours it goes to the next person; nothing is paid yet."}};
  }
  return {Tone::Note,
          {"需要 " + needed + " 人批准，" + names + " 已批准。",
           "Needs " + needed + " approvals; approved by " + names + "."}};
}

Notice risk_notice(const sync::Detail& detail) {
  Notice notice{detail.row.risk_asks_more ? Tone::Bad : Tone::Note, {}};
  for (const refund::RiskReason& reason : detail.risk) {
    notice.text.zh += reason.words.zh;
    notice.text.en += reason.words.en + " ";
  }
  notice.text.zh += detail.risk_words.zh;
  notice.text.en += detail.risk_words.en;
  return notice;
}

// The last entry of this history, when it is as new as the row.
const sync::HistoryEntry* last_entry(const sync::Detail* detail, const sync::InboxRow& row) {
  const bool is_known =
      detail != nullptr && detail->row.version >= row.version && !detail->history.empty();
  return is_known ? &detail->history.back() : nullptr;
}

}  // namespace

std::optional<Phrase> Desk::why_gone() const {
  const auto selected = queue().selected();
  if (!selected || !queue().has_left(*selected)) return std::nullopt;
  const sync::InboxRow& row = *queue().row(*selected);
  const sync::HistoryEntry* last = last_entry(detail(), row);
  if (row.state == RequestState::Withdrawn) {
    const std::string at = last == nullptr ? "" : refund::to_text(last->at);
    return Phrase{"会员已撤回这笔申请" + (at.empty() ? "" : "（" + at + "）") + "，不用再处理。",
                  "Withdrawn by the member" + (at.empty() ? "" : " (" + at + ")") +
                      ": there is nothing left to decide."};
  }
  if (last == nullptr) return Phrase{"这笔申请已处理。", "This request has been dealt with."};
  return Phrase{"已由 " + last->actor + " 处理。", "Dealt with by " + last->actor + "."};
}

std::optional<Notice> Desk::clock_notice(Tick now) const {
  if (!doubted_clock_) return std::nullopt;
  const std::string wrong = refund::to_text(*doubted_clock_);
  const std::string used = refund::to_text(clock(now));
  return Notice{Tone::Bad,
                {"门店主机的时钟突然变为 " + wrong + "，业务仍按 " + used +
                     " 办理。请检查主机时间；时钟稳定十分钟后才会采用。",
                 "The station's clock jumped to " + wrong + "; business goes on at " + used +
                     ". Check that computer's time: it is used again once it has been steady for "
                     "ten minutes."}};
}

std::vector<Notice> Desk::remarks() const {
  std::vector<Notice> list;
  const auto* shown = detail();
  if (shown == nullptr) return list;
  if (const auto why = why_gone()) {
    list.push_back({Tone::Note, *why});
    return list;
  }
  if (shown->quoted && *shown->quoted != shown->recomputed.total) {
    const std::string there = refund::to_text(*shown->quoted);
    const std::string here = refund::to_text(shown->recomputed.total);
    list.push_back({Tone::Bad,
                    {"会员屏幕上显示 " + there + "，门店重算为 " + here + "。请先核对原因。",
                     "The member's screen said " + there + ", the station computes " + here +
                         ". Find out why first."}});
  }
  const Urgency urgency = urgency_of(shown->row, station_now_);
  if (urgency != Urgency::Calm) {
    const Phrase due = due_of(shown->row, station_now_);
    Notice notice{urgency == Urgency::Past ? Tone::Bad : Tone::Note,
                  {due.zh + "。", due.en + ". "}};
    if (shown->due) {
      notice.text.zh += shown->due->words.zh;
      notice.text.en += shown->due->words.en;
    }
    list.push_back(std::move(notice));
  }
  if (section_ == Section::Review && !shown->risk.empty()) list.push_back(risk_notice(*shown));
  if (section_ == Section::Review) {
    for (const Phrase& paper : shown->papers)
      list.push_back({Tone::Note, paper});
  }
  if (section_ == Section::Review && shown->objection) {
    list.push_back({Tone::Note, *shown->objection});
  }
  if (section_ == Section::Review && shown->row.approvals_needed > 1) {
    list.push_back(two_persons(*shown));
  }
  if (shown->row.voucher_state == refund::VoucherState::Review) {
    list.push_back({Tone::Bad,
                    {"打印机没有确认凭证已出纸。请到自助机旁查看，再选择结果。",
                     "The printer did not confirm this voucher. Look at the kiosk, then say what "
                     "you found."}});
  }
  if (shown->row.state == RequestState::InDoubt) {
    list.push_back({Tone::Bad,
                    {"这笔钱可能已经付出。请先对账，不要再付。",
                     "This money may have left already. Reconcile first; do not pay again."}});
  }
  return list;
}

Verbs Desk::verbs() const {
  using Offer = Verbs::Offer;
  Verbs verbs;
  const auto selected = queue().selected();
  if (!staff_ || !selected || section_ == Section::Kiosks) return verbs;
  const auto* row = queue().row(*selected);
  const auto* shown = detail();
  if (row == nullptr) return verbs;
  const bool has_voucher = row->voucher_state && *row->voucher_state != VoucherState::Void &&
                           *row->voucher_state != VoucherState::Review &&
                           *row->voucher_state != VoucherState::Issued;
  if (has_voucher) {
    const bool is_busy = copy_ticket_ != 0 || copy_order_ || is_copying_;
    verbs.save_copy = is_busy ? Offer::Grey : Offer::Yes;
    if (has_printer_) verbs.print_copy = verbs.save_copy;
  }
  if (queue().has_left(*selected)) return verbs;
  const bool is_current = shown != nullptr && shown->row.version >= row->version;
  const bool may = is_current && shown->row.may_decide && !shown->objection;
  const Offer decide = may ? Offer::Yes : Offer::Grey;
  const Offer any = is_current ? Offer::Yes : Offer::Grey;
  if (section_ == Section::Review) {
    const bool needs_papers = row->state == RequestState::NeedsInfo;
    verbs.approve = needs_papers ? Offer::Grey : decide;
    verbs.reject = needs_papers ? Offer::Grey : decide;
    (needs_papers ? verbs.papers_seen : verbs.ask_papers) = decide;
    verbs.passes_on = row->approvals_needed - row->approvals > 1;
    return verbs;
  }
  if (row->voucher_state == refund::VoucherState::Review && row->voucher_number) {
    verbs.resolve_paper = any;
  } else if (row->method != refund::Method::Cash && row->state == RequestState::Confirmed) {
    verbs.mark_transferred = any;
  }
  return verbs;
}

}  // namespace slipway::desk
