#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "station/desk/station.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/mailbox.hpp"

namespace slipway::desk {

// The station over the link. One keeper thread owns the socket; questions go to it and news comes
// back as values. ask(), refresh() and take_news() from the thread that made it.
class Client final : public Station {
 public:
  // `wake` is called from the keeper when news waits, once per batch. Fails when the address cannot
  // be used at all; an absent station is no failure, it is news.
  [[nodiscard]] static sync::Result<std::unique_ptr<Client>> start(
      const sync::Link::Address& address, std::function<void()> wake);
  ~Client() override;  // decisions that are not answered by now stay unknown
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void ask(Ticket ticket, sync::DeskQuestion question) override;
  void refresh() override;
  [[nodiscard]] std::vector<News> take_news();

 private:
  struct Ask {
    Ticket ticket = 0;
    sync::DeskQuestion question;
  };
  struct Refresh {};
  struct Stop {};
  using Command = std::variant<Ask, Refresh, Stop>;

  Client(int bell, std::function<void()> wake);
  void keep(sync::Link& link);
  void order(Command command);

  int bell_;  // an eventfd: commands wait
  sync::Mailbox<Command> commands_;
  sync::Mailbox<News> news_;
  std::thread keeper_;
};

}  // namespace slipway::desk
