#include "station/desk/desk.hpp"

#include <algorithm>
#include <utility>

#include "refund/rejection.hpp"
#include "refund/require.hpp"

namespace slipway::desk {
namespace {

using namespace std::chrono_literals;
using refund::Phrase;
using refund::RequestState;

constexpr Tick kNoticeStays = 6s;
constexpr Tick kLeaveWaits = 10s;
constexpr Tick kLongWait = 3s;
constexpr Tick kAskDetailAgain = 5s;
constexpr std::size_t kMostDetails = 200;

bool is_for_review(const sync::InboxRow& row) {
  return row.state == RequestState::Filed || row.state == RequestState::InReview ||
         row.state == RequestState::NeedsInfo;
}

bool is_for_payout(const sync::InboxRow& row) {
  return row.state == RequestState::Approved || row.state == RequestState::Confirmed ||
         row.state == RequestState::Paying || row.state == RequestState::InDoubt ||
         row.state == RequestState::LegFailed;
}

}  // namespace

Desk::Desk(Station& station, MakeKey make_key)
    : station_(station),
      make_key_(std::move(make_key)),
      review_(is_for_review),
      payouts_(is_for_payout) {}

const Queue& Desk::queue() const {
  return section_ == Section::Payouts ? payouts_ : review_;
}
Queue& Desk::open_queue() {
  return section_ == Section::Payouts ? payouts_ : review_;
}

Ticket Desk::ask(sync::DeskQuestion question) {
  station_.ask(++last_ticket_, std::move(question));
  return last_ticket_;
}

void Desk::tell(Tone tone, Phrase text, Tick now) {
  notice_ = Notice{tone, std::move(text)};
  notice_at_ = now;
}

refund::Instant Desk::clock(Tick now) const {
  return station_now_ + (now - station_now_at_);
}

// ---- time

void Desk::on_tick(Tick now) {
  while (!waiting_.empty() && waiting_.front().send_at <= now) {
    const Waiting due = waiting_.front();
    waiting_.pop_front();
    send_waiting(due, now);
  }
  if (notice_ && now - notice_at_ >= kNoticeStays) notice_.reset();
  review_.set_now(clock(now));
  payouts_.set_now(clock(now));
  std::erase_if(detail_missing_,
                [&](const auto& entry) { return now - entry.second >= kAskDetailAgain; });
  if (staff_) want_detail();
  const bool is_paying = cash_desk_.step == CashDesk::Step::Paying;
  if (staff_ && !is_paying && now - last_input_ >= kIdle) lock(now);
  if (leaving_since_ && (sent_.empty() || now - *leaving_since_ >= kLeaveWaits)) {
    leaving_since_.reset();
    (void)ask(sync::SignOut{});
  }
}

void Desk::on_input(Tick now) {
  last_input_ = now;
}

// ---- the session

void Desk::sign_in(std::string staff_id, std::string pin, Tick now) {
  if (staff_ || sign_in_ticket_ != 0) return;
  if (staff_id.empty() || pin.empty()) {
    sign_in_notice_ = Notice{Tone::Bad, {"请输入工号和密码。", "Enter your staff number and PIN."}};
    return;
  }
  last_staff_id_ = staff_id;
  last_input_ = now;
  sign_in_notice_.reset();
  sign_in_ticket_ = ask(sync::SignIn{std::move(staff_id), std::move(pin)});
}

void Desk::lock(Tick now) {
  if (!staff_) return;
  leave(now);
  leaving_since_ = now;
  auto still_open = std::move(sent_);
  end_session(now, std::nullopt);
  sent_ = std::move(still_open);
}

void Desk::leave(Tick now) {
  for (const Waiting& one : std::exchange(waiting_, {}))
    send_waiting(one, now);
}

bool Desk::finish(Tick now) {
  leave(now);
  return sent_.empty() && cash_desk_.step != CashDesk::Step::Paying;
}

void Desk::end_session(Tick, std::optional<Notice> why) {
  staff_.reset();
  sign_in_ticket_ = 0;
  sign_in_notice_ = std::move(why);
  review_.clear();
  payouts_.clear();
  is_filled_ = false;
  kiosks_.clear();
  calls_.clear();
  doubted_clock_.reset();
  details_.clear();
  detail_asked_.clear();
  detail_missing_.clear();
  waiting_.clear();
  sent_.clear();
  notice_.reset();
  cash_desk_ = {};
  cash_ticket_ = 0;
}

// ---- looking around

void Desk::show(Section section, Tick) {
  section_ = section;
  open_queue().select_something();
  want_detail();
}

void Desk::select(const refund::RequestId& id, Tick) {
  open_queue().select(id);
  want_detail();
}

void Desk::move(int by, Tick) {
  open_queue().move(by);
  want_detail();
}

void Desk::set_filter(Filter filter, Tick) {
  open_queue().set_filter(filter);
  open_queue().select_something();
  want_detail();
}

void Desk::set_search(std::string text, Tick) {
  open_queue().set_search(std::move(text));
  open_queue().select_something();
  want_detail();
}

void Desk::refresh(Tick) {
  station_.refresh();
  details_.clear();
  detail_missing_.clear();
  want_detail();
}

// Reads the row that is looked at and the one the eye goes to next, so that a person who decides
// quickly never waits.
void Desk::want_detail() {
  const auto selected = queue().selected();
  if (!staff_ || section_ == Section::Kiosks || !selected) return;
  const auto want = [&](const refund::RequestId& id) {
    const auto* row = queue().row(id);
    if (row == nullptr || detail_missing_.contains(id)) return;
    const auto known = details_.find(id);
    if (known != details_.end() && known->second.row.version >= row->version) return;
    const bool asked = std::any_of(detail_asked_.begin(), detail_asked_.end(),
                                   [&](const auto& entry) { return entry.second == id; });
    if (!asked) detail_asked_.emplace(ask(sync::AskDetail{id}), id);
  };
  if (details_.size() > kMostDetails) details_.clear();
  want(*selected);
  if (const auto next = queue().neighbour(*selected)) want(*next);
}

const sync::Detail* Desk::detail() const {
  const auto selected = queue().selected();
  if (!selected) return nullptr;
  const auto found = details_.find(*selected);
  return found == details_.end() ? nullptr : &found->second;
}

bool Desk::is_detail_missing() const {
  const auto selected = queue().selected();
  return selected && detail() == nullptr && detail_missing_.contains(*selected);
}

int Desk::kiosks_in_trouble() const {
  return static_cast<int>(std::count_if(kiosks_.begin(), kiosks_.end(), [](const auto& kiosk) {
    return !kiosk.online || !kiosk.printer_ready || !kiosk.reader_ready || !kiosk.pad_ready;
  }));
}

int Desk::undo_seconds(Tick now) const {
  if (waiting_.empty()) return 0;
  const auto left = waiting_.back().send_at - now;
  return static_cast<int>(std::max<std::int64_t>(0, (left.count() + 999) / 1000));
}

bool Desk::is_waiting_long(Tick now) const {
  return std::any_of(sent_.begin(), sent_.end(),
                     [&](const Sent& one) { return now - one.at >= kLongWait; });
}

// ---- decisions

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

// ---- the cash desk

void Desk::scanned(std::string_view text, Tick now) {
  const Scanned what = scanned_from(text);
  if (const auto* voucher = std::get_if<VoucherScanned>(&what)) {
    look_up(voucher->text, now);
    return;
  }
  const auto* slip = std::get_if<SlipScanned>(&what);
  if (slip == nullptr) {
    tell(Tone::Bad, {"认不出扫到的码。", "This code is not one of ours."}, now);
    return;
  }
  for (const Section section : {Section::Review, Section::Payouts}) {
    section_ = section;
    open_queue().set_filter(Filter::All);
    open_queue().set_search("");
    for (const auto* row : queue().shown()) {
      if (refund::slip_code(row->id) != slip->code) continue;
      select(refund::RequestId(row->id), now);
      return;
    }
  }
  section_ = Section::Review;
  tell(Tone::Note,
       {"申请单 " + refund::grouped(slip->code) + " 不在待办里。",
        "Slip " + refund::grouped(slip->code) + " is not waiting here."},
       now);
}

void Desk::look_up(std::string_view text, Tick now) {
  // While money may be on its way no other voucher takes this one's place.
  if (!staff_ || text.empty() || cash_desk_.step == CashDesk::Step::Paying) return;
  section_ = Section::Payouts;
  cash_desk_ = {};
  cash_desk_.step = CashDesk::Step::Looking;
  cash_desk_.scanned = std::string(text);
  cash_ticket_ = ask(sync::AskVoucher{cash_desk_.scanned});
  on_input(now);
}

void Desk::redeem(Tick now) {
  if (cash_desk_.step != CashDesk::Step::Found || !cash_desk_.may_pay) return;
  cash_desk_.step = CashDesk::Step::Paying;
  redeem_key_ = make_key_();
  cash_ticket_ = ask(sync::Redeem{cash_desk_.scanned, redeem_key_});
  on_input(now);
}

void Desk::clear_cash_desk() {
  if (cash_desk_.step == CashDesk::Step::Paying) return;
  cash_desk_ = {};
  cash_ticket_ = 0;
}

}  // namespace slipway::desk
