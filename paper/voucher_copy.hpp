#pragma once

#include <string>

#include "paper/slip.hpp"

namespace slipway::paper {

// A voucher on A4, from the desk or the command line. The original is the slip of the kiosk, the
// only one without a mark (security.md 6, S9); this is marked as a copy on every page and says
// what it is good for.
//
// A slip without qr_text is that of a cash claim which can still be collected: its copy holds no
// code, so that nothing but the member's own slip is paid.
struct VoucherCopy {
  VoucherSlip slip;
  int number = 1;  // of the copies that the books know, this one among them
  refund::Instant made_at{};
  std::string made_by;  // who asked for it
};

// "V1-000042 · 副本 COPY 2": stands in the foot of every page, and in the head of those after the
// first, so that no page of a copy passes for one of the original or of another copy.
[[nodiscard]] std::string mark_of(const VoucherCopy& copy);

// The PDF: vectors and text on A4, Chinese first and English beside it, as many pages as the
// working needs ("page n of m"). The same value gives the same bytes. Texts are cleaned and cut as
// those of a slip are, and of the working at most kMostCopyLines lines are set; fonts as in
// slip.hpp. Its title is the voucher's number: nothing about the member stands outside the pages.
inline constexpr std::size_t kMostCopyLines = 100;
[[nodiscard]] std::string pdf_of(const VoucherCopy& copy);

}  // namespace slipway::paper
