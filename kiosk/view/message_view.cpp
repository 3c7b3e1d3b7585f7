#include <algorithm>
#include <cmath>

#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

struct Look {
  const char* icon_name;
  const char* tint;
};

Look look_of(Tone tone) {
  switch (tone) {
    case Tone::Good:
      return {"check", "good"};
    case Tone::Caution:
      return {"circle-alert", "caution"};
    case Tone::Trouble:
      return {"triangle-alert", "trouble"};
    case Tone::Calm:
      break;
  }
  return {"info", "calm"};
}

// How long its lines may be, in GTK's characters, so that the last is not a word alone: of as many
// lines as it needs all are about as long as the others. A Chinese character takes 1.6 of
// them, a Latin letter 0.7 (Inter).
int line_length(const std::string& said, refund::Language language, int most) {
  const bool is_chinese = language == refund::Language::Chinese;
  double length = 0;
  for (const gunichar letter : Glib::ustring(said))
    length += letter < 0x2000 ? 0.7 : 1.6;
  const double lines = std::ceil(length / most);
  // What a word, or a full stop that must not begin a line, takes beyond.
  const double slack = is_chinese ? 3 : 5;
  return static_cast<int>(std::min(std::ceil(length / lines) + slack, most + slack));
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Said& shown) {
  Blocks blocks;
  if (shown.is_waiting) {
    blocks.push_back(waiting_dots());
  } else if (!stage.is_paged()) {
    const Look look = look_of(shown.message.tone);
    auto* round = row(0, {"success", look.tint});
    round->set_halign(Gtk::Align::CENTER);
    round->append(*icon(look.icon_name, {stage.is_compact() ? "l" : "xl"}));
    blocks.push_back(round);
  }
  blocks.push_back(text(stage.say(shown.message.title), {"h1"}, 0.5F));
  auto* sentence = text(stage.say(shown.message.sentence), {"lead"}, 0.5F);
  sentence->set_max_width_chars(line_length(stage.say(shown.message.sentence), stage.language, 44));
  blocks.push_back(sentence);
  if (!shown.for_staff.zh.empty()) {
    auto* staff = text(stage.say(shown.for_staff), {"muted", "small"}, 0.5F);
    staff->set_max_width_chars(line_length(stage.say(shown.for_staff), stage.language, 60));
    blocks.push_back(staff);
  }
  if (!shown.code.empty()) {
    auto* card = column(8, {"card", "codecard"});
    auto* letters = text(shown.code, {"code", "huge"}, 0.5F);
    letters->set_wrap(false);
    card->append(*letters);
    card->set_halign(Gtk::Align::CENTER);
    // What has to be noted stands on the first page.
    blocks.insert(stage.is_paged() ? blocks.end() - 1 : blocks.end(), card);
  }
  Drawing drawing;
  if (stage.is_paged()) {
    drawing.content = page(*paged(stage, blocks, Pages::Place::Middle));
  } else {
    auto* box = column(stage.is_compact() ? 14 : 28, {"message"});
    box->set_valign(Gtk::Align::CENTER);
    box->set_halign(Gtk::Align::CENTER);
    for (Gtk::Widget* one : blocks)
      box->append(*one);
    drawing.content = page(*scrolled(*box));
  }
  const bool has_buttons = !shown.message.primary.zh.empty() || !shown.message.secondary.zh.empty();
  if (has_buttons) {
    Actions wanted;
    wanted.secondary = stage.say(shown.message.secondary);
    wanted.primary = stage.say(shown.message.primary);
    if (shown.message.secondary.zh.empty()) wanted.primary_icon = "check";
    drawing.actions = actions(stage, wanted, &drawing.primary);
  }
  return drawing;
}

}  // namespace slipway::kiosk::view
