#include "station/book/shop_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "refund/money.hpp"
#include "refund/time.hpp"
#include "station/book/csv.hpp"
#include "station/book/shop_columns.hpp"

namespace slipway::book {
namespace {

namespace fs = std::filesystem;

using refund::LotKind;
using Mistakes = std::vector<ShopMistake>;

constexpr std::array<std::string_view, 5> kPaymentMethods{"wechat", "alipay", "card", "cash",
                                                          "bank"};
constexpr std::array<std::string_view, 2> kYesNo{"yes", "no"};
constexpr int kMostSessions = 100'000;
constexpr int kMostPoints = 1'000'000;
constexpr int kMostParts = 1'000'000;
constexpr std::size_t kMostPolicies = 100;

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
  row.status = columns.word(kStatuses);
  shop.cards.push_back(std::move(row));
}

void read_units(Columns& columns, refund::Lot& lot) {
  const bool is_points = lot.kind == LotKind::Points;
  lot.units = columns.count(is_points ? kMostPoints : kMostSessions);
  if (lot.kind == LotKind::Sessions && lot.units == 0) {
    columns.refuse({"次卡的次数，至少 1", "the sessions bought, at least 1"});
  }
  if (is_points && lot.units == 0) {
    columns.refuse({"积分数，至少 1", "the points bought or earned, at least 1"});
  }
  lot.bonus_units = columns.count(kMostSessions);
  if (is_points && lot.bonus_units != 0) {
    columns.refuse({"积分须为 0", "0 for points"});
  }
}

void read_days(Columns& columns, refund::Lot& lot) {
  const auto starts = columns.date_or_nothing();
  const bool is_time = lot.kind == LotKind::Time;
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
}

// The columns that may be absent, and cells of them that may be empty.
void read_later(Columns& columns, refund::Lot& lot) {
  if (columns.says("policy")) lot.policy_hash = columns.hash();
  if (columns.says("activated")) {
    const refund::Date day = columns.date();
    lot.activated = day;
    if (day < refund::date_of(lot.sold_at)) {
      columns.refuse({"空，或不早于售出日的日期", "nothing, or a date not before the sale"});
    }
  }
  if (columns.says("contract")) lot.contract = columns.date();
  if (columns.says("stopped")) {
    lot.stopped = columns.date();
    if (lot.kind != LotKind::Time) {
      columns.refuse({"空：只有期限卡可填", "nothing: only a time card has it"});
      lot.stopped.reset();
    }
  }
  if (columns.says("fee_disclosure")) lot.fee_disclosure = columns.word(kDisclosures);
  if (columns.says("earned_by")) {
    lot.earned_by = columns.id();
    if (lot.kind != LotKind::Points) {
      columns.refuse({"空：只有积分可填", "nothing: only points have it"});
    }
  }
  if (columns.says("payment_parts")) lot.payment_parts = columns.count(kMostParts);
  if (columns.says("paid_by_other")) lot.paid_by_other = columns.one_of(kYesNo) == "yes";
  if (columns.says("refunded_at")) {
    const refund::Instant at = columns.instant();
    lot.refunded_at = at;
    if (!refund::is_positive(lot.refunded) || at < lot.sold_at) {
      columns.refuse({"空，或退过款的批次最后一次退款的时间，不早于售出",
                      "nothing, or when a lot with an earlier refund had it, not before the sale"});
    }
  }
}

void read_lot(Columns& columns, ShopFiles& shop) {
  LotRow row{columns.origin(), {}, {}};
  refund::Lot& lot = row.lot;
  lot.id = columns.id();
  row.card = columns.uid();
  lot.kind = columns.word(kKinds);
  lot.sold_at = columns.instant();
  lot.name = columns.text(80);
  lot.paid = columns.money();
  lot.bonus = columns.money();
  if (lot.kind == LotKind::Points && !refund::is_zero(lot.bonus)) {
    columns.refuse({"积分须为 0", "0 for points"});
  }
  read_units(columns, lot);
  read_days(columns, lot);
  lot.payment_method = columns.one_of(kPaymentMethods);
  lot.payment_reference = columns.text(64);
  lot.refunded = columns.money();
  if (lot.paid < lot.refunded) columns.refuse({"不超过实付金额", "not more than was paid"});
  read_later(columns, lot);
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
  row.use.units = columns.count(kMostPoints);
  if (columns.says("market_price")) row.use.market_price = columns.money();
  shop.uses.push_back(std::move(row));
}

void read_gift(Columns& columns, ShopFiles& shop) {
  GiftRow row{columns.origin(), {}, {}};
  row.lot = columns.id();
  row.gift.name = columns.text(80);
  row.gift.value = columns.money();
  row.gift.state = columns.word(kGiftStates);
  shop.gifts.push_back(std::move(row));
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
  std::vector<std::string_view> later;  // columns that may follow, in any order
  void (*read)(Columns&, ShopFiles&);
};

const std::array<FileForm, 6>& forms() {
  static const std::array<FileForm, 6> all{{
      {"members.csv", true, {"member", "name", "phone", "tier", "pin"}, {}, read_member},
      {"cards.csv", true, {"uid", "number", "member", "status"}, {}, read_card},
      {"lots.csv",
       true,
       {"lot", "card", "kind", "sold_at", "name", "paid", "bonus", "units", "bonus_units", "starts",
        "ends", "payment_method", "payment_reference", "refunded"},
       {"policy", "activated", "contract", "stopped", "fee_disclosure", "earned_by",
        "payment_parts", "paid_by_other", "refunded_at"},
       read_lot},
      {"uses.csv",
       true,
       {"use", "lot", "at", "item", "list_price", "charged", "units"},
       {"market_price"},
       read_use},
      {"gifts.csv", false, {"lot", "name", "value", "state"}, {}, read_gift},
      {"staff.csv", false, {"staff", "name", "role", "member", "pin"}, {}, read_staff},
  }};
  return all;
}

std::optional<std::string> contents_of(const fs::path& file) {
  std::error_code unknown;
  const auto size = fs::file_size(file, unknown);
  std::ifstream stream(file, std::ios::binary);
  if (unknown || size > kMostCsvBytes || !stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string list;
  for (const auto name : names)
    list += (list.empty() ? "" : ",") + std::string(name);
  return list;
}

// The columns that every such file has, then any of the others, each once.
bool is_heading(const FileForm& form, const std::vector<std::string>& fields) {
  if (fields.size() < form.heading.size()) return false;
  const auto first = fields.begin() + static_cast<std::ptrdiff_t>(form.heading.size());
  if (!std::equal(form.heading.begin(), form.heading.end(), fields.begin(), first)) return false;
  return std::all_of(first, fields.end(), [&](const std::string& name) {
    return std::count(first, fields.end(), name) == 1 &&
           std::find(form.later.begin(), form.later.end(), name) != form.later.end();
  });
}

ShopMistake mistake_of_heading(const FileForm& form) {
  const std::string heading = listed(form.heading);
  refund::Phrase expected{"标题行 " + heading, "the heading " + heading};
  if (!form.later.empty()) {
    expected.zh += "，其后可有 " + listed(form.later) + "，顺序不限";
    expected.en += ", and after it any of " + listed(form.later);
  }
  return {std::string(form.name), 1, 0, {}, std::move(expected)};
}

void read_rows(const FileForm& form, const std::string& text, ShopFiles& shop, Mistakes& mistakes) {
  const std::string file(form.name);
  auto rows = read_csv(text);
  if (!rows) {
    const CsvMistake& mistake = rows.error();
    mistakes.push_back({file, mistake.line, mistake.column, {}, mistake.expected});
    return;
  }
  if (rows->empty() || !is_heading(form, rows->front().fields)) {
    mistakes.push_back(mistake_of_heading(form));
    return;
  }
  const auto heading =
      std::make_shared<const std::vector<std::string>>(std::move(rows->front().fields));
  for (std::size_t at = 1; at < rows->size() && mistakes.size() < kMostMistakes; ++at) {
    CsvRow& row = (*rows)[at];
    if (row.fields.size() != heading->size()) {
      const std::string list =
          listed(std::vector<std::string_view>(heading->begin(), heading->end()));
      const std::string count = std::to_string(heading->size());
      mistakes.push_back(
          {file, row.line, 0, {}, {count + " 列：" + list, count + " columns: " + list}});
      continue;
    }
    Columns columns({file, row.line, heading, std::move(row.fields)}, mistakes);
    form.read(columns, shop);
  }
}

void read_policies(const fs::path& folder, ShopFiles& shop, Mistakes& mistakes) {
  std::vector<fs::path> files;
  std::error_code gone;
  for (fs::directory_iterator entry(folder / "policies", gone), end;
       !gone && entry != end && files.size() < kMostPolicies; entry.increment(gone)) {
    if (entry->path().extension() == ".toml") files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    auto texts = read_policy_texts(file);
    auto policy = texts ? refund::read_policy(texts->policy, texts->parts)
                        : tl::unexpected(refund::PolicyMistake{0, "", texts.error(), ""});
    if (!policy) {
      const refund::PolicyMistake& mistake = policy.error();
      const std::string name = "policies/" + file.filename().string();
      mistakes.push_back({name, mistake.line, 0, mistake.key, {}, {}, mistake.text});
      continue;
    }
    shop.policies.push_back({policy->hash, std::move(*texts)});
  }
}

}  // namespace

tl::expected<ShopFiles, std::vector<ShopMistake>> read_shop(const fs::path& folder) {
  ShopFiles shop;
  Mistakes mistakes;
  for (const FileForm& form : forms()) {
    const auto file = folder / form.name;
    std::error_code unknown;
    if (!form.must_exist && !fs::exists(file, unknown)) continue;
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
  read_policies(folder, shop, mistakes);
  if (!mistakes.empty()) return tl::unexpected(std::move(mistakes));
  return shop;
}

ShopMistake mistake_at(const Origin& origin, std::string_view column, refund::Phrase expected) {
  ShopMistake mistake{origin.file, origin.line, 0, std::string(column), std::move(expected)};
  if (!origin.heading) return mistake;
  const auto found = std::find(origin.heading->begin(), origin.heading->end(), column);
  if (found == origin.heading->end()) return mistake;
  const auto at = static_cast<std::size_t>(found - origin.heading->begin());
  mistake.column = static_cast<int>(at) + 1;
  if (column != "pin") mistake.stands = origin.fields[at];
  return mistake;
}

std::string to_text(const ShopMistake& mistake) {
  std::string where = mistake.file;
  if (mistake.line > 0) where += ":" + std::to_string(mistake.line);
  if (mistake.column > 0) where += ":" + std::to_string(mistake.column);
  if (!mistake.name.empty()) where += " (" + mistake.name + ")";
  if (!mistake.sentence.empty()) return where + ": " + mistake.sentence;
  refund::Phrase stands;
  if (mistake.stands) {
    const bool is_empty = mistake.stands->empty();
    stands.zh = is_empty ? "空着，" : "写着“" + *mistake.stands + "”，";
    stands.en = is_empty ? "is empty, " : "has \"" + *mistake.stands + "\", ";
  }
  return where + "：" + stands.zh + "应为" + mistake.expected.zh + "\n" + where + ": " + stands.en +
         "expected " + mistake.expected.en;
}

}  // namespace slipway::book
