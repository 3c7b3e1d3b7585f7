#include "station/desk/desk.hpp"

#include <algorithm>
#include <utility>

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
  if (cash_desk_.step == CashDesk::Step::Paying) {
    return tell(Tone::Note,
                {"正在等门店服务记下这笔兑付，记下后才能锁屏。",
                 "The station is recording this payment; the screen can be locked after that."},
                now);
  }
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
  copy_ticket_ = 0;
  copy_order_.reset();
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
    return !kiosk.online || !sync::is_usable(kiosk.printer) || !sync::is_usable(kiosk.reader) ||
           !sync::is_usable(kiosk.pad);
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
  redeemed_at_ = now;
  cash_ticket_ = ask(sync::Redeem{cash_desk_.scanned, redeem_key_});
  on_input(now);
}

void Desk::clear_cash_desk() {
  if (cash_desk_.step == CashDesk::Step::Paying) return;
  cash_desk_ = {};
  cash_ticket_ = 0;
}

}  // namespace slipway::desk
