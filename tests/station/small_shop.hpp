#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "refund/time.hpp"
#include "station/book/book.hpp"
#include "sync/keys.hpp"
#include "sync/wire/codec.hpp"
#include "tests/catch.hpp"

// A shop small enough to know by heart, on a real SQLite file in a folder that dies with it.
namespace slipway::test {

inline const refund::Instant kNoon = *refund::instant_from("2026-11-21 12:00");

// Members' cards, each with the PIN 2580.
inline const std::string kWang = "04DE5F1EACC040";  // 886.50 or more comes back
inline const std::string kLi = "04A1B2C3D4E5F6";    // less than 100 comes back
inline const std::string kMa = "04000000000003";    // is the manager `ma`
inline const std::string kLost = "04000000000004";
inline const std::string kFrozen = "04000000000005";
inline const std::string kRich = "04000000000006";  // 5,000 comes back: two approvers
inline const std::string kPin = "2580";

// Staff lin and ma (managers), finance, zhou (owner), cashier; each with the PIN 246810.
inline const std::string kStaffPin = "246810";
// What the small shop serves with.
inline const std::filesystem::path kPolicyFile = SLIPWAY_SOURCE "/refund/policies/beauty.toml";
inline const std::string kBankCard = "6222021234567894";

class SmallShop {
 public:
  SmallShop();
  SmallShop(const SmallShop&) = delete;
  SmallShop& operator=(const SmallShop&) = delete;
  ~SmallShop();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path books() const { return folder_ / "books.db"; }
  [[nodiscard]] book::Terms terms() const;
  [[nodiscard]] book::Book open(refund::Instant now = kNoon) const;
  // The same file once more, past all of our code.
  [[nodiscard]] sync::Database raw() const;
  [[nodiscard]] std::int64_t count(const std::string& table) const;

  [[nodiscard]] sync::File sealed(const refund::Filing& filing) const;

 private:
  std::filesystem::path folder_;
};

inline const sync::Peer kKiosk{"kiosk-1", sync::Peer::Kind::Kiosk};
inline const sync::Peer kDesk{"desk-1", sync::Peer::Kind::Desk};
inline const sync::Peer kOtherDesk{"desk-2", sync::Peer::Kind::Desk};

[[nodiscard]] refund::Signature signature();
[[nodiscard]] refund::Filing filing(const std::string& card, std::uint8_t seed,
                                    refund::Method method = refund::Method::BankTransfer);

// The answer, which must be of this kind.
template <typename Answer>
Answer ask(book::Book& book, const sync::KioskQuestion& question, refund::Instant now = kNoon) {
  auto answer = book.answer(kKiosk, question, now);
  if (!answer) FAIL(answer.error().text);
  INFO("answer of kind " << answer->index());
  REQUIRE(std::holds_alternative<Answer>(*answer));
  return std::get<Answer>(*answer);
}

// A person at a desk.
class Clerk {
 public:
  Clerk(book::Book& book, const std::string& staff, sync::Peer desk = kDesk,
        refund::Instant now = kNoon);

  template <typename Answer>
  Answer ask(const sync::DeskQuestion& question, refund::Instant now = kNoon) {
    auto answer = book_.answer(desk_, sync::DeskAsk{{}, token_, question}, now);
    if (!answer) FAIL(answer.error().text);
    INFO("answer of kind " << answer->index());
    REQUIRE(std::holds_alternative<Answer>(*answer));
    return std::get<Answer>(*answer);
  }
  [[nodiscard]] sync::Detail detail(const refund::RequestId& id);
  [[nodiscard]] sync::Approve approval(const refund::RequestId& id);

 private:
  book::Book& book_;
  sync::Peer desk_;
  sync::Token token_{};
};

// Files for this card and has it approved: by lin, and by zhou when two are needed.
refund::RequestId approved(const SmallShop& shop, book::Book& book, const refund::Filing& filing);
// The member's confirmation of what the station holds.
[[nodiscard]] sync::Confirm confirmation(book::Book& book, const refund::Filing& filing);

}  // namespace slipway::test
