#include "devices/simulator/word_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace slipway::devices {
namespace {

constexpr std::size_t kMostSpeakers = 16;
constexpr std::size_t kMostLine = 1024;
constexpr std::size_t kMostAnswer = 16'384;

std::optional<sockaddr_un> address_of(const std::filesystem::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = file.string();
  if (text.empty() || text.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  return address;
}

tl::unexpected<Error> failed(const std::filesystem::path& file, const char* what) {
  return tl::unexpected(
      Error{Fault::Access, file.string() + ": " + what + ": " + std::strerror(errno)});
}

// A speaker who does not read the answer has lost it.
void answer(int descriptor, const std::string& line) {
  const std::string text = line + "\n";
  static_cast<void>(::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

}  // namespace

Result<std::unique_ptr<WordSocket>> WordSocket::listen(const std::filesystem::path& file) {
  const auto address = address_of(file);
  if (!address) {
    return tl::unexpected(Error{Fault::Unsupported, file.string() + ": too long for a socket"});
  }
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) return failed(file, "cannot make a socket");
  std::unique_ptr<WordSocket> made(new WordSocket(listener, file));
  ::unlink(file.c_str());
  const mode_t before = ::umask(0077);
  const int bound = ::bind(listener, reinterpret_cast<const sockaddr*>(&*address), sizeof *address);
  ::umask(before);
  if (bound != 0) return failed(file, "cannot bind");
  if (::listen(listener, 8) != 0) return failed(file, "cannot listen");
  return made;
}

WordSocket::WordSocket(int listener, std::filesystem::path file)
    : listener_(listener), file_(std::move(file)) {}

WordSocket::~WordSocket() {
  for (const Speaker& speaker : speakers_)
    ::close(speaker.descriptor);
  ::close(listener_);
  ::unlink(file_.c_str());
}

std::vector<int> WordSocket::descriptors() const {
  std::vector<int> all{listener_};
  for (const Speaker& speaker : speakers_)
    all.push_back(speaker.descriptor);
  return all;
}

void WordSocket::accept_all() {
  for (;;) {
    const int speaker = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (speaker < 0) return;
    if (speakers_.size() == kMostSpeakers) {
      ::close(speaker);
      continue;
    }
    speakers_.push_back({speaker, {}});
  }
}

void WordSocket::serve(const Obey& obey) {
  accept_all();
  std::erase_if(speakers_, [&](Speaker& speaker) {
    if (listen_to(speaker, obey)) return false;
    ::close(speaker.descriptor);
    return true;
  });
}

bool WordSocket::listen_to(Speaker& speaker, const Obey& obey) {
  std::array<char, 512> piece{};
  const ssize_t size = ::recv(speaker.descriptor, piece.data(), piece.size(), 0);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  if (size == 0) return false;
  speaker.heard.append(piece.data(), static_cast<std::size_t>(size));
  for (auto end = speaker.heard.find('\n'); end != std::string::npos;
       end = speaker.heard.find('\n')) {
    answer(speaker.descriptor, obey(speaker.heard.substr(0, end)));
    speaker.heard.erase(0, end + 1);
  }
  return speaker.heard.size() <= kMostLine;
}

Result<std::string> ask_word_socket(const std::filesystem::path& file, const std::string& words) {
  const auto address = address_of(file);
  if (!address) {
    return tl::unexpected(Error{Fault::Unsupported, file.string() + ": too long for a socket"});
  }
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return failed(file, "cannot make a socket");
  const timeval limit{10, 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  Result<std::string> result = failed(file, "nobody listens");
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&*address), sizeof *address) == 0) {
    answer(descriptor, words);
    std::string heard;
    std::array<char, 512> piece{};
    while (heard.find('\n') == std::string::npos && heard.size() < kMostAnswer) {
      const ssize_t size = ::recv(descriptor, piece.data(), piece.size(), 0);
      if (size <= 0) break;
      heard.append(piece.data(), static_cast<std::size_t>(size));
    }
    const auto end = heard.find('\n');
    result = end == std::string::npos ? Result<std::string>(failed(file, "no answer"))
                                      : Result<std::string>(heard.substr(0, end));
  }
  ::close(descriptor);
  return result;
}

}  // namespace slipway::devices
