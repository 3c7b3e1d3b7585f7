#include "refund/settlement.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace slipway::refund {

namespace {

// A lot under the terms of the shop and of every floor.
class Bench {
 public:
  // `lots`: all of the card, by sale.
  Bench(const Wish& wish, CardStatus status, const std::vector<SettledLot>& lots)
      : wish_(wish), status_(status), first_sale_(lots.front().lot->sold_at) {
    days_.filed = date_of(wish.filed_at);
    days_.ended = wish.ended.value_or(days_.filed);
    days_.paid_on = wish.paid_on.value_or(days_.filed);
    for (const SettledLot& one : lots) {
      count(one.policy->shop, lots);
      for (const Terms& floor : one.policy->floors)
        count(floor, lots);
    }
  }

  // Fills in every working and chooses the best; the shop's when a floor gives no more.
  void settle(SettledLot& settled, std::optional<Money> most) const {
    const Policy& policy = *settled.policy;
    settled.shop = work(settled, policy.shop, most);
    settled.decided = settled.shop;
    settled.terms = &policy.shop;
    settled.floors.clear();
    for (const Terms& floor : policy.floors) {
      settled.floors.push_back(work(settled, floor, most));
      if (settled.decided.total() < settled.floors.back().total()) {
        settled.decided = settled.floors.back();
        settled.terms = &floor;
      }
    }
  }

 private:
  // Takes note of what is left on the card where these terms ask for it.
  void count(const Terms& terms, const std::vector<SettledLot>& lots) {
    if (terms.residual.of == ResidualOf::Lot || on_card_.contains(&terms)) return;
    Money left = zero(lots.front().lot->paid.currency);
    for (const SettledLot& one : lots)
      left = left + remainder_of(*one.lot, terms, found(*one.lot, terms).cause, days_.ended);
    on_card_.emplace(&terms, left);
  }

  [[nodiscard]] FoundCause found(const Lot& lot, const Terms& terms) const {
    return cause_for(lot, terms, wish_.reason, days_.filed, first_sale_);
  }

  [[nodiscard]] Working work(const SettledLot& settled, const Terms& terms,
                             std::optional<Money> most) const {
    const Lot& lot = *settled.lot;
    Standing standing{found(lot, terms), Exit::Right, {}};
    standing.exit = exit_for(terms, standing.found.cause, status_);
    if (const auto left = on_card_.find(&terms); left != on_card_.end()) {
      standing.on_card = left->second;
    }
    return work_out(lot, terms, *settled.policy, standing, days_, most);
  }

