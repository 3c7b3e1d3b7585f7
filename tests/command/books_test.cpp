#include <stdlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "command/books.hpp"
#include "station/book/pins.hpp"
#include "station/book/schema.hpp"
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
  // Every file with its bytes.
  [[nodiscard]] std::map<std::string, std::string> contents() const {
    std::map<std::string, std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      found[entry.path().filename()] = std::string(std::istreambuf_iterator<char>(stream), {});
    }
    return found;
  }
  // What a member does at a kiosk, with a PIN that may be wrong.
  void try_pins(const std::string& uid, const std::vector<std::string>& pins) const {
    auto store = this->store();
    for (const std::string& pin : pins)
      REQUIRE(book::check_pin(store, book::PinRule::Member, book::subject_of_card(uid), pin,
                              sync::nobodys_pin_hash(), now()));
  }
  [[nodiscard]] int tries(const std::string& uid) const {
    auto store = this->store();
    return book::tries_left(store, book::PinRule::Member, book::subject_of_card(uid), now())
        .value_or(-1);
  }
  [[nodiscard]] tests::Spoken import() const {
    return spoken(add_import,
                  {"import", "--books", books(), "--shop", (folder_ / "shop").string()});
  }

 private:
  [[nodiscard]] book::Store store() const {
    auto opened = sync::Database::open(books(), book::migrations());
    REQUIRE(opened);
    book::Terms terms;
    terms.keys = sync::read_station_keys(folder_ / "station.keys").value();
    return {std::move(*opened), std::move(terms)};
  }

  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("a shop is imported with the keys beside the books, and again without change") {
  const Place place;
  const auto first = place.import();
  INFO(first.err);
  CHECK(first.status == 0);
  CHECK(first.out.starts_with("imported: 3 added, 0 changed, 0 unchanged\n"));
  CHECK(place.import().out.starts_with("imported: 0 added, 0 changed, 3 unchanged\n"));
}

TEST_CASE("lots without a policy are counted out to the owner, and bound when told to which") {
  const Place place;
  const auto first = place.import();
  CHECK(first.out.find("1 lots are bound to no policy") != std::string::npos);
  CHECK(first.out.find("1 批未绑定章程") != std::string::npos);
  const std::string file = SLIPWAY_SOURCE "/refund/policies/beauty.toml";
  const std::vector<std::string> words{"import",     "--books",  place.books(), "--shop",
                                       place.shop(), "--policy", file};
  const auto bound = spoken(add_import, words);
  INFO(bound.err);
  CHECK(bound.out == "imported: 1 added, 1 changed, 2 unchanged\n");
  const auto again = spoken(add_import, words);
  CHECK(again.out == "imported: 0 added, 0 changed, 4 unchanged\n");
  const auto missing = spoken(add_import, {"import", "--books", place.books(), "--shop",
                                           place.shop(), "--policy", "/nowhere.toml"});
  CHECK(missing.status == 2);
  CHECK(missing.err.find("/nowhere.toml") != std::string::npos);
}

TEST_CASE("a policy that was archived can be named by a lot; one that was not is refused") {
  const Place place;
  const std::string file = SLIPWAY_SOURCE "/refund/policies/beauty.toml";
  const auto archived = spoken(add_policy, {"policy", "archive", "--books", place.books(), file});
  INFO(archived.err);
  REQUIRE(archived.status == 0);
  const std::string hash = archived.out.substr(0, 64);
  CHECK(archived.out == hash + "  beauty-2026 3  " + file + "\n");
  const auto lots = [&](const std::string& policy) {
    place.write("lots.csv",
                "lot,card,kind,sold_at,name,paid,bonus,units,bonus_units,starts,ends,"
                "payment_method,payment_reference,refunded,policy\n"
                "L1,04DE5F1EACC040,stored-value,2026-03-15 14:22,充100,100,0,0,0,,,cash,C1,0," +
                    policy + "\n");
    return place.import();
  };
  const auto refused = lots(std::string(64, '0'));
  CHECK(refused.status == 1);
  CHECK(refused.err.find("lots.csv:2:15 (policy): has \"0000") != std::string::npos);
  CHECK(refused.err.find("slipway policy archive") != std::string::npos);
  const auto taken = lots(hash);
  CHECK(taken.out == "imported: 3 added, 0 changed, 0 unchanged\n");
}

