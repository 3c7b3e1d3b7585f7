#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace slipway::devices {

// Shuts a connection down when its time is over or a stop is asked for, so that a server which
// sends a byte now and then holds nobody. Watches this one socket, by a duplicate of its own: the
// connection may be closed before or after.
class CupsLimit {
 public:
  CupsLimit(int socket, std::chrono::milliseconds time, const std::stop_token& stop);
  ~CupsLimit() = default;
  CupsLimit(const CupsLimit&) = delete;
  CupsLimit& operator=(const CupsLimit&) = delete;

 private:
  struct Duplicate {
    explicit Duplicate(int socket);
    ~Duplicate();
    Duplicate(const Duplicate&) = delete;
    Duplicate& operator=(const Duplicate&) = delete;
    int number;
  };
  struct Pull {
    int socket;
    void operator()() const;
  };

  // In this order: who closes last. A number that is closed while somebody could still pull it may
  // be another connection's by then.
  Duplicate socket_;
  std::stop_callback<Pull> stopped_;
  std::mutex mutex_;
  std::condition_variable_any over_;
  std::jthread watch_;
};

}  // namespace slipway::devices
