#include "program/settings.hpp"

// toml++ 3.3 asserts what a file can break ("[[["); without the assertion it reports the mistake.
// The same in every file that includes it, because its functions are inline.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>
#include <cstdint>
#include <cstdlib>

#include <algorithm>
#include <fstream>
#include <variant>

#include "refund/toml_text.hpp"

namespace slipway::program {

struct Settings::Value {
  std::string name;
  std::variant<std::monostate, std::string, std::int64_t, bool, std::vector<std::string>> content;
  std::size_t line = 0;  // 0: the standard value, which stands in no file
};

namespace {

constexpr std::size_t kMostBytes = 64 * 1024;

using Content =
    std::variant<std::monostate, std::string, std::int64_t, bool, std::vector<std::string>>;

Refusal refusal(const std::filesystem::path& file, std::size_t line, const std::string& text) {
  const std::string where = line == 0 ? file.string() : file.string() + ":" + std::to_string(line);
  return Refusal{where + ": " + text};
}

Content content_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto number = node.value_exact<std::int64_t>()) return *number;
  if (const auto answer = node.value_exact<bool>()) return *answer;
  if (const auto* array = node.as_array()) {
    std::vector<std::string> texts;
    for (const auto& element : *array) {
      const auto text = element.value_exact<std::string>();
      if (!text) return std::monostate{};
      texts.push_back(*text);
    }
    return texts;
  }
  return std::monostate{};
}

std::string known_keys(const std::vector<Key>& keys) {
  std::string list;
  for (const Key& key : keys)
    list += (list.empty() ? "" : ", ") + std::string(key.name);
  return list;
}

Result<std::string> text_in(const std::filesystem::path& file) {
  std::error_code unseen;
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file, unseen) || !stream) {
    return tl::unexpected(refusal(file, 0, "cannot be read; expected a TOML file"));
  }
  std::string text(kMostBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() <= kMostBytes) return text;
  return tl::unexpected(
      refusal(file, 0, "expected a TOML file of at most " + std::to_string(kMostBytes) + " bytes"));
}

Result<toml::table> table_in(const std::filesystem::path& file) {
  constexpr const char* kExpected = "; expected a TOML file as in /usr/share/doc/slipway";
  const auto text = text_in(file);
  if (!text) return tl::unexpected(text.error());
  const auto ascii = refund::ascii_toml(*text);
  if (!ascii) {
    return tl::unexpected(refusal(file, static_cast<std::size_t>(ascii.error().line),
                                  ascii.error().text + kExpected));
  }
  try {
    return toml::parse(*ascii);
  } catch (const toml::parse_error& error) {
    return tl::unexpected(
        refusal(file, error.source().begin.line, std::string(error.description()) + kExpected));
  }
}

}  // namespace

Settings::Settings(std::filesystem::path file, std::vector<Key> keys,
                   std::shared_ptr<const std::vector<Value>> values)
    : file_(std::move(file)), keys_(std::move(keys)), values_(std::move(values)) {}

Result<Settings> Settings::open(const std::filesystem::path& file, std::vector<Key> keys) {
  const auto read = table_in(file);
  if (!read) return tl::unexpected(read.error());
  auto values = std::make_shared<std::vector<Value>>();
  for (const auto& [section, node] : *read) {
    const auto* inner = node.as_table();
    const std::size_t section_line = node.source().begin.line;
    if (inner == nullptr) {
      return tl::unexpected(
          refusal(file, section_line,
                  "the key '" + std::string(section.str()) +
                      "' stands outside a [section]; known keys: " + known_keys(keys)));
    }
    for (const auto& [name, value] : *inner) {
      const std::string full = std::string(section.str()) + "." + std::string(name.str());
      const std::size_t line = value.source().begin.line;
      const bool known =
          std::any_of(keys.begin(), keys.end(), [&](const Key& key) { return key.name == full; });
      if (!known) {
        return tl::unexpected(
            refusal(file, line, "unknown key '" + full + "'; known keys: " + known_keys(keys)));
      }
      values->push_back(Value{full, content_of(value), line});
    }
  }
  for (const Key& key : keys) {
    const bool given = std::any_of(values->begin(), values->end(),
                                   [&](const Value& value) { return value.name == key.name; });
    if (given) continue;
    if (key.standard.empty()) {
      return tl::unexpected(refusal(
          file, 0,
          "the key '" + std::string(key.name) + "' is missing: " + std::string(key.meaning)));
    }
    const toml::table standard = toml::parse("value = " + std::string(key.standard));
    values->push_back(Value{std::string(key.name), content_of(*standard.get("value")), 0});
  }
  return Settings(file, std::move(keys), std::move(values));
}

const Settings::Value& Settings::value(std::string_view key) const {
  for (const Value& value : *values_) {
    if (value.name == key) return value;
  }
  std::abort();  // a key that the program's own table does not have
}

Result<std::string> Settings::text(std::string_view key) const {
  const Value& found = value(key);
  if (const auto* text = std::get_if<std::string>(&found.content)) return *text;
  return tl::unexpected(
      refusal(file_, found.line, "'" + found.name + "' must be a text in quotes"));
}

Result<std::int64_t> Settings::number(std::string_view key, std::int64_t least,
                                      std::int64_t most) const {
  const Value& found = value(key);
  const auto* number = std::get_if<std::int64_t>(&found.content);
  if (number != nullptr && *number >= least && *number <= most) return *number;
  return tl::unexpected(refusal(file_, found.line,
                                "'" + found.name + "' must be a whole number from " +
                                    std::to_string(least) + " to " + std::to_string(most)));
}

Result<bool> Settings::yes_or_no(std::string_view key) const {
  const Value& found = value(key);
  if (const auto* answer = std::get_if<bool>(&found.content)) return *answer;
  return tl::unexpected(refusal(file_, found.line, "'" + found.name + "' must be true or false"));
}

Result<std::vector<std::string>> Settings::list(std::string_view key) const {
  const Value& found = value(key);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&found.content)) return *texts;
  return tl::unexpected(refusal(
      file_, found.line, "'" + found.name + "' must be a list of texts, as [\"one\", \"two\"]"));
}

Result<std::filesystem::path> Settings::path(std::string_view key) const {
  const auto given = text(key);
  if (!given) return tl::unexpected(given.error());
  const std::filesystem::path path(*given);
  return path.is_absolute() ? path : file_.parent_path() / path;
}

}  // namespace slipway::program
