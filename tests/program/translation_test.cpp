#include "program/translation.hpp"

#include <libintl.h>

#include <clocale>
#include <cstdlib>

#include "tests/catch.hpp"

using namespace slipway;

// GTK sets the locale once more from the environment when it starts.
TEST_CASE("a program speaks Chinese on a machine whose environment names no language") {
  for (const char* name : {"LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"})
    ::unsetenv(name);
  program::use_translations("slipway-kiosk");
  std::setlocale(LC_ALL, "");
  program::speak("zh_CN");
  CHECK(std::string(::gettext("Help")) == "求助");
  program::speak("en");
  CHECK(std::string(::gettext("Help")) == "Help");
}

TEST_CASE("the environment's own locale does not decide what a program speaks") {
  ::setenv("LC_ALL", "POSIX", 1);
  program::use_translations("slipway-kiosk");
  std::setlocale(LC_ALL, "");
  program::speak("zh_CN");
  CHECK(std::string(::gettext("Help")) == "求助");
}
