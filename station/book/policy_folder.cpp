#include "station/book/policy_folder.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <system_error>

namespace slipway::book {

namespace {

namespace fs = std::filesystem;

using Texts = std::map<std::string, std::string, std::less<>>;

// The reader of policies refuses less than this; a file that is longer is cut here and refused
// there, with its own words.
constexpr std::size_t kMostBytes = 128 * 1024;

std::optional<std::string> content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kMostBytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

bool is_part_name(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
  });
}

// Adds each NAME.toml of a folder whose name is not there yet. A folder that is not there has none;
// a file that cannot be read is not there either, and the policy that names it says so.
void add_texts(const fs::path& folder, Texts& texts) {
  std::error_code gone;
  for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end;
       entry.increment(gone)) {
    const std::string name = entry->path().stem().string();
    if (entry->path().extension() != ".toml" || !is_part_name(name)) continue;
    if (auto text = content_of(entry->path())) texts.emplace(name, std::move(*text));
  }
}

}  // namespace

tl::expected<PolicyTexts, std::string> read_policy_texts(const fs::path& file,
                                                         const fs::path& installed) {
  auto policy = content_of(file);
  if (!policy) {
    return tl::unexpected(file.string() + ": cannot be read; expected the refund policy");
  }
  PolicyTexts texts{std::move(*policy), {}};
  for (const fs::path& shared : {fs::absolute(file).parent_path().parent_path(), installed}) {
    add_texts(shared / "packs", texts.parts.packs);
    add_texts(shared / "tables", texts.parts.tables);
  }
  return texts;
}

tl::expected<refund::Policy, std::string> read_policy_in(const fs::path& file,
                                                         const fs::path& installed) {
  const auto texts = read_policy_texts(file, installed);
  if (!texts) return tl::unexpected(texts.error());
  auto policy = refund::read_policy(texts->policy, texts->parts);
  if (!policy) return tl::unexpected(sentence_of(policy.error(), file));
  return std::move(*policy);
}

std::string sentence_of(const refund::PolicyMistake& mistake, const fs::path& file) {
  std::string where = mistake.file.empty() ? file.string() : mistake.file;
  if (mistake.line > 0) where += ":" + std::to_string(mistake.line);
  if (!mistake.file.empty()) where += ", a part of " + file.string();
  if (!mistake.key.empty()) where += ": " + mistake.key;
  return where + ": " + mistake.text;
}

}  // namespace slipway::book
