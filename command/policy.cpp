#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "command/archive.hpp"
#include "command/books.hpp"
#include "command/choice.hpp"
#include "command/policies.hpp"
#include "command/rehearsal.hpp"
#include "command/verb.hpp"
#include "refund/key_line.hpp"
#include "refund/policy_lint.hpp"
#include "refund/policy_words.hpp"
#include "station/book/policy_folder.hpp"

namespace slipway::command {
namespace {

using Json = nlohmann::ordered_json;

enum class Tongue { Chinese, English, Both };

struct Wish {
  std::string file;
  Tongue tongue = Tongue::Both;
  bool is_json = false;
};

const std::map<std::string, Tongue> kTongues = {
    {"zh", Tongue::Chinese}, {"en", Tongue::English}, {"both", Tongue::Both}};

Json json_of(const refund::Phrase& phrase) {
  return {{"zh", phrase.zh}, {"en", phrase.en}};
}

void print(const refund::Phrase& label, const refund::Phrase& text, Tongue tongue) {
  if (tongue != Tongue::English) std::cout << "    " << label.zh << "：" << text.zh << '\n';
  if (tongue != Tongue::Chinese) std::cout << "    " << label.en << ": " << text.en << '\n';
}

std::string in(Tongue tongue, const refund::Phrase& phrase) {
  if (tongue == Tongue::Chinese) return phrase.zh;
  return tongue == Tongue::English ? phrase.en : phrase.zh + " " + phrase.en;
}

void print(const refund::Finding& finding, const std::string& where, Tongue tongue) {
  std::cout << where << ": " << in(tongue, refund::phrase_of(finding.severity)) << "  "
            << finding.id << " (" << finding.key << ")\n";
  const refund::Phrase& article = finding.article;
  const std::string row = " [" + finding.rule + "]";
  print({"依据", "offends"}, {article.zh + row, article.en + row}, tongue);
  print({"写着", "stands"}, finding.stands, tongue);
  print({"为何", "why"}, finding.why, tongue);
  print({"改法", "mend"}, finding.mend, tongue);
}

// "2 处无效条款，1 处违反规定。"
void print_sum(const std::vector<refund::Finding>& findings, Tongue tongue) {
  using refund::Severity;
  refund::Phrase sum;
  for (const Severity severity :
       {Severity::Void, Severity::Breach, Severity::Warning, Severity::Advice}) {
    const auto count = std::count_if(findings.begin(), findings.end(), [&](const auto& finding) {
      return finding.severity == severity;
    });
    if (count == 0) continue;
    const refund::Phrase word = refund::phrase_of(severity);
    sum.zh += (sum.zh.empty() ? "" : "，") + std::to_string(count) + " 处" + word.zh;
    sum.en += (sum.en.empty() ? "" : ", ") + std::to_string(count) + " " + word.en;
  }
  if (findings.empty()) sum = {"没有发现问题", "Nothing found"};
  std::cout << in(tongue, {sum.zh + "。", sum.en + "."}) << '\n';
}

void examine(const Wish& wish) {
  const auto texts = book::read_policy_texts(wish.file);
  if (!texts) refuse(texts.error());
  const auto policy = refund::read_policy(texts->policy, texts->parts);
  if (!policy) refuse(book::sentence_of(policy.error(), wish.file));
  const std::vector<refund::Finding> findings = refund::lint(*policy);
  const auto line = [&](const refund::Finding& finding) {
    return refund::line_of_key(texts->policy, finding.key);
  };
  if (wish.is_json) {
    Json list = Json::array();
    for (const refund::Finding& one : findings) {
      list.push_back({{"id", one.id},
                      {"severity", refund::phrase_of(one.severity).en},
                      {"fails", refund::fails(one, *policy)},
                      {"line", line(one)},
                      {"key", one.key},
                      {"rule", one.rule},
                      {"article", json_of(one.article)},
                      {"stands", json_of(one.stands)},
                      {"why", json_of(one.why)},
                      {"mend", json_of(one.mend)}});
    }
    const Json whole = {{"version", 1},
                        {"policy", policy->name},
                        {"policy_version", policy->version},
                        {"policy_hash", policy->hash},
                        {"lint_level", refund::phrase_of(policy->lint_level).en},
                        {"findings", list}};
    std::cout << whole.dump(2) << '\n';
  } else {
    for (const refund::Finding& one : findings) {
      const int at = line(one);
      print(one, at > 0 ? wish.file + ":" + std::to_string(at) : wish.file, wish.tongue);
    }
    print_sum(findings, wish.tongue);
  }
  const auto is_failing = [&](const refund::Finding& one) { return refund::fails(one, *policy); };
  if (std::any_of(findings.begin(), findings.end(), is_failing)) throw CLI::RuntimeError(1);
}

void show(const Wish& wish) {
  const refund::Policy policy = policy_in(wish.file);
  std::cout << policy.name << " " << policy.version << "  " << policy.hash << '\n';
  for (const refund::Parameter& parameter : refund::words_of(policy)) {
    std::cout << parameter.number << ". " << in(wish.tongue, parameter.title) << '\n';
    for (const refund::Phrase& sentence : parameter.sentences) {
      if (wish.tongue != Tongue::English) std::cout << "   " << sentence.zh << '\n';
      if (wish.tongue != Tongue::Chinese) std::cout << "   " << sentence.en << '\n';
    }
  }
}

void add_file(CLI::App& verb, Wish& wish) {
  verb.add_option("FILE", wish.file, "the policy (TOML)")->required();
  verb.add_option("--lang", wish.tongue, "zh, en or both")->transform(choice_of(kTongues));
}

}  // namespace

void add_policy(CLI::App& app) {
  auto* verb = app.add_subcommand("policy", "read a refund policy before it goes live");
  verb->require_subcommand(1);
  auto wish = std::make_shared<Wish>();
  auto* lint = verb->add_subcommand(
      "lint",
      "what offends the law in a policy, and what would mend it; exit status 1 when a finding is "
      "as grave as the policy's lint_level (when absent: a clause is void or breaks a rule)");
  add_file(*lint, *wish);
  lint->add_flag("--json", wish->is_json, "for programs");
  lint->callback([wish] { examine(*wish); });
  auto* words = verb->add_subcommand("show", "the sixteen parameters of a policy in plain words");
  add_file(*words, *wish);
  words->callback([wish] { show(*wish); });
  add_rehearsal(*verb);
  add_archive(*verb);
}

}  // namespace slipway::command
