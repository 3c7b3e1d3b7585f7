#include "paper/icon.hpp"

#include <gio/gio.h>
#include <librsvg/rsvg.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>
#include <string>
#include <utility>

#include "paper/style.hpp"
#include "refund/require.hpp"

namespace slipway::paper {
namespace {

constexpr int kLargestPixels = 1'024;
constexpr std::size_t kMostMasks = 256;

using Mask = Cairo::RefPtr<Cairo::ImageSurface>;

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};

Mask rasterise(const std::string& name, int pixels) {
  const auto path = "/slipway/paper/icons/" + name + ".svg";
  GBytes* bytes = g_resources_lookup_data(path.c_str(), G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
  if (bytes == nullptr) return {};
  gsize length = 0;
  const auto* text = static_cast<const guint8*>(g_bytes_get_data(bytes, &length));
  const std::unique_ptr<RsvgHandle, Unref> handle(rsvg_handle_new_from_data(text, length, nullptr));
  g_bytes_unref(bytes);
  refund::require(handle != nullptr);
  auto mask = Cairo::ImageSurface::create(Cairo::Surface::Format::A8, pixels, pixels);
  const auto context = Cairo::Context::create(mask);
  const RsvgRectangle whole{0, 0, static_cast<double>(pixels), static_cast<double>(pixels)};
  refund::require(rsvg_handle_render_document(handle.get(), context->cobj(), &whole, nullptr) !=
                  FALSE);
  mask->flush();
  return mask;
}

Mask mask_of(std::string_view name, int pixels) {
  thread_local std::map<std::pair<std::string, int>, Mask> masks;
  auto key = std::make_pair(std::string(name), pixels);
  if (const auto found = masks.find(key); found != masks.end()) return found->second;
  auto mask = rasterise(key.first, pixels);
  if (!mask) return mask;
  if (masks.size() >= kMostMasks) masks.clear();
  return masks.emplace(std::move(key), std::move(mask)).first->second;
}

double pixels_per_unit(const Cairo::RefPtr<Cairo::Context>& context) {
  double x = 1;
  double y = 0;
  context->user_to_device_distance(x, y);
  double scale_x = 1;
  double scale_y = 1;
  cairo_surface_get_device_scale(cairo_get_target(context->cobj()), &scale_x, &scale_y);
  return std::hypot(x, y) * scale_x;
}

}  // namespace

bool draw_icon(const Cairo::RefPtr<Cairo::Context>& context, std::string_view name, double size,
               Colour colour) {
  register_resources();
  const double wanted = std::ceil(size * pixels_per_unit(context));
  const int pixels = static_cast<int>(std::clamp(wanted, 1.0, double{kLargestPixels}));
  const auto mask = mask_of(name, pixels);
  if (!mask) return false;
  context->save();
  context->scale(size / pixels, size / pixels);
  context->set_source_rgba(colour.red, colour.green, colour.blue, colour.alpha);
  context->mask(mask, 0, 0);
  context->restore();
  return true;
}

void draw_mark(const Cairo::RefPtr<Cairo::Context>& context, double size, Colour ground,
               Colour stroke) {
  context->save();
  round_rectangle(context, 0, 0, size, size, size * 0.28);
  context->set_source_rgba(ground.red, ground.green, ground.blue, ground.alpha);
  context->fill();
  const double icon = std::round(size * 0.64);
  const double inset = std::round((size - icon) / 2);
  context->translate(inset, inset);
  refund::require(draw_icon(context, "store", icon, stroke));
  context->restore();
}

void round_rectangle(const Cairo::RefPtr<Cairo::Context>& context, double x, double y, double width,
                     double height, double radius) {
  constexpr double kQuarter = std::numbers::pi / 2;
  context->begin_new_sub_path();
  context->arc(x + width - radius, y + radius, radius, -kQuarter, 0);
  context->arc(x + width - radius, y + height - radius, radius, 0, kQuarter);
  context->arc(x + radius, y + height - radius, radius, kQuarter, 2 * kQuarter);
  context->arc(x + radius, y + radius, radius, 2 * kQuarter, 3 * kQuarter);
  context->close_path();
}

}  // namespace slipway::paper
