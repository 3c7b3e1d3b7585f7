#include "station/view/remark.hpp"

namespace slipway::desk::view {
namespace {

const char* icon_of(Tone tone) {
  switch (tone) {
    case Tone::Good:
      return "circle-check";
    case Tone::Note:
      return "users";
    case Tone::Bad:
      return "triangle-alert";
  }
  return "info";
}

const char* css_of(Tone tone) {
  switch (tone) {
    case Tone::Good:
      return "good";
    case Tone::Note:
      return "blue";
    case Tone::Bad:
      return "red";
  }
  return "blue";
}

}  // namespace

Gtk::Widget* remark(const Notice& notice) {
  auto* box = row(10, {"note", css_of(notice.tone)});
  box->append(*icon(icon_of(notice.tone), 18));
  auto* text = paragraph(say(notice.text));
  text->set_hexpand(true);
  box->append(*text);
  return box;
}

}  // namespace slipway::desk::view
