#include "kiosk/view/picture.hpp"

namespace slipway::kiosk::view {

bool save_picture(Gtk::Window& window, const std::filesystem::path& file) {
  auto* widget = GTK_WIDGET(window.gobj());
  GdkPaintable* paintable = gtk_widget_paintable_new(widget);
  GtkSnapshot* snapshot = gtk_snapshot_new();
  gdk_paintable_snapshot(paintable, snapshot, window.get_width(), window.get_height());
  GskRenderNode* node = gtk_snapshot_free_to_node(snapshot);
  g_object_unref(paintable);
  if (node == nullptr) return false;
  GskRenderer* renderer = gtk_native_get_renderer(GTK_NATIVE(widget));
  const graphene_rect_t area = GRAPHENE_RECT_INIT(0, 0, static_cast<float>(window.get_width()),
                                                  static_cast<float>(window.get_height()));
  GdkTexture* texture = gsk_renderer_render_texture(renderer, node, &area);
  const bool is_saved = gdk_texture_save_to_png(texture, file.c_str()) != FALSE;
  g_object_unref(texture);
  gsk_render_node_unref(node);
  return is_saved;
}

}  // namespace slipway::kiosk::view
