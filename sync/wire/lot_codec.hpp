#pragma once

#include "refund/account.hpp"
#include "refund/cbor.hpp"
#include "sync/fault.hpp"

// A lot in the form that messages have, for whoever keeps one by itself.
namespace slipway::sync {

[[nodiscard]] refund::cbor::Value to_cbor(const refund::Lot& lot);
[[nodiscard]] Result<refund::Lot> lot_from(const refund::cbor::Value& value);

}  // namespace slipway::sync
