#include "tests/station/small_shop.hpp"

#include <stdlib.h>

#include <fstream>

#include "station/book/clients.hpp"
#include "station/book/import.hpp"
#include "station/book/policy_folder.hpp"
#include "station/book/schema.hpp"
#include "station/book/shop_files.hpp"

namespace slipway::test {
namespace {

const sync::StationKeys& keys() {
  static const sync::StationKeys made = sync::make_station_keys(1);
  return made;
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

void write_shop(const std::filesystem::path& folder) {
  write(folder / "members.csv",
        "member,name,phone,tier,pin\n"
        "M1,王小明,13812346217,金卡,\nM2,李思雨,13900001111,普卡,\nM3,马超,13900002222,金卡,\n"
        "M4,吴雪梅,13900003333,银卡,\nM5,何佳怡,13900004444,银卡,\nM6,欧阳晓峰,13900005555,钻石卡,"
        "\n");
  write(folder / "cards.csv", "uid,number,member,status\n" + kWang + ",660000880001,M1,active\n" +
                                  kLi + ",660000880002,M2,active\n" + kMa +
                                  ",660000880003,M3,active\n" + kLost + ",660000880004,M4,lost\n" +
                                  kFrozen + ",660000880005,M5,frozen\n" + kRich +
                                  ",660000880006,M6,active\n");
  std::string lots =
      "lot,card,kind,sold_at,name,paid,bonus,units,bonus_units,starts,ends,payment_method,"
      "payment_reference,refunded\n"
      "L1," +
      kWang +
      ",stored-value,2026-03-15 14:22,充2000送250,2000,250,0,0,,,wechat,W1,0\n"
      "L2," +
      kLi + ",stored-value,2026-05-09 13:30,充300,300,0,0,0,,,alipay,A1,0\n";
  int number = 3;
  for (const auto& [card, paid] : {std::pair(kMa, "800"), std::pair(kLost, "500"),
                                   std::pair(kFrozen, "500"), std::pair(kRich, "5000")}) {
    const std::string text = std::to_string(number++);
    lots += "L" + text + "," + card + ",stored-value,2026-04-01 10:00,充值," + paid +
            ",0,0,0,,,card,C" + text + ",0\n";
  }
  write(folder / "lots.csv", lots);
  write(folder / "uses.csv",
        "use,lot,at,item,list_price,charged,units\n"
        "U1,L1,2026-03-15 14:40,烫发,320,256,0\nU2,L1,2026-04-26 16:10,洗剪吹,88,88,0\n"
        "U3,L2,2026-05-09 13:50,洗剪吹,216,204,0\n");
  write(folder / "staff.csv",
        "staff,name,role,member,pin\nlin,林静,manager,,\nma,马超,manager,M3,\n"
        "finance,许文,finance,,\nzhou,周岩,owner,,\ncashier,何苗,cashier,,\n");
}

// The books that every test begins with. Hashing at the least cost keeps tests quick.
void make_books(const std::filesystem::path& folder) {
  write_shop(folder);
  auto books = sync::Database::open(folder / "books.db", book::migrations());
  REQUIRE(books);
  const auto shop = book::read_shop(folder);
  REQUIRE(shop);
  REQUIRE(book::import_shop(*books, *shop, keys().pepper, kNoon - std::chrono::hours{1}));
  static const std::string member = sync::pin_hash(kPin, keys().pepper, sync::kLeastCost);
  static const std::string staff = sync::pin_hash(kStaffPin, keys().pepper, sync::kLeastCost);
  REQUIRE(books->prepare("UPDATE member SET pin_hash = ?").bind(member).run());
  REQUIRE(books->prepare("UPDATE staff SET pin_hash = ?").bind(staff).run());
  REQUIRE(book::enrol(*books, kKiosk, std::string(40, 'k'), kNoon - std::chrono::hours{1}));
}

}  // namespace

SmallShop::SmallShop() {
  std::string name = (std::filesystem::temp_directory_path() / "slipway-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  make_books(folder_);
}

SmallShop::~SmallShop() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

book::Terms SmallShop::terms() const {
  static const auto policy = book::read_policy_in(kPolicyFile);
  REQUIRE(policy);
  book::Terms terms;
  terms.keys = keys();
  terms.policy = *policy;
  terms.name = {"拾光美发", "Shiguang Salon"};
  terms.telephone = "021-5550 1234";
  return terms;
}

book::Book SmallShop::open(refund::Instant now) const {
  auto opened = book::Book::open(books(), terms(), now);
  if (!opened) FAIL(opened.error().text);
  return std::move(*opened);
}

sync::Database SmallShop::raw() const {
  auto opened = sync::Database::open(books(), book::migrations());
  REQUIRE(opened);
  return std::move(*opened);
}

std::int64_t SmallShop::count(const std::string& table) const {
  auto books = raw();
  auto& query = books.prepare("SELECT count(*) FROM " + table);
  REQUIRE(query.step().value());
  const std::int64_t found = query.number(0);
  REQUIRE_FALSE(query.step().value());
  return found;
}

sync::File SmallShop::sealed(const refund::Filing& filing) const {
  return {filing.id, sync::seal(refund::cbor::encode(sync::to_cbor(filing)), keys().box_open)};
}

refund::Signature signature() {
  return {10'000,
          6'000,
          {{{100, 100, 300, 0}, {2'000, 2'400, 600, 90'000}},
           {{2'500, 300, 200, 200'000}, {2'600, 2'900, 700, 300'000}}}};
}

refund::Filing filing(const std::string& card, std::uint8_t seed, refund::Method method) {
  refund::Filing made;
  made.id = refund::make_request_id(kNoon, {1, 2, 3, 4, 5, 6, 7, 8, 9, seed});
  made.kiosk = "kiosk-1";
  made.card_uid = card;
  made.pin = kPin;
  made.reason = refund::Reason::Unsatisfied;
  made.payee.method = method;
  if (method == refund::Method::BankTransfer) made.payee.bank_card = kBankCard;
  made.signature = signature();
  made.filed_at = kNoon;
  return made;
}

Clerk::Clerk(book::Book& book, const std::string& staff, sync::Peer desk, refund::Instant now)
    : book_(book), desk_(std::move(desk)) {
  const auto answer =
      book.answer(desk_, sync::DeskAsk{{}, {}, sync::SignIn{staff, kStaffPin}}, now);
  REQUIRE(answer);
  REQUIRE(std::holds_alternative<sync::SignedIn>(*answer));
  token_ = std::get<sync::SignedIn>(*answer).token;
}

sync::Detail Clerk::detail(const refund::RequestId& id) {
  return ask<sync::Detail>(sync::AskDetail{id});
}

sync::Approve Clerk::approval(const refund::RequestId& id) {
  const sync::Detail shown = detail(id);
  return {id, shown.row.version, shown.content};
}

refund::RequestId approved(const SmallShop& shop, book::Book& book, const refund::Filing& filing) {
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing));
  Clerk lin(book, "lin");
  const auto decided = lin.ask<sync::Decided>(lin.approval(filed.id));
  if (decided.row.state == refund::RequestState::InReview) {
    Clerk zhou(book, "zhou");
    REQUIRE(zhou.ask<sync::Decided>(zhou.approval(filed.id)).row.state ==
            refund::RequestState::Approved);
  }
  return filed.id;
}

sync::Confirm confirmation(book::Book& book, const refund::Filing& filing) {
  const auto tracked =
      ask<sync::Tracked>(book, sync::Track{refund::slip_code(filing.id), {}, kPin});
  return {filing.id, tracked.version, tracked.amount, kPin, signature()};
}

}  // namespace slipway::test