TEST_CASE("no policy is archived when one of the files is none") {
  const Place place;
  const std::string file = SLIPWAY_SOURCE "/refund/policies/beauty.toml";
  const auto refused = spoken(add_policy, {"policy", "archive", "--books", place.books(), file,
                                           place.shop() + "/lots.csv"});
  CHECK(refused.status == 2);
  CHECK(refused.out.empty());
  CHECK_FALSE(std::filesystem::exists(place.books()));
}

TEST_CASE("a wrong row is told in both languages with exit status 1") {
  const Place place;
  place.write("cards.csv", "uid,number,member,status\n04DE5F1EACC040,66000001,M1,asleep\n");
  const auto refused = place.import();
  CHECK(refused.status == 1);
  CHECK(refused.out.empty());
  CHECK(refused.err.find("cards.csv:2:4 (status)：写着“asleep”，应为") != std::string::npos);
  CHECK(refused.err.find("cards.csv:2:4 (status): has \"asleep\", expected one of active") !=
        std::string::npos);
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
    auto said = spoken(add_staff, {"staff", "add", "--books", place.books(), "--id", "lin",
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

TEST_CASE("a card that three wrong PINs paused is unpaused, once, and told to the audit") {
  const Place place;
  REQUIRE(place.import().status == 0);
  place.try_pins("04DE5F1EACC040", {"1111", "2222"});
  const std::vector<std::string> words{"card",        "unpause",  "--books",
                                       place.books(), "--number", "66000001"};
  CHECK(spoken(add_card, words).status == 2);  // two wrong ones pause nothing
  place.try_pins("04DE5F1EACC040", {"3333"});
  const auto said = spoken(add_card, words);
  INFO(said.err);
  CHECK(said.status == 0);
  CHECK(said.out == "66000001 may be tried again\n");
  CHECK(place.tries("04DE5F1EACC040") == 3);
  CHECK(spoken(add_card, words).status == 2);
  const auto verified = spoken(add_audit, {"audit", "verify", "--books", place.books()});
  CHECK(verified.status == 0);
  CHECK(verified.out.find("whole: 3 entries") == 0);  // imported, paused, pause ended
}

TEST_CASE("a slip in the path makes no books") {
  const Place place;
  const std::string slip = place.books() + "x";
  for (const auto& said :
       {spoken(add_card, {"card", "unpause", "--books", slip, "--number", "66000001"}),
        spoken(add_enrol, {"enrol", "revoke", "--books", slip, "--name", "kiosk-1"}),
        spoken(add_audit, {"audit", "verify", "--books", slip})}) {
    CHECK(said.status == 2);
    CHECK(said.err.find("there is no such file; expected the station's books") !=
          std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(slip));
}

TEST_CASE("the audit chain of books is verified from the command line") {
  const Place place;
  CHECK(spoken(add_audit, {"audit", "verify", "--books", place.books()}).status == 2);
  REQUIRE(place.import().status == 0);
  const auto whole = spoken(add_audit, {"audit", "verify", "--books", place.books()});
  CHECK(whole.status == 0);
  CHECK(whole.out.find("whole: 1 entries, last ") == 0);
}

TEST_CASE("an auditor's check writes nothing, whatever file it is given") {
  const Place place;
  REQUIRE(place.import().status == 0);
  const auto other = place.books() + ".other";
  {
    constexpr std::array<std::string_view, 1> kOther{"CREATE TABLE photograph(id INTEGER);"};
    REQUIRE(sync::Database::open(other, kOther));
  }
  const auto before = place.contents();
  CHECK(spoken(add_audit, {"audit", "verify", "--books", place.books()}).status == 0);
  const auto refused = spoken(add_audit, {"audit", "verify", "--books", other});
  CHECK(refused.status == 2);
  CHECK(refused.err.find("the file of some other program; expected the station's books, the file "
                         "that books.file in station.toml names") != std::string::npos);
  const std::string keys = place.books() + "/../station.keys";
  CHECK(spoken(add_audit, {"audit", "verify", "--books", keys}).status == 2);
  CHECK(place.contents() == before);
}
