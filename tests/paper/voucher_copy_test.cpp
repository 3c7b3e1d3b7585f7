#include "paper/voucher_copy.hpp"

#include <cairo.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "paper/a4_sheet.hpp"
#include "tests/catch.hpp"
#include "tests/paper/samples.hpp"

namespace slipway::paper {
namespace {

namespace fs = std::filesystem;

VoucherCopy copy_of(VoucherSlip slip) {
  return {std::move(slip), 1, samples::kFiled + std::chrono::hours(30), "林店长"};
}

refund::QuoteLine reasoned(refund::QuoteLine line) {
  line.clause = {"《会员卡章程》第 4 条", "Card terms, section 4"};
  line.why = {"2025-03-01 充值 2000 元，其中本金 2000 元。",
              "You paid ¥2,000.00 on 2025-03-01, all of it principal."};
  return line;
}

VoucherCopy transfer() {
  VoucherSlip slip = samples::voucher();
  for (refund::QuoteLine& line : slip.lines)
    line = reasoned(line);
  return copy_of(std::move(slip));
}

VoucherCopy cash_claim() {
  VoucherCopy copy = transfer();
  copy.slip.payee = {refund::Method::Cash, ""};
  copy.slip.arrivals = {{"凭原件到收银台领取现金。", "Cash at the desk, against the original."}};
  copy.slip.qr_text.clear();
  copy.slip.check_code.clear();
  return copy;
}

VoucherCopy long_copy(std::size_t lines) {
  VoucherCopy copy = transfer();
  while (copy.slip.lines.size() < lines)
    copy.slip.lines.push_back(reasoned(samples::working()[copy.slip.lines.size() % 4]));
  return copy;
}

// cairo writes the pages' tree uncompressed: "/Count 3".
int pages_of(const std::string& pdf) {
  const auto at = pdf.find("/Count ");
  return at == std::string::npos ? 0 : std::stoi(pdf.substr(at + 7, 4));
}

// What is drawn, page by page, and the fonts: compressed, so only equal or not.
std::vector<std::string> streams_of(const std::string& pdf) {
  std::vector<std::string> streams;
  std::size_t at = 0;
  while ((at = pdf.find("\nstream\n", at)) != std::string::npos) {
    const auto end = pdf.find("endstream", at);
    streams.push_back(pdf.substr(at, end - at));
    at = end;
  }
  return streams;
}

}  // namespace

TEST_CASE("a copy is one A4 page of PDF when its working is short") {
  const std::string pdf = pdf_of(transfer());
  CHECK(pdf.starts_with("%PDF-"));
  CHECK(pdf.find("%%EOF") != std::string::npos);
  CHECK(pages_of(pdf) == 1);
  CHECK(pdf.find("595.27") != std::string::npos);
  CHECK(pdf.find("841.88") != std::string::npos);
}

TEST_CASE("a copy with a long working goes on, and no more lines than agreed are set") {
  const int some = pages_of(pdf_of(long_copy(30)));
  CHECK(some >= 2);
  const int most = pages_of(pdf_of(long_copy(kMostCopyLines)));
  CHECK(most > some);
  CHECK(pages_of(pdf_of(long_copy(kMostCopyLines * 5))) == most);
}

TEST_CASE("the same copy gives the same bytes, and another number other ones") {
  const VoucherCopy copy = transfer();
  VoucherCopy second = copy;
  second.number = 2;
  CHECK(pdf_of(copy) == pdf_of(copy));
  CHECK(pdf_of(second) != pdf_of(copy));
}

TEST_CASE("every page of a copy tells which copy of which voucher it belongs to") {
  VoucherCopy first = long_copy(30);
  CHECK(mark_of(first) == "V1-000042 · 副本 COPY 1");
  // The same glyphs once more, so that the fonts and whatever does not name the copy stay the same.
  VoucherCopy eleventh = first;
  eleventh.number = 11;
  const std::string one = pdf_of(first);
  const auto ones = streams_of(one);
  const auto elevens = streams_of(pdf_of(eleventh));
  REQUIRE(pages_of(one) >= 2);
  REQUIRE(ones.size() == elevens.size());
  int differing = 0;
  for (std::size_t at = 0; at < ones.size(); ++at)
    differing += ones[at] == elevens[at] ? 0 : 1;
  CHECK(differing >= pages_of(one));
}

TEST_CASE("outside the pages a copy tells its number and nothing about the member") {
  VoucherCopy copy = transfer();
  copy.slip.masked_name = "Zebediah";
  copy.slip.masked_card = "QQ6217QQ";
  const std::string pdf = pdf_of(copy);
  CHECK(pdf.find("V1-000042") != std::string::npos);
  CHECK(pdf.find("Zebediah") == std::string::npos);
  CHECK(pdf.find("QQ6217QQ") == std::string::npos);
}

TEST_CASE("hostile texts make a copy all the same, of a bounded size") {
  VoucherCopy copy = transfer();
  const std::string hostile = std::string(10'000, 'W') + "\x1b[2J\xff\xc3(\u202e";
  VoucherSlip& slip = copy.slip;
  slip.store_name = {hostile, hostile};
  slip.masked_name = slip.masked_card = slip.number = slip.number_text = hostile;
  slip.check_code = slip.kiosk_name = copy.made_by = hostile;
  slip.approvers = std::vector<std::string>(50, hostile);
  slip.arrivals = {{hostile, hostile}};
  for (refund::QuoteLine& line : slip.lines)
    line = {line.kind,          hostile,    {hostile, hostile}, {hostile, hostile},
            {hostile, hostile}, line.amount};
  copy.number = -7;
  const std::string pdf = pdf_of(copy);
  CHECK(pages_of(pdf) >= 1);
  CHECK(pages_of(pdf) <= 6);
  CHECK(pdf.size() < 2'000'000);
}

TEST_CASE("copies are left in the build folder, to be looked at") {
  const fs::path folder = fs::path(SLIPWAY_BIN).parent_path() / "slips";
  fs::create_directories(folder);
  const auto write = [&](const char* name, const VoucherCopy& copy) {
    const std::string pdf = pdf_of(copy);
    std::ofstream(folder / name, std::ios::binary) << pdf;
    CHECK(fs::file_size(folder / name) == pdf.size());
  };
  write("copy-transfer.pdf", transfer());
  write("copy-cash.pdf", cash_claim());
  write("copy-long.pdf", long_copy(30));
}

}  // namespace slipway::paper
