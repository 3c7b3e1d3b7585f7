#include "refund/rejection.hpp"

#include <algorithm>
#include <array>

namespace slipway::refund {

std::span<const Rejection> rejections() {
  static const std::array<Rejection, 9> kRejections = {{
      {"records",
       {"账目对不上", "Records differ"},
       {"您的消费记录与门店账目不一致，需要当面核对后再申请。",
        "Your visits and our records do not agree. Please check them with us, then file again."}},
      {"contact",
       {"联系不上会员", "Member not reached"},
       {"我们没能电话联系到您本人，请到店确认后再申请。",
        "We could not reach you by phone. Please see us at the store, then file again."}},
      {"other-card",
       {"应退另一张卡", "Another card"},
       {"这笔钱记在您的另一张卡上，请用那张卡申请。",
        "This money is on another card of yours. Please file with that card."}},
      {"not-holder",
       {"非本人办理", "Not the holder"},
       {"退款须由持卡人本人申请，请本人带有效证件到店。",
        "Only the card holder can ask for a refund. Please come in person with your ID."}},
      {"payee",
       {"收款账户不符", "Account name differs"},
       {"收款账户与会员姓名不一致，请换成您本人的账户后再申请。",
        "The bank account is not in your name. Please file again with your own account."}},
      {"dispute",
       {"付款有争议", "Payment disputed"},
       {"这张卡有一笔付款尚在争议处理中，处理完后即可申请。",
        "A payment for this card is being disputed. You can file when that is settled."}},
      {"settled",
       {"已另行结清", "Settled otherwise"},
       {"这张卡已与您另行结清，卡内没有可退的金额。",
        "This card has been settled with you in another way; nothing is left to refund."}},
      {"kept",
       {"会员要求保留", "Member keeps it"},
       {"按您的要求保留这张卡，余额没有变化。",
        "You asked us to keep this card. Your balance is unchanged."}},
      {"other",
       {"其他（须填说明）", "Other (note needed)"},
       {"这次申请未能通过，说明如下：", "This request could not be approved:"},
       true},
  }};
  return kRejections;
}

const Rejection* rejection_from(std::string_view code) {
  const auto all = rejections();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Rejection& one) { return one.code == code; });
  return found == all.end() ? nullptr : &*found;
}

Phrase told_to_member(const Rejection& rejection, std::string_view note) {
  Phrase told = rejection.sentence;
  if (note.empty()) return told;
  told.zh += "“" + std::string(note) + "”";
  told.en += " “" + std::string(note) + "”";
  return told;
}

}  // namespace slipway::refund
