#include "station/book/filing.hpp"

#include <algorithm>
#include <optional>

#include "station/book/accounts.hpp"
#include "station/book/appraisal.hpp"
#include "station/book/audit.hpp"
#include "station/book/bound_policies.hpp"
#include "station/book/cover.hpp"
#include "station/book/decision.hpp"
#include "station/book/filed_card.hpp"
#include "station/book/payout.hpp"
#include "station/book/requests.hpp"
#include "station/book/risk.hpp"
#include "station/book/rows.hpp"
#include "station/book/sentences.hpp"
#include "station/book/visit.hpp"
#include "sync/keys.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::book {
namespace {

using refund::Phrase;
using Answer = sync::Result<sync::KioskAnswer>;

const Phrase kUnreadable{"这份申请在传送中损坏，请重新申请，或找店员帮忙。",
                         "This request was damaged on its way. Please file again, or ask staff."};
const Phrase kOtherContent{"这份申请的编号已用于另一份申请，请重新申请。",
                           "This request's number belongs to another request. Please file again."};

std::span<const std::uint8_t> bytes_of(const refund::RequestId& id) {
  return id;
}

std::optional<refund::Filing> opened(const Store& store, const sync::File& question) {
  const auto& keys = store.terms.keys;
  const auto plain = sync::unseal(question.sealed, keys.box_open, keys.box_secret);
  const auto value = plain ? refund::cbor::decode(*plain) : std::nullopt;
  if (!value) return std::nullopt;
  auto filing = sync::filing_from(*value);
  if (!filing || filing->id != question.id) return std::nullopt;
  return std::move(*filing);
}

// Appends an alarm once, however often its cause is repeated.
sync::Result<void> alarm(Store& store, const sync::Peer& kiosk, const char* action,
                         const refund::RequestId& id, refund::Instant now) {
  return store.books.transaction([&]() -> sync::Result<void> {
    const auto known = has_audit(store.books, action, refund::to_hex(id));
    if (!known) return tl::unexpected(known.error());
    if (*known) return {};
    return append_audit(store.books, now, "kiosk:" + kiosk.name, action, refund::to_hex(id), {});
  });
}

// What the books say of this id already; nothing for a new one.
Answer repeated(Store& store, const sync::Peer& kiosk, const refund::Filing& filing,
                const refund::Digest& content, const Request& known, refund::Instant now) {
  if (refund::digest_of(kept_form(known.filing)) == content) {
    return sync::Filed{known.id, known.state, known.number};
  }
  if (auto told = alarm(store, kiosk, "conflict", filing.id, now); !told) {
    return tl::unexpected(told.error());
  }
  return sync::FilingRefused{filing.id, kOtherContent};
}

struct Refusal {
  refund::Digest content{};
  Phrase reason;
  bool is_damaged = false;
};

sync::Result<std::optional<Refusal>> refusal_of(Store& store, const refund::RequestId& id) {
  std::optional<Refusal> found;
  auto& query = store.books.prepare("SELECT content, zh, en FROM refused_filing WHERE id = ?");
  const auto read = each_row(query.bind(bytes_of(id)), [&](const sync::Statement& row) {
    found.emplace();
    const auto content = row.blob(0);
    std::copy_n(content.begin(), std::min(content.size(), found->content.size()),
                found->content.begin());
    found->reason = {row.text(1), row.text(2)};
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

sync::Result<void> refuse(Store& store, const sync::Peer& kiosk, const refund::Filing& filing,
                          const refund::Digest& content, const Phrase& reason,
                          refund::Instant now) {
  auto& add = store.books.prepare("INSERT INTO refused_filing VALUES(?, ?, ?, ?, ?, ?, ?)");
  add.bind(bytes_of(filing.id)).bind(refund::slip_code(filing.id)).bind(content);
  add.bind(kiosk.name).bind(to_column(now)).bind(reason.zh).bind(reason.en);
  if (auto added = done(add); !added) return added;
  return append_audit(store.books, now, "kiosk:" + kiosk.name, "filing-refused",
                      refund::to_hex(filing.id), {});
}

// Why the books cannot take this filing; nothing when they can.
std::optional<Phrase> obstacle(const refund::Filing& filing, const refund::Account& account,
                               const refund::Quote& quote, bool has_open_request) {
  if (account.status != refund::CardStatus::Active) return told(account.status);
  if (has_open_request) {
    return Phrase{"这张卡已有一笔申请在办理，不能重复申请。可在本机查询进度。",
                  "This card has a request under way already. You can check it at this kiosk."};
  }
  if (quote.refused) return quote.refused->reason;
  if (!refund::is_positive(quote.total)) {
    return Phrase{"这张卡没有可退的金额。", "There is nothing to refund on this card."};
  }
  if (!refund::is_signed(filing.signature)) {
    return Phrase{"申请上没有签名，请重新申请并签名。",
                  "The request was not signed. Please file again and sign."};
  }
  return std::nullopt;
}

// The first delivery, after the PIN: everything in one transaction.
Answer accept(Store& store, const sync::Peer& kiosk, const refund::Filing& filing,
              const refund::Digest& content, refund::Instant now) {
  Answer answer = sync::FilingRefused{filing.id, kOtherContent};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    if (const auto again = request_of(store.books, filing.id); !again || *again) {
      if (!again) return tl::unexpected(again.error());
      if (refund::digest_of(kept_form((*again)->filing)) == content) {
        answer = sync::Filed{filing.id, (*again)->state, (*again)->number};
      }
      return {};
    }
    const auto account = account_of(store.books, filing.card_uid);
    if (!account) return tl::unexpected(account.error());
    if (!*account) return damaged("a card vanished");
    const auto open = open_request_of(store.books, filing.card_uid);
    if (!open) return tl::unexpected(open.error());
    const refund::Instant counts = time_of_filing(filing, now);
    const auto policies = policies_for(store, **account);
    if (!policies) return tl::unexpected(policies.error());
    refund::Wish wish;
    wish.reason = filing.reason;
    wish.filed_at = counts;
    const Appraisal appraisal = appraised(**account, **policies, wish);
    const auto cash_paid = cash_paid_to(store, (*account)->member.id, now);
    if (!cash_paid) return tl::unexpected(cash_paid.error());
    auto why = obstacle(filing, **account, appraisal.quote, open->has_value());
    const auto plan = planned(appraisal, filing.payee, *cash_paid);
    if (!why && !plan) why = told(plan.error(), filing.payee.method);
    if (why) {
      answer = sync::FilingRefused{filing.id, *why};
      return refuse(store, kiosk, filing, content, *why, now);
    }
    Request request;
    request.filing = filing;
    request.quote = appraisal.quote;
    request.kiosk = kiosk.name;
    request.member = (*account)->member.id;
    request.received_at = now;
    if (auto added = add_request(store.books, request); !added) return added;
    if (auto kept = keep_legs(store.books, request.id, *plan); !kept) return kept;
    for (const refund::Leg& leg : plan->legs)
      request.legs.push_back({leg, {}});
    request.payee = payee_by(request.legs, filing.payee);
    if (auto kept = keep_card(store.books, request, **account, counts); !kept) return kept;
    if (auto kept = keep_payee(store, request); !kept) return kept;
    const bool needs_person = !plan->papers.empty();
    if (auto tried = needs_person ? sync::Result<void>{} : approve_alone(store, request, now);
        !tried) {
      return tried;
    }
    answer = sync::Filed{request.id, request.state, request.number};
    return {};
  });
  if (!written) return tl::unexpected(written.error());
  return answer;
}

Answer refuse_entry(Store& store, const sync::Peer& kiosk, const refund::Filing& filing,
                    const refund::Digest& content, const Phrase& reason, refund::Instant now) {
  const auto written =
      store.books.transaction([&] { return refuse(store, kiosk, filing, content, reason, now); });
  if (!written) return tl::unexpected(written.error());
  return sync::FilingRefused{filing.id, reason};
}

}  // namespace

Answer file(Store& store, const sync::Peer& kiosk, const sync::File& question,
            refund::Instant now) {
  auto filing = opened(store, question);
  if (!filing) {
    if (auto told = alarm(store, kiosk, "unreadable", question.id, now); !told) {
      return tl::unexpected(told.error());
    }
    return sync::FilingRefused{question.id, kUnreadable};
  }
  filing->kiosk = kiosk.name;  // by its key, whatever it calls itself
  const auto content = refund::digest_of(kept_form(*filing));
  const auto known = request_of(store.books, filing->id);
  if (!known) return tl::unexpected(known.error());
  if (*known) return repeated(store, kiosk, *filing, content, **known, now);
  const auto before = refusal_of(store, filing->id);
  if (!before) return tl::unexpected(before.error());
  if (*before) {
    if ((*before)->content == content) {
      return sync::FilingRefused{filing->id, (*before)->reason};
    }
    if (auto told = alarm(store, kiosk, "conflict", filing->id, now); !told) {
      return tl::unexpected(told.error());
    }
    return sync::FilingRefused{filing->id, kOtherContent};
  }
  const auto account = account_of(store.books, filing->card_uid);
  if (!account) return tl::unexpected(account.error());
  const auto refused =
      denied(store, *account, filing->card_uid, filing->pin, now, Moment::Delivery);
  if (!refused) return tl::unexpected(refused.error());
  if (*refused) {
    return refuse_entry(store, kiosk, *filing, content, (*refused)->sentence, now);
  }
  return accept(store, kiosk, *filing, content, now);
}

}  // namespace slipway::book
