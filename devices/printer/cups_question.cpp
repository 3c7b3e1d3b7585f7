#include "devices/printer/cups_question.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "devices/printer/cups_limit.hpp"

namespace slipway::devices {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* kUser = "slipway";
constexpr std::size_t kPiece = 8'192;
constexpr std::chrono::milliseconds kLook = 200ms;  // how often a silence is asked for its end
constexpr int kContinueWait = 1'000;                // milliseconds; servers without "100" exist

struct CloseHttp {
  void operator()(http_t* http) const { httpClose(http); }
};
using Http = std::unique_ptr<http_t, CloseHttp>;

// How long libcups may wait in a silence, TLS handshakes among them.
struct Patience {
  Clock::time_point end;
  const std::stop_token& stop;
};
int goes_on(http_t*, void* patience) {
  const auto& one = *static_cast<const Patience*>(patience);
  return !one.stop.stop_requested() && Clock::now() < one.end ? 1 : 0;
}

// What libcups looks at while it connects.
struct Raise {
  volatile int* flag;
  void operator()() const { *flag = 1; }
};

ipp_status_t status_of(http_status_t status) {
  switch (status) {
    case HTTP_STATUS_NOT_FOUND:
      return IPP_STATUS_ERROR_NOT_FOUND;
    case HTTP_STATUS_UNAUTHORIZED:
      return IPP_STATUS_ERROR_NOT_AUTHENTICATED;
    case HTTP_STATUS_FORBIDDEN:
      return IPP_STATUS_ERROR_FORBIDDEN;
    case HTTP_STATUS_UPGRADE_REQUIRED:
      return IPP_STATUS_ERROR_CUPS_UPGRADE_REQUIRED;
    default:
      return status >= HTTP_STATUS_MULTIPLE_CHOICES && status < HTTP_STATUS_SERVER_ERROR
                 ? IPP_STATUS_ERROR_BAD_REQUEST
                 : IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
  }
}

CupsAnswer no_answer(const char* words) {
  CupsAnswer answer;
  if (words != nullptr) answer.told = cups_clean(words);
  return answer;
}

std::string words_of(http_t* http) {
  const int error = httpError(http);
  return error == 0 ? "no answer" : std::strerror(error);
}

// False: the server said no to the head already, or the connection is gone.
bool is_sent(http_t* http, ipp_t* question, const std::string& resource,
             std::string_view document) {
  httpClearFields(http);
  httpSetField(http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
  httpSetLength(http, ippLength(question) + document.size());
  if (!document.empty()) httpSetExpect(http, HTTP_STATUS_CONTINUE);
  if (httpPost(http, resource.c_str()) != 0) return false;
  ippSetState(question, IPP_STATE_IDLE);
  for (ipp_state_t state = IPP_STATE_IDLE; state != IPP_STATE_DATA;) {
    state = ippWrite(http, question);
    if (state == IPP_STATE_ERROR) return false;
  }
  if (!document.empty() && httpWait(http, kContinueWait) != 0 &&
      httpUpdate(http) >= HTTP_STATUS_MULTIPLE_CHOICES) {
    return false;
  }
  for (std::size_t at = 0; at < document.size(); at += kPiece) {
    const std::string_view piece = document.substr(at, kPiece);
    if (httpWrite2(http, piece.data(), piece.size()) < 0) return false;
  }
  return httpFlushWrite(http) >= 0;
}

CupsAnswer answer_over(http_t* http, ipp_t* question, const std::string& resource,
                       std::string_view document) {
  const bool is_whole = is_sent(http, question, resource, document);
  http_status_t status = httpGetStatus(http);
  while (is_whole && status <= HTTP_STATUS_CONTINUE && status != HTTP_STATUS_ERROR)
    status = httpUpdate(http);
  if (!is_whole && status < HTTP_STATUS_MULTIPLE_CHOICES) return no_answer(words_of(http).c_str());
  if (status == HTTP_STATUS_ERROR) return no_answer(words_of(http).c_str());
  CupsAnswer answer;
  if (status != HTTP_STATUS_OK) {
    answer.status = status_of(status);
    answer.told = cups_clean(httpStatus(status));
    return answer;
  }
  Ipp message(ippNew());
  for (ipp_state_t state = IPP_STATE_IDLE; state != IPP_STATE_DATA;) {
    state = ippRead(http, message.get());
    if (state == IPP_STATE_ERROR) return no_answer("no answer that is IPP");
  }
  answer.message = std::move(message);
  answer.status = ippGetStatusCode(answer.message.get());
  if (!answer.is_yes()) {
    auto* said = ippFindAttribute(answer.message.get(), "status-message", IPP_TAG_TEXT);
    const char* words = said == nullptr ? nullptr : ippGetString(said, 0, nullptr);
    answer.told = cups_clean(words == nullptr ? ippErrorString(answer.status) : words);
  }
  return answer;
}

}  // namespace

CupsServer::CupsServer(const CupsAddress& address)
    : host_(address.host.empty() ? cupsServer() : address.host),
      port_(address.host.empty() ? ippPort() : address.port),
      encryption_(address.host.empty()   ? cupsEncryption()
                  : address.is_encrypted ? HTTP_ENCRYPTION_ALWAYS
                                         : HTTP_ENCRYPTION_IF_REQUESTED),
      resource_(address.resource) {
  const std::string name = address.host.empty()                   ? std::string("localhost")
                           : host_.find(':') == std::string::npos ? host_
                                                                  : "[" + host_ + "]";
  uri_ = (address.is_encrypted ? "ipps://" : "ipp://") + name + ":" + std::to_string(port_) +
         resource_;
}

CupsAnswer CupsServer::ask(const Ipp& question, std::chrono::milliseconds time,
                           const std::stop_token& stop, std::string_view document) const {
  Patience patience{Clock::now() + time, stop};
  std::optional<CupsLimit> limit;  // outlives the connection: TLS says goodbye, and waits
  int is_cancelled = 0;
  const std::stop_callback raise(stop, Raise{&is_cancelled});
  // Zero: not connected yet, so that the handshake has a limit too.
  const Http http(
      httpConnect2(host_.c_str(), port_, nullptr, AF_UNSPEC, encryption_, 1, 0, &is_cancelled));
  if (!http) return no_answer(cupsLastErrorString());
  httpSetTimeout(http.get(), std::chrono::duration<double>(kLook).count(), goes_on, &patience);
  if (httpReconnect2(http.get(), static_cast<int>(time.count()), &is_cancelled) != 0) {
    return no_answer(cupsLastErrorString());
  }
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(patience.end - Clock::now());
  limit.emplace(httpGetFd(http.get()), std::max(left, 0ms), stop);
  return answer_over(http.get(), question.get(), resource_, document);
}

Ipp CupsServer::about(ipp_op_t operation, int job) const {
  Ipp question(ippNewRequest(operation));
  ippAddString(question.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
               uri_.c_str());
  if (job > 0) ippAddInteger(question.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
  ippAddString(question.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
               kUser);
  return question;
}

}  // namespace slipway::devices
