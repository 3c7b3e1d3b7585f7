#include "station/book/csv.hpp"

#include <optional>

#include "refund/utf8.hpp"

namespace slipway::book {
namespace {

// Characters that let a name be read in another order than it stands (Unicode's embeddings,
// overrides and isolates), and the C1 controls.
bool begins_with_control(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  if (byte(0) < 0x20 || byte(0) == 0x7F) return true;
  if (byte(0) == 0xC2) return byte(1) < 0xA0;
  if (byte(0) != 0xE2) return false;
  const bool turns = byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE;
  return turns || (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9);
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  tl::expected<std::vector<CsvRow>, CsvMistake> rows() {
    std::vector<CsvRow> rows;
    while (!rest_.empty()) {
      CsvRow row{line_, {}};
      column_ = 1;
      bool more = true;
      while (more) {
        auto field = read_field();
        if (field && !refund::is_utf8(*field)) {
          field = refuse("UTF-8 编码的文字", "text in UTF-8");
        }
        if (!field) return tl::unexpected(*mistake_);
        row.fields.push_back(std::move(*field));
        more = rest_.starts_with(',');
        if (more) {
          rest_.remove_prefix(1);
          ++column_;
        }
      }
      take_line_end();
      const bool blank = row.fields.size() == 1 && row.fields.front().empty();
      if (!blank) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  std::nullopt_t refuse(const char* zh, const char* en) {
    mistake_ = CsvMistake{line_, column_, {zh, en}};
    return std::nullopt;
  }

  std::optional<std::string> read_field() {
    return rest_.starts_with('"') ? read_quoted() : read_plain();
  }

  std::optional<std::string> read_plain() {
    std::string field;
    while (!rest_.empty() && rest_.front() != ',' && rest_.front() != '\n' &&
           !rest_.starts_with("\r\n")) {
      if (rest_.front() == '"') {
        return refuse("引号须包住整个字段，字段内的引号写两次",
                      "quotes around the whole field, an inner quote doubled");
      }
      if (!take_character(field)) return std::nullopt;
    }
    return field;
  }

  std::optional<std::string> read_quoted() {
    std::string field;
    rest_.remove_prefix(1);
    while (true) {
      if (rest_.empty()) return refuse("字段结尾缺少引号", "a closing quote");
      if (rest_.starts_with("\"\"")) {
        field += '"';
        rest_.remove_prefix(2);
      } else if (rest_.front() == '"') {
        rest_.remove_prefix(1);
        break;
      } else if (!take_character(field)) {
        return std::nullopt;
      }
    }
    if (!rest_.empty() && rest_.front() != ',' && rest_.front() != '\n' &&
        !rest_.starts_with("\r\n")) {
      return refuse("引号之后应为逗号或换行", "a comma or a line end after the closing quote");
    }
    return field;
  }

  bool take_character(std::string& field) {
    if (begins_with_control(rest_)) {
      refuse("不含控制字符的文字", "text without control characters or line ends");
      return false;
    }
    field += rest_.front();
    rest_.remove_prefix(1);
    if (field.size() > kMostFieldBytes) {
      refuse("不超过 400 字节的字段", "a field of at most 400 bytes");
      return false;
    }
    return true;
  }

  void take_line_end() {
    if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
    if (!rest_.empty()) rest_.remove_prefix(1);
    ++line_;
  }

  std::string_view rest_;
  int line_ = 1;
  int column_ = 1;
  std::optional<CsvMistake> mistake_;
};

}  // namespace

tl::expected<std::vector<CsvRow>, CsvMistake> read_csv(std::string_view text) {
  if (text.size() > kMostCsvBytes) {
    return tl::unexpected(CsvMistake{1, 1, {"不超过 64 MB 的文件", "a file of at most 64 MB"}});
  }
  return Reader(text).rows();
}

}  // namespace slipway::book
