#include "station/book/policy_texts.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "refund/sodium.hpp"
#include "station/book/audit.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

constexpr std::string_view kManifest = "slipway policy 1\n";

std::string hash_of(std::string_view text) {
  return refund::to_hex(refund::digest_of(text));
}

sync::Result<void> keep(sync::Database& books, std::string_view text) {
  auto& add = books.prepare("INSERT INTO policy_text VALUES(?, ?) ON CONFLICT DO NOTHING");
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  return done(add.bind(hash_of(text)).bind(bytes));
}

sync::Result<std::optional<std::string>> text_of(sync::Database& books, std::string_view hash) {
  std::optional<std::string> text;
  auto& query = books.prepare("SELECT text FROM policy_text WHERE hash = ?");
  const auto read = each_row(query.bind(hash), [&](const sync::Statement& row) {
    const auto bytes = row.blob(0);
    text.emplace(bytes.begin(), bytes.end());
  });
  if (!read) return tl::unexpected(read.error());
  if (text && hash_of(*text) != hash) return damaged("a policy text");
  return text;
}

// The texts that a manifest names; nothing when one is missing. A line is "policy HASH",
// "pack NAME HASH" or "table NAME HASH".
sync::Result<std::optional<PolicyTexts>> texts_of(sync::Database& books,
                                                  const std::string& manifest) {
  PolicyTexts texts;
  std::istringstream lines(manifest.substr(kManifest.size()));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    std::string name;
    std::string hash;
    words >> kind;
    if (kind != "policy") words >> name;
    words >> hash;
    auto text = text_of(books, hash);
    if (!text) return tl::unexpected(text.error());
    if (!*text) return std::optional<PolicyTexts>();
    if (kind == "policy") {
      texts.policy = std::move(**text);
    } else {
      (kind == "pack" ? texts.parts.packs : texts.parts.tables)[name] = std::move(**text);
    }
  }
  return std::optional(std::move(texts));
}

sync::Result<void> keep_texts(sync::Database& books, std::string_view hash,
                              const PolicyTexts& texts) {
  std::vector<std::string> all{texts.policy};
  if (hash_of(texts.policy) != hash) {
    auto manifest = refund::manifest_of(texts.policy, texts.parts);
    if (!manifest || hash_of(*manifest) != hash) {
      return tl::unexpected(
          sync::Error{sync::Fault::Malformed, "these are not the texts of the policy"});
    }
    for (const auto* parts : {&texts.parts.packs, &texts.parts.tables}) {
      for (const auto& [name, text] : *parts) {
        if (manifest->find(hash_of(text)) != std::string::npos) all.push_back(text);
      }
    }
    all.push_back(std::move(*manifest));
  }
  for (const std::string& text : all) {
    if (auto kept = keep(books, text); !kept) return kept;
  }
  return {};
}

}  // namespace

sync::Result<void> keep_policy(sync::Database& books, std::string_view hash,
                               const PolicyTexts& texts, refund::Instant now) {
  if (auto kept = keep_texts(books, hash, texts); !kept) return kept;
  for (const char* action : {"policy-began", "policy-kept"}) {
    const auto is_told = has_audit(books, action, hash);
    if (!is_told) return tl::unexpected(is_told.error());
    if (*is_told) return {};
  }
  return append_audit(books, now, "station", "policy-kept", hash, {});
}

sync::Result<void> archive_policy(sync::Database& books, std::string_view hash,
                                  const PolicyTexts& texts, refund::Instant now) {
  return books.transaction([&] { return keep_policy(books, hash, texts, now); });
}

sync::Result<void> begin_policy(sync::Database& books, std::string_view hash,
                                const PolicyTexts& texts, refund::Instant now) {
  return books.transaction([&]() -> sync::Result<void> {
    if (auto kept = keep_texts(books, hash, texts); !kept) return kept;
    std::optional<refund::Instant> before;
    bool is_same = false;
    auto& last = books.prepare("SELECT since, hash FROM policy_in_force ORDER BY since DESC");
    auto read = each_row(last, [&](const sync::Statement& row) {
      if (before) return;
      before = instant_from_column(row.number(0));
      is_same = row.text(1) == hash;
    });
    if (!read) return read;
    if (is_same) return {};
    const refund::Instant after = before ? *before + std::chrono::milliseconds{1} : now;
    if (auto told = append_audit(books, std::max(now, after), "station", "policy-began", hash, {});
        !told) {
      return told;
    }
    const auto since = last_audit_time(books);  // as the chain tells it
    if (!since) return tl::unexpected(since.error());
    auto& add = books.prepare("INSERT INTO policy_in_force VALUES(?, ?)");
    return done(add.bind(to_column(*since)).bind(hash));
  });
}

sync::Result<std::optional<std::string>> policy_in_force(sync::Database& books,
                                                         refund::Instant at) {
  std::optional<std::string> hash;
  auto& query = books.prepare(
      "SELECT hash FROM policy_in_force WHERE since <= ? ORDER BY since DESC LIMIT 1");
  const auto read =
      each_row(query.bind(to_column(at)), [&](const sync::Statement& row) { hash = row.text(0); });
  if (!read) return tl::unexpected(read.error());
  return hash;
}

sync::Result<bool> was_in_force(sync::Database& books, std::string_view hash) {
  auto& query = books.prepare("SELECT count(*) FROM policy_in_force WHERE hash = ?");
  return first_number(query.bind(hash)).map([](std::int64_t count) { return count > 0; });
}

sync::Result<std::optional<refund::Policy>> archived_policy(sync::Database& books,
                                                            std::string_view hash) {
  auto text = text_of(books, hash);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return std::optional<refund::Policy>();
  PolicyTexts texts{**text, {}};
  if ((*text)->starts_with(kManifest)) {
    auto named = texts_of(books, **text);
    if (!named) return tl::unexpected(named.error());
    if (!*named) return std::optional<refund::Policy>();
    texts = std::move(**named);
  }
  auto policy = refund::read_policy(texts.policy, texts.parts);
  if (!policy || policy->hash != hash) return std::optional<refund::Policy>();
  return std::optional(std::move(*policy));
}

sync::Result<std::optional<std::string>> altered_text(sync::Database& books) {
  std::optional<std::string> found;
  auto& query = books.prepare("SELECT hash, text FROM policy_text ORDER BY hash");
  const auto read = each_row(query, [&](const sync::Statement& row) {
    if (!found && refund::to_hex(refund::digest_of(row.blob(1))) != row.text(0))
      found = row.text(0);
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

sync::Result<bool> has_texts(sync::Database& books, std::string_view hash) {
  const auto text = text_of(books, hash);
  if (!text) return tl::unexpected(text.error());
  if (!*text || !(*text)->starts_with(kManifest)) return text->has_value();
  return texts_of(books, **text).map([](const auto& texts) { return texts.has_value(); });
}

}  // namespace slipway::book
