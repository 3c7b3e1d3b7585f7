#include "station/book/shop_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <span>

#include "refund/money.hpp"
#include "refund/time.hpp"
#include "station/book/csv.hpp"

namespace slipway::book {
namespace {

using refund::Phrase;
using Mistakes = std::vector<ShopMistake>;

template <typename Word>
using Words = std::span<const std::pair<Word, std::string_view>>;

constexpr std::array<std::pair<refund::CardStatus, std::string_view>, 6> kStatuses{{
    {refund::CardStatus::Active, "active"},
    {refund::CardStatus::Lost, "lost"},
    {refund::CardStatus::Frozen, "frozen"},
    {refund::CardStatus::Expired, "expired"},
    {refund::CardStatus::Refunded, "refunded"},
    {refund::CardStatus::Closed, "closed"},
}};
constexpr std::array<std::pair<refund::LotKind, std::string_view>, 3> kKinds{{
    {refund::LotKind::StoredValue, "stored-value"},
    {refund::LotKind::Sessions, "sessions"},
    {refund::LotKind::Time, "time"},
}};
constexpr std::array<std::string_view, 5> kPaymentMethods{"wechat", "alipay", "card", "cash",
                                                          "bank"};

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Letters, digits and "-_." only: what an id of the shop's is made of.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  });
}

bool is_uid(std::string_view text) {
  const bool length = text.size() == 8 || text.size() == 14 || text.size() == 20;
  return length && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
         });
}

// Takes one row apart, column by column, and notes what is wrong with it.
class Columns {
 public:
  Columns(Origin origin, std::span<const std::string_view> heading, const CsvRow& row,
          Mistakes& mistakes)
      : origin_(std::move(origin)), heading_(heading), row_(row), mistakes_(mistakes) {}

  std::string id() {
    return checked([](std::string_view text) { return is_id(text); },
                   {"1 到 40 个字母、数字或 -_.", "1 to 40 letters, digits or -_."});
  }
  std::string id_or_nothing() {
    return checked(
        [](std::string_view text) { return text.empty() || is_id(text); },
        {"空，或 1 到 40 个字母、数字或 -_.", "nothing, or 1 to 40 letters, digits or -_."});
  }
  std::string uid() {
    return checked([](std::string_view text) { return is_uid(text); },
                   {"4、7 或 10 字节的卡号，大写十六进制",
                    "a card UID of 4, 7 or 10 bytes in upper-case hex"});
  }
  std::string text(std::size_t most) {
    return checked([most](std::string_view text) { return !text.empty() && text.size() <= most; },
                   {"1 到 " + std::to_string(most) + " 字节的文字",
                    "1 to " + std::to_string(most) + " bytes of text"});
  }
  std::string digits(std::size_t least, std::size_t most) {
    const std::string range = std::to_string(least) + "–" + std::to_string(most);
    return checked(
        [least, most](std::string_view text) {
          return is_digits(text) && text.size() >= least && text.size() <= most;
        },
        {range + " 位数字", range + " digits"});
  }
  std::string pin_or_nothing(std::size_t least) {
    const std::string range = std::to_string(least) + "–8";
    return checked(
        [least](std::string_view text) {
          return text.empty() || (is_digits(text) && text.size() >= least && text.size() <= 8);
        },
        {"空，或 " + range + " 位数字的密码", "nothing, or a PIN of " + range + " digits"});
  }
  refund::Money money() {
    const std::string field = next();
    const auto amount = refund::money_from(field, refund::Currency::Cny);
    if (!amount) refuse({"金额，如 1286.50，不为负", "an amount as 1286.50, not negative"});
    return amount.value_or(refund::zero(refund::Currency::Cny));
  }
  int count() {
    const std::string field = next();
    int number = 0;
    const auto read = std::from_chars(field.data(), field.data() + field.size(), number);
    const bool right = is_digits(field) && read.ec == std::errc{} && number <= 100'000;
    if (!right) refuse({"0 到 100000 的整数", "a whole number from 0 to 100000"});
    return right ? number : 0;
  }
  refund::Instant instant() {
    const auto at = refund::instant_from(next());
    if (!at) refuse({"时间，如 2026-11-21 20:38", "a time as 2026-11-21 20:38"});
    return at.value_or(refund::Instant{});
  }
  // Nothing when the field is empty.
  std::optional<refund::Date> date_or_nothing() {
    const std::string field = next();
    if (field.empty()) return std::nullopt;
    const auto date = refund::date_from(field);
    if (!date) refuse({"空，或日期，如 2026-11-21", "nothing, or a date as 2026-11-21"});
    return date;
  }
  template <typename Word>
  Word word(Words<Word> words) {
    const std::string field = next();
    std::string list;
    for (const auto& [word, name] : words) {
      if (name == field) return word;
      list += (list.empty() ? "" : ", ") + std::string(name);
    }
    refuse({"以下之一：" + list, "one of " + list});
    return words.front().first;
  }
  std::string one_of(std::span<const std::string_view> words) {
    std::string list;
    for (const auto word : words)
      list += (list.empty() ? "" : ", ") + std::string(word);
    return checked(
        [words](std::string_view text) {
          return std::find(words.begin(), words.end(), text) != words.end();
        },
        {"以下之一：" + list, "one of " + list});
  }
  // Notes that the column which was read last is wrong.
  void refuse(Phrase expected) {
    if (mistakes_.size() >= kMostMistakes) return;
    mistakes_.push_back({origin_.file, origin_.line, static_cast<int>(at_),
                         std::string(heading_[at_ - 1]), std::move(expected)});
  }
  [[nodiscard]] const Origin& origin() const { return origin_; }

