#include "kiosk/view/signature_area.hpp"

#include "paper/ink.hpp"

namespace slipway::kiosk::view {
namespace {

// A finger on glass is measured in a sheet as wide as a pad, whatever the screen.
constexpr double kSheetWidth = 12'000;  // hundredths of a millimetre

std::uint32_t time_of(const Glib::RefPtr<Gtk::GestureDrag>& drag) {
  return gtk_event_controller_get_current_event_time(GTK_EVENT_CONTROLLER(drag->gobj()));
}

}  // namespace

SignatureArea::SignatureArea(const Stage& stage, const scene::Signing& signing)
    : stage_(stage), signing_(signing), drag_(Gtk::GestureDrag::create()) {
  add_css_class("sign");
  set_hexpand(true);
  set_vexpand(true);
  set_content_height(stage.is_compact() ? 150 : 220);
  name_widget(*this, _("Signature box"));
  set_draw_func(sigc::mem_fun(*this, &SignatureArea::draw));
  drag_->signal_drag_begin().connect(sigc::mem_fun(*this, &SignatureArea::on_begin));
  drag_->signal_drag_update().connect(sigc::mem_fun(*this, &SignatureArea::on_update));
  drag_->signal_drag_end().connect(sigc::mem_fun(*this, &SignatureArea::on_end));
  add_controller(drag_);
}

void SignatureArea::show_signing(const scene::Signing& signing) {
  signing_ = signing;
  queue_draw();
}

void SignatureArea::draw(const Cairo::RefPtr<Cairo::Context>& context, int width, int height) {
  const Gdk::RGBA ink = colour_of(*this);
  context->set_source_rgba(ink.get_red(), ink.get_green(), ink.get_blue(), 0.28);
  context->set_line_width(2.5);
  context->move_to(width * 0.06, height * 0.78);
  context->line_to(width * 0.94, height * 0.78);
  context->stroke();
  if (signing_.signature.width <= 0 || signing_.signature.height <= 0) return;
  // The whole sheet stands in the middle, as large as it fits.
  const double scale = std::min(width / static_cast<double>(signing_.signature.width),
                                height / static_cast<double>(signing_.signature.height));
  const double drawn_width = signing_.signature.width * scale;
  const double drawn_height = signing_.signature.height * scale;
  paper::draw_ink(
      context, signing_.signature,
      {(width - drawn_width) / 2, (height - drawn_height) / 2, drawn_width, drawn_height},
      paper::Fit::Pad, {{ink.get_red(), ink.get_green(), ink.get_blue(), 1}, 55 * scale});
}

devices::PadSize SignatureArea::sheet() const {
  const double ratio = get_width() > 0 ? get_height() / static_cast<double>(get_width()) : 0.4;
  return {static_cast<std::int32_t>(kSheetWidth), static_cast<std::int32_t>(kSheetWidth * ratio)};
}

devices::PenSample SignatureArea::sample(double x, double y, std::uint32_t at,
                                         bool is_touching) const {
  const double scale = get_width() > 0 ? kSheetWidth / get_width() : 1;
  devices::PenSample made;
  made.x = static_cast<std::int32_t>(std::clamp(x, -1e6, 1e6) * scale);
  made.y = static_cast<std::int32_t>(std::clamp(y, -1e6, 1e6) * scale);
  made.time = static_cast<std::int64_t>(at - first_) * 1'000;
  made.touching = is_touching;
  return made;
}

void SignatureArea::add_history(std::vector<devices::PenSample>& samples) const {
  auto* gesture = GTK_GESTURE(drag_->gobj());
  auto* sequence = gtk_gesture_single_get_current_sequence(GTK_GESTURE_SINGLE(drag_->gobj()));
  auto* event = gtk_gesture_get_last_event(gesture, sequence);
  if (event == nullptr) return;
  guint count = 0;
  GdkTimeCoord* history = gdk_event_get_history(event, &count);
  auto* self = GTK_WIDGET(const_cast<GtkDrawingArea*>(gobj()));
  auto* native = gtk_widget_get_native(self);
  if (history == nullptr || native == nullptr) {
    g_free(history);
    return;
  }
  double surface_x = 0;
  double surface_y = 0;
  gtk_native_get_surface_transform(native, &surface_x, &surface_y);
  double left = 0;
  double top = 0;
  const graphene_point_t origin = GRAPHENE_POINT_INIT(0, 0);
  graphene_point_t corner = GRAPHENE_POINT_INIT(0, 0);
  if (gtk_widget_compute_point(GTK_WIDGET(native), self, &origin, &corner)) {
    left = static_cast<double>(corner.x);
    top = static_cast<double>(corner.y);
  }
  for (guint i = 0; i < count; ++i)
    if ((history[i].flags & GDK_AXIS_FLAG_X) != 0)
      samples.push_back(sample(history[i].axes[GDK_AXIS_X] - surface_x + left,
                               history[i].axes[GDK_AXIS_Y] - surface_y + top, history[i].time,
                               true));
  g_free(history);
}

void SignatureArea::report(std::vector<devices::PenSample> samples) {
  stage_.tell(Drawn{sheet(), std::move(samples)});
}

void SignatureArea::on_begin(double x, double y) {
  stroke_ = {x, y, time_of(drag_)};
  if (signing_.signature.strokes.empty()) first_ = stroke_.began;
  report({sample(x, y, stroke_.began, true)});
}

void SignatureArea::on_update(double dx, double dy) {
  std::vector<devices::PenSample> samples;
  add_history(samples);
  samples.push_back(sample(stroke_.x + dx, stroke_.y + dy, time_of(drag_), true));
  report(std::move(samples));
}

void SignatureArea::on_end(double dx, double dy) {
  const std::uint32_t at = std::max(time_of(drag_), stroke_.began);
  report({sample(stroke_.x + dx, stroke_.y + dy, at, false)});
}

}  // namespace slipway::kiosk::view
