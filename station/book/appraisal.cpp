#include "station/book/appraisal.hpp"

namespace slipway::book {

Appraisal appraised(const refund::Account& account, const refund::PolicyArchive& archive,
                    const refund::Wish& wish) {
  refund::DatedSettlement dated = refund::settle_to_payday(account, archive, wish);
  refund::Quote quote = refund::quote_of(account, dated.settlement);
  return {std::move(dated.settlement), std::move(quote), dated.due};
}

}  // namespace slipway::book