 private:
  std::string next() { return row_.fields[at_++]; }

  std::string checked(const std::function<bool(std::string_view)>& is_right, Phrase expected) {
    std::string field = next();
    if (!is_right(field)) refuse(std::move(expected));
    return field;
  }

  Origin origin_;
  std::span<const std::string_view> heading_;
  const CsvRow& row_;
  Mistakes& mistakes_;
  std::size_t at_ = 0;
};

void read_member(Columns& columns, ShopFiles& shop) {
  MemberRow row{columns.origin(), {}, {}};
  row.member.id = columns.id();
  row.member.name = columns.text(60);
  row.member.phone = columns.digits(5, 15);
  row.member.tier = columns.text(40);
  row.pin = columns.pin_or_nothing(4);
  shop.members.push_back(std::move(row));
}

void read_card(Columns& columns, ShopFiles& shop) {
  CardRow row{columns.origin(), {}, {}, {}, {}};
  row.uid = columns.uid();
  row.number = columns.digits(4, 20);
  row.member = columns.id();
  row.status = columns.word(Words<refund::CardStatus>(kStatuses));
  shop.cards.push_back(std::move(row));
}

void read_lot(Columns& columns, ShopFiles& shop) {
  LotRow row{columns.origin(), {}, {}};
  refund::Lot& lot = row.lot;
  lot.id = columns.id();
  row.card = columns.uid();
  lot.kind = columns.word(Words<refund::LotKind>(kKinds));
  lot.sold_at = columns.instant();
  lot.name = columns.text(80);
  lot.paid = columns.money();
  lot.bonus = columns.money();
  lot.units = columns.count();
  if (lot.kind == refund::LotKind::Sessions && lot.units == 0) {
    columns.refuse({"次卡的次数，至少 1", "the sessions bought, at least 1"});
  }
  lot.bonus_units = columns.count();
  const auto starts = columns.date_or_nothing();
  const bool is_time = lot.kind == refund::LotKind::Time;
  if (starts.has_value() != is_time) {
    columns.refuse({"期限卡须填，其他卡须空", "a date for a time card, nothing for others"});
  }
  const auto ends = columns.date_or_nothing();
  if (ends.has_value() != is_time || (starts && ends && *ends < *starts)) {
    columns.refuse({"期限卡须填且不早于开始日，其他卡须空",
                    "a date not before the start for a time card, nothing for others"});
  }
  lot.starts = starts.value_or(refund::Date{});
  lot.ends = ends.value_or(refund::Date{});
  lot.payment_method = columns.one_of(kPaymentMethods);
  lot.payment_reference = columns.text(64);
  lot.refunded = columns.money();
  if (lot.paid < lot.refunded) {
    columns.refuse({"不超过实付金额", "not more than was paid"});
  }
  shop.lots.push_back(std::move(row));
}

void read_use(Columns& columns, ShopFiles& shop) {
  UseRow row{columns.origin(), {}, {}};
  row.use.id = columns.id();
  row.lot = columns.id();
  row.use.at = columns.instant();
  row.use.item = columns.text(80);
  row.use.list_price = columns.money();
  row.use.charged = columns.money();
  row.use.units = columns.count();
  shop.uses.push_back(std::move(row));
}

