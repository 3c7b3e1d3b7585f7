#pragma once

#include <cups/cups.h>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "devices/printer/cups_queue.hpp"

namespace slipway::devices {

struct DeleteIpp {
  void operator()(ipp_t* message) const { ippDelete(message); }
};
using Ipp = std::unique_ptr<ipp_t, DeleteIpp>;

// What came of one question.
struct CupsAnswer {
  Ipp message;  // null: no answer, or one that is none of IPP
  // The message's own; without one what HTTP said, or SERVICE_UNAVAILABLE when nothing came.
  ipp_status_t status = IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
  std::string told;  // the server's or the system's words for a failure; clean

  [[nodiscard]] bool is_yes() const {
    return message != nullptr && status < IPP_STATUS_REDIRECTION_OTHER_SITE;
  }
  // False: whether the server has carried it out is not known.
  [[nodiscard]] bool is_known() const {
    return message != nullptr || status != IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
  }
};

// A server to which questions are put, each over a connection of its own: libcups reconnects by
// itself, after "Connection: close" and after some refusals, to sockets that nobody watches, so
// its cupsDoRequest() is not used and no connection serves twice.
class CupsServer {
 public:
  explicit CupsServer(const CupsAddress& address);

  // Puts one question, with a document behind it if there is one. Ends when the time is over or a
  // stop is asked for, however the server behaves once the connection stands; while it is made, a
  // stop is seen within a quarter of a second. Two things have limits of their own: the names'
  // server (those of resolv.conf), and a server that drips through a TLS handshake (GnuTLS's
  // 128 KiB); who must end at a given time does not wait for this.
  [[nodiscard]] CupsAnswer ask(const Ipp& question, std::chrono::milliseconds time,
                               const std::stop_token& stop, std::string_view document = {}) const;

  // A question about the queue, or about one of its jobs.
  [[nodiscard]] Ipp about(ipp_op_t operation, int job = 0) const;

 private:
  std::string host_;
  int port_;
  http_encryption_t encryption_;
  std::string resource_;
  std::string uri_;
};

}  // namespace slipway::devices
