// From a member's name and signature to the bytes that a printer gets.
#include <rapidcheck.h>

#include "devices/printer/escpos.hpp"
#include "tests/catch.hpp"
#include "tests/paper/samples.hpp"

namespace escpos = slipway::devices::escpos;
namespace paper = slipway::paper;
namespace refund = slipway::refund;

TEST_CASE("no name and no signature on a voucher becomes a printer's real-time command") {
  paper::warm_up();
  REQUIRE(rc::check("vouchers of anybody", [] {
    paper::VoucherSlip slip = paper::samples::voucher();
    slip.masked_name = *rc::gen::arbitrary<std::string>();
    slip.store_name = {*rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>()};
    slip.approvers = *rc::gen::resize(5, rc::gen::arbitrary<std::vector<std::string>>());
    const auto coordinate = [](int most) { return *rc::gen::inRange(0, most); };
    for (auto& stroke : slip.signature.strokes) {
      for (refund::PenPoint& point : stroke) {
        point.x += coordinate(400);
        point.y += coordinate(400);
      }
    }
    const int width = *rc::gen::element(384, 512, 576);
    const auto page = paper::typeset(slip, width);
    escpos::Bytes job;
    for (const escpos::Bytes& strip : escpos::strips(page))
      job.insert(job.end(), strip.begin(), strip.end());
    RC_ASSERT_FALSE(escpos::has_real_time_sequence(job));
    // What was added to break such a sequence is rare and small: the slip is as it was drawn.
    const auto soft = escpos::softened(page);
    std::size_t added = 0;
    for (std::size_t i = 0; i < page.rows.size(); ++i)
      added += soft.rows[i] != page.rows[i] ? 1 : 0;
    RC_ASSERT(added * 1000 < page.rows.size());
  }));
}
