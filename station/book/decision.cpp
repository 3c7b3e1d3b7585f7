#include "station/book/decision.hpp"

#include <optional>

#include "refund/rejection.hpp"
#include "station/book/accounts.hpp"
#include "station/book/audit.hpp"
#include "station/book/cover.hpp"
#include "station/book/inbox.hpp"
#include "station/book/requests.hpp"
#include "station/book/risk.hpp"
#include "station/book/rows.hpp"
#include "station/book/sentences.hpp"

namespace slipway::book {
namespace {

using refund::Event;
using refund::Phrase;
using refund::RequestState;
using Answer = sync::Result<sync::DeskAnswer>;

constexpr std::size_t kMostNote = 800;  // 200 Chinese characters
constexpr std::size_t kMostReference = 64;

const Phrase kNoSuchRequest{"没有这笔申请。", "There is no such request."};
const Phrase kNoRight{"您没有这项权限。", "Your role may not do this."};

const Phrase kWithdrawn{"会员已撤回这笔申请", "The member has withdrawn this request."};

std::string actor_of(const refund::Staff& staff) {
  return "staff:" + staff.id;
}

// What a decision found: the request in the state in which it may be decided, or the answer.
struct Case {
  std::optional<Request> request;
  sync::DeskAnswer answer = sync::NotAllowed{kNoSuchRequest};
};

// The name of the last one who did something.
sync::Result<std::string> last_actor(Store& store, const Request& request) {
  if (request.facts.empty()) return request.kiosk;
  return actor_name(store.books, request.facts.back().actor);
}

template <typename Question>
sync::Result<Case> open_case(Store& store, const refund::Staff& staff, const Question& question,
                             RequestState expected) {
  auto found = request_of(store.books, question.id);
  if (!found) return tl::unexpected(found.error());
  Case opened;
  if (!*found) return opened;
  Request& request = **found;
  if (question.version == request.version() && question.content == request.content &&
      request.state == expected) {
    opened.request = std::move(request);
    return opened;
  }
  auto row = row_of(store, request, staff);
  if (!row) return tl::unexpected(row.error());
  if (request.state == RequestState::Withdrawn) {
    opened.answer = sync::Outdated{std::move(*row), kWithdrawn};
    return opened;
  }
  const auto name = last_actor(store, request);
  if (!name) return tl::unexpected(name.error());
  opened.answer = sync::Outdated{std::move(*row), dealt_with_by(*name)};
  return opened;
}

Answer decided_now(Store& store, const Request& request, const refund::Staff& staff) {
  auto row = row_of(store, request, staff);
  if (!row) return tl::unexpected(row.error());
  const int missing = row->approvals_needed - row->approvals;
  const Phrase sentence = decided(request.state, row->approvals == 0 ? 0 : missing);
  return sync::Decided{std::move(*row), sentence};
}

// Runs one decision in one transaction: `act` is called with the request when it may be decided,
// and gives the answer when it refuses.
template <typename Question, typename Act>
Answer decide(Store& store, const refund::Staff& staff, const Question& question,
              RequestState expected, Act act) {
  Answer answer = sync::NotAllowed{kNoSuchRequest};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    auto opened = open_case(store, staff, question, expected);
    if (!opened) return tl::unexpected(opened.error());
    answer = opened->answer;
    if (!opened->request) return {};
    Request& request = *opened->request;
    sync::Result<std::optional<Phrase>> refused = act(request);
    if (!refused) return tl::unexpected(refused.error());
    if (*refused) {
      answer = sync::NotAllowed{**refused};
      return {};
    }
    answer = decided_now(store, request, staff);
    return answer.map([](const sync::DeskAnswer&) {});
  });
  if (!written) return tl::unexpected(written.error());
  return answer;
}

using Refused = sync::Result<std::optional<Phrase>>;

Refused accepted(const sync::Result<void>& written) {
  if (!written) return tl::unexpected(written.error());
  return std::optional<Phrase>{};
}

Refused refused(Phrase why) {
  return std::optional(std::move(why));
}

// Why the store should not promise this money any more.
Refused uncovered(Store& store, const Request& request) {
  const auto cover = cover_of(store, request);
  if (!cover) return tl::unexpected(cover.error());
  if (cover->status != refund::CardStatus::Active) {
    return refused({"这张卡已挂失、冻结或停用，不能批准。请先核实，或驳回申请。",
                    "This card is lost, frozen or closed now. Check first, or reject it."});
  }
  if (cover->is_enough) return std::optional<Phrase>{};
  const std::string now = refund::to_text(cover->now);
  return refused({"提交后这张卡又有消费，现在只能退 " + now + "。请驳回，请会员重新申请。",
                  "The card was used after this was filed and gives back " + now +
                      " now. Reject it, so that the member can file again."});
}

Refused put_approval(Store& store, const refund::Staff& staff, Request& request,
                     refund::Instant now) {
  auto claim = claim_of(store, request);
  if (!claim) return tl::unexpected(claim.error());
  const auto today = day_sums_of(store.books, request, staff.id, refund::date_of(now));
  if (!today) return tl::unexpected(today.error());
  if (const auto objection = refund::objection(store.terms.policy, staff, *claim, *today)) {
    const auto told = append_audit(store.books, now, actor_of(staff), "approval-refused",
                                   refund::to_hex(request.id), {});
    if (!told) return tl::unexpected(told.error());
    return refused(refund::phrase_of(*objection));
  }
  if (auto why = uncovered(store, request); !why || *why) return why;
  if (!claim->roles.contains(staff.id)) {
    if (auto written = record_approval(store.books, request, now, staff.id); !written) {
      return tl::unexpected(written.error());
    }
    claim->approvers.push_back(staff.id);
    claim->roles[staff.id] = staff.role;
  }
  if (refund::approvals_missing(store.terms.policy, *claim) > 0) return std::optional<Phrase>{};
  return accepted(record(store.books, request, Event::ApprovalsComplete, now, actor_of(staff)));
}

