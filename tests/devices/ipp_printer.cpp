#include "tests/devices/ipp_printer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace slipway::devices::test {
namespace {

constexpr int kSendDocument = 0x06;
constexpr int kCreateJob = 0x05;
constexpr int kCancelJob = 0x08;
constexpr int kGetJob = 0x09;
constexpr int kGetPrinter = 0x0b;

std::string number(unsigned value, int bytes) {
  std::string text;
  for (int at = bytes - 1; at >= 0; --at)
    text += static_cast<char>(value >> (8 * at) & 0xff);
  return text;
}

std::string attribute(unsigned tag, const std::string& name, const std::string& value) {
  return number(tag, 1) + number(static_cast<unsigned>(name.size()), 2) + name +
         number(static_cast<unsigned>(value.size()), 2) + value;
}

std::string keywords(const std::string& name, const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words)
    all += attribute(0x44, all.empty() ? name : "", word);
  return all;
}

bool write_all(int connection, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto written = ::send(connection, text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (written <= 0) return false;
    at += static_cast<std::size_t>(written);
  }
  return true;
}

// The value of a header, or nothing.
std::string header(const std::string& head, const std::string& name) {
  const auto at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const auto from = at + name.size() + 4;
  return head.substr(from, head.find("\r\n", from) - from);
}

}  // namespace

IppPrinter::IppPrinter(IppScript script)
    : script_(std::move(script)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      stop_(::eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  const bool is_there = ::bind(listener_, plain, size) == 0 && ::listen(listener_, 8) == 0 &&
                        ::getsockname(listener_, plain, &size) == 0;
  if (!is_there) return;
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

IppPrinter::~IppPrinter() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto told = ::write(stop_, &one, sizeof one);
  if (thread_.joinable()) thread_.join();
  ::close(listener_);
  ::close(stop_);
}

std::string IppPrinter::uri() const {
  return "ipp://127.0.0.1:" + std::to_string(port_) + "/printers/office";
}

std::vector<std::string> IppPrinter::documents() const {
  const std::scoped_lock lock(mutex_);
  return documents_;
}

std::vector<int> IppPrinter::operations() const {
  const std::scoped_lock lock(mutex_);
  return operations_;
}

int IppPrinter::visits() const {
  const std::scoped_lock lock(mutex_);
  return visits_;
}

std::string IppPrinter::heard() const {
  const std::scoped_lock lock(mutex_);
  return heard_;
}

// True when the descriptor has something; false when the time or the test is over.
bool IppPrinter::wait(int connection, int milliseconds) const {
  pollfd both[] = {{connection, POLLIN, 0}, {stop_, POLLIN, 0}};
  return ::poll(both, 2, milliseconds) > 0 && both[1].revents == 0;
}

void IppPrinter::serve() {
  while (wait(listener_, -1)) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    {
      const std::scoped_lock lock(mutex_);
      ++visits_;
    }
    if (script_.drips_tls) {
      drip(connection, std::string("\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", 9));
    } else {
      talk(connection);
    }
    ::close(connection);
  }
}

void IppPrinter::talk(int connection) {
  std::string got;
  const auto read_more = [&] {
    char piece[4096];
    if (!wait(connection, -1)) return false;
    const auto size = ::recv(connection, piece, sizeof piece, 0);
    if (size > 0) got.append(piece, static_cast<std::size_t>(size));
    return size > 0;
  };
  while (true) {
    while (got.find("\r\n\r\n") == std::string::npos) {
      if (!read_more()) return;
    }
    const auto end = got.find("\r\n\r\n") + 4;
    const std::string head = got.substr(0, end);
    const std::size_t length = std::stoul("0" + header(head, "Content-Length"));
    if (!header(head, "Expect").empty() &&
        !write_all(connection, "HTTP/1.1 100 Continue\r\n\r\n")) {
      return;
    }
    while (got.size() < end + length) {
      if (!read_more()) return;
    }
    const std::string body = got.substr(end, length);
    got.erase(0, end + length);
    if (!answer(connection, body)) return;
  }
}

bool IppPrinter::answer(int connection, const std::string& body) {
  if (body.size() < 8) return false;
  const int operation = static_cast<unsigned char>(body[3]);
  {
    const std::scoped_lock lock(mutex_);
    operations_.push_back(operation);
    heard_ += body;
    if (operation == kSendDocument) {
      const auto at = body.find("%PDF-");
      documents_.push_back(at == std::string::npos ? "" : body.substr(at));
    }
  }
  is_silent_ = is_silent_ || operation == script_.silent_from;
  const bool misses = operation == script_.misses && !std::exchange(has_missed_, true);
  if (misses) return false;
  if (is_silent_) {
    static_cast<void>(wait(connection, 20'000));
    return false;
  }
  if (operation == kSendDocument && script_.drops_document) return false;
  if (script_.http_status != 200) {
    return write_all(connection, "HTTP/1.1 " + std::to_string(script_.http_status) +
                                     " No\r\nWWW-Authenticate: Basic realm=\"CUPS\"\r\n"
                                     "Content-Length: 0\r\n\r\n");
  }
  const std::string content = message(operation, body.substr(4, 4));
  const std::string head = std::string("HTTP/1.1 200 OK\r\n") +
                           (script_.closes ? "Connection: close\r\n" : "") +
                           "Content-Type: application/ipp\r\nContent-Length: ";
  if (operation == script_.trickling_at) {
    drip(connection, head + "1000000\r\n\r\n" + content.substr(0, 8));
    return false;
  }
  return write_all(connection, head + std::to_string(content.size()) + "\r\n\r\n" + content) &&
         !script_.closes;
}

void IppPrinter::drip(int connection, const std::string& first) const {
  bool goes_on = write_all(connection, first);
  pollfd over{stop_, POLLIN, 0};
  while (goes_on && ::poll(&over, 1, 50) == 0)
    goes_on = write_all(connection, std::string(1, '\x47'));
}

std::string IppPrinter::message(int operation, const std::string& request_id) {
  const std::scoped_lock lock(mutex_);
  unsigned status = operation == kGetPrinter ? script_.status : 0;
  if (operation == kCreateJob) status = script_.create_status;
  if (operation == kCancelJob) is_cancelled_ = true;
  std::string text = number(0x0200, 2) + number(status, 2) + request_id + number(0x01, 1) +
                     attribute(0x47, "attributes-charset", "utf-8") +
                     attribute(0x48, "attributes-natural-language", "en");
  if (operation == kGetPrinter) {
    text +=
        number(0x04, 1) +
        attribute(0x23, "printer-state", number(static_cast<unsigned>(script_.printer_state), 4)) +
        attribute(0x22, "printer-is-accepting-jobs", number(script_.accepts ? 1 : 0, 1)) +
        attribute(0x49, "document-format-supported", script_.format) +
        keywords("printer-state-reasons", script_.reasons);
  } else {
    int state = 3;
    if (operation == kGetJob && !script_.job_states.empty()) {
      state = script_.job_states[std::min(looks_++, script_.job_states.size() - 1)];
    }
    if (is_cancelled_) state = 7;
    text += number(0x02, 1) + attribute(0x21, "job-id", number(17, 4)) +
            attribute(0x23, "job-state", number(static_cast<unsigned>(state), 4)) +
            keywords("job-state-reasons", {"none"});
  }
  return text + number(0x03, 1);
}

}  // namespace slipway::devices::test
