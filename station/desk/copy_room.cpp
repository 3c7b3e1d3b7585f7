#include "station/desk/copy_room.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "station/desk/voucher_paper.hpp"
#include "sync/mailbox.hpp"

namespace slipway::desk {
namespace {

// One at a time is all that a desk gives; a few more for news that nobody took yet.
constexpr std::size_t kMostNews = 64;
constexpr std::size_t kMostOrders = 8;
constexpr std::chrono::milliseconds kLeaving{950};

}  // namespace

// What the room's thread works with; it lives as long as the longer of the two.
class CopyRoom::Worker {
 public:
  Worker(Place place, std::function<void()> wake)
      : place_(std::move(place)), wake_(std::move(wake)), news_(kMostNews, [this] { ring(); }) {}

  void work(const std::stop_token& stop) {
    while (auto order = next(stop)) {
      const std::string pdf = paper::pdf_of(voucher_paper(order->copied, order->store_name));
      if (order->to == CopyTo::Printer) {
        print(*order, pdf, stop);
      } else {
        save(*order, pdf);
      }
    }
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
    changed_.notify_all();
  }

  void put(CopyOrder order) {
    const std::scoped_lock lock(mutex_);
    if (orders_.size() < kMostOrders) orders_.push_back(std::move(order));
    changed_.notify_all();
  }
  [[nodiscard]] std::vector<CopyNews> take_news() { return news_.take(); }

  // From here on nobody is woken.
  void hush() {
    const std::scoped_lock lock(bell_);
    wake_ = nullptr;
  }
  // True when the work has ended in time.
  [[nodiscard]] bool is_over_within(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return is_over_; });
  }

 private:
  // Nothing when a stop is asked for and all is done: a file that was ordered is still written.
  std::optional<CopyOrder> next(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !orders_.empty(); });
    if (orders_.empty()) return std::nullopt;
    std::optional<CopyOrder> order(std::move(orders_.front()));
    orders_.pop_front();
    return order;
  }

  void print(const CopyOrder& order, const std::string& pdf, const std::stop_token& stop) {
    if (!place_.queue) {
      tell({Tone::Bad, {"这台电脑没有设置打印机。", "This desk has no printer set up."}}, true);
      return;
    }
    const auto report = devices::print_by_cups(*place_.queue, pdf, kCopyTitle, place_.patience,
                                               stop, [this](const devices::PrinterStatus& printer) {
                                                 if (auto words = waiting_for(printer))
                                                   tell({Tone::Note, std::move(*words)}, false);
                                               });
    tell(told(report, order.copied.copy), true);
  }

  void save(const CopyOrder& order, const std::string& pdf) {
    const auto path = place_.folder / file_name_of(order.copied);
    const std::error_code failure = write_copy(path, pdf);
    if (!failure) {
      tell({Tone::Good, {"已存为 " + path.string(), "Saved as " + path.string()}}, true);
      return;
    }
    const std::string why = failure.message();
    tell({Tone::Bad,
          {"没有存成 " + path.string() + "：" + why + "。请检查 desk.toml 的 paper.folder。",
           "Not saved as " + path.string() + ": " + why + ". Check paper.folder in desk.toml."}},
         true);
  }

  void tell(Notice notice, bool is_last) {
    // Full only when nobody takes news, and then nobody reads it.
    static_cast<void>(news_.put({std::move(notice), is_last}));
  }
  void ring() {
    const std::scoped_lock lock(bell_);
    if (wake_) wake_();
  }

  Place place_;
  std::mutex bell_;
  std::function<void()> wake_;
  sync::Mailbox<CopyNews> news_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<CopyOrder> orders_;
  bool is_over_ = false;
};

CopyRoom::CopyRoom(Place place, std::function<void()> wake)
    : worker_(std::make_shared<Worker>(std::move(place), std::move(wake))),
      thread_([worker = worker_, stop = stop_.get_token()] { worker->work(stop); }) {}

CopyRoom::~CopyRoom() {
  worker_->hush();
  stop_.request_stop();
  if (worker_->is_over_within(kLeaving)) {
    thread_.join();
  } else {
    thread_.detach();
  }
}

void CopyRoom::make(CopyOrder order) {
  worker_->put(std::move(order));
}

std::vector<CopyNews> CopyRoom::take_news() {
  return worker_->take_news();
}

std::error_code write_copy(const std::filesystem::path& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int failure = file < 0 ? errno : 0;
  for (std::size_t at = 0; at < content.size() && failure == 0;) {
    const auto written = ::write(file, content.data() + at, content.size() - at);
    if (written > 0) at += static_cast<std::size_t>(written);
    if (written < 0 && errno != EINTR) failure = errno;
  }
  if (file >= 0 && ::close(file) != 0 && failure == 0) failure = errno;
  if (file >= 0 && failure != 0) ::unlink(path.c_str());
  return {failure, std::generic_category()};
}

}  // namespace slipway::desk
