#include "devices/printer/cups_queue.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "devices/printer/cups_question.hpp"

namespace slipway::devices {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kPdf = "application/pdf";
constexpr const char* kA4 = "iso_a4_210x297mm";
constexpr int kMostReasons = 32;
// A server that starts anew is silent for some seconds: so many answers may be missed in time.
constexpr int kMissed = 3;

// What a status means before the document was sent.
CupsEnd end_of(ipp_status_t status) {
  switch (status) {
    case IPP_STATUS_ERROR_NOT_FOUND:
      return CupsEnd::NoQueue;
    case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
    case IPP_STATUS_ERROR_NOT_AUTHORIZED:
    case IPP_STATUS_ERROR_FORBIDDEN:
    case IPP_STATUS_ERROR_CUPS_UPGRADE_REQUIRED:
      return CupsEnd::Access;
    case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
    case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
      return CupsEnd::Closed;
    case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED:
      return CupsEnd::Format;
    case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:  // or no answer at all
    case IPP_STATUS_ERROR_TIMEOUT:
      return CupsEnd::Away;
    default:
      return CupsEnd::Refused;
  }
}

int number_in(ipp_t* message, const char* name, ipp_tag_t tag) {
  auto* found = ippFindAttribute(message, name, tag);
  return found == nullptr ? 0 : ippGetInteger(found, 0);
}

std::vector<std::string> words_in(ipp_t* message, const char* name, ipp_tag_t tag) {
  std::vector<std::string> words;
  auto* found = ippFindAttribute(message, name, tag);
  const int count = found == nullptr ? 0 : std::min(ippGetCount(found), kMostReasons);
  for (int at = 0; at < count; ++at) {
    const char* word = ippGetString(found, at, nullptr);
    if (word != nullptr) words.push_back(cups_clean(word));
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words)
    all += (all.empty() ? "" : ", ") + word;
  return cups_clean(all);
}

std::optional<CupsEnd> end_of(int job_state) {
  switch (job_state) {
    case IPP_JSTATE_COMPLETED:
      return CupsEnd::Completed;
    case IPP_JSTATE_CANCELED:
      return CupsEnd::Cancelled;
    case IPP_JSTATE_ABORTED:
      return CupsEnd::Aborted;
    default:
      return std::nullopt;  // pending, held, processing, stopped: it may go on
  }
}

// One job of one queue, and what its server says of it.
class Errand {
 public:
  Errand(const CupsAddress& address, const CupsPatience& patience, const std::stop_token& stop)
      : server_(address), patience_(patience), stop_(stop) {}

  [[nodiscard]] const CupsReport& report() const { return report_; }

