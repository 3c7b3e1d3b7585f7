// `slipway devices` on the simulated bus: real libusb, the program that a technician calls.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <tuple>

#include "devices/reader/ccid.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/simulator/png_file.hpp"
#include "devices/simulator/word_socket.hpp"
#include "tests/catch.hpp"
#include "tests/devices/made_capture.hpp"
#include "tests/devices/rig.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;

namespace {

const std::filesystem::path kBin(SLIPWAY_BIN);

struct Said {
  int status = -1;
  std::string out;
};

class Bench {
 public:
  Bench() {
    std::string pattern = (std::filesystem::temp_directory_path() / "slipway-cli-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
  }
  ~Bench() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  // `slipway devices ...` inside the simulator, which hears `words` once the program has asked.
  Said call(const std::string& verb, const std::string& asked = {}, const std::string& words = {},
            const std::string& simulated = {}) {
    const std::string line = (kBin / "slipway-simulator").string() + " " + simulated +
                             " --folder " + (folder_ / "slips").string() + " --listen " +
                             (folder_ / "words").string() + " --bus umockdev -- " +
                             (kBin / "slipway").string() + " devices " + verb + " 2>&1";
    Said said;
    FILE* pipe = ::popen(line.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 400> part{};
    bool told = words.empty();
    while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
      said.out += part.data();
      if (told || said.out.find(asked) == std::string::npos) continue;
      told = true;
      const auto answer = ask_word_socket(folder_ / "words", words);
      CHECK(answer);
    }
    const int status = ::pclose(pipe);
    said.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    INFO(said.out);
    CHECK(told);
    return said;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("technician: the list names the three devices with what they say of themselves") {
  if (!tests::can_rig()) return;
  const Said said = Bench().call("list");
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("reader  1-1  072f:2200") != std::string::npos);
  CHECK(said.out.find("printer  1-2") != std::string::npos);
  CHECK(said.out.find("pad  1-3") != std::string::npos);
  CHECK(said.out.find("Ready.") != std::string::npos);
}

TEST_CASE(
    "technician: a device that was not inspected is told, and accepted when it is looked at") {
  if (!tests::can_rig()) return;
  Bench bench;
  const std::string option = " --folder " + bench.folder().string();
  std::ofstream(bench.folder() / "inspected") << "printer 04b8:0e28 1-2 ANOTHER\n";
  const Said strange = bench.call("list" + option);
  INFO(strange.out);
  CHECK(strange.status == 1);
  CHECK(strange.out.find("not the printer that was inspected (printer 04b8:0e28 1-2 ANOTHER)") !=
        std::string::npos);
  CHECK(strange.out.find("slipway devices accept") != std::string::npos);
  const Said accepted = bench.call("accept printer" + option);
  INFO(accepted.out);
  CHECK(accepted.status == 0);
  CHECK(accepted.out.find("From now on it is the inspected one") != std::string::npos);
  CHECK(bench.call("list" + option).status == 0);
  CHECK(bench.call("accept printer --port 1-9" + option).status == 2);
  CHECK(bench.call("accept pad --folder /nonexistent").status == 2);
}

TEST_CASE(
    "technician: what devices.toml says of ports and identities holds, and options override it") {
  if (!tests::can_rig()) return;
  Bench bench;
  const auto file = bench.folder() / "devices.toml";
  const std::string config = " --config " + file.string();
  std::ofstream(bench.folder() / "inspected") << "printer 04b8:0e28 1-2 ANOTHER\n";
  std::ofstream(file) << "[roster]\nfolder = \"" << bench.folder().string() << "\"\n";
  CHECK(bench.call("list" + config).status == 1);
  std::ofstream(file, std::ios::app) << "[printer]\nidentity = \"port\"\n";
  const Said by_port = bench.call("list" + config);
  INFO(by_port.out);
  CHECK(by_port.status == 0);
  std::ofstream(file, std::ios::app) << "port = \"1-7\"\n";
  const Said pinned = bench.call("list" + config);
  CHECK(pinned.status == 1);
  CHECK(pinned.out.find("printer  none at port 1-7") != std::string::npos);
  const Said page = bench.call("test page" + config);
  CHECK(page.status == 2);
  CHECK(page.out.find("no printer at port 1-7") != std::string::npos);
  CHECK(bench.call("accept printer" + config).status == 2);
  CHECK(bench.call("test page --port 1-2" + config).status == 0);
  const Said elsewhere = bench.call("accept printer --port 1-2" + config);
  CHECK(elsewhere.status == 2);
  CHECK(elsewhere.out.find("the settings name port 1-7") != std::string::npos);
  std::ofstream(file) << "[pad]\nidentity = \"colour\"\n";
  const Said wrong = bench.call("list" + config);
  CHECK(wrong.status == 2);
  CHECK(wrong.out.find("'pad.identity' is 'colour'") != std::string::npos);
  std::ofstream(file) << "[pad]\nencrypted = \"perhaps\"\n";
  const Said unsure = bench.call("test signature" + config);
  CHECK(unsure.status == 2);
  CHECK(unsure.out.find("'pad.encrypted' is 'perhaps'; expected 'prefer'") != std::string::npos);
  CHECK(bench.call("list --config /nonexistent").status == 2);
}

TEST_CASE("technician: without a service's page on health the reason is told") {
  if (!tests::can_rig()) return;
  const Said none = Bench().call("health --folder /nonexistent");
  CHECK(none.status == 2);
  CHECK(none.out.find("there is no /nonexistent/health") != std::string::npos);
}

TEST_CASE("technician: what is unplugged is told while somebody watches") {
  if (!tests::can_rig()) return;
  const Said said = Bench().call("watch --seconds 3", "arrived  pad", "printer unplug");
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("left     printer  1-2") != std::string::npos);
}

TEST_CASE("technician: a test page is on paper, and without paper the next step is told") {
  if (!tests::can_rig()) return;
  Bench bench;
  const Said said = bench.call("test page");
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("printed, evidence: process id") != std::string::npos);
  const auto page = read_png(bench.folder() / "slips" / "slip-001.png");
  REQUIRE(page);
  CHECK(page->width == 576);
}

TEST_CASE("technician: a card is read, and told so that nobody can copy it from the screen") {
  if (!tests::can_rig()) return;
  const Said said = Bench().call("test swipe", "Present a card", "reader tap 04DE5F1EACC040");
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("**********C040, 14 digits") != std::string::npos);
  const Said none = Bench().call("test swipe --seconds 1");
  CHECK(none.status == 1);
  CHECK(none.out.find("No card was seen") != std::string::npos);
}

