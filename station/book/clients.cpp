#include "station/book/clients.hpp"

#include "station/book/audit.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

struct Client {
  std::string key;
  std::string name;
  std::string kind;
  std::int64_t number = 0;
  bool is_revoked = false;
};

std::string_view name_of(sync::Peer::Kind kind) {
  return kind == sync::Peer::Kind::Kiosk ? "kiosk" : "desk";
}

sync::Result<std::optional<Client>> find(sync::Statement& query) {
  std::optional<Client> found;
  const auto read = each_row(query, [&](const sync::Statement& row) {
    found = Client{row.text(0), row.text(1), row.text(2), row.number(3), row.number(4) != 0};
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

}  // namespace

sync::Result<std::int64_t> enrol(sync::Database& books, const sync::Peer& client,
                                 std::string_view key_z85, refund::Instant now) {
  if (client.name.empty() || client.name.size() > 40) {
    return tl::unexpected(sync::Error{sync::Fault::Malformed, "a name has 1 to 40 characters"});
  }
  std::int64_t number = 0;
  const auto enrolled = books.transaction([&]() -> sync::Result<void> {
    auto& same = books.prepare(
        "SELECT key, name, kind, number, revoked FROM client WHERE key = ? OR name = ?");
    const auto known = find(same.bind(key_z85).bind(client.name));
    if (!known) return tl::unexpected(known.error());
    if (const auto& one = *known) {
      number = one->number;
      if (one->key == key_z85 && one->name == client.name && one->kind == name_of(client.kind) &&
          !one->is_revoked) {
        return {};
      }
      return tl::unexpected(sync::Error{
          sync::Fault::Conflict, "that name or key is taken by " + one->name + " or was revoked"});
    }
    const auto last = first_number(books.prepare("SELECT COALESCE(MAX(number), 0) FROM client"));
    if (!last) return tl::unexpected(last.error());
    number = *last + 1;
    auto& add = books.prepare("INSERT INTO client VALUES(?, ?, ?, ?, 0)");
    add.bind(key_z85).bind(client.name).bind(name_of(client.kind)).bind(number);
    if (auto added = done(add); !added) return added;
    return append_audit(books, now, "station", "enrolled", client.name,
                        {{"kind", name_of(client.kind)}, {"number", number}});
  });
  if (!enrolled) return tl::unexpected(enrolled.error());
  return number;
}

sync::Result<void> revoke(sync::Database& books, std::string_view name, refund::Instant now) {
  return books.transaction([&]() -> sync::Result<void> {
    auto& end = books.prepare("UPDATE client SET revoked = 1 WHERE name = ? AND revoked = 0");
    const auto ended = end.bind(name).run();
    if (!ended) return tl::unexpected(ended.error());
    if (*ended == 0) {
      return tl::unexpected(sync::Error{sync::Fault::Missing, "no such client is enrolled"});
    }
    return append_audit(books, now, "station", "revoked", name, {});
  });
}

std::optional<sync::Peer> client_of(sync::Database& books, std::string_view key_z85) {
  auto& query = books.prepare(
      "SELECT key, name, kind, number, revoked FROM client WHERE key = ? AND revoked = 0");
  const auto found = find(query.bind(key_z85));
  if (!found || !*found) return std::nullopt;
  const Client& client = **found;
  return sync::Peer{client.name,
                    client.kind == "kiosk" ? sync::Peer::Kind::Kiosk : sync::Peer::Kind::Desk};
}

sync::Result<std::optional<std::int64_t>> number_of(sync::Database& books, std::string_view kiosk) {
  auto& query = books.prepare("SELECT key, name, kind, number, revoked FROM client WHERE name = ?");
  return find(query.bind(kiosk)).map([](const std::optional<Client>& client) {
    return client ? std::optional(client->number) : std::nullopt;
  });
}

}  // namespace slipway::book
