#include "refund/account.hpp"

#include "refund/utf8.hpp"

namespace slipway::refund {

namespace {

constexpr std::string_view kHidden = "••••";

}  // namespace

Balance balance_of(const Account& account) {
  const Currency currency = account.held.currency;
  const Money nothing = zero(currency);
  Balance balance{nothing, nothing};
  for (const Lot& lot : account.lots) {
    if (lot.kind != LotKind::StoredValue) continue;
    Money used = lot.refunded;
    for (const Use& use : lot.uses)
      used = used + use.charged;
    const Money from_principal = smaller(used, lot.paid);
    const Money from_bonus = smaller(used - from_principal, lot.bonus);
    balance.principal = balance.principal + (lot.paid - from_principal);
    balance.bonus = balance.bonus + (lot.bonus - from_bonus);
  }
  return balance;
}

std::string masked_name(std::string_view name) {
  const auto characters = characters_of(name);
  if (!characters) return "*";
  if (characters->empty()) return "";
  std::string masked = std::string(characters->front()) + "*";
  if (characters->size() > 2) masked += characters->back();
  return masked;
}

std::string masked_phone(std::string_view phone) {
  if (phone.size() < 7) return std::string(kHidden);
  return std::string(phone.substr(0, 3)) + " •••• ••••";
}

std::string masked_card(std::string_view number) {
  if (number.size() <= 4) return std::string(kHidden);
  return std::string(kHidden) + " " + std::string(number.substr(number.size() - 4));
}

Phrase phrase_of(CardStatus status) {
  switch (status) {
    case CardStatus::Active:
      return {"正常", "Active"};
    case CardStatus::Lost:
      return {"已挂失", "Reported lost"};
    case CardStatus::Frozen:
      return {"已冻结", "Frozen"};
    case CardStatus::Expired:
      return {"已过期", "Expired"};
    case CardStatus::Refunded:
      return {"已退卡", "Refunded"};
    case CardStatus::Closed:
      break;
  }
  return {"已注销", "Closed"};
}

}  // namespace slipway::refund