  const Wish& wish_;
  CardStatus status_;
  Instant first_sale_;
  Days days_;
  // What is left on the whole card, under each of the terms that count a small remainder by it.
  std::map<const Terms*, Money> on_card_;
};

std::optional<Ground> ground_of(CardStatus status, Presence presence) {
  const bool is_with_staff = presence == Presence::WithStaff;
  switch (status) {
    case CardStatus::Active:
      return std::nullopt;
    case CardStatus::Lost:
      return is_with_staff ? std::nullopt : std::optional(Ground::CardLost);
    case CardStatus::Frozen:
      return is_with_staff ? std::nullopt : std::optional(Ground::CardFrozen);
    case CardStatus::Expired:
      return is_with_staff ? std::nullopt : std::optional(Ground::CardExpired);
    case CardStatus::Refunded:
      return Ground::CardRefunded;
    case CardStatus::Closed:
      break;
  }
  return Ground::CardClosed;
}

Money sum_of(const std::vector<SettledLot>& lots, Money nothing, Money (*amount)(const Working&)) {
  Money sum = nothing;
  for (const SettledLot& one : lots)
    sum = sum + amount(one.decided);
  return sum;
}

Money total_of(const Working& working) {
  return working.total();
}

Money payable_principal_of(const Working& working) {
  return working.exit == Exit::None ? zero(working.paid.currency) : working.principal();
}

std::optional<Ground> ground_of_part(const PartialRule& rule, Money part, Money available) {
  if (!rule.allowed) return Ground::PartNotAllowed;
  if (!is_positive(part) || (rule.least && part < *rule.least)) return Ground::PartTooSmall;
  if (available < part) return Ground::PartTooLarge;
  return std::nullopt;
}

// Newest purchases first: what lies longest is used longest, and the way back to a recent payment
// is still open. Each lot gives its part under the terms that are best for that part: no floor may
// be above what is paid.
void take_part(std::vector<SettledLot>& lots, const Bench& bench, Money part) {
  for (auto one = lots.rbegin(); one != lots.rend(); ++one) {
    bench.settle(*one, part);
    part = part - one->decided.taken();
  }
}

// Holds come out of the oldest purchases first, so that the newest keep their way back.
void share_out(Settlement& settlement) {
  Money held = settlement.held;
  for (SettledLot& one : settlement.lots) {
    const Money whole = one.decided.total();
    const Money set_apart = smaller(held, whole);
    one.share = whole - set_apart;
    held = held - set_apart;
  }
  for (auto one = settlement.lots.rbegin(); one != settlement.lots.rend(); ++one) {
    if (!is_positive(one->share)) continue;
    one->share = one->share + settlement.rounding;
    return;
  }
}

// Up to the unit, but never above what was paid.
Money rounding_of(Money total, Money unit, Money most) {
  if (unit.minor <= 1 || is_zero(total)) return zero(total.currency);
  const Money up{(unit.minor - total.minor % unit.minor) % unit.minor, total.currency};
  return most < total + up ? zero(total.currency) : up;
}

Money largest_floor(const SettledLot& settled, Money nothing) {
  Money largest = nothing;
  for (const Working& floor : settled.floors) {
    if (largest < floor.total()) largest = floor.total();
  }
  return largest;
}

// What was paid and not yet taken out, with what points and interest add.
Money most_of(const std::vector<SettledLot>& lots, Money nothing) {
  Money most = nothing;
  for (const SettledLot& one : lots) {
    const Working& working = one.decided;
    most = most + working.paid + working.earlier + working.points + working.interest;
  }
  return most;
}

std::optional<Ground> ground_of_nothing(const Settlement& settlement) {
  if (is_positive(settlement.held)) return Ground::Held;
  const bool is_shut =
      std::any_of(settlement.lots.begin(), settlement.lots.end(), [](const SettledLot& one) {
        return one.decided.exit == Exit::None && is_positive(one.decided.principal());
      });
  return is_shut ? Ground::NoExit : Ground::NothingLeft;
}

// The cause to tell: that of the oldest lot outside its window; the window when all are inside.
Cause told_cause(const std::vector<SettledLot>& lots) {
  const auto outside = std::find_if(lots.begin(), lots.end(), [](const SettledLot& one) {
    return one.decided.cause != Cause::Window;
  });
  return outside == lots.end() ? Cause::Window : outside->decided.cause;
}

void add_up(Settlement& settlement, const Account& account, bool is_part) {
  const Money nothing = zero(account.held.currency);
  for (const SettledLot& one : settlement.lots) {
    settlement.shop_total = settlement.shop_total + one.shop.total();
    settlement.floor_total = settlement.floor_total + largest_floor(one, nothing);
    if (is_positive(one.decided.total())) {
      settlement.exit = std::max(settlement.exit, one.decided.exit);
    }
  }
  settlement.cause = told_cause(settlement.lots);
  settlement.before_hold = sum_of(settlement.lots, nothing, total_of);
  // A part is taken beside what open requests have set apart.
  if (!is_part) settlement.held = smaller(account.held, settlement.before_hold);
  settlement.shop_total = settlement.shop_total - smaller(settlement.held, settlement.shop_total);
  settlement.floor_total =
      settlement.floor_total - smaller(settlement.held, settlement.floor_total);
  const Money exact = settlement.before_hold - settlement.held;
  const Money most = most_of(settlement.lots, nothing) - settlement.held;
  settlement.rounding = rounding_of(exact, settlement.policy->rounding.unit, most);
  settlement.total = exact + settlement.rounding;
  share_out(settlement);
}

void refuse(Settlement& settlement, Ground ground) {
  settlement.ground = ground;
  settlement.total = settlement.rounding = zero(settlement.total.currency);
  settlement.shop_total = settlement.floor_total = settlement.total;
  for (SettledLot& one : settlement.lots)
    one.share = settlement.total;
}

void settle_lots(Settlement& settlement, const Account& account, const Wish& wish) {
  std::sort(settlement.lots.begin(), settlement.lots.end(),
            [](const SettledLot& a, const SettledLot& b) {
              return std::tie(a.lot->sold_at, a.lot->id) < std::tie(b.lot->sold_at, b.lot->id);
            });
  const Bench bench(wish, account.status, settlement.lots);
  for (SettledLot& one : settlement.lots)
    bench.settle(one, std::nullopt);
  std::optional<Ground> ground = ground_of(account.status, wish.presence);
  if (wish.part && !ground) {
    const Money nothing = zero(account.held.currency);
    const Money principal = sum_of(settlement.lots, nothing, payable_principal_of);
    const Money available = principal - smaller(account.held, principal);
    ground = ground_of_part(settlement.policy->partial, *wish.part, available);
    if (!ground) take_part(settlement.lots, bench, *wish.part);
  }
  add_up(settlement, account, wish.part && !ground);
  if (!ground && is_zero(settlement.total)) ground = ground_of_nothing(settlement);
  if (ground) refuse(settlement, *ground);
}

Settlement settle_under(const Account& account, const Policy& current, const PolicyArchive* archive,
                        const Wish& wish) {
  Settlement settlement;
  const Money nothing = zero(current.cash_most.currency);
  settlement.policy = &current;
  settlement.total = settlement.before_hold = settlement.held = settlement.rounding = nothing;
  settlement.shop_total = settlement.floor_total = nothing;
  if (account.status == CardStatus::Refunded || account.status == CardStatus::Closed) {
    settlement.ground = ground_of(account.status, wish.presence);
    return settlement;
  }
  settlement.flaw = flaw_of(account, nothing.currency, wish.filed_at);
  if (settlement.flaw) {
    settlement.ground = Ground::Records;
    return settlement;
  }
  if (account.lots.empty()) {
    settlement.ground = Ground::NoLots;
    return settlement;
  }
  for (const Lot& lot : account.lots) {
    SettledLot& one = settlement.lots.emplace_back();
    one.lot = &lot;
    one.policy = archive == nullptr ? &current : archive->of(lot);
    if (one.policy == nullptr || one.policy->cash_most.currency != nothing.currency) {
      settlement.lots.clear();
      settlement.ground = Ground::TermsMissing;
      return settlement;
    }
  }
  settle_lots(settlement, account, wish);
  return settlement;
}

}  // namespace

Settlement settle(const Account& account, const PolicyArchive& archive, const Wish& wish) {
  return settle_under(account, archive.current(), &archive, wish);
}

Settlement settle(const Account& account, const Policy& policy, const Wish& wish) {
  return settle_under(account, policy, nullptr, wish);
}

}  // namespace slipway::refund
