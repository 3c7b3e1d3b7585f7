#include "sync/service/keeper.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "sync/outbox.hpp"
#include "sync/service/socket_screen.hpp"
#include "sync/service/stop_point.hpp"

namespace slipway::sync {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono_literals::operator""s;

constexpr auto kHelloEvery = 3s;
constexpr auto kAnswerWithin = 8s;  // what a member waits for an answer of the station
constexpr auto kAskAgain = 2s;      // what is idempotent and must be known is asked again
constexpr auto kSilenceOfStation = 10s;
constexpr auto kScreenGone = 5s;  // it greets every second
constexpr auto kLongestWait = 1s;

MessageId fresh_id() {
  MessageId id{};
  fill_random(id);
  return id;
}

// Questions that change something: a lost answer would leave the member without knowing. The
// station answers each of them the same, however often it is asked.
bool is_asked_again(const KioskQuestion& question) {
  return std::holds_alternative<Confirm>(question) || std::holds_alternative<Withdraw>(question);
}

// A question of the screen on its way to the station.
struct Asked {
  Bytes route;
  MessageId command{};
  std::uint64_t ticket = 0;
  Clock::time_point until;
  std::optional<Clock::time_point> again;
  Bytes frame;
};

class SocketKeeper final : public Keeper {
 public:
  SocketKeeper(Settings settings, Tell tell, Outbox outbox)
      : settings_(std::move(settings)), tell_(std::move(tell)), outbox_(std::move(outbox)) {}
  SocketKeeper(const SocketKeeper&) = delete;
  SocketKeeper& operator=(const SocketKeeper&) = delete;
  ~SocketKeeper() override {
    if (wake_ >= 0) ::close(wake_);
  }

  Result<void> begin() {
    if (auto doubted = doubt("slipway-sync started"); !doubted) return doubted;
    auto welcome = outbox_.welcome();
    if (!welcome) return tl::unexpected(welcome.error());
    welcome_ = std::move(*welcome);
    if (auto linked = open_link(); !linked) return linked;
    auto screen = ScreenSocket::open(settings_.screen_endpoint);
    if (!screen) return tl::unexpected(screen.error());
    screen_ = std::move(*screen);
    wake_ = ::epoll_create1(EPOLL_CLOEXEC);
    if (!watch(screen_->descriptor())) return tl::unexpected(Error{Fault::Storage, "epoll"});
    return {};
  }

  void run(int stop) override {
    if (!watch(stop)) return tell_(Urgency::Alarm, "cannot-watch", "the stop descriptor");
    while (!is_readable(stop)) {
      on_health();
      on_time(Clock::now());
      while (auto incoming = screen_->receive())
        on_screen(std::move(*incoming));
      const auto frame = link_->receive(wait_time(), wake_);
      if (frame) on_station(*frame);
      while (auto more = link_->receive(0s))
        on_station(*more);
    }
  }

 private:
  bool watch(int descriptor) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    return ::epoll_ctl(wake_, EPOLL_CTL_ADD, descriptor, &event) == 0;
  }

  bool is_readable(int descriptor) const {
    std::array<epoll_event, 4> events{};
    const int count = ::epoll_wait(wake_, events.data(), static_cast<int>(events.size()), 0);
    return std::any_of(events.begin(), events.begin() + std::max(count, 0),
                       [&](const epoll_event& event) { return event.data.fd == descriptor; });
  }

  Result<void> open_link() {
    auto link = Link::open({settings_.station_endpoint, settings_.station.curve, settings_.own});
    if (!link) return tl::unexpected(link.error());
    link_ = std::move(*link);
    return {};
  }