void read_staff(Columns& columns, ShopFiles& shop) {
  StaffRow row{columns.origin(), {}, {}};
  row.staff.id = columns.id();
  row.staff.name = columns.text(60);
  row.staff.role = columns.text(40);
  const auto capabilities = refund::capabilities_of(row.staff.role);
  if (!capabilities) {
    columns.refuse({"manager、finance、cashier 或 owner", "manager, finance, cashier or owner"});
  }
  row.staff.capabilities = capabilities.value_or(std::vector<refund::Capability>{});
  row.staff.member_id = columns.id_or_nothing();
  row.pin = columns.pin_or_nothing(6);
  shop.staff.push_back(std::move(row));
}

struct FileForm {
  std::string_view name;
  bool must_exist;
  std::vector<std::string_view> heading;
  void (*read)(Columns&, ShopFiles&);
};

const std::array<FileForm, 5>& forms() {
  static const std::array<FileForm, 5> all{{
      {"members.csv", true, {"member", "name", "phone", "tier", "pin"}, read_member},
      {"cards.csv", true, {"uid", "number", "member", "status"}, read_card},
      {"lots.csv",
       true,
       {"lot", "card", "kind", "sold_at", "name", "paid", "bonus", "units", "bonus_units", "starts",
        "ends", "payment_method", "payment_reference", "refunded"},
       read_lot},
      {"uses.csv", true, {"use", "lot", "at", "item", "list_price", "charged", "units"}, read_use},
      {"staff.csv", false, {"staff", "name", "role", "member", "pin"}, read_staff},
  }};
  return all;
}

std::optional<std::string> contents_of(const std::filesystem::path& file) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  std::ifstream stream(file, std::ios::binary);
  if (unknown || size > kMostCsvBytes || !stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void read_rows(const FileForm& form, const std::string& text, ShopFiles& shop, Mistakes& mistakes) {
  const std::string file(form.name);
  const auto rows = read_csv(text);
  if (!rows) {
    const CsvMistake& mistake = rows.error();
    mistakes.push_back({file, mistake.line, mistake.column, {}, mistake.expected});
    return;
  }
  std::string heading;
  for (const auto name : form.heading)
    heading += (heading.empty() ? "" : ",") + std::string(name);
  if (rows->empty() || !std::equal(form.heading.begin(), form.heading.end(),
                                   rows->front().fields.begin(), rows->front().fields.end())) {
    mistakes.push_back({file, 1, 0, {}, {"标题行 " + heading, "the heading " + heading}});
    return;
  }
  for (std::size_t at = 1; at < rows->size() && mistakes.size() < kMostMistakes; ++at) {
    const CsvRow& row = (*rows)[at];
    if (row.fields.size() != form.heading.size()) {
      const std::string count = std::to_string(form.heading.size());
      mistakes.push_back(
          {file, row.line, 0, {}, {count + " 列：" + heading, count + " columns: " + heading}});
      continue;
    }
    Columns columns({file, row.line}, form.heading, row, mistakes);
    form.read(columns, shop);
  }
}

}  // namespace

tl::expected<ShopFiles, std::vector<ShopMistake>> read_shop(const std::filesystem::path& folder) {
  ShopFiles shop;
  Mistakes mistakes;
  for (const FileForm& form : forms()) {
    const auto file = folder / form.name;
    std::error_code unknown;
    if (!form.must_exist && !std::filesystem::exists(file, unknown)) continue;
    const auto text = contents_of(file);
    if (!text) {
      mistakes.push_back({std::string(form.name),
                          0,
                          0,
                          {},
                          {"可读且不超过 64 MB 的文件", "a readable file of at most 64 MB"}});
      continue;
    }
    read_rows(form, *text, shop, mistakes);
  }
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return shop;
}

std::string to_text(const ShopMistake& mistake) {
  std::string where = mistake.file;
  if (mistake.line > 0) where += ":" + std::to_string(mistake.line);
  if (mistake.column > 0) where += ":" + std::to_string(mistake.column);
  if (!mistake.name.empty()) where += " (" + mistake.name + ")";
  return where + "：应为" + mistake.expected.zh + "\n" + where + ": expected " +
         mistake.expected.en;
}

std::string_view name_of(refund::CardStatus status) {
  for (const auto& [word, name] : kStatuses) {
    if (word == status) return name;
  }
  return "closed";
}

std::optional<refund::CardStatus> card_status_from(std::string_view name) {
  for (const auto& [word, spelt] : kStatuses) {
    if (spelt == name) return word;
  }
  return std::nullopt;
}

std::string_view name_of(refund::LotKind kind) {
  for (const auto& [word, name] : kKinds) {
    if (word == kind) return name;
  }
  return "stored-value";
}

std::optional<refund::LotKind> lot_kind_from(std::string_view name) {
  for (const auto& [word, spelt] : kKinds) {
    if (spelt == name) return word;
  }
  return std::nullopt;
}

}  // namespace slipway::book
