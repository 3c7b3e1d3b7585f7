#include "devices/printer/printer_profile.hpp"

#include <rapidcheck.h>

#include <set>

#include "tests/catch.hpp"

using slipway::devices::Ability;
using slipway::devices::Cutter;
using slipway::devices::known_profiles;
using slipway::devices::Language;
using slipway::devices::PrinterProfile;
using slipway::devices::profile_named;
using slipway::devices::read_profiles;
using slipway::devices::StatusDialect;
using slipway::devices::UsbId;

namespace {

std::string mistake_in(const std::string& text) {
  const auto read = read_profiles("own.profiles", text, {});
  return read ? "" : read.error().text;
}

}  // namespace

TEST_CASE("a profile says what its section says, and the cautious value for the rest") {
  const auto read = read_profiles("own.profiles",
                                  "# one of everything\n"
                                  "[Acme R1]\r\n"
                                  "maker = Acme Inc.\n"
                                  "  model=R1 , R1+\n"
                                  "usb = 04B8:0e28, 1234:abCD\n"
                                  "language = starprnt\n"
                                  "width = 384\ndpi = 180\nspeed = 250\nstall = 20\n"
                                  "cutter = full\ndrawer = no\nnear-end = no\n"
                                  "status = automatic\nprocess-ids = yes\n"
                                  "real-time-lock = yes\nordered-query = no\ncut-counter = yes\n"
                                  "\n[Acme R2]\nwidth = 640",
                                  {});
  REQUIRE(read);
  REQUIRE(read->size() == 2);
  const PrinterProfile& one = (*read)[0];
  CHECK(one.name == "Acme R1");
  CHECK(one.maker == "Acme Inc.");
  CHECK(one.models == std::vector<std::string>{"R1", "R1+"});
  CHECK(one.usb == std::vector<UsbId>{{0x04B8, 0x0E28}, {0x1234, 0xABCD}});
  CHECK(one.language == Language::StarPrnt);
  CHECK(one.width_dots == 384);
  CHECK(one.dots_per_inch == 180);
  CHECK(one.millimetres_per_second == 250);
  CHECK(one.stall_limit == std::chrono::seconds(20));
  CHECK(one.cutter == Cutter::Full);
  CHECK_FALSE(one.has_drawer);
  CHECK_FALSE(one.senses_near_end);
  CHECK(one.status == StatusDialect::RealTimeAndAutomatic);
  CHECK(one.confirms_jobs == Ability::Yes);
  CHECK(one.forbids_real_time);
  CHECK_FALSE(one.answers_in_order);
  CHECK(one.counts_cuts);
  PrinterProfile plain;
  plain.name = "Acme R2";
  plain.width_dots = 640;
  CHECK((*read)[1] == plain);
}

TEST_CASE("a profile may build upon another and refine one of an earlier text") {
  auto first = read_profiles("a", "[A]\nmodel = A\nusb = 0001:0002\nwidth = 384\ndpi = 180\n", {});
  REQUIRE(first);
  const auto second =
      read_profiles("b", "[B]\nlike = A\nwidth = 400\n[A]\nwidth = 416\n", std::move(*first));
  REQUIRE(second);
  REQUIRE(second->size() == 2);
  CHECK((*second)[0].name == "A");
  CHECK((*second)[0].width_dots == 416);
  CHECK((*second)[0].dots_per_inch == 180);
  CHECK((*second)[0].models.size() == 1);
  CHECK((*second)[1].width_dots == 400);
  CHECK((*second)[1].dots_per_inch == 180);
  // What tells models from one another stays with each.
  CHECK((*second)[1].models.empty());
  CHECK((*second)[1].usb.empty());
}

