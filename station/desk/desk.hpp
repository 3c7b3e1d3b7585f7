#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devices/service/event.hpp"
#include "station/desk/queue.hpp"
#include "station/desk/scan.hpp"
#include "station/desk/station.hpp"

// What staff see and decide, as values. The windows show what this says and tell it what the person
// wants; nothing about money or rights is decided in them, and the station checks everything again.
namespace slipway::desk {

enum class Section { Review, Payouts, Kiosks };

enum class Tone { Good, Note, Bad };
struct Notice {
  Tone tone = Tone::Note;
  refund::Phrase text;
  friend bool operator==(const Notice&, const Notice&) = default;
};

// What can be done with the request that is looked at. A verb that is not offered is not shown; one
// that is offered but not possible now is shown grey.
struct Verbs {
  enum class Offer { No, Grey, Yes };
  Offer approve = Offer::No;
  Offer reject = Offer::No;
  Offer ask_papers = Offer::No;
  Offer papers_seen = Offer::No;
  Offer mark_transferred = Offer::No;
  Offer resolve_paper = Offer::No;
  Offer print_copy = Offer::No;
  Offer save_copy = Offer::No;
  bool passes_on = false;  // approving hands it to a second person
  friend bool operator==(const Verbs&, const Verbs&) = default;
};

// A voucher at the cash desk, from the first look to the money.
struct CashDesk {
  enum class Step {
    Empty,
    Looking,   // asked the station
    Found,     // shown; may be paid when `may_pay`
    Paying,    // asked to redeem: no money is handed over before the answer
    Paid,      // hand over the money now
    Refused,   // not known, not valid, or paid before
    NoAnswer,  // the look-up was in vain; nothing happened
  };
  Step step = Step::Empty;
  std::string scanned;
  std::optional<sync::VoucherFound> found;
  bool may_pay = false;
  refund::Phrase sentence;
  std::optional<Notice> drawer;  // once paid, where this desk has one
};

// A copy of a voucher that the books have numbered, to be made (copy_room.hpp).
enum class CopyTo { Printer, File };
struct CopyOrder {
  CopyTo to = CopyTo::File;
  sync::VoucherCopied copied;
  refund::Phrase store_name;
};
// What became of it. Until the last word no other copy is begun.
struct CopyNews {
  Notice notice;
  bool is_last = false;
};

class Desk {
 public:
  using RedeemKey = std::array<std::uint8_t, 16>;
  using MakeKey = std::function<RedeemKey()>;

