#include "sync/wire/lot_codec.hpp"

#include "sync/wire/refund_fields.hpp"

namespace slipway::sync {

refund::cbor::Value to_cbor(const refund::Lot& lot) {
  return put(lot);
}

Result<refund::Lot> lot_from(const refund::cbor::Value& value) {
  refund::Lot lot;
  if (const std::string mistake = get(value, lot); !mistake.empty()) {
    return tl::unexpected(Error{Fault::Malformed, mistake});
  }
  return lot;
}

}  // namespace slipway::sync
