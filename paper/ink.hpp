#pragma once

#include <cairomm/context.h>

#include "paper/icon.hpp"
#include "refund/request.hpp"

namespace slipway::paper {

struct Rectangle {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

enum class Fit {
  Ink,  // what was drawn fills the rectangle: slips, the desk
  Pad,  // the whole pad fills the rectangle: while the member is still signing
};

struct Pen {
  Colour colour = kBlack;
  double width = 0;  // of an ordinary line in user units; 0: by the size of the rectangle
};

// Draws the strokes smoothly into the rectangle, keeping their shape, wider where the pen pressed
// or, without pressure, where it was slow. Never draws outside the rectangle. Any signature may be
// given, an empty one draws nothing.
void draw_ink(const Cairo::RefPtr<Cairo::Context>& context, const refund::Signature& signature,
              const Rectangle& into, Fit fit, const Pen& pen = {});

}  // namespace slipway::paper