TEST_CASE("technician: a card's number is read as the settings of the service say") {
  if (!tests::can_rig()) return;
  Bench bench;
  const auto file = bench.folder() / "devices.toml";
  std::ofstream(file) << "[reader]\nnumber = \"hex\"\n";
  const Said said = bench.call("test swipe --config " + file.string(), "Present a card",
                               "reader tap 04DE5F1E", "--reader keyboard");
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("****5F1E, 8 digits") != std::string::npos);
  std::ofstream(file) << "[reader]\nsector = \"4 A A0A1A2A3A4\"\n";
  const Said refused = bench.call("test swipe --config " + file.string());
  CHECK(refused.status == 2);
  CHECK(refused.out.find("'reader.sector' is not a block") != std::string::npos);
}

TEST_CASE("technician: a signature is counted, and the glass is blank again") {
  if (!tests::can_rig()) return;
  const Said said = Bench().call("test signature", "Sign, within", "pad sign");
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("with pressure, 0 gaps; the glass is blank again") != std::string::npos);
}

TEST_CASE("technician: a signature is whole, and a tap on the tick or the cross ends it") {
  if (!tests::can_rig()) return;
  const Said whole = Bench().call("test signature", "Sign, within", "pad sign");
  INFO(whole.out);
  CHECK(whole.out.find("STU-430, firmware 1.5, encrypted with RSA-2048 and AES-256.") !=
        std::string::npos);
  CHECK(whole.out.find("\n5 strokes of") != std::string::npos);
  const Said tick = Bench().call("test signature", "Sign, within", "pad sign and tap 85 88");
  INFO(tick.out);
  CHECK(tick.status == 0);
  CHECK(tick.out.find("The tick was tapped.\n5 strokes of") != std::string::npos);
  const Said cross = Bench().call("test signature", "Sign, within", "pad tap 15 88");
  INFO(cross.out);
  CHECK(cross.status == 1);
  CHECK(cross.out.find("The cross was tapped") != std::string::npos);
}

TEST_CASE(
    "technician: a pen tablet and an ePad are signed on, a mouse and a screen are told apart") {
  if (!tests::can_rig()) return;
  for (const auto& [pad, says] :
       {std::pair{"digitizer", "a pen tablet that does not tell its size"}, {"epad", "an ePad"}}) {
    const Said said =
        Bench().call("test signature", "Sign, within", "pad sign", std::string("--pad ") + pad);
    INFO(said.out);
    CHECK(said.status == 0);
    CHECK(said.out.find(says) != std::string::npos);
    CHECK(said.out.find("5 strokes of") != std::string::npos);
  }
  const Said mouse = Bench().call("list", {}, {}, "--pad mouse");
  CHECK(mouse.status == 1);
  CHECK(mouse.out.find("A mouse is no pad") != std::string::npos);
  const Said screen = Bench().call("list", {}, {}, "--pad touch");
  CHECK(screen.status == 1);
  CHECK(screen.out.find("[pad] port = \"1-3\"") != std::string::npos);
  const Said named =
      Bench().call("test signature --port 1-3", "Sign, within", "pad sign", "--pad touch");
  INFO(named.out);
  CHECK(named.status == 0);
  CHECK(named.out.find("without pressure") != std::string::npos);
}