  // False: the queue does not take this document now, and the report says why. What the printer
  // itself lacks is no reason: cupsd keeps such words until the next job runs.
  bool may_send() {
    const CupsAnswer answer = ask(server_.about(IPP_OP_GET_PRINTER_ATTRIBUTES));
    if (!answer.is_yes()) return refused(answer);
    ipp_t* const message = answer.message.get();
    note_printer(message);
    auto* accepts = ippFindAttribute(message, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    const auto formats = words_in(message, "document-format-supported", IPP_TAG_MIMETYPE);
    const bool is_stopped = number_in(message, "printer-state", IPP_TAG_ENUM) == IPP_PSTATE_STOPPED;
    const bool is_closed = accepts != nullptr && ippGetBoolean(accepts, 0) == 0;
    const bool lacks_paper =
        report_.printer.paper_out == Sensor::Yes || report_.printer.cover_open == Sensor::Yes;
    if (is_stopped && lacks_paper) {
      report_.end = CupsEnd::NoPaper;
    } else if (is_stopped || is_closed) {
      report_.end = CupsEnd::Closed;
    } else if (!formats.empty() &&
               std::find(formats.begin(), formats.end(), kPdf) == formats.end()) {
      report_.end = CupsEnd::Format;
    } else {
      return true;
    }
    return false;
  }

  // A job without a document yet: nothing can be printed of it, not even when the answer is lost.
  bool create(const std::string& title) {
    const Ipp question = server_.about(IPP_OP_CREATE_JOB);
    ippAddString(question.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
                 title.c_str());
    ippAddString(question.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, kA4);
    ippAddInteger(question.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1);
    const CupsAnswer answer = ask(question);
    if (!answer.is_yes()) return refused(answer);
    report_.job = std::max(number_in(answer.message.get(), "job-id", IPP_TAG_INTEGER), 0);
    if (report_.job > 0) return true;
    report_.end = CupsEnd::Refused;
    report_.told = "the server gave the job no number";
    return false;
  }

  // Sends it once. False: what was taken of it is not known, unless the report says refused.
  bool send(std::string_view document) {
    const Ipp question = server_.about(IPP_OP_SEND_DOCUMENT, report_.job);
    ippAddString(question.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                 kPdf);
    ippAddBoolean(question.get(), IPP_TAG_OPERATION, "last-document", 1);
    const CupsAnswer answer = server_.ask(question, patience_.job, stop_, document);
    if (answer.is_yes()) return true;
    report_.told = answer.told;
    report_.end = answer.is_known() ? CupsEnd::Aborted : CupsEnd::Silent;
    return false;
  }

  // True when the job is over and the report says how. False when its time is, when the server is
  // silent for too long, or at a stop.
  bool follow(const std::function<void(const PrinterStatus&)>& on_wait) {
    const auto end = Clock::now() + patience_.job;
    auto heard = Clock::now();
    std::optional<PrinterStatus> shown;
    report_.end = CupsEnd::Silent;
    while (!stop_.stop_requested() && Clock::now() < end &&
           Clock::now() - heard < kMissed * patience_.answer) {
      const CupsAnswer job = look();
      if (is_over(job)) return true;
      if (job.status == IPP_STATUS_ERROR_NOT_FOUND) return false;  // done and forgotten, perhaps
      if (job.is_yes()) heard = Clock::now();
      if (on_wait && shown != report_.printer) on_wait(report_.printer);
      shown = report_.printer;
      rest();
    }
    return false;
  }

  // Asks once that nothing comes out any more, stop or no stop.
  void cancel() {
    const bool is_hasty = stop_.stop_requested();
    const CupsAnswer answer =
        server_.ask(server_.about(IPP_OP_CANCEL_JOB, report_.job),
                    is_hasty ? patience_.farewell : patience_.answer, std::stop_token());
    // It may have been over before: then the server says no, and how it ended.
    if (answer.is_known() && !is_hasty && is_over(look())) return;
    const bool is_gone =
        report_.end == CupsEnd::Aborted && answer.status == IPP_STATUS_ERROR_NOT_FOUND;
    if (answer.is_yes()) {
      if (report_.end != CupsEnd::Aborted) report_.end = CupsEnd::Cancelled;
    } else if (!is_gone) {
      report_.end = CupsEnd::Silent;
    }
  }

 private:
  [[nodiscard]] CupsAnswer ask(const Ipp& question) const {
    return server_.ask(question, patience_.answer, stop_);
  }
  bool refused(const CupsAnswer& answer) {
    report_.told = answer.told;
    report_.end = end_of(answer.status);
    return false;
  }
  void note_printer(ipp_t* answer) {
    const auto reasons = words_in(answer, "printer-state-reasons", IPP_TAG_KEYWORD);
    report_.printer = cups_status(number_in(answer, "printer-state", IPP_TAG_ENUM), reasons);
    const std::string told = joined(reasons);
    if (!told.empty() && told != "none") report_.told = told;
  }
  // The job's answer; what its printer says is noted beside it.
  CupsAnswer look() {
    const CupsAnswer printer = ask(server_.about(IPP_OP_GET_PRINTER_ATTRIBUTES));
    if (printer.is_yes()) note_printer(printer.message.get());
    return ask(server_.about(IPP_OP_GET_JOB_ATTRIBUTES, report_.job));
  }
  bool is_over(const CupsAnswer& job) {
    if (!job.is_yes()) return false;
    ipp_t* const message = job.message.get();
    const std::string reasons = joined(words_in(message, "job-state-reasons", IPP_TAG_KEYWORD));
    if (!reasons.empty() && reasons != "none") report_.told = reasons;
    const auto end = end_of(number_in(message, "job-state", IPP_TAG_ENUM));
    if (end) report_.end = *end;
    return end.has_value();
  }
  // Until the next look, or a stop.
  void rest() {
    std::mutex mutex;
    std::condition_variable_any bell;
    std::unique_lock lock(mutex);
    bell.wait_for(lock, stop_, patience_.every, [] { return false; });
  }

  CupsServer server_;
  CupsPatience patience_;
  std::stop_token stop_;
  CupsReport report_;
};

}  // namespace

CupsReport print_by_cups(const CupsAddress& address, std::string_view document,
                         const std::string& title, const CupsPatience& patience,
                         const std::stop_token& stop,
                         const std::function<void(const PrinterStatus&)>& on_wait) {
  Errand errand(address, patience, stop);
  if (!errand.may_send() || !errand.create(title)) return errand.report();
  const bool is_over = errand.send(document) && errand.follow(on_wait);
  if (!is_over) errand.cancel();
  return errand.report();
}

}  // namespace slipway::devices
