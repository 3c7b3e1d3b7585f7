#include "station/desk/voucher_paper.hpp"

#include <algorithm>
#include <cctype>

namespace slipway::desk {

paper::VoucherCopy voucher_paper(const sync::VoucherCopied& copied,
                                 const refund::Phrase& store_name) {
  const sync::VoucherIssued& issued = copied.voucher;
  paper::VoucherCopy copy;
  paper::VoucherSlip& slip = copy.slip;
  slip.store_name = store_name;
  slip.amount = issued.amount;
  slip.masked_name = issued.masked_name;
  slip.masked_card = issued.masked_card;
  slip.number = issued.number;
  slip.number_text = issued.number_text;
  slip.qr_text = issued.qr_text;
  slip.check_code = issued.check_code;
  slip.filed_at = issued.filed_at;
  slip.approved_at = issued.approved_at;
  slip.signed_at = issued.issued_at;
  slip.approvers = issued.approvers;
  slip.payee = issued.payee;
  slip.lines = issued.lines;
  slip.balance_after = refund::zero(issued.amount.currency);
  for (const refund::QuoteLine& line : issued.lines) {
    if (line.kind == refund::LineKind::Stays) slip.balance_after = slip.balance_after - line.amount;
  }
  slip.signature = issued.signature;
  for (const sync::PayoutLeg& leg : issued.legs)
    slip.arrivals.push_back(leg.words);
  if (slip.arrivals.empty()) slip.arrivals.push_back(issued.arrival);
  slip.valid_days = issued.valid_days;
  slip.kiosk_name = copied.kiosk;
  copy.number = copied.copy;
  copy.made_at = copied.at;
  copy.made_by = copied.by;
  return copy;
}

std::string file_name_of(const sync::VoucherCopied& copied) {
  std::string number = copied.voucher.number_text.substr(0, 24);
  std::erase_if(number, [](char letter) {
    return letter != '-' && std::isalnum(static_cast<unsigned char>(letter)) == 0;
  });
  return "voucher-" + number + "-copy-" + std::to_string(copied.copy) + ".pdf";
}

}  // namespace slipway::desk
