#include <algorithm>

#include "paper/clean_text.hpp"
#include "paper/slip.hpp"
#include "paper/slip_parts.hpp"

namespace slipway::paper {

namespace {

constexpr std::size_t kMostOptions = 5;

}  // namespace

devices::Page typeset(const NoticeSlip& slip, int width_dots) {
  Sheet sheet(width_dots);
  set_head(sheet, slip.store_name, slip.title);
  sheet.space(4);
  const refund::Phrase sentence = clean_text(slip.sentence, kMostInSentence);
  sheet.centre(sentence.zh, {28, 700});
  sheet.space(4);
  sheet.centre(sentence.en, {21, 500});
  const refund::Phrase next_step = clean_text(slip.next_step, kMostInSentence);
  if (!next_step.zh.empty()) {
    sheet.rule();
    sheet.centre({"接下来", "What to do next"}, 20, 500);
    sheet.space(4);
    sheet.centre_stacked(next_step, 25, 500);
  }
  for (std::size_t i = 0; i < std::min(slip.options.size(), kMostOptions); ++i) {
    sheet.space(8);
    sheet.centre_stacked(clean_text(slip.options[i], kMostInSentence), 25, 500);
  }
  sheet.rule();
  sheet.centre(refund::to_text(slip.at), {20, 500});
  sheet.space(30);
  return sheet.page();
}

}  // namespace slipway::paper
