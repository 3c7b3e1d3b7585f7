#include "station/book/appraisal.hpp"

namespace slipway::book {

Appraisal appraised(const refund::Account& account, const refund::PolicyArchive& archive,
                    refund::Wish wish) {
  // The day follows from which lots are paid, and not from the interest on them.
  const refund::PayDue due = refund::pay_due(refund::settle(account, archive, wish), wish);
  wish.paid_on = due.day;
  refund::Settlement settlement = refund::settle(account, archive, wish);
  refund::Quote quote = refund::quote_of(account, settlement);
  return {std::move(settlement), std::move(quote), due};
}

}  // namespace slipway::book
