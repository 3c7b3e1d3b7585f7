#pragma once

#include <cairomm/context.h>
#include <cairomm/surface.h>

#include <string_view>
#include <vector>

namespace slipway::paper {

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
  double alpha = 1;
};
inline constexpr Colour kBlack{};
inline constexpr Colour kWhite{1, 1, 1, 1};

// Draws the Lucide icon `name` ("store") as a square of `size` user units whose top left corner is
// the context's (0, 0), in one colour. False, and nothing drawn, when there is no icon of that
// name: names are ours, and a test asks for every one that a screen uses.
//
// GTK's own symbolic recolouring only fills and breaks stroke icons; here the icon is a mask, kept
// per name and size in device pixels, so that drawing it again in any colour costs one blend.
// Any thread may call: each keeps masks of its own.
[[nodiscard]] bool draw_icon(const Cairo::RefPtr<Cairo::Context>& context, std::string_view name,
                             double size, Colour colour);

// The mark of the product: the store icon in a rounded square.
void draw_mark(const Cairo::RefPtr<Cairo::Context>& context, double size, Colour ground,
               Colour stroke);

// A closed path of a rectangle with round corners; the caller fills or strokes it.
void round_rectangle(const Cairo::RefPtr<Cairo::Context>& context, double x, double y, double width,
                     double height, double radius);

}  // namespace slipway::paper
