#include "devices/pad/virtual_hand.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace slipway::devices {
namespace {

struct Curve {
  double from_x;  // on a glass of 9,600 by 6,000
  double width;
  double base_y;
  double height;
  double loops;  // full turns of the pen
  int samples;
  int pause;  // hovering samples before it
};

constexpr double kWide = 9600;
constexpr double kHigh = 6000;

// A tall capital, a run of small loops, a crossing, a tail, a dot.
constexpr std::array<Curve, 5> kName = {{{1400, 900, 3100, 1900, 1.2, 90, 10},
                                         {2500, 3300, 3500, 620, 5.5, 190, 28},
                                         {2300, 2600, 2700, 160, 0.4, 45, 32},
                                         {5600, 2300, 3300, 900, 1.6, 95, 25},
                                         {6100, 60, 2350, 40, 0.5, 8, 30}}};
constexpr std::size_t kRest = 40;  // positions that a part of a signature lacks
constexpr std::size_t kLift = 4;
constexpr int kTapSamples = 12;

void lift(std::vector<HandPosition>& hand) {
  HandPosition up = hand.back();
  up.pressure = 0;
  hand.insert(hand.end(), kLift, up);
}

// A loop that travels from left to right, pressed harder on the way down.
void draw(const Curve& curve, std::vector<HandPosition>& hand) {
  hand.insert(hand.end(), static_cast<std::size_t>(curve.pause),
              {curve.from_x / kWide, curve.base_y / kHigh, 0});
  for (int k = 0; k < curve.samples; ++k) {
    const double t = static_cast<double>(k) / curve.samples;
    const double turn = 2 * std::numbers::pi * curve.loops * t;
    const double fade = 1.0 - 0.35 * t;  // hands tire: later loops are smaller
    const double x = curve.from_x + curve.width * t + 0.32 * curve.height * fade * std::sin(turn);
    const double y = curve.base_y - 0.5 * curve.height * fade * (1 - std::cos(turn));
    const double press = 0.45 + 0.25 * std::sin(turn + 0.6);
    const double touch = std::min({1.0, 8 * t + 0.15, 8 * (1 - t) + 0.1});
    hand.push_back({x / kWide, y / kHigh, std::clamp(press * touch, 0.001, 1.0)});
  }
}

}  // namespace

std::vector<HandPosition> sign_name(Signing how) {
  std::vector<HandPosition> hand;
  const std::size_t movements = how == Signing::Whole ? kName.size() : 2;
  for (std::size_t i = 0; i < movements; ++i)
    draw(kName.at(i), hand);
  if (how == Signing::Whole) {
    lift(hand);
  } else {
    hand.resize(hand.size() - kRest);
  }
  return hand;
}

std::vector<HandPosition> tap_at(double x, double y) {
  std::vector<HandPosition> hand(kTapSamples, {x, y, 0.5});
  lift(hand);
  return hand;
}

}  // namespace slipway::devices
