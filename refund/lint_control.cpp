#include "refund/lint_checks.hpp"

namespace slipway::refund {

namespace {

void check_approvers(const Policy& policy, std::vector<Finding>& findings) {
  if (!policy.tiers.empty() && policy.tiers.back().approvers >= 2) return;
  const Citation& citation = citation_of(LawFact::FourEyes);
  const auto& daily = policy.authority.approver_daily_most;
  if (!daily) {
    findings.push_back(
        {"one-person-unlimited",
         Severity::Breach,
         "tier",
         std::string(citation.row),
         citation.article,
         {"任何金额一个人批准即可，也没有每日上限",
          "one person approves any amount, without a daily limit"},
         {"一个人可以不受限制地批钱出去，出了问题没有第二双眼睛。",
          "One person can let any sum go; nobody else looks."},
         {"最高一档写 approvers = 2，或写 authority.approver_daily_most。",
          "Write approvers = 2 in the last tier, or authority.approver_daily_most."}});
  } else {
    findings.push_back(
        {"one-approver-for-all",
         Severity::Warning,
         "tier",
         std::string(citation.row),
         citation.article,
         {"任何金额一个人批准即可，每人每日上限 " + to_text(*daily),
          "one person approves any amount, up to " + to_text(*daily) + " a day"},
         {"大额退款也只有一个人看过。", "Even a large refund is seen by one person only."},
         {"加一档，大额写 approvers = 2。", "Add a tier with approvers = 2 for large sums."}});
  }
}

void check_automation(const Policy& policy, std::vector<Finding>& findings) {
  const Authority& authority = policy.authority;
  if (!is_positive(authority.auto_most)) return;
  const Citation& citation = citation_of(LawFact::Automation);
  const std::string most = to_text(authority.auto_most);
  const bool is_sampled = authority.sample_basis_points > 0;
  const std::string sample = percent_text(authority.sample_basis_points);
  findings.push_back(
      {is_sampled ? "automatic-approval" : "automatic-without-sampling",
       is_sampled ? Severity::Advice : Severity::Breach,
       "authority.auto_most",
       std::string(citation.row),
       citation.article,
       {most + " 以内自动批准，抽查 " + sample,
        "approved by the machine up to " + most + ", " + sample + " of them looked at again"},
       {is_sampled ? "没有人看过的退款，要靠抽查才能发现错误；每月看一次抽查结果。"
                   : "自动批准又不抽查，错误和舞弊没有人会发现。",
        is_sampled ? "Errors in refunds that nobody saw show only in the sample; look at it each "
                     "month."
                   : "Approved by a machine and never sampled, errors and fraud are found by "
                     "nobody."},
       {is_sampled ? "可以时写 auto_most = \"0.00\"。"
                   : "写 auto_most = \"0.00\"，或写 sample_basis_points（如 500）。",
        is_sampled ? "Write auto_most = \"0.00\" where you can."
                   : "Write auto_most = \"0.00\", or sample_basis_points, as 500."}});
}

void check_records(const Policy& policy, const Bound& bound, std::vector<Finding>& findings) {
  const std::string years = std::to_string(policy.records.years);
  if (policy.records.years < bound.number) {
    const std::string least = std::to_string(bound.number);
    findings.push_back(
        {"records-too-short",
         Severity::Breach,
         "records.years",
         bound.row,
         bound.article,
         {"保存 " + years + " 年", "kept for " + years + " years"},
         {"购卡和退款的记录要保存 " + least + " 年以上；拿不出记录，法院可以采信会员的说法。",
          "Records of purchases and refunds are kept for " + least +
              " years at least; without them a court may believe the member."},
         {"写为不少于 " + least + "。", "Write at least " + least + "."}});
  }
  if (!policy.records.redacts_after) {
    findings.push_back(
        {"records-never-redacted",
         Severity::Warning,
         "records.redacts_after",
         "F33",
         citation_of(LawFact::Privacy).article,
         {years + " 年后仍保留个人资料", "personal fields stay after " + years + " years"},
         {"个人信息的保存期限应为实现目的所必需的最短时间，目的达到后应当删除。",
          "Personal data are kept no longer than their purpose needs and deleted after it."},
         {"写 redacts_after = true：账目留下，姓名、电话、账号抹去。",
          "Write redacts_after = true: the books stay; name, phone and account go."}});
  }
}

}  // namespace

void lint_control(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings) {
  check_approvers(policy, findings);
  check_automation(policy, findings);
  check_records(policy, bounds.record_years_least, findings);
}

}  // namespace slipway::refund
