#include "paper/style.hpp"

#include <gio/gio.h>

// Made by glib-compile-resources from paper.gresource.xml.
extern "C" GResource* slipway_paper_get_resource();

namespace slipway::paper {

void register_resources() {
  g_resources_register(slipway_paper_get_resource());
}

}  // namespace slipway::paper
