#pragma once

#include "kiosk/view/parts.hpp"

namespace slipway::kiosk::view {

// The sheet on the screen: mirrors what is drawn on the pad, or takes what a finger draws here. The
// ink itself lives in the flow; this only reports and repeats it.
class SignatureArea : public Gtk::DrawingArea {
 public:
  SignatureArea(const Stage& stage, const scene::Signing& signing);
  void show_signing(const scene::Signing& signing);

 private:
  // Where one stroke stands while the finger is down.
  struct Stroke {
    double x = 0;
    double y = 0;
    std::uint32_t began = 0;
  };

  void draw(const Cairo::RefPtr<Cairo::Context>& context, int width, int height);
  void on_begin(double x, double y);
  void on_update(double dx, double dy);
  void on_end(double dx, double dy);
  void report(std::vector<devices::PenSample> samples);
  [[nodiscard]] devices::PadSize sheet() const;
  [[nodiscard]] devices::PenSample sample(double x, double y, std::uint32_t at,
                                          bool is_touching) const;
  // Points that GTK merged into the last motion, in this widget's coordinates.
  void add_history(std::vector<devices::PenSample>& samples) const;

  Stage stage_;
  scene::Signing signing_;
  Glib::RefPtr<Gtk::GestureDrag> drag_;
  Stroke stroke_;
  std::uint32_t first_ = 0;
};

}  // namespace slipway::kiosk::view
