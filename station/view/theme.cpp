#include "station/view/theme.hpp"

#include <gdkmm/display.h>
#include <gtkmm/cssprovider.h>
#include <gtkmm/settings.h>
#include <gtkmm/stylecontext.h>

#include "paper/style.hpp"

// Display-wide providers are added through StyleContext in 4.8; later versions deprecate that.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

// Made by glib-compile-resources from desk.gresource.xml.
extern "C" GResource* slipway_desk_view_get_resource();

namespace slipway::desk::view {
namespace {

constexpr const char* kStyle = "/slipway/desk/view/desk.css";

void add(const Glib::RefPtr<Gtk::CssProvider>& provider, guint priority) {
  Gtk::StyleContext::add_provider_for_display(Gdk::Display::get_default(), provider, priority);
}

}  // namespace

void use_theme(Theme theme) {
  static Glib::RefPtr<Gtk::CssProvider> tokens;
  static Glib::RefPtr<Gtk::CssProvider> style;
  paper::register_resources();
  g_resources_register(slipway_desk_view_get_resource());
  const auto display = Gdk::Display::get_default();
  if (tokens) Gtk::StyleContext::remove_provider_for_display(display, tokens);
  tokens = Gtk::CssProvider::create();
  tokens->load_from_resource(theme == Theme::Dark ? paper::kTokensDark : paper::kTokensLight);
  add(tokens, GTK_STYLE_PROVIDER_PRIORITY_USER);
  if (!style) {
    style = Gtk::CssProvider::create();
    style->load_from_resource(kStyle);
    add(style, GTK_STYLE_PROVIDER_PRIORITY_USER + 1);
  }
  auto settings = Gtk::Settings::get_default();
  settings->property_gtk_theme_name() = "Default";
  settings->property_gtk_application_prefer_dark_theme() = theme == Theme::Dark;
  settings->property_gtk_font_name() = "Inter 12";
}

}  // namespace slipway::desk::view
