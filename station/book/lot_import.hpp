#pragma once

#include <map>
#include <string>

#include "station/book/import_notes.hpp"
#include "station/book/lots.hpp"

namespace slipway::book {

// Writes what an import has of lots: policies, the lots, their uses and gifts. What is on record
// stays as it is; what a lot's record does not say yet may come with a later import. Every call is
// inside the import's transaction.
class LotImport {
 public:
  // `standing`: ShopFiles::standing_policy.
  LotImport(sync::Database& books, ImportNotes& notes, std::string standing, refund::Instant now)
      : books_(books), notes_(notes), standing_(std::move(standing)), now_(now) {}

  [[nodiscard]] sync::Result<void> put_policy(const ShopPolicy& policy);
  [[nodiscard]] sync::Result<void> put_lot(const LotRow& row);
  // Once all lots stand there.
  [[nodiscard]] sync::Result<void> check_earning(const LotRow& row);
  [[nodiscard]] sync::Result<void> put_use(const UseRow& row);
  [[nodiscard]] sync::Result<void> put_gift(const GiftRow& row);

 private:
  [[nodiscard]] sync::Result<bool> is_archived(const std::string& hash);
  [[nodiscard]] sync::Result<void> add(const LotRow& row);
  [[nodiscard]] sync::Result<void> fill(const LotRow& row, const KnownLot& known);
  // The policy of a lot that names none: the one in force at its sale, else the standing one.
  [[nodiscard]] sync::Result<std::string> policy_for(const refund::Lot& lot);
  [[nodiscard]] sync::Result<void> add(const UseRow& row);
  [[nodiscard]] sync::Result<void> check_left(const UseRow& row);

  sync::Database& books_;
  ImportNotes& notes_;
  std::string standing_;
  refund::Instant now_;
  std::map<std::string, bool> archived_;  // what the books were asked already
};

}  // namespace slipway::book
