// What a person at the desk decides: checked for what it needs, told to the station, never decided
// here.
#include <utility>

#include "refund/rejection.hpp"
#include "refund/require.hpp"
#include "station/desk/desk.hpp"

namespace slipway::desk {

using refund::Phrase;
using refund::RequestState;

const sync::Detail* Desk::decidable(Verbs::Offer offer, Tick now) {
  const auto* shown = detail();
  if (offer == Verbs::Offer::Yes && shown != nullptr) return shown;
  if (const auto gone = why_gone()) {
    tell(Tone::Note, *gone, now);
  } else if (shown == nullptr && queue().selected()) {
    tell(Tone::Note, {"正在读取这笔申请，请稍候。", "Still reading this request."}, now);
  } else if (shown != nullptr && section_ == Section::Review && shown->objection) {
    tell(Tone::Bad, *shown->objection, now);
  } else if (shown != nullptr && shown->row.state == RequestState::NeedsInfo) {
    tell(Tone::Note,
         {"正在等会员的材料；看过后按 Q，才能决定。",
          "Waiting for the member's papers: press Q when you have seen them, then decide."},
         now);
  }
  return nullptr;
}

void Desk::decide(sync::DeskQuestion question, const sync::Detail& detail, Tick now) {
  const refund::RequestId id = detail.row.id;
  const std::string name = detail.row.member_name;
  const Ticket ticket = ask(std::move(question));
  sent_.push_back(Sent{ticket, id, name, now});
  open_queue().select_after(id);
  open_queue().set_aside(id);
  open_queue().select_something();
  want_detail();
}

void Desk::send_waiting(const Waiting& waiting, Tick now) {
  const Ticket ticket = ask(waiting.approval);
  sent_.push_back(Sent{ticket, waiting.approval.id, waiting.name, now});
}

void Desk::approve(Tick now) {
  const auto* shown = decidable(verbs().approve, now);
  if (shown == nullptr) return;
  const sync::Approve approval{shown->row.id, shown->row.version, shown->content};
  if (shown->row.approvals_needed > 1) {
    decide(approval, *shown, now);
    return;
  }
  waiting_.push_back(Waiting{approval, shown->row.member_name, now + kUndo});
  tell(Tone::Good,
       {"已批准 " + shown->row.member_name + "，10 秒内可撤销。",
        "Approved " + shown->row.member_name + "; ten seconds to undo."},
       now);
  const refund::RequestId id = shown->row.id;
  open_queue().select_after(id);
  open_queue().set_aside(id);
  open_queue().select_something();
  want_detail();
}

void Desk::undo(Tick now) {
  if (waiting_.empty()) return;
  const Waiting last = waiting_.back();
  waiting_.pop_back();
  section_ = Section::Review;
  review_.put_back(last.approval.id);
  review_.select(last.approval.id);
  want_detail();
  tell(Tone::Note, {"已撤销对 " + last.name + " 的批准。", "Approval of " + last.name + " undone."},
       now);
}

void Desk::reject(std::string_view reason, std::string note, Tick now) {
  const auto* rejection = refund::rejection_from(reason);
  refund::require(rejection != nullptr);
  const auto* shown = decidable(verbs().reject, now);
  if (shown == nullptr) return;
  if (rejection->needs_note && note.empty()) {
    tell(Tone::Bad,
         {"选“其他”时请写说明，会员会读到。", "“Other” needs a note: the member reads it."}, now);
    return;
  }
  decide(sync::Reject{shown->row.id, shown->row.version, shown->content, std::string(reason),
                      std::move(note)},
         *shown, now);
}

void Desk::ask_papers(std::string note, Tick now) {
  const auto* shown = decidable(verbs().ask_papers, now);
  if (shown == nullptr) return;
  if (note.empty()) {
    tell(Tone::Bad, {"请写明要会员带什么。", "Say what the member should bring."}, now);
    return;
  }
  decide(sync::AskPapers{shown->row.id, shown->row.version, shown->content, std::move(note)},
         *shown, now);
}

void Desk::papers_seen(Tick now) {
  const auto* shown = decidable(verbs().papers_seen, now);
  if (shown == nullptr) return;
  stay(sync::PapersSeen{shown->row.id, shown->row.version, shown->content}, *shown, now);
}

void Desk::stay(sync::DeskQuestion question, const sync::Detail& detail, Tick now) {
  const Ticket ticket = ask(std::move(question));
  sent_.push_back(Sent{ticket, detail.row.id, detail.row.member_name, now});
}

void Desk::mark_transferred(std::string reference, Tick now) {
  const auto* shown = decidable(verbs().mark_transferred, now);
  if (shown == nullptr) return;
  if (reference.empty()) {
    tell(Tone::Bad,
         {"请填写银行或支付平台的流水号。", "Enter the bank's or the payment provider's number."},
         now);
    return;
  }
  const int leg = shown->legs.empty() ? 1 : shown->legs.front().number;
  sync::MarkTransferred mark{shown->row.id, shown->row.version, shown->content,
                             std::move(reference), leg};
  if (shown->row.legs - shown->row.legs_paid > 1) {
    stay(std::move(mark), *shown, now);
  } else {
    decide(std::move(mark), *shown, now);
  }
}

void Desk::resolve_paper(bool is_out, Tick now) {
  const auto* shown = decidable(verbs().resolve_paper, now);
  if (shown == nullptr || !shown->row.voucher_number) return;
  decide(sync::ResolvePaper{*shown->row.voucher_number, is_out}, *shown, now);
}

}  // namespace slipway::desk
