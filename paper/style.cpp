#include "paper/style.hpp"

#include <gio/gio.h>

// Made by glib-compile-resources from paper.gresource.xml.
extern "C" GResource* slipway_paper_get_resource();

namespace slipway::paper {

void register_resources() {
  // GLib adds the same resource again each time that it is told of it.
  static const bool is_registered = (g_resources_register(slipway_paper_get_resource()), true);
  static_cast<void>(is_registered);
}

}  // namespace slipway::paper
