// The whole card: which lots are asked, under which policy, and what stands against it.
#include <algorithm>

#include "tests/refund/reference.hpp"

namespace slipway::tests::reference {

using namespace refund;

namespace {

std::optional<Ground> barred_by(CardStatus status, Presence presence) {
  const bool has_staff = presence == Presence::WithStaff;
  switch (status) {
    case CardStatus::Active:
      return std::nullopt;
    case CardStatus::Lost:
      return has_staff ? std::nullopt : std::optional(Ground::CardLost);
    case CardStatus::Frozen:
      return has_staff ? std::nullopt : std::optional(Ground::CardFrozen);
    case CardStatus::Expired:
      return has_staff ? std::nullopt : std::optional(Ground::CardExpired);
    case CardStatus::Refunded:
      return Ground::CardRefunded;
    case CardStatus::Closed:
      return Ground::CardClosed;
  }
  return std::nullopt;
}

const Policy* policy_of(const Lot& lot, const PolicyArchive& archive) {
  return lot.policy_hash.empty() ? &archive.current() : archive.find(lot.policy_hash);
}

std::vector<const Lot*> by_sale(const Account& account) {
  std::vector<const Lot*> lots;
  for (const Lot& lot : account.lots)
    lots.push_back(&lot);
  std::sort(lots.begin(), lots.end(), [](const Lot* a, const Lot* b) {
    return std::pair(a->sold_at, a->id) < std::pair(b->sold_at, b->id);
  });
  return lots;
}

LotAnswer answer_for(const Lot& lot, const Policy& policy, const Circumstances& now,
                     std::optional<std::int64_t> most) {
  LotAnswer answer{&lot, {outcome_of(lot, policy.shop, policy, now, most)}, 0, {}};
  for (const Terms& floor : policy.floors)
    answer.outcomes.push_back(outcome_of(lot, floor, policy, now, most));
  for (std::size_t at = 1; at < answer.outcomes.size(); ++at) {
    if (answer.outcomes[answer.decided].lines.total() < answer.outcomes[at].lines.total()) {
      answer.decided = at;
    }
  }
  answer.lines = answer.outcomes[answer.decided].lines;
  return answer;
}

// Up to the unit (3.4 row 16), but never above what is left of what was paid, with what points and
// interest add.
std::int64_t rounded_up(std::int64_t amount, std::int64_t unit, std::int64_t most) {
  const std::int64_t rounded = unit < 2 ? amount : (amount + unit - 1) / unit * unit;
  return most < rounded ? amount : rounded;
}

std::int64_t payable(const LotAnswer& lot) {
  return lot.outcomes[lot.decided].exit == Exit::None ? 0 : lot.lines.principal();
}

// What stands against taking a part of what all lots can give.
std::optional<Ground> barred_part(const PartialRule& rule, std::int64_t part,
                                  std::int64_t available) {
  if (!rule.allowed) return Ground::PartNotAllowed;
  if (part < 1 || (rule.least && part < rule.least->minor)) return Ground::PartTooSmall;
  return available < part ? std::optional(Ground::PartTooLarge) : std::nullopt;
}

Ground ground_of_nothing(const std::vector<LotAnswer>& lots, std::int64_t held) {
  if (held > 0) return Ground::Held;
  const bool is_kept_in = std::any_of(lots.begin(), lots.end(), [](const LotAnswer& lot) {
    return lot.outcomes[lot.decided].exit == Exit::None && lot.lines.principal() > 0;
  });
  return is_kept_in ? Ground::NoExit : Ground::NothingLeft;
}

// Every lot of the card under its own policy, oldest first; a part is taken from the newest.
std::optional<std::vector<LotAnswer>> answers_for(const std::vector<const Lot*>& lots,
                                                  const PolicyArchive& archive,
                                                  const Circumstances& now,
                                                  std::optional<std::int64_t> part) {
  std::vector<LotAnswer> answers;
  for (auto lot = lots.rbegin(); lot != lots.rend(); ++lot) {
    const Policy* policy = policy_of(**lot, archive);
    if (policy == nullptr) return std::nullopt;
    answers.insert(answers.begin(), answer_for(**lot, *policy, now, part));
    if (part) *part -= answers.front().lines.taken();
  }
  return answers;
}

void pay(Answer& answer, std::int64_t held, std::int64_t unit) {
  std::int64_t most = 0;
  for (const LotAnswer& lot : answer.lots) {
    answer.total += lot.lines.total();
    most += lot.lines.paid + lot.lines.earlier + lot.lines.points + lot.lines.interest;
  }
  const std::int64_t taken_off = std::min(held, answer.total);
  answer.total = rounded_up(answer.total - taken_off, unit, most - taken_off);
  if (answer.total == 0) answer.ground = ground_of_nothing(answer.lots, taken_off);
}

}  // namespace

Answer answer_to(const Account& account, const PolicyArchive& archive, const Wish& wish) {
  const auto refused = [](Ground ground) { return Answer{ground, {}, 0}; };
  if (account.status == CardStatus::Refunded) return refused(Ground::CardRefunded);
  if (account.status == CardStatus::Closed) return refused(Ground::CardClosed);
  const auto lots = by_sale(account);
  if (lots.empty()) return refused(Ground::NoLots);
  const Date filed = date_of(wish.filed_at);
  const Circumstances now{wish.reason,
                          filed,
                          wish.ended.value_or(filed),
                          wish.paid_on.value_or(filed),
                          lots.front()->sold_at,
                          account.status,
                          lots};
  auto answers = answers_for(lots, archive, now, std::nullopt);
  if (!answers) return refused(Ground::TermsMissing);
  if (const auto barred = barred_by(account.status, wish.presence)) return refused(*barred);
  Answer answer;
  std::int64_t held = account.held.minor;
  if (wish.part) {
    std::int64_t available = -held;
    for (const LotAnswer& lot : *answers)
      available += payable(lot);
    const auto barred = barred_part(archive.current().partial, wish.part->minor, available);
    if (barred) return refused(*barred);
    answers = answers_for(lots, archive, now, wish.part->minor);
    // It is taken beside what open requests have set apart.
    held = 0;
  }
  answer.lots = *answers;
  pay(answer, held, archive.current().rounding.unit.minor);
  return answer;
}

Lines lines_of(const Working& working) {
  return {working.paid.minor,       working.earlier.minor, working.spent.minor,
          working.adjustment.minor, working.stays.minor,   working.retained.minor,
          working.gifts.minor,      working.fee.minor,     working.points.minor,
          working.interest.minor};
}

std::string to_text(const Lines& lines) {
  const auto line = [](const char* name, std::int64_t amount) {
    return " " + std::string(name) + " " + std::to_string(amount);
  };
  return line("paid", lines.paid) + line("earlier", lines.earlier) + line("spent", lines.spent) +
         line("adjustment", lines.adjustment) + line("stays", lines.stays) +
         line("retained", lines.retained) + line("gifts", lines.gifts) + line("fee", lines.fee) +
         line("points", lines.points) + line("interest", lines.interest) +
         line("total", lines.total());
}

}  // namespace slipway::tests::reference