  static constexpr Tick kUndo{10'000};
  static constexpr Tick kIdle{300'000};
  // After that long the one who asked to pay may have turned away: no drawer springs open.
  static constexpr Tick kDrawerWaits{30'000};

  Desk(Station& station, MakeKey make_key);

  // ---- what happens
  void on_news(const News& news, Tick now);
  void on_tick(Tick now);  // several times a second
  void on_copy(const CopyNews& news, Tick now);
  void on_drawer(const devices::DrawerMoved& moved);
  void on_input(Tick now);  // any key or pointer: the screen is not locked for five minutes

  // ---- what the person wants
  void sign_in(std::string staff_id, std::string pin, Tick now);
  // Locks the screen, but not while a payment is being recorded: its answer must be seen. Approvals
  // that wait for their ten seconds are sent first.
  void lock(Tick now);
  // Sends what waits, for the window is about to close. True when nothing is left to wait for.
  [[nodiscard]] bool finish(Tick now);
  void show(Section section, Tick now);
  void select(const refund::RequestId& id, Tick now);
  void move(int by, Tick now);
  void set_filter(Filter filter, Tick now);
  void set_search(std::string text, Tick now);
  void refresh(Tick now);
  void approve(Tick now);
  void undo(Tick now);
  void reject(std::string_view reason, std::string note, Tick now);
  void ask_papers(std::string note, Tick now);
  void papers_seen(Tick now);
  void mark_transferred(std::string reference, Tick now);
  void resolve_paper(bool is_out, Tick now);
  // A numbered copy of the voucher that is looked at, on paper or as a file.
  void copy(CopyTo to, Tick now);
  void scanned(std::string_view text, Tick now);
  void look_up(std::string_view text, Tick now);
  void redeem(Tick now);
  void clear_cash_desk();

  // ---- what is to be seen
  [[nodiscard]] bool is_signed_in() const { return staff_.has_value(); }
  [[nodiscard]] bool is_signing_in() const { return sign_in_ticket_ != 0; }
  [[nodiscard]] const std::string& last_staff_id() const { return last_staff_id_; }
  [[nodiscard]] const std::optional<Notice>& sign_in_notice() const { return sign_in_notice_; }
  [[nodiscard]] const std::optional<refund::Staff>& staff() const { return staff_; }
  [[nodiscard]] const refund::Phrase& store_name() const { return store_name_; }
  [[nodiscard]] refund::Money alone_up_to() const { return alone_up_to_; }
  [[nodiscard]] Reach reach() const { return reach_; }
  [[nodiscard]] Section section() const { return section_; }
  [[nodiscard]] const Queue& queue() const;
  [[nodiscard]] const Queue& review() const { return review_; }
  [[nodiscard]] const Queue& payouts() const { return payouts_; }
  [[nodiscard]] const std::vector<sync::Inbox::Kiosk>& kiosks() const { return kiosks_; }
  [[nodiscard]] const std::vector<std::string>& calls() const { return calls_; }
  [[nodiscard]] int kiosks_in_trouble() const;
  // That the station's clock jumped, what time business goes on at, and what to do.
  [[nodiscard]] std::optional<Notice> clock_notice(Tick now) const;
  [[nodiscard]] refund::Instant clock(Tick now) const;
  // Of the selected row, as far as it is known; null while it is being read.
  [[nodiscard]] const sync::Detail* detail() const;
  [[nodiscard]] bool is_detail_missing() const;  // asked in vain
  // Above the figures: why one may not decide, who else must, what differs, who was quicker.
  [[nodiscard]] std::vector<Notice> remarks() const;
  // Why the request that is looked at is not to be decided here any more: who was quicker, or that
  // the member withdrew it. Nothing while it belongs here.
  [[nodiscard]] std::optional<refund::Phrase> why_gone() const;
  [[nodiscard]] Verbs verbs() const;
  // The detail that is looked at when a verb with this offer may be done now; otherwise nothing,
  // and a notice says why not.
  [[nodiscard]] const sync::Detail* decidable(Verbs::Offer offer, Tick now);
  [[nodiscard]] int undoable() const { return static_cast<int>(waiting_.size()); }
  [[nodiscard]] int undo_seconds(Tick now) const;
  [[nodiscard]] int unanswered() const { return static_cast<int>(sent_.size()); }
  [[nodiscard]] bool is_waiting_long(Tick now) const;  // a decision without answer for 3 s
  [[nodiscard]] const std::optional<Notice>& notice() const { return notice_; }
  [[nodiscard]] const CashDesk& cash_desk() const { return cash_desk_; }

  // Whether this desk has a printer for copies; it has none at first.
  void set_printer(bool has_one) { has_printer_ = has_one; }
  // Whether this desk has a cash drawer; it has none at first.
  void set_drawer(bool has_one) { has_drawer_ = has_one; }
  // The payment for which the drawer is to open now, once.
  [[nodiscard]] std::optional<devices::JobId> take_drawer();
  // The copy that is to be made now, once.
  [[nodiscard]] std::optional<CopyOrder> take_copy();

 private:
  struct Waiting {
    sync::Approve approval;
    std::string name;
    Tick send_at{};
  };
  struct Sent {
    Ticket ticket = 0;
    refund::RequestId id{};
    std::string name;
    Tick at{};
  };

  [[nodiscard]] Queue& open_queue();
  [[nodiscard]] Ticket ask(sync::DeskQuestion question);
  void decide(sync::DeskQuestion question, const sync::Detail& detail, Tick now);
  // The same for a request that the person goes on with.
  void stay(sync::DeskQuestion question, const sync::Detail& detail, Tick now);
  void send_waiting(const Waiting& waiting, Tick now);
  void want_detail();
  void merge(const std::vector<sync::InboxRow>& rows, bool first_fill);
  void settle(Ticket ticket, const sync::InboxRow* row);
  [[nodiscard]] std::string settled_name(Ticket ticket) const;
  void tell(Tone tone, refund::Phrase text, Tick now);
  void end_session(Tick now, std::optional<Notice> why);
  void leave(Tick now);

  void on_unanswered(Ticket ticket, Tick now);
  void on_answer(Ticket ticket, const sync::SignedIn& answer, Tick now);
  void on_answer(Ticket ticket, const sync::SignedOut& answer, Tick now);
  void on_answer(Ticket ticket, const sync::NoSession& answer, Tick now);
  void on_answer(Ticket ticket, const sync::Inbox& answer, Tick now);
  void on_answer(Ticket ticket, const sync::Detail& answer, Tick now);
  void on_answer(Ticket ticket, const sync::Decided& answer, Tick now);
  void on_answer(Ticket ticket, const sync::Outdated& answer, Tick now);
  void on_answer(Ticket ticket, const sync::NotAllowed& answer, Tick now);
  void on_answer(Ticket ticket, const sync::VoucherFound& answer, Tick now);
  void on_answer(Ticket ticket, const sync::Redeemed& answer, Tick now);
  void show_redeemed(const refund::RequestId& id);
  void order_drawer(Tick now);
  void on_answer(Ticket ticket, const sync::AlreadyRedeemed& answer, Tick now);
  void on_answer(Ticket ticket, const sync::NoVoucher& answer, Tick now);
  void on_answer(Ticket ticket, const sync::VoucherCopied& answer, Tick now);
  // True when the ticket was that of a copy, which then is not made.
  bool end_copy(Ticket ticket);

  Station& station_;
  MakeKey make_key_;
  Ticket last_ticket_ = 0;
  Reach reach_ = Reach::Connecting;

  Ticket sign_in_ticket_ = 0;
  std::string last_staff_id_;
  std::optional<Notice> sign_in_notice_;
  std::optional<refund::Staff> staff_;
  refund::Phrase store_name_;
  refund::Money alone_up_to_;
  Tick last_input_{};
  std::optional<Tick> leaving_since_;  // locked; the session ends when the decisions are answered

  Section section_ = Section::Review;
  Queue review_;
  Queue payouts_;
  bool is_filled_ = false;  // the first whole inbox has come
  refund::Instant station_now_{};
  Tick station_now_at_{};
  std::vector<sync::Inbox::Kiosk> kiosks_;
  std::vector<std::string> calls_;
  std::optional<refund::Instant> doubted_clock_;

  std::map<refund::RequestId, sync::Detail> details_;
  std::map<Ticket, refund::RequestId> detail_asked_;
  std::map<refund::RequestId, Tick> detail_missing_;

  std::deque<Waiting> waiting_;  // approvals in their ten seconds, oldest first
  std::vector<Sent> sent_;
  std::optional<Notice> notice_;
  Tick notice_at_{};

  CashDesk cash_desk_;
  Ticket cash_ticket_ = 0;
  RedeemKey redeem_key_{};
  Tick redeemed_at_{};  // asked
  bool has_drawer_ = false;
  std::optional<devices::JobId> drawer_order_;  // not taken yet
  std::optional<devices::JobId> drawer_job_;    // its answer has not come

  Ticket copy_ticket_ = 0;  // asked, not answered
  std::optional<CopyOrder> copy_order_;
  CopyTo copy_to_ = CopyTo::File;
  bool has_printer_ = false;
  bool is_copying_ = false;  // taken, and its last word has not come
};

}  // namespace slipway::desk
