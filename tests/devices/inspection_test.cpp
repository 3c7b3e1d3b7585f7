#include "devices/service/inspection.hpp"

#include <rapidcheck.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "devices/printer/virtual_printer.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;

namespace {

class Folder {
 public:
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "slipway-inspected-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  void put(const std::string& text) const { std::ofstream(path_ / "inspected") << text; }

 private:
  std::filesystem::path path_;
};

usb::Description printer(const std::string& serial, const std::string& port = "1-2") {
  usb::Description device = VirtualPrinter::description();
  device.serial = serial;
  device.port = port;
  return device;
}

usb::Description reader() {
  usb::Description device = VirtualReader::description();
  device.port = "1-1";
  return device;
}

}  // namespace

TEST_CASE("the first device of a role is the inspected one, and another is strange") {
  const Folder folder;
  Inspection inspection(folder.path());
  CHECK(inspection.of(Role::Printer)->has_value() == false);
  REQUIRE(inspection.admit(Role::Printer, printer("A1")));
  CHECK(inspection.of(Role::Printer)->value() == inspected_as(Role::Printer, printer("A1")));
  CHECK(inspection.admit(Role::Printer, printer("A1")));
  CHECK(inspection.admit(Role::Printer, printer("A1", "1-4.2")));  // the same at another port

  const auto other = inspection.admit(Role::Printer, printer("B2"));
  REQUIRE_FALSE(other);
  CHECK(other.error().fault == Fault::Strange);
  CHECK(other.error().text ==
        "not the printer that was inspected (printer 04b8:0e28 1-2 A1): printer 04b8:0e28 1-2 B2");
  CHECK_FALSE(inspection.admit(Role::Printer, printer("")));
  usb::Description like_it = printer("A1");
  like_it.product = 0x0202;
  CHECK_FALSE(inspection.admit(Role::Printer, like_it));
  // A role of its own has an inspection of its own.
  CHECK(inspection.admit(Role::Reader, reader()));

  REQUIRE(inspection.accept(Role::Printer, printer("B2")));
  CHECK(Inspection(folder.path()).admit(Role::Printer, printer("B2")));
  CHECK_FALSE(Inspection(folder.path()).admit(Role::Printer, printer("A1")));
  CHECK(inspection.of(Role::Reader)->has_value());
}

TEST_CASE("a device without a serial number is known by its port") {
  const Folder folder;
  Inspection inspection(folder.path());
  REQUIRE(inspection.admit(Role::Printer, printer("", "1-2")));
  CHECK(inspection.admit(Role::Printer, printer("", "1-2")));
  CHECK_FALSE(inspection.admit(Role::Printer, printer("", "1-3")));
  CHECK_FALSE(inspection.admit(Role::Printer, printer("NEW", "1-2")));
}

TEST_CASE(
    "a device that is known by its port may say any serial number there, and none elsewhere") {
  const Folder folder;
  Identities identities{};
  of(Role::Printer, identities) = Identity::Port;
  Inspection inspection(folder.path(), identities);
  REQUIRE(inspection.admit(Role::Printer, printer("A1", "1-2")));
  CHECK(inspection.admit(Role::Printer, printer("B2", "1-2")));
  CHECK(inspection.admit(Role::Printer, printer("", "1-2")));
  const auto moved = inspection.admit(Role::Printer, printer("A1", "1-3"));
  REQUIRE_FALSE(moved);
  CHECK(moved.error().fault == Fault::Strange);
  usb::Description other = printer("A1", "1-2");
  other.product = 0x0202;
  CHECK_FALSE(inspection.admit(Role::Printer, other));
  // The clone at its own port is chosen, wherever else one with the same serial number is.
  const auto chosen =
      inspection.choose(Role::Printer, "", {printer("A1", "1-1"), printer("Z", "1-2")});
  REQUIRE(chosen);
  CHECK(chosen->device.port == "1-2");
  // Only this role; and who reads the same file without the setting goes by the serial number.
  usb::Description renamed = reader();
  REQUIRE(inspection.admit(Role::Reader, renamed));
  renamed.serial += "X";
  CHECK_FALSE(inspection.admit(Role::Reader, renamed));
  CHECK_FALSE(Inspection(folder.path()).admit(Role::Printer, printer("B2", "1-2")));
}

TEST_CASE("without a folder every device is admitted and nothing is kept") {
  Inspection inspection("");
  CHECK(inspection.admit(Role::Printer, printer("A1")));
  CHECK(inspection.admit(Role::Printer, printer("B2")));
  CHECK_FALSE(inspection.of(Role::Printer)->has_value());
}

