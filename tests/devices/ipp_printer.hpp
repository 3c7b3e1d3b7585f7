#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

// A printer that speaks IPP over HTTP on loopback, for libcups to talk to: it does what its script
// says and keeps what it was sent. Its bytes are written by hand, from RFC 8010.
namespace slipway::devices::test {

struct IppScript {
  int printer_state = 3;  // idle
  bool accepts = true;
  std::vector<std::string> reasons{"none"};
  std::string format = "application/pdf";
  std::vector<int> job_states{3, 5, 9};  // as it is asked: pending, processing, completed; then on
  std::uint16_t status = 0;              // of Get-Printer-Attributes
  std::uint16_t create_status = 0;
  int http_status = 200;
  int silent_from = 0;          // the operation from which on it answers nothing, and hangs
  int misses = 0;               // the operation that it does not answer once
  int trickling_at = 0;         // the operation whose answer comes a byte at a time, without end
  bool drops_document = false;  // takes the document and hangs up
  bool closes = false;          // "Connection: close" after every answer
  bool drips_tls = false;       // begins a TLS handshake a byte at a time, whatever it hears
};

class IppPrinter {
 public:
  explicit IppPrinter(IppScript script);
  ~IppPrinter();
  IppPrinter(const IppPrinter&) = delete;
  IppPrinter& operator=(const IppPrinter&) = delete;

  [[nodiscard]] std::string uri() const;
  [[nodiscard]] std::vector<std::string> documents() const;
  [[nodiscard]] std::vector<int> operations() const;
  // How many connections it took.
  [[nodiscard]] int visits() const;
  // All requests, one after another: what a server sees of us.
  [[nodiscard]] std::string heard() const;

 private:
  void serve();
  void talk(int connection);
  // False when the conversation is over.
  bool answer(int connection, const std::string& body);
  // Until the other side or the test is over.
  void drip(int connection, const std::string& first) const;
  [[nodiscard]] std::string message(int operation, const std::string& request_id);
  [[nodiscard]] bool wait(int connection, int milliseconds) const;

  IppScript script_;
  int listener_ = -1;
  int stop_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> documents_;
  std::vector<int> operations_;
  std::string heard_;
  std::size_t looks_ = 0;
  bool is_cancelled_ = false;
  int visits_ = 0;
  bool is_silent_ = false;
  bool has_missed_ = false;
  std::thread thread_;
};

}  // namespace slipway::devices::test
