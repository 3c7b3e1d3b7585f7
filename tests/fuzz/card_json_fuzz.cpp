#include <cstddef>
#include <cstdint>

#include "command/quote_json.hpp"
#include "refund/require.hpp"

namespace slipway::command {

namespace {

refund::Policy policy() {
  refund::Terms terms;
  terms.id = terms.name = terms.name_en = "shop";
  for (const refund::Reason reason : refund::kReasons)
    terms.cause_of[reason] = refund::Cause::Member;
  terms.fee[refund::Cause::Member] =
      refund::Fee{200, refund::Money{500}, refund::Money{20'000}, true};
  refund::Policy policy;
  policy.hash = "00";
  policy.shop = terms;
  terms.id = "floor";
  terms.price[refund::Cause::Member] = refund::PriceBasis::List;
  policy.floors = {terms};
  policy.cash_most = refund::Money{10'000};
  policy.tiers = {{refund::Money{refund::Money::kMost}, 1, {}}};
  return policy;
}

}  // namespace

// Any text may be given as a card. One that is read gets a quote, which can be written: lines that
// add up, or a refusal with its ground. One that is not says why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  static const refund::PolicyArchive terms(policy());
  const auto card = card_from_json({reinterpret_cast<const char*>(first), size});
  if (!card) {
    refund::require(!card.error().empty());
    return 0;
  }
  refund::Wish wish;
  wish.reason = refund::Reason::Rarely;
  wish.filed_at = *refund::instant_from("2026-11-21 10:00");
  wish.part = card->part;
  wish.ended = card->ended;
  wish.paid_on = card->paid_on;
  wish.presence = card->presence.value_or(refund::Presence::AtKiosk);
  const auto dated = refund::settle_to_payday(card->account, terms, wish);
  const refund::Quote found = refund::quote_of(card->account, dated.settlement);
  refund::require(found.refused.has_value() == refund::is_zero(found.total));
  refund::require(!found.refused || !found.refused->reason.zh.empty());
  refund::require(!to_json(found, card->account, dated, nullptr).empty());
  return 0;
}

}  // namespace slipway::command
