// A technician's look at the queue that stands in for a receipt printer.
#include "command/device_queue.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/catch.hpp"
#include "tests/command/spoken.hpp"
#include "tests/devices/ipp_printer.hpp"
#include "tests/matchers.hpp"

namespace slipway {
namespace {

using tests::containing;
using tests::starting;

using devices::test::IppPrinter;
using devices::test::IppScript;

tests::Spoken test_queue(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"queue"};
  all.insert(all.end(), words.begin(), words.end());
  return tests::spoken(command::add_queue_test, all);
}

}  // namespace

TEST_CASE("the test page goes to a queue, and nobody says that it is on paper") {
  const IppPrinter printer({});
  const auto said = test_queue({printer.uri()});
  INFO(said.err);
  CHECK(said.status == 0);
  CHECK_THAT(said.out, containing("completed, job 17"));
  CHECK_THAT(said.out, containing("does the sheet lie there?"));
  REQUIRE(printer.documents().size() == 1);
  CHECK_THAT(printer.documents()[0], starting("%PDF-1.4"));
}

TEST_CASE("a queue that does not print says what to try next") {
  IppScript script;
  script.accepts = false;
  const IppPrinter closed(script);
  const auto said = test_queue({closed.uri()});
  CHECK(said.status == 1);
  CHECK_THAT(said.out, containing("cupsaccept"));
  CHECK(closed.documents().empty());
  CHECK(test_queue({"http://somewhere/a"}).status == 2);
}

TEST_CASE("without a name the queue is the one of the settings") {
  const auto file = std::filesystem::temp_directory_path() /
                    ("slipway-queue-" + std::to_string(static_cast<long>(::getpid())) + ".toml");
  std::ofstream(file) << "[printer]\nstand_in = \"nobody-has-this-queue\"\n";
  CHECK(test_queue({"--config", file.string()}).status == 1);
  std::ofstream(file) << "[printer]\nstand_in = \"ipp://10.0.0.5/printers/office\"\n";
  CHECK_THAT(test_queue({"--config", file.string()}).err, containing("on this computer"));
  std::ofstream(file) << "[printer]\nstand_in = \"\"\n";
  const auto none = test_queue({"--config", file.string()});
  CHECK(none.status == 2);
  CHECK_THAT(none.err, containing("printer.stand_in"));
  std::ofstream(file) << "[printer]\nstand_in = \"no such name!\"\n";
  CHECK(test_queue({"--config", file.string()}).status == 2);
  std::filesystem::remove(file);
}

}  // namespace slipway
