#include "paper/ink.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace slipway::paper {
namespace {

// Hundredths of a millimetre: ink smaller than this is not blown up to the whole rectangle.
constexpr double kLeastInk = 800;
constexpr int kMostPieces = 24;

struct Spot {
  double x = 0;
  double y = 0;
  double width = 0;
};

struct Placing {
  double scale = 0;
  double left = 0;
  double top = 0;
};

Rectangle bounds_of_ink(const refund::Signature& signature) {
  double left = std::numeric_limits<double>::max();
  double top = left;
  double right = std::numeric_limits<double>::lowest();
  double bottom = right;
  for (const auto& stroke : signature.strokes) {
    for (const auto& point : stroke) {
      left = std::min<double>(left, point.x);
      right = std::max<double>(right, point.x);
      top = std::min<double>(top, point.y);
      bottom = std::max<double>(bottom, point.y);
    }
  }
  if (right < left) return {};
  const double wider = std::max(0.0, kLeastInk - (right - left));
  const double taller = std::max(0.0, kLeastInk - (bottom - top));
  return {left - wider / 2, top - taller / 2, right - left + wider, bottom - top + taller};
}

Placing place(const Rectangle& source, const Rectangle& into, double rim) {
  const double scale =
      std::min((into.width - 2 * rim) / source.width, (into.height - 2 * rim) / source.height);
  return {scale, into.x + (into.width - source.width * scale) / 2 - source.x * scale,
          into.y + (into.height - source.height * scale) / 2 - source.y * scale};
}

// Share of the ordinary width at a sample: 0.6 to 1.5.
double weight(const refund::PenPoint& point, const refund::PenPoint& before) {
  if (point.pressure) {
    const double pressed = std::clamp(*point.pressure / 1000.0, 0.0, 1.0);
    return 0.6 + 0.9 * std::sqrt(pressed);
  }
  const double elapsed =
      (static_cast<double>(point.time) - static_cast<double>(before.time)) / 1000.0;
  if (elapsed <= 0) return 1;
  const double way =
      std::hypot(static_cast<double>(point.x) - before.x, static_cast<double>(point.y) - before.y);
  // A quick pen moves about 300 mm/s: 30 hundredths of a millimetre each millisecond.
  return std::clamp(1.4 - 0.8 * (way / elapsed) / 30.0, 0.6, 1.4);
}

std::vector<Spot> spots(const std::vector<refund::PenPoint>& stroke, const Placing& placing,
                        double line) {
  std::vector<Spot> placed;
  placed.reserve(stroke.size());
  for (std::size_t i = 0; i < stroke.size(); ++i) {
    const double fresh = line * weight(stroke[i], stroke[i == 0 ? 0 : i - 1]);
    const double width = placed.empty() ? fresh : 0.7 * placed.back().width + 0.3 * fresh;
    placed.push_back({placing.left + stroke[i].x * placing.scale,
                      placing.top + stroke[i].y * placing.scale, width});
  }
  return placed;
}

Spot middle(const Spot& a, const Spot& b) {
  return {(a.x + b.x) / 2, (a.y + b.y) / 2, (a.width + b.width) / 2};
}

// A quadratic curve from `from` to `to` that bends towards `bend`, in short straight pieces, each
// with its own width.
void curve(const Cairo::RefPtr<Cairo::Context>& context, const Spot& from, const Spot& bend,
           const Spot& to) {
  const double length =
      std::hypot(bend.x - from.x, bend.y - from.y) + std::hypot(to.x - bend.x, to.y - bend.y);
  const int pieces = std::clamp(static_cast<int>(length / 3), 2, kMostPieces);
  Spot last = from;
  for (int i = 1; i <= pieces; ++i) {
    const double t = static_cast<double>(i) / pieces;
    const double u = 1 - t;
    const Spot next{u * u * from.x + 2 * u * t * bend.x + t * t * to.x,
                    u * u * from.y + 2 * u * t * bend.y + t * t * to.y,
                    u * u * from.width + 2 * u * t * bend.width + t * t * to.width};
    context->set_line_width((last.width + next.width) / 2);
    context->move_to(last.x, last.y);
    context->line_to(next.x, next.y);
    context->stroke();
    last = next;
  }
}

void draw_stroke(const Cairo::RefPtr<Cairo::Context>& context, const std::vector<Spot>& line) {
  const Spot& first = line.front();
  context->begin_new_path();
  context->arc(first.x, first.y, first.width / 2, 0, 2 * std::numbers::pi);
  context->fill();
  if (line.size() == 1) return;
  Spot from = first;
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const Spot to = middle(line[i], line[i + 1]);
    curve(context, from, line[i], to);
    from = to;
  }
  curve(context, from, middle(from, line.back()), line.back());
}

}  // namespace

void draw_ink(const Cairo::RefPtr<Cairo::Context>& context, const refund::Signature& signature,
              const Rectangle& into, Fit fit, const Pen& pen) {
  const double size = std::min(into.width, into.height);
  const double line = pen.width > 0 ? pen.width : std::max(2.0, size / 30);
  const Rectangle pad{0, 0, static_cast<double>(signature.width),
                      static_cast<double>(signature.height)};
  const Rectangle source = fit == Fit::Pad ? pad : bounds_of_ink(signature);
  const double rim = fit == Fit::Pad ? 0 : line;
  if (source.width <= 0 || source.height <= 0 || size <= 2 * rim) return;
  const Placing placing = place(source, into, rim);
  context->save();
  context->begin_new_path();
  context->rectangle(into.x, into.y, into.width, into.height);
  context->clip();
  context->set_line_cap(Cairo::Context::LineCap::ROUND);
  context->set_source_rgba(pen.colour.red, pen.colour.green, pen.colour.blue, pen.colour.alpha);
  for (const auto& stroke : signature.strokes) {
    if (!stroke.empty()) draw_stroke(context, spots(stroke, placing, line));
  }
  context->restore();
}

}  // namespace slipway::paper
