#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include "devices/printer/cups_queue.hpp"
#include "station/desk/desk.hpp"

namespace slipway::desk {

// What all users of a print server see of a copy.
inline constexpr const char* kCopyTitle = "Slipway voucher copy";

// Makes copies on a thread of its own: typesets them, writes them to a file or prints them. Takes
// orders and gives news as values, both from the thread that made it.
class CopyRoom {
 public:
  struct Place {
    std::optional<devices::CupsAddress> queue;  // nothing: this desk prints no copies
    std::filesystem::path folder;               // for files
    devices::CupsPatience patience = {};
  };

  // `wake` is called from the room's thread when news waits, once per batch.
  CopyRoom(Place place, std::function<void()> wake);
  // Ends within a second. A job that is not over is cancelled; what became of it nobody hears, and
  // `wake` is not called any more. A thread that a name or a TLS handshake holds longer is left
  // behind: it owns all that it uses, and ends with its server or with the program.
  ~CopyRoom();
  CopyRoom(const CopyRoom&) = delete;
  CopyRoom& operator=(const CopyRoom&) = delete;

  void make(CopyOrder order);
  [[nodiscard]] std::vector<CopyNews> take_news();

 private:
  class Worker;

  std::shared_ptr<Worker> worker_;  // its thread's too
  std::stop_source stop_;
  std::thread thread_;
};

// Writes a file of this person's alone (mode 0600) that was not there before: it replaces nothing
// and follows no link. What went wrong otherwise, and then there is no new file.
[[nodiscard]] std::error_code write_copy(const std::filesystem::path& path,
                                         std::string_view content);

// What a report means to the person who asked for the copy, and what to do.
[[nodiscard]] Notice told(const devices::CupsReport& report, int copy);
// What a waiting job waits for; nothing while there is no trouble.
[[nodiscard]] std::optional<refund::Phrase> waiting_for(const devices::PrinterStatus& printer);

}  // namespace slipway::desk
