// Who may include whom, and where each outside library lives: architecture as a test. Every source
// line is read against two tables; a breach is named by file and line.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;

// A part of the tree and the parts whose headers it may include, by path prefix. The longest
// matching prefix counts, so that a stricter row can stand for a folder inside another.
struct Folder {
  std::string path;
  std::vector<std::string> may_include;
};

const std::vector<Folder> kFolders = {
    {"program/", {"program/", "slipway/"}},
    {"program/settings", {"program/", "slipway/", "refund/toml_text.hpp"}},
    {"refund/", {"refund/"}},
    {"devices/", {"devices/"}},
    {"devices/service/app", {"devices/", "program/", "slipway/"}},
    {"devices/service/printer_settings", {"devices/", "program/", "slipway/"}},
    {"devices/service/reader_settings", {"devices/", "program/", "slipway/"}},
    {"devices/service/roster_settings", {"devices/", "program/", "slipway/"}},
    {"devices/service/main", {"devices/", "program/", "slipway/"}},
    {"devices/simulator/app", {"devices/", "program/", "slipway/"}},
    {"devices/simulator/main", {"devices/", "program/", "slipway/"}},
    {"sync/", {"sync/", "refund/"}},
    {"sync/service/app", {"sync/", "refund/", "program/", "slipway/"}},
    {"sync/service/main", {"sync/", "refund/", "program/", "slipway/"}},
    {"paper/", {"paper/", "refund/", "devices/printer/page.hpp", "devices/pad/prompt.hpp"}},
    {"kiosk/flow/",
     {"kiosk/flow/", "refund/", "paper/slip.hpp", "paper/pad_prompt.hpp",
      "devices/service/event.hpp", "devices/service/client.hpp", "sync/service/client.hpp",
      "sync/wire/kiosk_messages.hpp"}},
    {"kiosk/", {"kiosk/", "refund/", "paper/", "devices/", "sync/", "program/", "slipway/"}},
    {"station/book/", {"station/book/", "refund/", "sync/"}},
    {"station/book/dukpt", {"station/book/", "devices/usb/wipe.hpp"}},
    {"station/book/swipes",
     {"station/book/", "refund/", "sync/", "devices/reader/track.hpp",
      "devices/reader/bank_card.hpp", "devices/reader/card_number.hpp", "devices/usb/wipe.hpp"}},
    {"station/book/app", {"station/book/", "refund/", "sync/", "program/", "slipway/"}},
    {"station/book/main", {"station/book/", "refund/", "sync/", "program/", "slipway/"}},
    {"station/desk/",
     {"station/desk/", "refund/", "sync/", "paper/voucher_copy.hpp",
      "devices/printer/cups_queue.hpp", "devices/service/event.hpp"}},
    {"station/",
     {"station/desk/", "station/view/", "station/app", "refund/", "paper/", "sync/",
      "devices/printer/cups_queue.hpp", "devices/service/client.hpp", "program/", "slipway/"}},
    {"command/",
     {"command/", "refund/", "devices/", "sync/", "paper/", "station/book/",
      "station/desk/voucher_paper.hpp", "station/desk/copy_room.hpp", "program/", "slipway/"}},
    {"tests/",
     {"tests/", "refund/", "devices/", "sync/", "paper/", "kiosk/", "station/", "command/",
      "program/", "slipway/"}},
};

// An outside library: how its headers are spelt, and the only places that may include them.
struct Address {
  std::string library;
  std::regex header;
  std::vector<std::string> places;
};

const std::vector<Address> kAddresses = {
    {"libusb", std::regex("libusb.*"), {"devices/usb/libusb_"}},
    {"libcups", std::regex("cups/.*"), {"devices/printer/cups_"}},
    {"umockdev",
     std::regex("umockdev.*|linux/usbdevice_fs\\.h"),
     {"devices/simulator/umockdev_", "tests/devices/"}},
    {"libpng", std::regex("png\\.h"), {"devices/simulator/png_", "command/", "tests/"}},
    {"libsodium", std::regex("sodium.*"), {"refund/sodium.cpp", "sync/keys"}},
    {"nettle",
     std::regex("nettle/.*"),
     {"devices/reader/virtual_tag.cpp", "devices/reader/virtual_head.cpp",
      "devices/pad/stu_cipher.cpp", "devices/pad/virtual_capture.cpp", "station/book/sun.cpp",
      "station/book/dukpt.cpp"}},
    {"toml++",
     std::regex("toml\\+\\+.*"),
     {"refund/policy_tree.cpp", "program/settings.cpp", "sync/keys_file.cpp"}},
    {"SQLite", std::regex("sqlite3\\.h"), {"sync/store/", "tests/"}},
    {"ZeroMQ",
     std::regex("zmq.*"),
     {"sync/link", "sync/gate", "sync/zap", "sync/socket", "sync/service/socket",
      "devices/service/socket", "tests/"}},
    {"gtkmm",
     std::regex("gtkmm.*|gtk/.*|gdkmm.*|gdk/.*|giomm.*|glibmm/dispatcher\\.h"),
     {"kiosk/view/", "kiosk/app", "kiosk/main", "station/view/", "station/app", "station/main"}},
    {"Pango and Cairo",
     std::regex("pangomm.*|pango/.*|cairomm.*|cairo.*"),
     {"paper/", "devices/printer/stand_in.cpp", "kiosk/view/", "station/view/", "tests/paper/",
      "tests/bench/"}},
    {"librsvg", std::regex("librsvg.*"), {"paper/icon"}},
    {"libqrencode", std::regex("qrencode\\.h"), {"paper/", "tests/"}},
    {"zxing",
     std::regex("ZXing/.*|ReadBarcode\\.h|BarcodeFormat\\.h|MultiFormatWriter\\.h"),
     {"command/", "tests/"}},
    {"CLI11", std::regex("CLI/.*"), {"program/options.cpp", "command/"}},
    {"JSON", std::regex("nlohmann/.*"), {"command/", "tests/"}},
    {"Catch2", std::regex("catch2/.*"), {"tests/"}},
    {"RapidCheck", std::regex("rapidcheck.*"), {"tests/"}},
    {"GMP", std::regex("gmp.*"), {"devices/pad/virtual_capture.cpp", "tests/refund/reference"}},
    {"Google Benchmark", std::regex("benchmark/.*"), {"tests/"}},
};

