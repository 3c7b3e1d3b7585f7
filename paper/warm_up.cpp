#include "paper/slip.hpp"

namespace slipway::paper {
namespace {

// A word and a figure in every part that a slip may have: each size and weight of each face is
// looked for by then, which is what a first slip would wait for.
const refund::Phrase kWords{"暖 1", "Warm 1"};

std::vector<refund::QuoteLine> working() {
  std::vector<refund::QuoteLine> lines;
  for (const refund::LineKind kind :
       {refund::LineKind::Paid, refund::LineKind::Spent, refund::LineKind::BonusVoid}) {
    lines.push_back({kind, "", kWords, kWords, kWords, {}});
  }
  return lines;
}

RequestSlip request() {
  RequestSlip slip;
  slip.store_name = kWords;
  slip.amount = refund::Money{};
  slip.masked_name = slip.masked_card = slip.number = slip.slip_code = slip.kiosk_name = kWords.zh;
  slip.payee = {refund::Method::BankTransfer, "0000"};
  slip.arrivals = {kWords};
  slip.lines = working();
  slip.comparison = slip.reviewed_by = slip.due = kWords;
  return slip;
}

VoucherSlip voucher() {
  VoucherSlip slip;
  slip.store_name = kWords;
  slip.masked_name = slip.masked_card = slip.number = slip.number_text = kWords.zh;
  slip.qr_text = slip.check_code = "WARM-1";
  slip.approvers = {kWords.zh};
  slip.payee = {refund::Method::BankTransfer, "0000"};
  slip.lines = working();
  slip.signature = {1'000, 500, {{{100, 100, 500, 0}, {900, 400, 500, 10'000}}}};
  slip.arrivals = {kWords};
  slip.kiosk_name = kWords.zh;
  return slip;
}

NoticeSlip notice() {
  return {kWords, kWords, kWords, kWords, {kWords}, {}};
}

}  // namespace

void warm_up() {
  for (const int width : {576, 384}) {
    static_cast<void>(typeset(request(), width));
    static_cast<void>(typeset(voucher(), width));
    static_cast<void>(typeset(notice(), width));
  }
}

}  // namespace slipway::paper
