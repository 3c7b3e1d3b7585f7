#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "command/verb.hpp"
#include "station/book/policy_texts.hpp"
#include "tests/catch.hpp"
#include "tests/command/spoken.hpp"
#include "tests/devices/ipp_printer.hpp"
#include "tests/matchers.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using slipway::tests::containing;
using slipway::tests::starting;

namespace {

sync::VoucherIssued issued(const SmallShop& shop) {
  auto book = shop.open();
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  auto books = shop.raw();
  REQUIRE(book::archive_policy(books, shop.terms().policy.hash, *texts, kNoon));
  const auto filed = filing(kWang, 1);
  approved(shop, book, filed);
  auto slip = ask<sync::VoucherIssued>(book, confirmation(book, filed));
  ask<sync::PaperKnown>(
      book, sync::Paper{slip.id, slip.voucher_number, sync::PaperNews::Printed, "test"});
  return slip;
}

tests::Spoken copy(const SmallShop& shop, const std::string& number, const std::string& file,
                   const std::string& by = "lin") {
  return tests::spoken(command::add_voucher,
                       {"voucher", "copy", number, "--books", shop.books().string(), "--by", by,
                        "--pdf", file, "--store", "拾光美发", "--store-en", "Shiguang Salon"});
}

std::string content(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a copy of a voucher becomes a PDF, by its number or its request's") {
  const SmallShop shop;
  const auto slip = issued(shop);
  const std::string file = (shop.folder() / "copy.pdf").string();
  const auto first = copy(shop, slip.number_text, file);
  INFO(first.err);
  CHECK(first.status == 0);
  CHECK_THAT(first.out, containing("copy 1") && containing(slip.number_text));
  CHECK_THAT(content(file), starting("%PDF-"));
  const std::string next = (shop.folder() / "next.pdf").string();
  CHECK_THAT(copy(shop, slip.number, next).out, containing("copy 2"));
  CHECK(shop.count("audit WHERE action = 'copied' AND actor = 'command:lin'") == 2);
}

TEST_CASE("a copy is a new file of whoever asks, and never replaces one or follows a link") {
  const SmallShop shop;
  const auto slip = issued(shop);
  const auto before = ::umask(0022);
  const std::string file = (shop.folder() / "copy.pdf").string();
  CHECK(copy(shop, slip.number_text, file).status == 0);
  ::umask(before);
  namespace fs = std::filesystem;
  CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));

  const std::string kept = (shop.folder() / "kept.txt").string();
  std::ofstream(kept) << "kept";
  const std::string link = (shop.folder() / "link.pdf").string();
  fs::create_symlink(kept, link);
  const std::string dangling = (shop.folder() / "dangling.pdf").string();
  fs::create_symlink(shop.folder() / "elsewhere.pdf", dangling);
  for (const std::string& taken : {kept, link, dangling}) {
    const auto refused = copy(shop, slip.number_text, taken);
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, containing("expected a new file"));
  }
  CHECK(content(kept) == "kept");
  CHECK_FALSE(fs::exists(shop.folder() / "elsewhere.pdf"));
}

TEST_CASE("a copy that nobody on the staff asked for is not made, and not noted") {
  const SmallShop shop;
  const auto slip = issued(shop);
  const std::string file = (shop.folder() / "copy.pdf").string();
  const auto refused = copy(shop, slip.number_text, file, "nobody");
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, containing("--by nobody"));
  CHECK_FALSE(std::filesystem::exists(file));
  CHECK(shop.count("audit WHERE action = 'copied'") == 0);
}

TEST_CASE("a copy of what is not there, or to where nothing can be written, is refused") {
  const SmallShop shop;
  const auto slip = issued(shop);
  const auto unknown = copy(shop, "V1-999999", (shop.folder() / "copy.pdf").string());
  CHECK(unknown.status == 2);
  CHECK_THAT(unknown.err, containing("no such voucher"));
  const auto nowhere = copy(shop, slip.number_text, (shop.folder() / "no/copy.pdf").string());
  CHECK(nowhere.status == 2);
  CHECK_THAT(nowhere.err, containing("expected a new file"));
}

TEST_CASE("a copy goes to a queue, and what the queue did not print is told by the exit status") {
  const SmallShop shop;
  const auto slip = issued(shop);
  const auto print = [&](const std::string& queue) {
    return tests::spoken(command::add_voucher,
                         {"voucher", "copy", slip.number_text, "--books", shop.books().string(),
                          "--by", "lin", "--store", "拾光美发", "--queue", queue});
  };
  const devices::test::IppPrinter printer({});
  const auto sent = print(printer.uri());
  INFO(sent.err);
  CHECK(sent.status == 0);
  CHECK_THAT(sent.out, containing("cannot see paper"));
  REQUIRE(printer.documents().size() == 1);
  CHECK_THAT(printer.documents()[0], starting("%PDF-"));

  devices::test::IppScript script;
  script.printer_state = 5;
  script.reasons = {"media-empty-error"};
  const devices::test::IppPrinter empty(script);
  CHECK(print(empty.uri()).status == 1);
  script.printer_state = 3;
  script.job_states = {8};
  const devices::test::IppPrinter aborting(script);
  CHECK(print(aborting.uri()).status == 3);
  CHECK(shop.count("audit WHERE action = 'copied'") == 3);

  CHECK(print("http://somewhere/a").status == 2);
  CHECK(shop.count("audit WHERE action = 'copied'") == 3);
}