TEST_CASE("technician: a port where nothing is and a profile that nobody knows are told") {
  if (!tests::can_rig()) return;
  const Said port = Bench().call("test page --port 1-9");
  CHECK(port.status == 2);
  CHECK(port.out.find("no printer at port 1-9") != std::string::npos);
  const Said profile = Bench().call("test page --profile nonsense");
  CHECK(profile.status == 2);
  CHECK(profile.out.find("no such profile") != std::string::npos);
}

TEST_CASE("technician: what passes is recorded without the card, and the driver does it again") {
  if (!tests::can_rig()) return;
  Bench bench;
  const std::string file = (bench.folder() / "reader.recording").string();
  const Said said = bench.call("record --role reader --seconds 3 --note bench " + file,
                               "Present a card", "reader tap 04DE5F1EACC040");
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("card 04534C49505701") != std::string::npos);
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  CHECK(text.find("source: simulator\n") != std::string::npos);
  CHECK(text.find("note: bench\n") != std::string::npos);
  CHECK(text.find("04de5f1eacc040") == std::string::npos);
  const Said again = Bench().call("replay " + file);
  INFO(again.out);
  CHECK(again.status == 0);
  CHECK(again.out.find("and nothing else") != std::string::npos);
  const Said twice = bench.call("record --role reader --seconds 1 " + file);
  CHECK(twice.status == 2);
  CHECK(twice.out.find("stands there already") != std::string::npos);
}

TEST_CASE("technician: a test page and a scribble are recorded, and replay on any bus") {
  if (!tests::can_rig()) return;
  Bench bench;
  for (const auto& [role, asked, words] :
       {std::tuple("printer", "", ""), std::tuple("pad", "Draw something", "pad sign quick")}) {
    const std::string file = (bench.folder() / role).string();
    const Said said =
        bench.call(std::string("record --seconds 3 --role ") + role + " " + file, asked, words);
    INFO(said.out);
    CHECK(said.status == 0);
    CHECK(bench.call("replay " + file).status == 0);
  }
}

TEST_CASE("technician: what usbmon saw becomes a recording without the card") {
  if (!tests::can_rig()) return;
  Bench bench;
  bench::MadeCapture capture(bench::MadeCapture::Form::Pcap);
  capture.enumerate(VirtualReader::description());
  const auto question = ccid::message(ccid::Command::Exchange, 3, ccid::get_uid());
  usb::RecordedTransfer sent;
  sent.kind = usb::RecordedTransfer::Kind::Write;
  sent.endpoint = 0x02;
  sent.offered = question.size();
  sent.bytes = question;
  capture.add(sent);
  usb::RecordedTransfer came;
  came.endpoint = 0x82;
  came.bytes = {0x80, 6, 0, 0, 0, 0, 3, 0, 0, 0, 0x7B, 0x19, 0xC2, 0xD8, 0x90, 0x00};
  capture.add(came);
  const std::string pcap = (bench.folder() / "bus.pcap").string();
  const std::string file = (bench.folder() / "reader.recording").string();
  std::ofstream(pcap, std::ios::binary)
      .write(reinterpret_cast<const char*>(capture.file().data()),
             static_cast<std::streamsize>(capture.file().size()));
  const Said said = bench.call("import --role reader " + pcap + " " + file);
  INFO(said.out);
  CHECK(said.status == 0);
  CHECK(said.out.find("2 transfers of 1.7  072f:2200") == std::string::npos);
  CHECK(said.out.find("2 transfers of 072f:2200  ACS") != std::string::npos);
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  CHECK(text.find("source: hardware\n") != std::string::npos);
  CHECK(text.find("read 82 ok 80060000000003000000"
                  "04534c01"
                  "9000") != std::string::npos);
  CHECK(text.find("7b19c2d8") == std::string::npos);

  const Said none = bench.call("import --role pad " + pcap + " " + file + ".pad");
  CHECK(none.status == 2);
  CHECK(none.out.find("but devices at 1.7; plug it in while") != std::string::npos);
  const Said other = bench.call("import --role reader " + file + " " + file + ".again");
  CHECK(other.status == 2);
  CHECK(other.out.find("neither pcap nor pcapng") != std::string::npos);
}
