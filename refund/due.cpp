#include "refund/due.hpp"

#include <algorithm>

#include "refund/require.hpp"

namespace slipway::refund {

namespace {

// So many days that somebody set, and where it stands.
struct Limit {
  Date day{};
  int days = 0;
  DayCount counting = DayCount::Calendar;
  Phrase source;
};

const HolidayTable* holidays_of(const Policy& policy) {
  return policy.holidays ? &*policy.holidays : nullptr;
}

Limit limit_of(int days, DayCount counting, Phrase source, Date from, const Policy& policy) {
  const Date day = counting == DayCount::Calendar
                       ? from + std::chrono::days(days)
                       : after_working_days(from, days, holidays_of(policy));
  return {day, days, counting, std::move(source)};
}

Limit promise_of(const Policy& policy, Date filed) {
  return limit_of(policy.pay_days, policy.counting, {policy.clause, policy.clause_en}, filed,
                  policy);
}

// What the window of these terms promises when the lot is inside one.
std::optional<Limit> window_limit(const SettledLot& settled, const Terms& terms, const Wish& wish,
                                  Instant first_sale) {
  const Date filed = date_of(wish.filed_at);
  const FoundCause found = cause_for(*settled.lot, terms, wish.reason, filed, first_sale);
  if (found.window == nullptr || found.window->pay_within_days == 0) return std::nullopt;
  return limit_of(found.window->pay_within_days, DayCount::Calendar, {terms.name, terms.name_en},
                  filed, *settled.policy);
}

// What the law behind a floor asks for every payment.
std::optional<Limit> lawful_limit(const Terms& floor, Date filed, const Policy& policy) {
  if (!floor.limits.pay_days_most) return std::nullopt;
  const auto source = floor.limits.sources.find("pay_days_most");
  return limit_of(
      *floor.limits.pay_days_most, DayCount::Calendar,
      source == floor.limits.sources.end() ? Phrase{floor.name, floor.name_en} : source->second,
      filed, policy);
}

void tighten(std::optional<Limit>& limit, const std::optional<Limit>& other) {
  if (!other) return;
  if (!limit || other->day < limit->day) limit = other;
}

Phrase words_of(const Limit& limit) {
  const bool is_working = limit.counting == DayCount::Working;
  const std::string count = std::to_string(limit.days);
  return {"最迟 " + to_text(limit.day) + " 付出（申请之日起 " + count +
              (is_working ? " 个工作日" : " 天") + "内，" + limit.source.zh + "）。",
          "Paid out by " + to_text(limit.day) + " (within " + count +
              (is_working ? " working" : "") + (limit.days == 1 ? " day" : " days") +
              " of filing, " + limit.source.en + ")."};
}

std::string days_text(int days) {
  return std::to_string(days) + (days == 1 ? " day" : " days");
}

}  // namespace

Phrase review_promise(const Policy& policy) {
  const std::string hours = std::to_string(policy.review_hours);
  return {"店长将在 " + hours + " 小时内审核。",
          "The manager reviews it within " + hours + " hours."};
}

ReviewDue review_due(const Policy& policy, Instant filed_at, std::chrono::milliseconds waited) {
  const Instant at = filed_at + std::chrono::hours(policy.review_hours) + waited;
  return {at,
          {"最迟 " + to_text(at) + " 告诉您结果。",
           "You will know the result by " + to_text(at) + "."}};
}

PayDue pay_due(const Settlement& settlement, const Wish& wish) {
  require(settlement.policy != nullptr);
  const Date filed = date_of(wish.filed_at);
  std::optional<Limit> promise = promise_of(*settlement.policy, filed);
  std::optional<Limit> law;
  for (const SettledLot& settled : settlement.lots) {
    if (!is_positive(settled.share)) continue;
    const Instant first_sale = settlement.lots.front().lot->sold_at;
    tighten(promise, promise_of(*settled.policy, filed));
    tighten(promise, window_limit(settled, settled.policy->shop, wish, first_sale));
    for (const Terms& floor : settled.policy->floors) {
      tighten(law, window_limit(settled, floor, wish, first_sale));
      tighten(law, lawful_limit(floor, filed, *settled.policy));
    }
  }
  PayDue due;
  due.day = due.promised = promise->day;
  due.words = words_of(*promise);
  if (law) {
    due.legal = law->day;
    due.legal_words = words_of(*law);
    due.day = std::min(promise->day, law->day);
  }
  return due;
}

namespace {

Payday payday_of(const PayDue& due, const Wish& wish) {
  const auto counted = [](Date day, const Phrase& source) {
    return Phrase{
        "按 " + to_text(day) + " 付款计算，利息算到这一天。" + source.zh,
        "Worked out for payment on " + to_text(day) + "; interest runs until then. " + source.en};
  };
  if (wish.paid_on) {
    return {*wish.paid_on, PaydayBy::Wish,
            counted(*wish.paid_on, {"这一天是指定的付款日。", "This day of payment was named."})};
  }
  if (due.day < due.promised) return {due.day, PaydayBy::Law, counted(due.day, due.legal_words)};
  return {due.day, PaydayBy::Shop, counted(due.day, due.words)};
}

// Under a policy or an archive of them.
template <typename Rules>
DatedSettlement dated(const Account& account, const Rules& rules, Wish wish) {
  DatedSettlement dated;
  dated.settlement = settle(account, rules, wish);
  // The day follows from which lots are paid, and not from the interest on them.
  dated.due = pay_due(dated.settlement, wish);
  dated.payday = payday_of(dated.due, wish);
  if (wish.paid_on) return dated;
  wish.paid_on = dated.due.day;
  dated.settlement = settle(account, rules, wish);
  return dated;
}

}  // namespace

DatedSettlement settle_to_payday(const Account& account, const PolicyArchive& archive,
                                 const Wish& wish) {
  return dated(account, archive, wish);
}

DatedSettlement settle_to_payday(const Account& account, const Policy& policy, const Wish& wish) {
  return dated(account, policy, wish);
}

Countdown countdown(Date due, Date today) {
  const int days = static_cast<int>((due - today).count());
  if (days > 0) return {days, {"还剩 " + std::to_string(days) + " 天", days_text(days) + " left"}};
  if (days == 0) return {days, {"今天到期", "Due today"}};
  return {days, {"已逾期 " + std::to_string(-days) + " 天", days_text(-days) + " overdue"}};
}

Arrival arrival_of(Route route, const Policy& policy, Date leaves) {
  if (route == Route::Cash) return {leaves, {"当场付清。", "Paid on the spot."}};
  Arrival arrival;
  arrival.day = after_working_days(leaves, policy.bank_days, holidays_of(policy));
  arrival.words = {"最迟 " + to_text(arrival.day) + " 到账。",
                   "There by " + to_text(arrival.day) + "."};
  const int year = static_cast<int>(std::chrono::year_month_day(arrival.day).year());
  if (!policy.holidays || year > policy.holidays->last_year) {
    arrival.words.zh += "遇法定节假日顺延。";
    arrival.words.en += " Public holidays may add to it.";
  }
  return arrival;
}

}  // namespace slipway::refund