const std::vector<std::string> kParts = {"program", "refund",  "devices", "sync", "paper",
                                         "kiosk",   "station", "command", "tests"};

bool starts_with_any(const std::string& text, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return text.rfind(prefix, 0) == 0; });
}

const Folder* folder_of(const std::string& file) {
  const Folder* best = nullptr;
  for (const Folder& folder : kFolders) {
    if (file.rfind(folder.path, 0) == 0 &&
        (best == nullptr || folder.path.size() > best->path.size())) {
      best = &folder;
    }
  }
  return best;
}

bool is_ours(const std::string& header) {
  return std::any_of(kParts.begin(), kParts.end(),
                     [&](const std::string& part) { return header.rfind(part + "/", 0) == 0; });
}

// The breach that one line of one file is, or an empty text.
std::string breach(const std::string& file, int line, const std::string& text) {
  static const std::regex include(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
  std::smatch match;
  if (!std::regex_search(text, match, include)) return "";
  const std::string header = match[2];
  const std::string where = file + ":" + std::to_string(line) + ": ";
  const Folder* folder = folder_of(file);
  if (folder == nullptr) return where + "stands in no folder of the architecture";
  if (is_ours(header) || header.rfind("slipway/", 0) == 0) {
    if (starts_with_any(header, folder->may_include)) return "";
    return where + folder->path + " may not include " + header;
  }
  if (match[1] == "\"") return where + "include our own headers from the root: " + header;
  for (const Address& address : kAddresses) {
    if (std::regex_match(header, address.header) && !starts_with_any(file, address.places)) {
      return where + address.library + " has no address here (" + header + ")";
    }
  }
  return "";
}

std::vector<std::string> breaches_of_tree() {
  std::vector<std::string> breaches;
  int lines_read = 0;
  for (const std::string& part : kParts) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SLIPWAY_SOURCE) / part)) {
      const auto extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".hpp") continue;
      const std::string file = fs::relative(entry.path(), SLIPWAY_SOURCE).string();
      std::ifstream stream(entry.path());
      std::string text;
      for (int line = 1; std::getline(stream, text); ++line, ++lines_read) {
        const std::string found = breach(file, line, text);
        if (!found.empty()) breaches.push_back(found);
      }
    }
  }
  if (lines_read == 0) breaches.push_back("no source was read at " SLIPWAY_SOURCE);
  return breaches;
}

}  // namespace

TEST_CASE("every include obeys the architecture") {
  const auto breaches = breaches_of_tree();
  for (const std::string& one : breaches)
    std::cerr << one << '\n';
  CHECK(breaches.empty());
}

TEST_CASE("a planted breach is caught with file and line") {
  CHECK(breach("refund/quote.cpp", 7, "#include \"sync/fault.hpp\"") ==
        "refund/quote.cpp:7: refund/ may not include sync/fault.hpp");
  CHECK(breach("kiosk/flow/flow.cpp", 3, "#include <gtkmm.h>") ==
        "kiosk/flow/flow.cpp:3: gtkmm has no address here (gtkmm.h)");
  CHECK(breach("devices/reader/ccid.cpp", 1, "#include <libusb-1.0/libusb.h>") ==
        "devices/reader/ccid.cpp:1: libusb has no address here (libusb-1.0/libusb.h)");
  CHECK(breach("station/book/book.cpp", 2, "  # include \"station/view/window.hpp\"") ==
        "station/book/book.cpp:2: station/book/ may not include station/view/window.hpp");
  CHECK(breach("paper/slip.cpp", 9, "#include \"slip.hpp\"") ==
        "paper/slip.cpp:9: include our own headers from the root: slip.hpp");
  CHECK(breach("paper/slip.cpp", 9, "#include \"devices/printer/page.hpp\"").empty());
  CHECK(breach("refund/quote.cpp", 1, "#include <vector>").empty());
}
