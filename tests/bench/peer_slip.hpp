#pragma once

#include <cairomm/context.h>
#include <cairomm/surface.h>
#include <glibmm/base64.h>

#include <functional>
#include <string>
#include <string_view>

#include "paper/ink.hpp"
#include "paper/slip.hpp"
#include "refund/quote.hpp"

// A voucher in the language of receiptline, with what ours has: logo, both languages, every line of
// the working, signature, stamp text, QR.
namespace slipway::bench {

// A drawing as receiptline takes it: PNG in base64.
inline std::string image_of(int width, int height,
                            const std::function<void(const Cairo::RefPtr<Cairo::Context>&)>& draw) {
  const auto surface =
      Cairo::ImageSurface::create(Cairo::ImageSurface::Format::RGB24, width, height);
  const auto context = Cairo::Context::create(surface);
  context->set_source_rgb(1, 1, 1);
  context->paint();
  draw(context);
  std::string png;
  surface->write_to_png_stream([&](const unsigned char* bytes, unsigned int count) {
    png.append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
  });
  return "{image:" + Glib::Base64::encode(png) + "}\n";
}

// Text without the marks that receiptline would obey.
inline std::string plain(std::string_view text) {
  std::string kept;
  for (const char letter : text) {
    if (std::string_view("|{}~\\_\"`^").find(letter) != std::string_view::npos) kept += '\\';
    kept += letter;
  }
  return kept;
}

inline std::string peer_slip(const paper::VoucherSlip& slip) {
  std::string text = image_of(64, 64, [](const auto& context) {
    paper::draw_mark(context, 64, paper::kBlack, paper::kWhite);
  });
  const auto line = [&](std::string_view content) { text += plain(content) + "\n"; };
  const auto row = [&](std::string_view left, std::string_view right) {
    text += plain(left) + " | " + plain(right) + "\n";
  };
  const auto rule = [&] { text += "-\n"; };
  line(slip.store_name.zh);
  line(slip.store_name.en);
  rule();
  text += "^^^退款凭证\n";
  line("REFUND VOUCHER");
  text += "^^^" + plain(refund::to_text(slip.amount)) + "\n";
  rule();
  row("会员 Member", slip.masked_name);
  row("卡号 Card", slip.masked_card);
  row("申请编号 Request", slip.number);
  row("凭证编号 Voucher", slip.number_text);
  row("申请时间 Filed", refund::to_text(slip.filed_at));
  row("批准时间 Approved", refund::to_text(slip.approved_at));
  for (const std::string& name : slip.approvers)
    row("批准人 Approved by", name);
  rule();
  for (const refund::QuoteLine& each : slip.lines) {
    row(each.title.zh, refund::to_text(each.amount));
    line(each.title.en);
  }
  row("退后余额 Balance after", refund::to_text(slip.balance_after));
  rule();
  for (const refund::Phrase& arrival : slip.arrivals) {
    line(arrival.zh);
    line(arrival.en);
  }
  rule();
  line("会员签名 Member's signature");
  text += image_of(330, 130, [&](const auto& context) {
    paper::draw_ink(context, slip.signature, {0, 0, 330, 130}, paper::Fit::Ink,
                    {paper::kBlack, 4.0});
  });
  row("已批准 APPROVED", refund::to_text(slip.signed_at));
  row("校验码 Code", slip.check_code);
  text += "{code:" + slip.qr_text + ";option:qrcode,8,q}\n";
  line("30 天内有效，请妥善保管。");
  line("Valid for 30 days. Please keep it safe.");
  return text;
}

}  // namespace slipway::bench