  std::chrono::milliseconds wait_time() {
    const auto now = Clock::now();
    auto until = now + kLongestWait;
    if (link_->health() == Link::Health::Up) {
      until = std::min(until, hello_at_);
      if (const auto next = outbox_.next_due(now); next && *next) until = std::min(until, **next);
    }
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(until - now),
                    std::chrono::milliseconds(0));
  }

  // ---- the link

  void on_health() {
    const Link::Health health = link_->health();
    if (health == health_) return;
    health_ = health;
    switch (health) {
      case Link::Health::Up:
        tell_(Urgency::Note, "station-there", settings_.station_endpoint);
        outbox_.hurry();
        hello_at_ = heard_at_ = Clock::now();
        break;
      case Link::Health::KeyRefused:
        tell_(Urgency::Alarm, "key-refused", "the station does not know this kiosk: enrol it");
        break;
      case Link::Health::WrongStation:
        tell_(Urgency::Alarm, "wrong-station", "its key is not the one of station.public");
        break;
      case Link::Health::Down:
      case Link::Health::Connecting:
        tell_(Urgency::Warning, "station-gone", settings_.station_endpoint);
        break;
    }
    if (health != Link::Health::Up) give_up_questions();
    tell_screen();
  }

  void on_time(Clock::time_point now) {
    if (screen_route_ && now - screen_heard_at_ > kScreenGone) {
      screen_route_.reset();
      devices_ = {};
    }
    if (health_ == Link::Health::Up) {
      if (now - heard_at_ > kSilenceOfStation) return ask_for_a_new_link();
      if (now >= hello_at_) say_hello(now);
      send_letters(now);
    }
    for (auto& [id, asked] : asked_) {
      if (asked.again && now >= *asked.again) {
        asked.again = now + kAskAgain;
        send_once(asked.frame);
      }
    }
    std::erase_if(asked_, [&](const auto& entry) {
      if (now < entry.second.until) return false;
      answer(entry.second.route, entry.second.command, StationAbsent{entry.second.ticket});
      return true;
    });
  }

  // A station that is there and says nothing may have struck us off its list, which only a new
  // handshake can tell.
  void ask_for_a_new_link() {
    tell_(Urgency::Warning, "station-silent", settings_.station_endpoint);
    if (auto opened = open_link(); !opened) {
      tell_(Urgency::Alarm, "no-link", opened.error().text);
      heard_at_ = Clock::now();
    }
  }

  // Whether it arrives only an answer tells; what matters is sent again.
  void send_once(std::span<const std::uint8_t> frame) {
    [[maybe_unused]] const bool is_taken = link_->send(frame);
  }

  void say_hello(Clock::time_point now) {
    hello_at_ = now + kHelloEvery;
    const Hello hello{settings_.software, devices_.printer, devices_.reader, devices_.pad};
    send_once(encode(KioskAsk{fresh_id(), hello}));
  }

  void send_letters(Clock::time_point now) {
    const auto letters = outbox_.due(now);
    if (!letters) return tell_(Urgency::Alarm, "store-failing", letters.error().text);
    for (const Outbox::Letter& letter : *letters)
      send_once(letter.frame);
  }

  void give_up_questions() {
    for (const auto& [id, asked] : asked_) {
      answer(asked.route, asked.command, StationAbsent{asked.ticket});
    }
    asked_.clear();
  }

  // ---- from the station

  void on_station(const Bytes& frame) {
    auto reply = kiosk_reply_from(frame);
    if (!reply) return tell_(Urgency::Alarm, "malformed-answer", reply.error().text);
    heard_at_ = Clock::now();
    if (const auto asked = asked_.find(reply->id); asked != asked_.end()) {
      answer(asked->second.route, asked->second.command,
             StationAnswer{asked->second.ticket, std::move(reply->answer)});
      asked_.erase(asked);
      return;
    }
    if (auto* welcome = std::get_if<Welcome>(&reply->answer)) return on_welcome(*welcome);
    if (auto* filed = std::get_if<Filed>(&reply->answer)) {
      return on_delivered(reply->id, Delivered{filed->id, *filed});
    }
    if (auto* refused = std::get_if<FilingRefused>(&reply->answer)) {
      return on_delivered(reply->id, Delivered{refused->id, *refused});
    }
    if (std::holds_alternative<PaperKnown>(reply->answer) ||
        std::holds_alternative<NotFound>(reply->answer)) {
      settle(reply->id);
      return;
    }
    // Its letter stays in the outbox. A question that nobody waits for any more ends here too.
    if (std::holds_alternative<CannotDo>(reply->answer)) {
      tell_(Urgency::Warning, "not-taken", "the station understood and did not do it");
    }
  }

  void on_welcome(const Welcome& welcome) {
    // Its clock differs each time; only what a restart should still know is worth a write.
    Welcome before = welcome_.value_or(Welcome{});
    before.now = welcome.now;
    const bool is_news =
        !welcome_ || encode(KioskReply{{}, before}) != encode(KioskReply{{}, welcome});
    welcome_ = welcome;
    if (!is_news) return;
    if (auto kept = outbox_.keep_welcome(welcome); !kept) {
      tell_(Urgency::Alarm, "store-failing", kept.error().text);
    }
    tell_screen();
  }

  void on_delivered(const MessageId& letter, const Delivered& delivered) {
    stop_point("delivered, before the mark");
    if (delivered.id != letter || !settle(letter)) return;
    stop_point("delivered, after the mark");
    if (screen_route_) answer(*screen_route_, {}, delivered);
    tell_screen();
  }

  bool settle(const MessageId& letter) {
    const auto settled = outbox_.settle(letter);
    if (!settled) tell_(Urgency::Alarm, "store-failing", settled.error().text);
    return settled.value_or(false);
  }

  // ---- from the screen

  void on_screen(ScreenSocket::Incoming incoming) {
    if (!incoming.command) {
      return tell_(Urgency::Alarm, "malformed-command", incoming.command.error().text);
    }
    const LocalCommand& local = *incoming.command;
    if (session_ && *session_ != local.session) on_new_screen();
    session_ = local.session;
    screen_route_ = incoming.route;
    screen_heard_at_ = Clock::now();
    std::visit([&](const auto& command) { on_command(incoming.route, local.id, command); },
               local.command);
  }

  // The screen before this one is gone, and with it whoever watched the printer for it.
  void on_new_screen() {
    if (auto doubted = doubt("the screen restarted"); !doubted) {
      tell_(Urgency::Alarm, "store-failing", doubted.error().text);
    }
    asked_.clear();
    devices_ = {};
  }

  Result<void> doubt(const std::string& evidence) {
    const auto doubted = outbox_.doubt_unreported(evidence);
    if (!doubted) return tl::unexpected(doubted.error());
    if (*doubted > 0) {
      tell_(Urgency::Warning, "voucher-unsure", std::to_string(*doubted) + ", " + evidence);
    }
    return {};
  }

  void on_command(const Bytes& route, const MessageId& id, const AskStation& ask) {
    if (health_ != Link::Health::Up) return answer(route, id, StationAbsent{ask.ticket});
    const MessageId message = fresh_id();
    Asked asked{route, id, ask.ticket, Clock::now() + kAnswerWithin, {}, {}};
    asked.frame = encode(KioskAsk{message, ask.question});
    if (is_asked_again(ask.question)) asked.again = Clock::now() + kAskAgain;
    if (!link_->send(asked.frame)) return answer(route, id, StationAbsent{ask.ticket});
    asked_.emplace(message, std::move(asked));
  }

  void on_command(const Bytes& route, const MessageId& id, const StoreFiling& store) {
    refund::Filing filing = store.filing;
    filing.kiosk = settings_.kiosk;
    const Bytes sealed = seal(refund::cbor::encode(to_cbor(filing)), settings_.station.box);
    stop_point("filing, before the write");
    const auto stored = outbox_.store_filing(filing, sealed);
    stop_point("filing, after the commit");
    if (!stored) {
      tell_(Urgency::Alarm, "filing-not-stored", stored.error().text);
      return answer(route, id, NotStored{filing.id});
    }
    answer(route, id, Stored{filing.id, refund::slip_code(filing.id)});
    tell_screen();
  }

  void on_command(const Bytes& route, const MessageId& id, const NoteVoucher& note) {
    stop_point("voucher, before the write");
    const auto noted = outbox_.note_voucher(note.voucher.voucher_number, note.voucher.id, id);
    stop_point("voucher, after the commit");
    if (!noted) tell_(Urgency::Alarm, "voucher-not-noted", noted.error().text);
    answer(route, id,
           VoucherNoted{note.voucher.id, note.voucher.voucher_number, note.job,
                        noted.value_or(false)});
  }

  void on_command(const Bytes& route, const MessageId& id, const NotePaper& note) {
    stop_point("paper, before the write");
    const auto noted = outbox_.note_paper(note.paper, id);
    stop_point("paper, after the commit");
    // Without an answer the screen repeats it until the store works again.
    if (!noted) return tell_(Urgency::Alarm, "paper-not-noted", noted.error().text);
    answer(route, id, link_state());
  }

  void on_command(const Bytes& route, const MessageId& id, const NoteDevices& devices) {
    const bool is_news = devices != devices_;
    devices_ = devices;
    if (is_news) hello_at_ = Clock::now();
    answer(route, id, link_state());
  }

  // ---- to the screen

  LinkChanged link_state() {
    LinkChanged state;
    state.is_up = health_ == Link::Health::Up;
    state.key_refused =
        health_ == Link::Health::KeyRefused || health_ == Link::Health::WrongStation;
    state.welcome = welcome_;
    if (const auto waiting = outbox_.waiting()) state.waiting = *waiting;
    return state;
  }

  void tell_screen() {
    if (screen_route_) answer(*screen_route_, {}, link_state());
  }

  // A screen that is gone repeats what matters when it is back.
  void answer(const Bytes& route, const MessageId& id, SyncEvent event) {
    [[maybe_unused]] const bool is_taken = screen_->send(route, LocalEvent{id, std::move(event)});
  }

  Settings settings_;
  Tell tell_;
  Outbox outbox_;
  std::unique_ptr<Link> link_;
  std::unique_ptr<ScreenSocket> screen_;
  int wake_ = -1;  // the screen's socket and the stop descriptor in one

  Link::Health health_ = Link::Health::Connecting;
  Clock::time_point hello_at_{};
  Clock::time_point heard_at_{};  // the station, last
  std::optional<Welcome> welcome_;
  std::map<MessageId, Asked> asked_;

  std::optional<MessageId> session_;
  std::optional<Bytes> screen_route_;
  Clock::time_point screen_heard_at_{};
  NoteDevices devices_;
};

}  // namespace

Result<std::unique_ptr<Keeper>> Keeper::open(const Settings& settings, Tell tell) {
  std::array<std::uint8_t, 8> seed{};
  fill_random(seed);
  std::uint64_t number = 0;
  for (const std::uint8_t byte : seed)
    number = number << 8U | byte;
  auto outbox = Outbox::open(settings.store, number);
  if (!outbox) return tl::unexpected(outbox.error());
  auto keeper = std::make_unique<SocketKeeper>(settings, std::move(tell), std::move(*outbox));
  if (auto begun = keeper->begin(); !begun) return tl::unexpected(begun.error());
  return keeper;
}

}  // namespace slipway::sync
