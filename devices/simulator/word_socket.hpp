#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devices/fault.hpp"

namespace slipway::devices {

// Lines of words over a Unix socket: each line that arrives is answered with one line. One thread.
// At most 16 speakers at a time, a line of at most 1 KiB; who breaks that is hung up on.
class WordSocket {
 public:
  using Obey = std::function<std::string(const std::string& line)>;

  // Replaces a socket that a dead simulator left behind; only this user may speak.
  [[nodiscard]] static Result<std::unique_ptr<WordSocket>> listen(
      const std::filesystem::path& file);
  ~WordSocket();
  WordSocket(const WordSocket&) = delete;
  WordSocket& operator=(const WordSocket&) = delete;

  // Descriptors to wait on for reading before the next serve().
  [[nodiscard]] std::vector<int> descriptors() const;
  // Answers what has come; never waits.
  void serve(const Obey& obey);

 private:
  struct Speaker {
    int descriptor;
    std::string heard;
  };
  WordSocket(int listener, std::filesystem::path file);
  void accept_all();
  [[nodiscard]] static bool listen_to(Speaker& speaker, const Obey& obey);

  int listener_;
  std::filesystem::path file_;
  std::vector<Speaker> speakers_;
};

// One line to such a socket; its answer, within ten seconds.
[[nodiscard]] Result<std::string> ask_word_socket(const std::filesystem::path& file,
                                                  const std::string& words);

}  // namespace slipway::devices