TEST_CASE("every mistake in a profile is named by file, line and key") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"width = 576", "own.profiles:1: 'width': stands before the first [name]"},
      {"[A]\n\nwidth = 577", "own.profiles:3: 'width': expected dots, a multiple of 8 from 192"},
      {"[A]\nwidth = 99999999999999", "own.profiles:2: 'width': expected dots"},
      {"[A]\nwidth = 5 76", "own.profiles:2: 'width': expected dots"},
      {"[A]\nwidth =", "own.profiles:2: 'width': expected dots"},
      {"[A]\nwidth = 384\nwidth = 384", "own.profiles:3: 'width': given twice"},
      {"[A]\ncolour = red", "own.profiles:2: 'colour': no such key; there are like, maker"},
      {"[A]\nwidth", "own.profiles:2: expected [name] or key = value"},
      {"[A", "own.profiles:1: expected [name]"},
      {"[", "own.profiles:1: expected [name]"},
      {"[]", "own.profiles:1: expected [name]"},
      {"[\x07]", "own.profiles:1: expected [name]"},
      {"[" + std::string(65, 'A') + "]", "own.profiles:1: expected [name]"},
      {"[A]\n[A]", "own.profiles:2: this name was given before"},
      {"[A]\nlike = B", "own.profiles:2: 'like': no earlier profile"},
      {"[A]\nlike = A", "own.profiles:2: 'like': no earlier profile"},
      {"[A]\n[B]\nwidth = 384\nlike = A", "own.profiles:4: 'like': has to be the first key"},
      {"[A]\nusb = 04B8", "own.profiles:2: 'usb': expected at most 8 ids"},
      {"[A]\nusb = 04B8:0E2G", "own.profiles:2: 'usb': expected"},
      {"[A]\nusb = 04B8:-E28", "own.profiles:2: 'usb': expected"},
      {"[A]\nmodel = a,b,c,d,e,f,g,h,i", "own.profiles:2: 'model': expected at most 8 names"},
      {"[A]\nmodel = a,,b", "own.profiles:2: 'model': expected"},
      {"[A]\nmaker = \xE4", "own.profiles:2: 'maker': expected printable"},
      {"[A]\ncutter = blunt", "own.profiles:2: 'cutter': expected none, partial or full"},
      {"[A]\nprocess-ids = maybe", "own.profiles:2: 'process-ids': expected yes, no or ask"},
      {"[A]\ndrawer = YES", "own.profiles:2: 'drawer': expected yes or no"},
      {"[A]\nstall = 0", "own.profiles:2: 'stall': expected seconds, 2 to 60"},
      {"[A]\n" + std::string(201, '#'), "own.profiles:2: a line of more than 200"},
      {std::string(256 * 1024 + 1, '\n'), "own.profiles:0: more than 256 KiB"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text.substr(0, 80));
    CHECK(mistake_in(text).rfind(expected, 0) == 0);
  }
  std::string many;
  for (int i = 0; i < 513; ++i)
    many += "[" + std::to_string(i) + "]\n";
  CHECK(mistake_in(many) == "own.profiles:513: more than 512 profiles");
}

TEST_CASE("the profiles that ship are sound, and the first is for printers that nobody knows") {
  CHECK(known_profiles().size() > 40);
  CHECK(known_profiles().front().name == "generic 80 mm");
  CHECK(known_profiles().front().confirms_jobs == Ability::Ask);
  CHECK(known_profiles().front().models.empty());
  std::set<std::string> models;
  for (const PrinterProfile& profile : known_profiles()) {
    CAPTURE(profile.name);
    CHECK(profile_named(profile.name, known_profiles()) == &profile);
    CHECK(profile.width_dots % 8 == 0);
    CHECK_FALSE(
        (profile.language == Language::EscPos && !profile.models.empty() && profile.maker.empty()));
    for (const std::string& model : profile.models)
      CHECK(models.insert(profile.maker + " " + model).second);
  }
  CHECK(profile_named("none such", known_profiles()) == nullptr);
  // Refined: the width is escpos-printer-db's, the process ids are ours.
  const PrinterProfile* refined = profile_named("Epson TM-T88V", known_profiles());
  REQUIRE(refined != nullptr);
  CHECK(refined->width_dots == 512);
  CHECK(refined->confirms_jobs == Ability::Yes);
  CHECK(profile_named("Epson TM-T88III", known_profiles())->confirms_jobs == Ability::No);
  CHECK(profile_named("Citizen CT-S651", known_profiles())->confirms_jobs == Ability::Ask);
}

TEST_CASE("no text, however wrong, is more than a mistake with its line") {
  REQUIRE(rc::check("any text", [](const std::string& text) {
    const auto read = read_profiles("own.profiles", "[A]\n" + text, {});
    if (!read) RC_ASSERT(read.error().text.rfind("own.profiles:", 0) == 0);
  }));
}
