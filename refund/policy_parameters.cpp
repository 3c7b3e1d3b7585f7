#include <array>
#include <utility>

#include "refund/policy_lint.hpp"
#include "refund/policy_words.hpp"

// words_of(): the sixteen parameters of mission part 3.4, in their order.
namespace slipway::refund {

namespace {

using Sentences = std::vector<Phrase>;

// What was said of each cause, causes of which the same is said together:
// "商家原因、双方都无过错：按实际成交价计。"
class ByCause {
 public:
  void add(Cause cause, const Phrase& value) {
    const Phrase name = phrase_of(cause);
    for (Group& group : groups_) {
      if (group.value != value) continue;
      group.names.zh += "、" + name.zh;
      group.names.en += ", " + name.en;
      return;
    }
    groups_.push_back({name, value});
  }

  [[nodiscard]] Sentences sentences(const Phrase& when_empty) const {
    if (groups_.empty()) return {when_empty};
    Sentences all;
    for (const Group& group : groups_) {
      all.push_back({group.names.zh + "：" + group.value.zh + "。",
                     "For " + group.names.en + ": " + group.value.en + "."});
    }
    return all;
  }

 private:
  struct Group {
    Phrase names;
    Phrase value;
  };
  std::vector<Group> groups_;
};

template <typename Map>
Sentences per_cause(const Map& map, const Phrase& when_empty) {
  ByCause said;
  for (const auto& [cause, value] : map)
    said.add(cause, phrase_of(value));
  return said.sentences(when_empty);
}

Sentences exits(const Policy& policy) {
  Sentences all;
  for (const auto& [reason, cause] : policy.shop.cause_of) {
    const Phrase word = phrase_of(reason);
    const Phrase counts = phrase_of(cause);
    all.push_back(
        {"“" + word.zh + "”：" + counts.zh + "。", "“" + word.en + "” is " + counts.en + "."});
  }
  const Sentences rights = per_cause(
      policy.shop.exit, {"能否退按各情形的一般规则。", "Whether one may leave: as usual."});
  all.insert(all.end(), rights.begin(), rights.end());
  return all;
}

Sentences windows(const Policy& policy) {
  Sentences all;
  for (const Window& window : policy.shop.windows) {
    const Phrase words = phrase_of(window);
    all.push_back({words.zh + "，可无理由退款。", "No reason is asked " + words.en + "."});
  }
  if (all.empty()) all.push_back({"没有自己的无理由退款期。", "No window of the shop's own."});
  return all;
}

Sentences keeps(const Policy& policy) {
  ByCause said;
  for (const auto& [cause, steps] : policy.shop.keep) {
    Phrase words;
    for (const KeepStep& step : steps) {
      const std::string day = std::to_string(step.from_day);
      const std::string share = percent_text(step.basis_points);
      const bool is_first = words.zh.empty();
      words.zh += (is_first ? "第 " : "，第 ") + day + " 天起退 " + share;
      words.en += (is_first ? "" : ", ") + share + " from day " + day;
    }
    said.add(cause, words);
  }
  return said.sentences({"余额全部退还，不按时间打折。", "All of what is left, at any age."});
}

Sentences points(const Policy& policy) {
  const PointsRule& rule = policy.shop.points;
  Sentences all{is_zero(rule.per_hundred)
                    ? Phrase{"赠送的积分作废。", "Earned points lapse."}
                    : Phrase{"每 100 积分折 " + to_text(rule.per_hundred) + "。",
                             "A hundred points are worth " + to_text(rule.per_hundred) + "."}};
  if (rule.claws_back) {
    all.push_back({"退掉的充值所赠的积分一并收回。",
                   "Points that a refunded purchase earned are taken back."});
  }
  return all;
}

Phrase phrase_of_route(Route route) {
  static const std::array<Phrase, 3> words = {{
      {"原路退回", "to the original payment"},
      {"本人银行账户", "to a bank account"},
      {"现金", "in cash"},
  }};
  return words.at(static_cast<std::size_t>(route));
}

Sentences payouts(const Policy& policy) {
  Sentences all;
  for (const PayoutRule& rule : policy.payout) {
    Phrase words = phrase_of_route(rule.route);
    const auto add = [&](const Phrase& more) {
      words.zh += "，" + more.zh;
      words.en += ", " + more.en;
    };
    if (rule.most) add({"最高 " + to_text(*rule.most), "at most " + to_text(*rule.most)});
    if (rule.most_days) {
      const std::string days = std::to_string(*rule.most_days);
      add({"付款后 " + days + " 天内", "within " + days + " days of the payment"});
    }
    if (rule.most_parts) {
      const std::string parts = std::to_string(*rule.most_parts);
      add({"每笔付款最多分 " + parts + " 次退", "at most " + parts + " refunds of one payment"});
    }
    if (rule.route == Route::Bank) {
      add(rule.same_name ? Phrase{"户名须与会员一致", "of the member's own name"}
                         : Phrase{"户名不限", "of any name"});
    }
    all.push_back({words.zh + "。", words.en + "."});
  }
  const std::string cash = to_text(policy.cash_most);
  all.push_back({"现金总限额 " + cash + "。", "Cash up to " + cash + " in all."});
  return all;
}

Sentences clock(const Policy& policy) {
  const Phrase pay = days_phrase(policy.pay_days, policy.counting);
  const Phrase bank = days_phrase(policy.bank_days, DayCount::Working);
  const std::string hours = std::to_string(policy.review_hours);
  const Phrase voucher = days_phrase(policy.voucher_days, DayCount::Calendar);
  const Phrase request = days_phrase(policy.request_days, DayCount::Calendar);
  return {{hours + " 小时内审核，" + pay.zh + "内付款。",
           "Decided within " + hours + " hours, paid within " + pay.en + "."},
          {"转账约 " + bank.zh + "到账。", "A transfer takes about " + bank.en + "."},
          {"退款凭证 " + voucher.zh + "内有效；申请 " + request.zh + "没有进展即失效。",
           "A voucher is good for " + voucher.en +
               "; a request on which nothing happens lapses "
               "after " +
               request.en + "."}};
}

Sentences authority(const Policy& policy) {
  Sentences all;
  for (const Tier& tier : policy.tiers) {
    const bool is_last = tier.up_to.minor == Money::kMost;
    const std::string up_to = to_text(tier.up_to);
    const std::string people = std::to_string(tier.approvers);
    Phrase words{(is_last ? "再往上" : up_to + " 以内") + std::string("：") + people + " 人批准",
                 (is_last ? "Above: " : "Up to " + up_to + ": ") + people +
                     (tier.approvers == 1 ? " approver" : " approvers")};
    for (const std::string& role : tier.roles) {
      words.zh += "，其中有 " + role;
      words.en += ", one of them " + role;
    }
    all.push_back({words.zh + "。", words.en + "."});
  }
  const Authority& rule = policy.authority;
  const auto daily = [&](const std::optional<Money>& most, const Phrase& who) {
    if (!most) return;
    all.push_back({who.zh + "每天最多 " + to_text(*most) + "。",
                   who.en + " at most " + to_text(*most) + " a day."});
  };
  daily(rule.approver_daily_most, {"一人批准", "One person approves"});
  daily(rule.store_daily_most, {"全店批准", "The shop approves"});
  all.push_back(is_positive(rule.auto_most)
                    ? Phrase{to_text(rule.auto_most) + " 以内自动批准。",
                             "The machine approves up to " + to_text(rule.auto_most) + "."}
                    : Phrase{"不自动批准。", "Nothing is approved without a person."});
  const std::string sample = percent_text(rule.sample_basis_points);
  all.push_back({"抽查 " + sample + "。", sample + " of the decisions are looked at again."});
  return all;
}

Sentences residual(const Policy& policy) {
  const Residual& rule = policy.shop.residual;
  Sentences all;
  if (rule.below && is_positive(*rule.below)) {
    const std::string below = to_text(*rule.below);
    all.push_back({"余额不足 " + below + " 的一律退。",
                   "A remainder below " + below + " is always paid out."});
  }
  if (rule.cheapest_service) {
    const std::string price = to_text(*rule.cheapest_service);
    all.push_back(
        {"余额买不起最便宜的一项（" + price + "）的一律退。",
         "A remainder that does not buy the cheapest service (" + price + ") is always paid out."});
  }
  if (all.empty()) return {{"没有小额余额的规定。", "No rule for small remainders."}};
  all.push_back(
      rule.of == ResidualOf::Card
          ? Phrase{"余额按整张卡合计。", "The remainder is that of the whole card."}
          : Phrase{"余额按每笔充值分别计。", "The remainder is that of each purchase by itself."});
  return all;
}

Sentences records(const Policy& policy) {
  const std::string years = std::to_string(policy.records.years);
  Phrase words{"保存 " + years + " 年", "Kept for " + years + " years"};
  words.zh += policy.records.redacts_after ? "，之后抹去个人资料。" : "，个人资料一直保留。";
  words.en += policy.records.redacts_after ? "; then personal fields are redacted."
                                           : "; personal fields stay.";
  return {words};
}

Sentences floors(const Policy& policy) {
  Sentences all;
  for (const Terms& floor : policy.floors)
    all.push_back({"不低于" + floor.name + "。", "Never less than " + floor.name_en + "."});
  if (all.empty()) all.push_back({"没有写法定底线。", "No statutory floor."});
  const Phrase level = phrase_of(policy.lint_level);
  all.push_back(policy.lint_level == Severity::Void
                    ? Phrase{"检查时，有“" + level.zh + "”即不通过。",
                             "The linter fails it for what is “" + level.en + "”."}
                    : Phrase{"检查时，有“" + level.zh + "”或更严重的问题即不通过。",
                             "The linter fails it for a “" + level.en + "” or worse."});
  return all;
}

Sentences rounding(const Policy& policy) {
  const std::string unit = to_text(policy.rounding.unit);
  Sentences all;
  if (policy.rounding.unit.minor <= 1) {
    all.push_back({"精确到分。", "To the fen."});
  } else {
    all.push_back({"总额向上取整到 " + unit + "，归会员。",
                   "The total is rounded up to " + unit + ", in the member's favour."});
  }
  return all;
}

Sentences cards(const Policy& policy) {
  const Phrase lost = phrase_of(policy.shop.lost_card);
  const Phrase expired = phrase_of(policy.shop.expired_card);
  return {{lost.zh + "；" + expired.zh + "。", lost.en + "; " + expired.en + "."}};
}

}  // namespace

std::vector<Parameter> words_of(const Policy& policy) {
  const Terms& shop = policy.shop;
  std::vector<Parameter> all;
  const auto add = [&](Phrase title, Sentences sentences) {
    const int number = static_cast<int>(all.size()) + 1;
    all.push_back({number, std::move(title), std::move(sentences)});
  };
  add({"原因与能否退", "Reasons and whether one may leave"}, exits(policy));
  add({"无理由退款期", "No-reason windows"}, windows(policy));
  add({"已用部分的价格", "Price of what was used"},
      per_cause(shop.price, {"按实际成交价计。", "At the price that was charged."}));
  add({"赠送部分的折算", "How bonus counts"},
      per_cause(shop.bonus, {"按比例折算。", "By the paid share."}));
  add({"余额退还的比例", "Share of the rest that comes back"}, keeps(policy));
  add({"手续费", "Fee"}, per_cause(shop.fee, {"不收手续费。", "None."}));
  add({"赠品", "Gifts"}, per_cause(shop.gifts, {"赠品归会员。", "They stay with the member."}));
  add({"积分", "Points"}, points(policy));
  add({"利息", "Interest"}, per_cause(shop.interest, {"章程没有写利息。", "The terms name none."}));
  add({"付款方式", "Ways of paying"}, payouts(policy));
  add({"期限", "Days"}, clock(policy));
  add({"审批权限", "Who approves"}, authority(policy));
  add({"小额余额与挂失、过期", "Small remainders, lost and expired cards"}, residual(policy));
  const Sentences card = cards(policy);
  all.back().sentences.insert(all.back().sentences.end(), card.begin(), card.end());
  add({"记录保存", "Records"}, records(policy));
  add({"法定底线", "Statutory floor"}, floors(policy));
  add({"取整", "Rounding"}, rounding(policy));
  return all;
}

}  // namespace slipway::refund
