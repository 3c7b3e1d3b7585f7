#include "refund/voucher.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "command/books.hpp"
#include "command/photograph.hpp"
#include "command/verb.hpp"
#include "command/voucher_copy.hpp"
#include "sync/keys.hpp"

namespace slipway::command {
namespace {

struct Wish {
  std::string qr;
  std::string photograph;
  std::vector<std::string> keys;
  std::string at;
};

struct Answer {
  const char* word;
  int status;
  refund::Phrase sentence;
};

Answer answer_of(refund::Verdict verdict) {
  switch (verdict) {
    case refund::Verdict::Valid:
      return {
          "valid",
          0,
          {"有效：由该门店签发，内容未被改动，在有效期内。是否已兑付，只有门店系统知道。",
           "Valid: issued by that store, unchanged and within its time. Whether it was redeemed "
           "only the station knows."}};
    case refund::Verdict::Tampered:
      return {"tampered",
              1,
              {"无效：内容被改动过，或者根本不是凭证。",
               "Not genuine: it was changed, or it is no voucher at all."}};
    case refund::Verdict::Expired:
      return {"expired",
              3,
              {"已过期：由该门店签发，内容未被改动，但已过有效期。",
               "Expired: issued by that store and unchanged, but its time is over."}};
    case refund::Verdict::UnknownKey:
      return {"unknown key",
              4,
              {"无法确认：不是由所给公钥的门店签发的。",
               "Not proven: it was not signed by a store whose public key was given."}};
  }
  refuse("no verdict");
}

std::vector<refund::PublicKey> keys_from(const std::vector<std::string>& files) {
  std::vector<refund::PublicKey> keys;
  for (const std::string& file : files) {
    const auto read = sync::read_station_public(file);
    if (!read) refuse(read.error().text);
    keys.push_back(read->signing);
  }
  return keys;
}

// The voucher among the QR codes of a photograph; any other code when there is none.
std::string text_in(const std::string& file) {
  const auto photograph = read_photograph(file);
  if (!photograph) refuse(photograph.error());
  const auto texts = qr_texts(*photograph);
  if (texts.empty()) refuse(file + ": no QR code can be read in it; expected a sharp photograph");
  const auto voucher = std::find_if(
      texts.begin(), texts.end(), [](const std::string& text) { return text.starts_with("RV1:"); });
  return voucher == texts.end() ? texts.front() : *voucher;
}

void show(const refund::Voucher& voucher, const std::string& text) {
  const refund::Instant end = voucher.issued_at + std::chrono::days(voucher.valid_days);
  std::cout << "编号 Number      " << refund::number_text(voucher) << '\n'
            << "金额 Amount      " << refund::to_text(voucher.amount) << '\n'
            << "门店 Store       " << voucher.store << '\n'
            << "签发 Issued      " << refund::to_text(voucher.issued_at) << '\n'
            << "有效至 Until     " << refund::to_text(end) << '\n'
            << "校验码 Check     " << refund::check_code(text) << '\n';
}

void verify(const Wish& wish) {
  const auto keys = keys_from(wish.keys);
  const auto at = wish.at.empty() ? std::optional(now()) : refund::instant_from(wish.at);
  if (!at) refuse("--at " + wish.at + ": expected a time as \"2026-11-21 20:38\"");
  const std::string text = wish.qr.empty() ? text_in(wish.photograph) : wish.qr;
  const refund::Verification found = refund::verify(text, keys, *at);
  const Answer answer = answer_of(found.verdict);
  std::cout << answer.word << '\n' << answer.sentence.zh << '\n' << answer.sentence.en << '\n';
  const bool is_proven =
      found.verdict == refund::Verdict::Valid || found.verdict == refund::Verdict::Expired;
  if (is_proven) show(found.voucher, text);
  if (answer.status != 0) throw CLI::RuntimeError(answer.status);
}

}  // namespace

void add_voucher(CLI::App& app) {
  auto* verb = app.add_subcommand("voucher", "the signed claim that a member takes home");
  verb->require_subcommand(1);
  auto wish = std::make_shared<Wish>();
  auto* one = verb->add_subcommand("verify",
                                   "check a voucher with public keys only; exit status 0 valid, 1 "
                                   "tampered, 3 expired, 4 unknown "
                                   "key, 2 it could not be read");
  auto* source = one->add_option_group("source", "what to check");
  source->add_option("--qr", wish->qr, "the text of the QR code");
  source->add_option("--photo", wish->photograph, "a photograph of the voucher (PNG)");
  source->require_option(1);
  one->add_option("--key", wish->keys, "the station's public file; may be given again")->required();
  one->add_option("--at", wish->at, "the time that counts, by the shop's clock; now if absent");
  one->callback([wish] { verify(*wish); });
  add_voucher_copy(*verb);
}

}  // namespace slipway::command