// How many payments of this request have not left yet; nothing when `number` is none of these.
std::optional<std::size_t> others_unpaid(const Request& request, int number) {
  if (request.legs.empty()) return number == 1 ? std::optional<std::size_t>(0) : std::nullopt;
  const auto index = static_cast<std::size_t>(number) - 1;
  if (index >= request.legs.size() || !request.legs[index].transfer.empty()) return std::nullopt;
  return request.legs.size() - static_cast<std::size_t>(paid_of(request.legs)) - 1;
}

Refused put_transfer(Store& store, const refund::Staff& staff, Request& request,
                     const sync::MarkTransferred& question, refund::Instant now) {
  if (request.payee.method == refund::Method::Cash) {
    return refused(
        {"这笔申请领现金，请兑付凭证。", "This request is paid in cash: redeem its voucher."});
  }
  const auto others = others_unpaid(request, question.leg);
  if (!others) {
    return refused({"这笔付款已经标记过，或不属于这笔申请。",
                    "This payment is marked already, or is none of this request."});
  }
  const auto known = has_transfer(store.books, question.reference);
  if (!known) return tl::unexpected(known.error());
  if (*known) {
    return refused({"这个流水号已用于另一笔付款。", "Another payment has this number already."});
  }
  if (auto kept =
          keep_transfer(store.books, request.id, question.leg, question.reference, staff.id, now);
      !kept) {
    return tl::unexpected(kept.error());
  }
  const std::string actor = actor_of(staff);
  if (!request.legs.empty()) {
    request.legs[static_cast<std::size_t>(question.leg) - 1].transfer = question.reference;
  }
  if (*others > 0) {
    const refund::Leg& leg = request.legs[static_cast<std::size_t>(question.leg) - 1].leg;
    return accepted(record(store.books, request, Event::LegPaid, now, actor, leg.words));
  }
  return accepted(record(store.books, request, Event::PayoutBegan, now, actor).and_then([&] {
    return record(store.books, request, Event::Posted, now, actor);
  }));
}

}  // namespace

sync::Result<void> approve_alone(Store& store, Request& request, refund::Instant now) {
  const auto claim = claim_of(store, request);
  if (!claim) return tl::unexpected(claim.error());
  const auto today = day_sums_of(store.books, request, {}, refund::date_of(now));
  if (!today) return tl::unexpected(today.error());
  if (!refund::may_approve_alone(store.terms.policy, *claim, *today)) return {};
  return record(store.books, request, Event::ApprovalsComplete, now, kStation);
}

Answer approve(Store& store, const refund::Staff& staff, const sync::Approve& question,
               refund::Instant now) {
  return decide(store, staff, question, RequestState::InReview,
                [&](Request& request) { return put_approval(store, staff, request, now); });
}

Answer reject(Store& store, const refund::Staff& staff, const sync::Reject& question,
              refund::Instant now) {
  if (!refund::has(staff, refund::Capability::Approve)) return sync::NotAllowed{kNoRight};
  const refund::Rejection* reason = refund::rejection_from(question.reason);
  const bool has_words = reason != nullptr && (!reason->needs_note || !question.note.empty());
  if (!has_words || question.note.size() > kMostNote) {
    return sync::NotAllowed{{"请选择驳回理由；选“其他”须填说明，不超过 200 字。",
                             "Choose a reason; “Other” needs a note of at most 200 characters."}};
  }
  return decide(store, staff, question, RequestState::InReview, [&](Request& request) {
    return accepted(record(store.books, request, Event::Rejection, now, actor_of(staff),
                           refund::told_to_member(*reason, question.note)));
  });
}

Answer ask_papers(Store& store, const refund::Staff& staff, const sync::AskPapers& question,
                  refund::Instant now) {
  if (!refund::has(staff, refund::Capability::Approve)) return sync::NotAllowed{kNoRight};
  if (question.note.empty() || question.note.size() > kMostNote) {
    return sync::NotAllowed{{"请写明需要会员带来什么，不超过 200 字。",
                             "Say what the member should bring, in at most 200 characters."}};
  }
  return decide(store, staff, question, RequestState::InReview, [&](Request& request) {
    return accepted(record(store.books, request, Event::DocumentsAsked, now, actor_of(staff),
                           {question.note, question.note}));
  });
}

Answer see_papers(Store& store, const refund::Staff& staff, const sync::PapersSeen& question,
                  refund::Instant now) {
  if (!refund::has(staff, refund::Capability::Approve)) return sync::NotAllowed{kNoRight};
  return decide(store, staff, question, RequestState::NeedsInfo, [&](Request& request) {
    return accepted(record(store.books, request, Event::DocumentsGiven, now, actor_of(staff)));
  });
}

Answer mark_transferred(Store& store, const refund::Staff& staff,
                        const sync::MarkTransferred& question, refund::Instant now) {
  if (!refund::has(staff, refund::Capability::Reconcile)) return sync::NotAllowed{kNoRight};
  if (question.reference.empty() || question.reference.size() > kMostReference) {
    return sync::NotAllowed{
        {"请填写银行或支付平台的流水号。", "Enter the bank's or the payment provider's number."}};
  }
  return decide(store, staff, question, RequestState::Confirmed, [&](Request& request) {
    return put_transfer(store, staff, request, question, now);
  });
}

}  // namespace slipway::book
