#include <sys/socket.h>
#include <sys/un.h>

#include <functional>
#include <sstream>

#include "sync/service/stop_point.hpp"
#include "tests/sync/kiosk.hpp"

namespace slipway::sync {
namespace {

using tests::Clock;
using tests::Kiosk;
using tests::SyncProcess;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

refund::Filing filing(std::uint8_t number) {
  refund::Filing filing;
  filing.id.fill(number);
  filing.card_uid = "04DE5F1E";
  filing.pin = "135790";
  filing.signature = {9'600, 6'000, {{{10, 10, 500, 0}, {900, 400, 510, 5'000}}}};
  return filing;
}

VoucherIssued voucher(std::int64_t number) {
  VoucherIssued voucher;
  voucher.id.fill(9);
  voucher.voucher_number = number;
  voucher.qr_text = "RV1:TEST";
  return voucher;
}

}  // namespace

TEST_CASE("the screen asks and the station answers") {
  Kiosk kiosk;
  kiosk.start();
  REQUIRE(kiosk.is_up());
  CHECK(kiosk.last<LinkChanged>()->welcome->store_name.zh == "水滴");
  kiosk.screen->send(AskStation{77, Identify{"04DE5F1E"}});
  REQUIRE(kiosk.hears<StationAnswer>());
  CHECK(kiosk.last<StationAnswer>()->ticket == 77);
  CHECK(std::holds_alternative<CardFound>(kiosk.last<StationAnswer>()->answer));
  kiosk.screen->send(
      NoteDevices{DeviceCondition::Ready, DeviceCondition::Strange, DeviceCondition::PaperLow});
  CHECK(kiosk.until([&] { return kiosk.station.hello.printer == DeviceCondition::Ready; }));
  CHECK(kiosk.station.hello.pad == DeviceCondition::PaperLow);
  CHECK(kiosk.station.hello.reader == DeviceCondition::Strange);
}

TEST_CASE("a request that is filed while the station is absent arrives when it is there") {
  Kiosk kiosk;
  kiosk.station.close();
  kiosk.start();
  kiosk.screen->send(AskStation{5, Identify{"04DE5F1E"}});
  REQUIRE(kiosk.hears<StationAbsent>());
  CHECK(kiosk.last<StationAbsent>()->ticket == 5);
  kiosk.screen->send(StoreFiling{filing(1)});
  REQUIRE(kiosk.hears<Stored>());
  CHECK(kiosk.last<Stored>()->slip_code == refund::slip_code(filing(1).id));
  REQUIRE(kiosk.until([&] { return kiosk.last<LinkChanged>()->waiting == 1; }));
  CHECK(kiosk.station.filings.empty());

  kiosk.station.open(kiosk.station.endpoint);
  REQUIRE(kiosk.hears<Delivered>());
  CHECK(kiosk.last<Delivered>()->id == filing(1).id);
  CHECK(std::get<Filed>(kiosk.last<Delivered>()->outcome).number == "R1");
  auto expected = filing(1);
  expected.kiosk = "kiosk-1";
  CHECK(kiosk.station.filings.at(filing(1).id) == expected);
  CHECK(kiosk.until([&] { return kiosk.last<LinkChanged>()->waiting == 0; }));
}

TEST_CASE("a station that dies between receipt and acknowledgement is told again") {
  Kiosk kiosk;
  kiosk.start();
  REQUIRE(kiosk.is_up());
  kiosk.station.answers_to_drop = 3;
  kiosk.screen->send(StoreFiling{filing(1)});
  REQUIRE(kiosk.hears<Delivered>());
  CHECK(kiosk.station.filings.size() == 1);
  CHECK(kiosk.station.times_filed.at(filing(1).id) == 4);
  CHECK(kiosk.count<Delivered>() == 1);
}

TEST_CASE("a withdrawal whose answer is lost is asked again, and the screen hears one answer") {
  Kiosk kiosk;
  kiosk.start();
  REQUIRE(kiosk.is_up());
  kiosk.station.answers_to_drop = 1;
  kiosk.screen->send(AskStation{11, Withdraw{filing(1).id, "135790"}});
  REQUIRE(kiosk.hears<StationAnswer>());
  CHECK(kiosk.last<StationAnswer>()->ticket == 11);
  CHECK(std::get<Withdrawn>(kiosk.last<StationAnswer>()->answer).id == filing(1).id);
  CHECK(kiosk.station.withdrawals.size() == 2);
  CHECK(kiosk.count<StationAnswer>() == 1);
}

TEST_CASE(
    "a withdrawal with the station absent is said to be so at once, and is never sent later") {
  Kiosk kiosk;
  kiosk.station.close();
  kiosk.start();
  kiosk.screen->send(AskStation{12, Withdraw{filing(1).id, "135790"}});
  REQUIRE(kiosk.hears<StationAbsent>());
  CHECK(kiosk.last<StationAbsent>()->ticket == 12);
  kiosk.station.open(kiosk.station.endpoint);
  REQUIRE(kiosk.is_up());
  CHECK(kiosk.last<LinkChanged>()->waiting == 0);
  // What was asked after it is answered, and it was not there before.
  kiosk.screen->send(AskStation{13, Identify{"04DE5F1E"}});
  REQUIRE(kiosk.hears<StationAnswer>());
  CHECK(kiosk.station.withdrawals.empty());
}

TEST_CASE("slipway-sync killed at any point of storing loses nothing and doubles nothing") {
  if (!has_stop_points()) {
    WARN("SKIPPED: this build has no stop points");
    return;
  }
  for (const char* point : {"filing, before the write", "filing, after the commit",
                            "delivered, before the mark", "delivered, after the mark"}) {
    INFO(point);
    Kiosk kiosk;
    kiosk.process.start(point);
    kiosk.open_screen();
    REQUIRE(kiosk.is_up());
    kiosk.screen->send(StoreFiling{filing(1)});
    REQUIRE(kiosk.until([&] { return kiosk.process.has_ended(); }));
    kiosk.process.start();
    REQUIRE(kiosk.until([&] { return kiosk.count<Stored>() > 0; }));
    REQUIRE(kiosk.is_up());
    REQUIRE(kiosk.until([&] {
      return kiosk.station.filings.size() == 1 && kiosk.last<LinkChanged>()->waiting == 0;
    }));
    CHECK(kiosk.count<Stored>() == 1);
    CHECK(kiosk.count<NotStored>() == 0);
    CHECK(kiosk.station.times_filed.at(filing(1).id) <= 2);
  }
}

TEST_CASE(
    "a voucher whose intent was noted when slipway-sync died is unsure, never printed again") {
  if (!has_stop_points()) {
    WARN("SKIPPED: this build has no stop points");
    return;
  }
  Kiosk kiosk;
  kiosk.process.start("voucher, after the commit");
  kiosk.open_screen();
  REQUIRE(kiosk.is_up());
  kiosk.screen->send(NoteVoucher{voucher(42), 7});
  REQUIRE(kiosk.until([&] { return kiosk.process.has_ended(); }));
  kiosk.process.start();
  REQUIRE(kiosk.hears<VoucherNoted>());
  CHECK_FALSE(kiosk.last<VoucherNoted>()->may_print);
  CHECK(kiosk.last<VoucherNoted>()->job == 7);
  REQUIRE(kiosk.until([&] { return !kiosk.station.papers.empty(); }));
  CHECK(kiosk.station.papers[0].news == PaperNews::Unsure);
  CHECK(kiosk.station.papers[0].voucher_number == 42);
}

TEST_CASE("a voucher is printed once and its paper told of, though slipway-sync dies in between") {
  if (!has_stop_points()) {
    WARN("SKIPPED: this build has no stop points");
    return;
  }
  for (const char* point :
       {"voucher, before the write", "paper, before the write", "paper, after the commit"}) {
    INFO(point);
    Kiosk kiosk;
    kiosk.process.start(point);
    kiosk.open_screen();
    REQUIRE(kiosk.is_up());
    const bool dies_first = std::string(point) == "voucher, before the write";
    kiosk.screen->send(NoteVoucher{voucher(42), 7});
    if (dies_first) {
      REQUIRE(kiosk.until([&] { return kiosk.process.has_ended(); }));
      kiosk.process.start();
    }
    REQUIRE(kiosk.until([&] { return kiosk.count<VoucherNoted>() == 1; }));
    CHECK(kiosk.last<VoucherNoted>()->may_print);
    kiosk.screen->send(NotePaper{{voucher(42).id, 42, PaperNews::Printed, "process id"}});
    if (!dies_first) {
      REQUIRE(kiosk.until([&] { return kiosk.process.has_ended(); }));
      kiosk.process.start();
    }
    REQUIRE(kiosk.until([&] {
      return std::any_of(kiosk.station.papers.begin(), kiosk.station.papers.end(),
                         [](const Paper& paper) { return paper.news == PaperNews::Printed; });
    }));
    const auto printed =
        std::count_if(kiosk.station.papers.begin(), kiosk.station.papers.end(),
                      [](const Paper& paper) { return paper.news == PaperNews::Printed; });
    CHECK(printed == 1);
    kiosk.screen->send(NoteVoucher{voucher(42), 8});
    REQUIRE(kiosk.until([&] { return kiosk.count<VoucherNoted>() == 2; }));
    CHECK_FALSE(kiosk.last<VoucherNoted>()->may_print);
  }
}

TEST_CASE("a screen that died while a voucher was printed leaves it unsure") {
  Kiosk kiosk;
  kiosk.start();
  REQUIRE(kiosk.is_up());
  kiosk.screen->send(NoteVoucher{voucher(42), 1});
  REQUIRE(kiosk.hears<VoucherNoted>());
  CHECK(kiosk.last<VoucherNoted>()->may_print);
  kiosk.forget();
  kiosk.open_screen();
  REQUIRE(kiosk.until([&] { return !kiosk.station.papers.empty(); }));
  CHECK(kiosk.station.papers[0].news == PaperNews::Unsure);
  kiosk.screen->send(NoteVoucher{voucher(42), 1});
  REQUIRE(kiosk.hears<VoucherNoted>());
  CHECK_FALSE(kiosk.last<VoucherNoted>()->may_print);
}

TEST_CASE("the screen hears when slipway-sync is gone, and when it is back with its welcome") {
  Kiosk kiosk;
  kiosk.start();
  REQUIRE(kiosk.is_up());
  (void)kiosk.process.end(SIGKILL);
  REQUIRE(kiosk.hears<SyncLost>());
  kiosk.screen->send(AskStation{8, Identify{"04DE5F1E"}});
  REQUIRE(kiosk.hears<StationAbsent>());
  CHECK(kiosk.last<StationAbsent>()->ticket == 8);
  kiosk.station.close();
  kiosk.forget();
  kiosk.process.start();
  REQUIRE(kiosk.hears<LinkChanged>());
  CHECK_FALSE(kiosk.last<LinkChanged>()->is_up);
  REQUIRE(kiosk.last<LinkChanged>()->welcome);
  CHECK(kiosk.last<LinkChanged>()->welcome->telephone == "021-5550 1234");
}

TEST_CASE("a kiosk that the station does not know says so") {
  Kiosk kiosk;
  kiosk.station.knows_kiosk = false;
  kiosk.start();
  CHECK(kiosk.until([&] {
    const auto* link = kiosk.last<LinkChanged>();
    return link != nullptr && link->key_refused && !link->is_up;
  }));
}

TEST_CASE("a kiosk that is struck off in mid-session says so") {
  Kiosk kiosk;
  kiosk.start();
  REQUIRE(kiosk.is_up());
  kiosk.station.knows_kiosk = false;
  CHECK(kiosk.until([&] { return kiosk.last<LinkChanged>()->key_refused; }, 25s));
}

TEST_CASE("with the disk full nothing is filed or printed, questions are answered, and all heals") {
  Kiosk kiosk;
  kiosk.start();
  REQUIRE(kiosk.is_up());
  kiosk.process.fill_disk();
  kiosk.screen->send(StoreFiling{filing(1)});
  REQUIRE(kiosk.hears<NotStored>());
  CHECK(kiosk.last<NotStored>()->id == filing(1).id);
  kiosk.screen->send(NoteVoucher{voucher(42), 7});
  REQUIRE(kiosk.hears<VoucherNoted>());
  CHECK_FALSE(kiosk.last<VoucherNoted>()->may_print);
  kiosk.screen->send(AskStation{3, Identify{"04DE5F1E"}});
  REQUIRE(kiosk.hears<StationAnswer>());
  CHECK(kiosk.station.filings.empty());

  kiosk.process.empty_disk();
  kiosk.screen->send(StoreFiling{filing(1)});
  REQUIRE(kiosk.hears<Stored>());
  REQUIRE(kiosk.hears<Delivered>());
  CHECK(kiosk.station.times_filed.at(filing(1).id) == 1);
}

TEST_CASE("the shipped configuration has every key of slipway-sync and no other") {
  const Folder folder;
  const std::string program = std::string(SLIPWAY_BIN) + "/slipway-sync";
  const std::string shipped = std::string(SLIPWAY_SOURCE) + "/sync/service/sync.toml";
  const auto output_of = [&](const std::string& arguments) {
    const std::string file = (folder / "output").string();
    (void)!std::system((program + " " + arguments + " >" + file + " 2>&1").c_str());
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  };
  // It gets as far as the key files, which this machine has not.
  CHECK(output_of("--config " + shipped).find("station.public: No such file") != std::string::npos);
  std::ostringstream text;
  text << std::ifstream(shipped).rdbuf();
  std::istringstream help(output_of("--help"));
  int keys = 0;
  for (std::string line; std::getline(help, line);) {
    const auto dot = line.find('.');
    if (!line.starts_with("  ") || line.starts_with("   ") || dot == std::string::npos) continue;
    if (line.find(' ', 2) != std::string::npos) continue;
    INFO(line);
    CHECK(text.str().find("[" + line.substr(2, dot - 2) + "]\n") != std::string::npos);
    CHECK(text.str().find("\n" + line.substr(dot + 1) + " = ") != std::string::npos);
    keys += 1;
  }
  CHECK(keys == 6);
}

TEST_CASE("slipway-sync tells systemd that it is ready, and ends cleanly within a second") {
  Kiosk kiosk;
  const std::string path = (kiosk.process.folder / "notify").string();
  const int receiver = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  REQUIRE(::bind(receiver, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  timeval limit{10, 0};
  ::setsockopt(receiver, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  kiosk.process.start("", path);
  std::array<char, 64> text{};
  const ssize_t size = ::recv(receiver, text.data(), text.size(), 0);
  REQUIRE(size > 0);
  CHECK(std::string_view(text.data(), static_cast<std::size_t>(size)) == "READY=1");
  ::close(receiver);
  kiosk.open_screen();
  REQUIRE(kiosk.is_up());
  const auto begin = Clock::now();
  const int status = kiosk.process.end(SIGTERM);
  CHECK(Clock::now() - begin < 1s);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("SIGTERM and SIGINT end slipway-sync with 0 within two seconds, always") {
  using Situation = std::function<void(Kiosk&)>;
  const Situation is_idle = [](Kiosk& kiosk) { REQUIRE(kiosk.is_up()); };
  const Situation has_no_screen = [](Kiosk& kiosk) {
    REQUIRE(kiosk.is_up());
    kiosk.screen.reset();
  };
  const Situation has_no_station = [](Kiosk& kiosk) {
    REQUIRE(kiosk.is_up());
    kiosk.station.close();
    kiosk.screen->send(StoreFiling{filing(1)});
    REQUIRE(kiosk.hears<Stored>());
  };
  const Situation never_had_station = [](Kiosk& kiosk) {
    kiosk.screen->send(StoreFiling{filing(1)});
    REQUIRE(kiosk.hears<Stored>());
  };
  const Situation waits_for_answer = [](Kiosk& kiosk) {
    REQUIRE(kiosk.is_up());
    kiosk.station.answers_to_drop = 1'000;
    kiosk.screen->send(StoreFiling{filing(1)});
    REQUIRE(kiosk.until([&] { return !kiosk.station.filings.empty(); }));
  };
  const std::pair<const char*, Situation> situations[] = {{"idle", is_idle},
                                                          {"no screen", has_no_screen},
                                                          {"station gone", has_no_station},
                                                          {"no station yet", never_had_station},
                                                          {"unanswered", waits_for_answer}};
  for (const auto& [name, arrange] : situations) {
    for (const int signal : {SIGTERM, SIGINT}) {
      CAPTURE(name, signal);
      Kiosk kiosk;
      if (std::string_view(name) == "no station yet") kiosk.station.close();
      kiosk.start();
      arrange(kiosk);
      const auto begin = Clock::now();
      const int status = kiosk.process.end(signal);
      CHECK(Clock::now() - begin < 2s);
      CHECK(WIFEXITED(status));
      CHECK(WEXITSTATUS(status) == 0);
    }
  }
}

}  // namespace slipway::sync
