#include "refund/law_facts.hpp"

#include <array>

namespace slipway::refund {

const Citation& citation_of(LawFact fact) {
  // In the order of LawFact.
  static const std::array<Citation, 29> citations = {{
      {"F12", {"法释〔2025〕4号 第九条第（一）项", "Fa Shi [2025] 4, article 9(1)"}},
      {"F12",
       {"法释〔2025〕4号 第九条第（三）项、第二十四条第二款",
        "Fa Shi [2025] 4, articles 9(3) and 24, second paragraph"}},
      {"F12", {"法释〔2025〕4号 第九条第（七）项", "Fa Shi [2025] 4, article 9(7)"}},
      {"F12", {"法释〔2025〕4号 第八条", "Fa Shi [2025] 4, article 8"}},
      {"F13", {"法释〔2025〕4号 第十条", "Fa Shi [2025] 4, article 10"}},
      {"F15", {"法释〔2025〕4号 第十三条第一款", "Fa Shi [2025] 4, article 13, first paragraph"}},
      {"F15", {"法释〔2025〕4号 第十三条第二款", "Fa Shi [2025] 4, article 13, second paragraph"}},
      {"F16", {"法释〔2025〕4号 第十四条", "Fa Shi [2025] 4, article 14"}},
      {"F17", {"法释〔2025〕4号 第十五条", "Fa Shi [2025] 4, article 15"}},
      {"F18", {"法释〔2025〕4号 第十六条", "Fa Shi [2025] 4, article 16"}},
      {"F19", {"法释〔2025〕4号 第十七条", "Fa Shi [2025] 4, article 17"}},
      {"F20", {"法释〔2025〕4号 第十八条第（一）项", "Fa Shi [2025] 4, article 18(1)"}},
      {"F20", {"法释〔2025〕4号 第十八条第（二）项", "Fa Shi [2025] 4, article 18(2)"}},
      {"F21", {"法释〔2025〕4号 第十九条第二款", "Fa Shi [2025] 4, article 19, second paragraph"}},
      {"F23", {"法释〔2025〕4号 第二十一条", "Fa Shi [2025] 4, article 21"}},
      {"F28",
       {"法释〔2025〕4号 第二十一条；浙江省实施消费者权益保护法办法（2017）",
        "Fa Shi [2025] 4, article 21; Zhejiang's measures on the Consumer Rights Law (2017)"}},
      {"F24", {"法释〔2025〕4号 第二十四条第一款", "Fa Shi [2025] 4, article 24, first paragraph"}},
      {"F25", {"法释〔2025〕4号 第二十五条", "Fa Shi [2025] 4, article 25"}},
      {"F6", {"《消费者权益保护法》第五十三条", "Consumer Rights Law, article 53"}},
      {"F7", {"《消费者权益保护法》第二十六条", "Consumer Rights Law, article 26"}},
      {"F8",
       {"《消费者权益保护法实施条例》第二十二条",
        "Implementing Regulation of the Consumer Rights Law, article 22"}},
      {"F2",
       {"《单用途商业预付卡管理办法（试行）》第二十一条",
        "Measures on single-purpose prepaid cards, article 21"}},
      {"F2",
       {"《单用途商业预付卡管理办法（试行）》第二十一条",
        "Measures on single-purpose prepaid cards, article 21"}},
      {"F3",
       {"《单用途商业预付卡管理办法（试行）》关于购卡人登记保存的规定",
        "Measures on single-purpose prepaid cards, on keeping the records of buyers"}},
      {"F26",
       {"《侵害消费者权益行为处罚办法》第十条",
        "SAIC order 73 (2015) on acts against consumers, article 10"}},
      {"F27",
       {"《北京市单用途预付卡管理条例》（在北京适用，其他地方参照）",
        "Beijing's regulation on single-purpose prepaid cards (binding in Beijing)"}},
      {"F33",
       {"《个人信息保护法》第十九条、第四十七条",
        "Personal Information Protection Law, articles 19 and 47"}},
      {"C3",
       {"内控要求：机器核对，人来批准（C3、V3）",
        "Internal control: a machine checks, a person approves (C3, V3)"}},
      {"V8",
       {"内控要求：大额须两人批准，经办与批准分开（V8、V9）",
        "Internal control: large sums need two people; filing and approving are apart (V8, V9)"}},
  }};
  return citations.at(static_cast<std::size_t>(fact));
}

}  // namespace slipway::refund
