#include <algorithm>

#include "refund/lint_checks.hpp"

namespace slipway::refund {

namespace {

std::string exit_key(Cause cause) {
  return "shop.exit." + std::string(key_of(cause));
}

// The article by which this cause may not be left to the shop's consent.
LawFact right_of(Cause cause) {
  if (cause == Cause::Window) return LawFact::SevenDays;
  return cause == Cause::Merchant ? LawFact::Grounds : LawFact::Minor;
}

void check_exits(const Policy& policy, std::vector<Finding>& findings) {
  for (const auto& [cause, exit] : policy.shop.exit) {
    const Phrase stands = of_cause(cause, phrase_of(exit));
    if (exit == Exit::None) {
      findings.push_back(
          {"no-refunds",
           Severity::Void,
           exit_key(cause),
           "F12",
           citation_of(LawFact::NoExclusion).article,
           stands,
           {"“概不退款”排除了会员依法解除合同、要回余额的权利，属于无效的格式条款，法院会照常判退"
            "。",
            "A clause that rules a refund out takes away the right to end the contract and to have "
            "the balance back; it is void, and a court orders the refund all the same."},
           {"改为 right（可以退）、by_policy（按章程退）或 "
            "by_review（店员审核后退，不同意须书面说明理由）。",
            "Write right, by_policy or by_review; a review that says no gives its ground in "
            "writing."}});
    } else if (exit == Exit::ByReview && cause != Cause::Member && cause != Cause::Neutral) {
      const Citation& citation = citation_of(right_of(cause));
      findings.push_back(
          {"right-by-consent",
           Severity::Breach,
           exit_key(cause),
           std::string(citation.row),
           cited(policy, "exit", cause, right_of(cause)),
           stands,
           {"这种情形下退款是会员的法定权利，不能以商家审核同意为前提。",
            "In this case leaving is the member's right by law; it does not depend on the shop's "
            "consent."},
           {"改为 right。", "Write right."}});
    }
  }
}

void check_cards(const Policy& policy, std::vector<Finding>& findings) {
  if (policy.shop.lost_card == LostCard::Lapses) {
    findings.push_back(
        {"lost-card-not-replaced",
         Severity::Void,
         "shop.card.lost",
         "F12",
         cited(policy, "lost_card", std::nullopt, LawFact::LostCard),
         phrase_of(policy.shop.lost_card),
         {"记名卡丢失后，余额仍归会员，会员有权挂失、补办；约定“丢失不补”无效。",
          "The balance of a lost named card is still the member's, who may report it and have it "
          "replaced; a term that says otherwise is void."},
         {"改为 replaced：核实身份后挂失、补卡，或不凭实体卡退款。",
          "Write replaced: with identity proven the card is replaced, or refunded without it."}});
  }
  if (policy.shop.expired_card == ExpiredCard::Worthless) {
    findings.push_back(
        {"expires-worthless",
         Severity::Void,
         "shop.card.expired",
         "F24",
         cited(policy, "expired_card", std::nullopt, LawFact::Activation),
         phrase_of(policy.shop.expired_card),
         {"卡过了有效期，卡里剩余的钱并不归商家；会员可以要求激活、换卡，“过期作废”的约定法院不予支"
          "持。",
          "The money on a card past its date does not become the shop's: the member may have it "
          "renewed or exchanged, and a court does not uphold “expires worthless”."},
         {"改为 refunded（可退）或 extended（免费延期）。",
          "Write refunded, or extended without charge."}});
  }
}

void check_reasons(const Policy& policy, std::vector<Finding>& findings) {
  for (const auto& [reason, cause] : policy.shop.cause_of) {
    if (cause != Cause::Member) continue;
    const Phrase word = phrase_of(reason);
    const std::string key = "shop.cause_of." + std::string(key_of(reason));
    const Phrase stands{"“" + word.zh + "”归为" + phrase_of(cause).zh,
                        "“" + word.en + "” counts as " + phrase_of(cause).en};
    if (reason == Reason::StoreChanged) {
      findings.push_back(
          {"merchants-doing-on-member",
           Severity::Void,
           key,
           "F15",
           cited(policy, "exit", Cause::Merchant, LawFact::Grounds),
           stands,
           {"门店搬迁、停业或转手是商家造成的，不能算作会员原因来少退钱；这样的约定对会员不公平，无"
            "效。",
            "A shop that moves, closes or hands over is the merchant's doing; to count it as the "
            "member's, and return less, is unfair and void."},
           {"改为 merchant。", "Write merchant."}});
    } else if (reason == Reason::Unsatisfied) {
      findings.push_back(
          {"quality-on-member",
           Severity::Breach,
           key,
           "F6",
           citation_of(LawFact::Performance).article,
           stands,
           {"服务没有按约定提供时，商家应当按会员的要求履行，或退回预付款并付利息；一律算作会员原因"
            "，等于免除商家责任。",
            "When a service is not as agreed, the shop owes performance or the prepayment back "
            "with interest; to count every such case as the member's frees it of that duty."},
           {"改为 merchant；确有争议的由店员审核后改判。",
            "Write merchant; let staff decide otherwise in a doubtful case."}});
    } else if (reason == Reason::Health) {
      findings.push_back(
          {"illness-on-member",
           Severity::Warning,
           key,
           "F15",
           cited(policy, "exit", Cause::Neutral, LawFact::Health),
           stands,
           {"身体健康出现无法预见的重大变化时，会员可以请求变更或解除合同，这不是会员的过错。",
            "When health changes beyond what could be foreseen, the member may have the contract "
            "changed or ended; that is no fault."},
           {"改为 neutral。", "Write neutral."}});
    }
  }
}

void check_minors(const Policy& policy, std::vector<Finding>& findings) {
  const auto cause = policy.shop.cause_of.find(Reason::Minor);
  if (cause == policy.shop.cause_of.end() || cause->second == Cause::Void) return;
  const Phrase counts = phrase_of(cause->second);
  findings.push_back(
      {"minor-bound",
       Severity::Breach,
       "shop.cause_of.minor",
       "F13",
       citation_of(LawFact::Minor).article,
       {"未成年人办的卡归为" + counts.zh, "a card sold to a minor counts as " + counts.en},
       {"未成年人订立的合同，监护人不追认的无效，预付款应当退还，只扣已享受服务的价值。",
        "A minor's contract that the parents do not confirm is void: the prepayment comes back, "
        "less the value of what was used."},
       {"去掉这一行，或改为 void。", "Drop the line, or write void."}});
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t") == std::string::npos;
}

void check_texts(const Policy& policy, std::vector<Finding>& findings) {
  if (is_blank(policy.clause) || is_blank(policy.shop.name)) {
    findings.push_back(
        {"clause-missing",
         Severity::Breach,
         is_blank(policy.clause) ? "clause" : "shop.name",
         "F8",
         citation_of(LawFact::WrittenContract).article,
         {"没有写明条款在哪里", "nothing says where the terms can be read"},
         {"收取预付款必须订立书面合同，写明退款办法；会员找不到条款，就会按对会员有利的意思解释。",
          "Prepayments need a written contract that says how they are returned; terms that nobody "
          "can find are read in the member's favour."},
         {"写明章程或合同的名称和条号，如“《会员卡章程》第 6 条”。",
          "Name the document and the section, as “Card terms, section 6”."}});
  }
  if (is_blank(policy.clause_en) || is_blank(policy.shop.name_en)) {
    findings.push_back({"clause-missing-english",
                        Severity::Advice,
                        is_blank(policy.clause_en) ? "clause_en" : "shop.name_en",
                        "F8",
                        citation_of(LawFact::WrittenContract).article,
                        {"没有英文名称", "no English name"},
                        {"使用英文界面的会员看不到条款的出处。",
                         "A member who reads English cannot see where the terms stand."},
                        {"补上英文名称。", "Add the English name."}});
  }
  if (policy.floors.empty()) {
    findings.push_back(
        {"no-floor",
         Severity::Breach,
         "floor",
         "F12",
         citation_of(LawFact::Unfair).article,
         {"没有法定底线", "no statutory floor"},
         {"没有法定底线，章程少退的部分就没有依据可以补足，会员拿到的可能少于法律规定。",
          "Without a floor nothing makes up for terms that return too little, and members may get "
          "less than the law gives them."},
         {"写上适用的法定规则包，如 cn-spc-2025，再加本地的。",
          "Name the statutory pack that applies, as cn-spc-2025, and the local one."}});
  }
}

}  // namespace

void lint_rights(const Policy& policy, std::vector<Finding>& findings) {
  check_texts(policy, findings);
  check_reasons(policy, findings);
  check_minors(policy, findings);
  check_exits(policy, findings);
  check_cards(policy, findings);
}

}  // namespace slipway::refund
