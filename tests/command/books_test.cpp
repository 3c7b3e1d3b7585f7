#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "sync/keys.hpp"
#include "tests/catch.hpp"
#include "tests/command/spoken.hpp"

using namespace slipway;
using namespace slipway::command;
using slipway::tests::spoken;

namespace {

// A folder with a station's keys; dies with this value.
class Place {
 public:
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "slipway-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    REQUIRE(sync::write_station_keys(folder_ / "station.keys", sync::make_station_keys(1)));
    std::filesystem::create_directory(folder_ / "shop");
    write("members.csv", "member,name,phone,tier,pin\nM1,王小明,13812346217,金卡,2580\n");
    write("cards.csv", "uid,number,member,status\n04DE5F1EACC040,66000001,M1,active\n");
    write("lots.csv",
          "lot,card,kind,sold_at,name,paid,bonus,units,bonus_units,starts,ends,payment_method,"
          "payment_reference,refunded\n"
          "L1,04DE5F1EACC040,stored-value,2026-03-15 14:22,充100,100,0,0,0,,,cash,C1,0\n");
    write("uses.csv", "use,lot,at,item,list_price,charged,units\n");
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / "shop" / name) << text;
  }
  [[nodiscard]] std::string books() const { return (folder_ / "books.db").string(); }
  [[nodiscard]] std::string shop() const { return (folder_ / "shop").string(); }
  [[nodiscard]] tests::Spoken import() const {
    return spoken(add_import,
                  {"import", "--books", books(), "--shop", (folder_ / "shop").string()});
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("a shop is imported with the keys beside the books, and again without change") {
  const Place place;
  const auto first = place.import();
  INFO(first.err);
  CHECK(first.status == 0);
  CHECK(first.out == "imported: 3 added, 0 changed, 0 unchanged\n");
  CHECK(place.import().out == "imported: 0 added, 0 changed, 3 unchanged\n");
}

TEST_CASE("a wrong row is told in both languages with exit status 1") {
  const Place place;
  place.write("cards.csv", "uid,number,member,status\n04DE5F1EACC040,66000001,M1,asleep\n");
  const auto refused = place.import();
  CHECK(refused.status == 1);
  CHECK(refused.out.empty());
  CHECK(refused.err.find("cards.csv:2:4 (status)：应为") != std::string::npos);
  CHECK(refused.err.find("cards.csv:2:4 (status): expected one of active") != std::string::npos);
}

TEST_CASE("an import without the station's keys says what is missing") {
  const Place place;
  const auto refused =
      spoken(add_import, {"import", "--books", "/nowhere/books.db", "--shop", place.shop()});
  CHECK(refused.status == 2);
  CHECK(refused.err.find("station.keys") != std::string::npos);
}

TEST_CASE("a kiosk is enrolled once by its key, again without change, and revoked") {
  const Place place;
  const auto pair = sync::make_curve_pair();
  const std::vector<std::string> words{"enrol",  "kiosk",   "--books",  place.books(),
                                       "--name", "kiosk-1", "--public", pair.open.data()};
  CHECK(spoken(add_enrol, words).out == "kiosk-1 is enrolled as number 1\n");
  CHECK(spoken(add_enrol, words).status == 0);
  auto other = words;
  other.back() = sync::make_curve_pair().open.data();
  CHECK(spoken(add_enrol, other).status == 2);
  other.back() = "not a key";
  CHECK(spoken(add_enrol, other).status == 2);
  const std::vector<std::string> revoke{"enrol",       "revoke", "--books",
                                        place.books(), "--name", "kiosk-1"};
  CHECK(spoken(add_enrol, revoke).status == 0);
  CHECK(spoken(add_enrol, revoke).status == 2);
  CHECK(spoken(add_enrol, words).status == 2);
}

TEST_CASE("staff are added with a PIN from standard input, and a weak one is refused") {
  const Place place;
  const auto add = [&](const std::string& pin, const std::string& role) {
    std::istringstream typed(pin + "\n");
    auto* const old = std::cin.rdbuf(typed.rdbuf());
    const auto said = spoken(add_staff, {"staff", "add", "--books", place.books(), "--id", "lin",
                                         "--name", "林静", "--role", role});
    std::cin.rdbuf(old);
    return said;
  };
  CHECK(add("1234", "manager").status == 2);
  CHECK(add("12345a", "manager").status == 2);
  CHECK(add("246810", "chef").status == 2);
  CHECK(add("246810", "manager").status == 0);
}

TEST_CASE("a card that is not paused is not unpaused") {
  const Place place;
  REQUIRE(place.import().status == 0);
  const auto said =
      spoken(add_card, {"card", "unpause", "--books", place.books(), "--number", "66000001"});
  CHECK(said.status == 2);
  CHECK(said.err.find("66000001: no card of that number is paused") != std::string::npos);
}

TEST_CASE("the audit chain of books is verified from the command line") {
  const Place place;
  CHECK(spoken(add_audit, {"audit", "verify", "--books", place.books()}).status == 2);
  REQUIRE(place.import().status == 0);
  const auto whole = spoken(add_audit, {"audit", "verify", "--books", place.books()});
  CHECK(whole.status == 0);
  CHECK(whole.out.find("whole: 1 entries, last ") == 0);
}
