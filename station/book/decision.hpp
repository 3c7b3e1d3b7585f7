#pragma once

#include "refund/authority.hpp"
#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/desk_messages.hpp"

// What staff decide about a request. Each decision names the version and the content that the
// screen showed: when the request has moved on the answer is Outdated and nothing happened. Rights
// are checked here, on the message, whatever a desk shows; a refused approval stands in the audit.
namespace slipway::book {

[[nodiscard]] sync::Result<sync::DeskAnswer> approve(Store& store, const refund::Staff& staff,
                                                     const sync::Approve& question,
                                                     refund::Instant now);
[[nodiscard]] sync::Result<sync::DeskAnswer> reject(Store& store, const refund::Staff& staff,
                                                    const sync::Reject& question,
                                                    refund::Instant now);
[[nodiscard]] sync::Result<sync::DeskAnswer> ask_papers(Store& store, const refund::Staff& staff,
                                                        const sync::AskPapers& question,
                                                        refund::Instant now);
[[nodiscard]] sync::Result<sync::DeskAnswer> see_papers(Store& store, const refund::Staff& staff,
                                                        const sync::PapersSeen& question,
                                                        refund::Instant now);
// One payment of a confirmed request has left; with the last of them the request is paid.
[[nodiscard]] sync::Result<sync::DeskAnswer> mark_transferred(Store& store,
                                                              const refund::Staff& staff,
                                                              const sync::MarkTransferred& question,
                                                              refund::Instant now);

// Approves by itself what the policy lets it (refund::may_approve_alone), with the audit entry of
// every approval; leaves anything else to people. Inside the transaction of the filing.
[[nodiscard]] sync::Result<void> approve_alone(Store& store, Request& request, refund::Instant now);

}  // namespace slipway::book
