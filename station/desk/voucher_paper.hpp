#pragma once

#include "paper/voucher_copy.hpp"
#include "sync/wire/desk_messages.hpp"

namespace slipway::desk {

// What the paper of a copy says, from the station's answer.
[[nodiscard]] paper::VoucherCopy voucher_paper(const sync::VoucherCopied& copied,
                                               const refund::Phrase& store_name);

// "voucher-V1-000042-copy-2.pdf": a name for its file, which holds nothing about the member.
[[nodiscard]] std::string file_name_of(const sync::VoucherCopied& copied);

}  // namespace slipway::desk