TEST_CASE("a damaged list of inspected devices admits nothing and names the line") {
  const Folder folder;
  const std::string sound = "printer 04b8:0e28 1-2 A1\n";
  for (const std::string& damage :
       {std::string("printer 04b8:0e28 1-2"), std::string("camera 04b8:0e28 1-2 A1\n"),
        std::string("reader 04b8 1-2 A1\n"), sound, std::string("\n"), std::string(5000, 'x'),
        std::string("pad 056a:00a4 1-3 \x01\n")}) {
    CAPTURE(damage);
    folder.put(sound + damage);
    Inspection inspection(folder.path());
    const auto admitted = inspection.admit(Role::Printer, printer("A1"));
    REQUIRE_FALSE(admitted);
    CHECK(admitted.error().fault == Fault::Protocol);
    CHECK(admitted.error().text.find("line 2") != std::string::npos);
    // Accepting writes it anew.
    REQUIRE(inspection.accept(Role::Printer, printer("A1")));
    CHECK(inspection.admit(Role::Printer, printer("A1")));
  }
}

TEST_CASE("a device whose serial number could not be read back is not accepted") {
  const Folder folder;
  Inspection inspection(folder.path());
  REQUIRE(inspection.accept(Role::Printer, printer("A1")));
  for (const std::string& serial : {std::string("A\nB"), std::string(127, 'x')})
    CHECK_FALSE(inspection.accept(Role::Printer, printer(serial)));
  CHECK_FALSE(inspection.accept(Role::Printer, printer("A1", "")));
  CHECK(inspection.admit(Role::Printer, printer("A1")));
}

TEST_CASE("a list that cannot be read admits nobody, and is not written over") {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "inspected");
  Inspection inspection(folder.path());
  for (const auto& answer : {inspection.admit(Role::Printer, printer("A1")),
                             inspection.check(Role::Printer, printer("A1")),
                             inspection.accept(Role::Printer, printer("A1"))}) {
    REQUIRE_FALSE(answer);
    CHECK(answer.error().fault == Fault::Access);
  }
}

TEST_CASE("of two devices of a role the inspected one is chosen, whichever came first") {
  const Folder folder;
  Inspection inspection(folder.path());
  const std::vector<usb::Description> both = {printer("B2", "1-1"), printer("A1", "1-2")};
  CHECK(inspection.choose(Role::Printer, "", both)->device.serial == "B2");
  REQUIRE(inspection.accept(Role::Printer, printer("A1", "1-2")));
  CHECK(inspection.choose(Role::Printer, "", both)->device.serial == "A1");
  CHECK(inspection.choose(Role::Printer, "1-1", both)->device.serial == "B2");  // the operator's
  // Plugged in elsewhere, among others: by its numbers.
  usb::Description other = printer("C3", "1-1");
  other.product = 0x0202;
  CHECK(inspection.choose(Role::Printer, "", {other, printer("A1", "1-4")})->device.serial == "A1");
  CHECK(inspection.choose(Role::Printer, "", {other})->device.serial == "C3");
}

TEST_CASE("where nothing can be kept, no first device is admitted") {
  Inspection inspection("/nonexistent");
  const auto admitted = inspection.admit(Role::Printer, printer("A1"));
  REQUIRE_FALSE(admitted);
  CHECK(admitted.error().fault == Fault::Access);
}

TEST_CASE("three roles that come at once are all kept") {
  const Folder folder;
  Inspection service(folder.path());
  Inspection command(folder.path());
  bool kept[3] = {};
  std::thread one([&] { kept[0] = service.accept(Role::Printer, printer("A1")).has_value(); });
  std::thread two([&] { kept[1] = command.accept(Role::Reader, reader()).has_value(); });
  std::thread three([&] { kept[2] = service.accept(Role::Pad, printer("C3")).has_value(); });
  one.join();
  two.join();
  three.join();
  CHECK((kept[0] && kept[1] && kept[2]));
  for (const Role role : {Role::Reader, Role::Printer, Role::Pad})
    CHECK(service.of(role)->has_value());
}

TEST_CASE("any bytes as the list of inspected devices are refused or mean devices") {
  const Folder folder;
  REQUIRE(rc::check("any text", [&](const std::string& text) {
    folder.put(text);
    const Inspection inspection(folder.path());
    const auto of = inspection.of(Role::Printer);
    if (of && of->has_value()) RC_ASSERT(text.find("printer ") != std::string::npos);
  }));
}
