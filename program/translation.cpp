#include "program/translation.hpp"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>

#include "slipway/version.hpp"

// glibc's counter of catalogue changes: raising it makes it look at LANGUAGE again.
extern "C" int _nl_msg_cat_cntr;

namespace slipway::program {

void use_translations(const std::string& domain) {
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto beside = program.parent_path().parent_path() / "locale";
  const bool uninstalled = std::filesystem::exists(beside / "zh_CN", ignored);
  const auto locales =
      uninstalled ? beside : std::filesystem::path(kProgramFolder) / domain / "locale";
  // gettext ignores LANGUAGE in the locale C, and since glibc 2.39 in C.UTF-8, the only other one
  // that every machine has. Our folder has that one under a name with which gettext works. All of
  // it in the environment, because GTK sets the locale once more from there.
  ::setenv("LOCPATH", locales.c_str(), 1);
  ::setenv("LC_ALL", "en_US.UTF-8", 1);
  std::setlocale(LC_ALL, "");
  bindtextdomain(domain.c_str(), uninstalled ? beside.c_str() : kLocaleFolder);
  bind_textdomain_codeset(domain.c_str(), "UTF-8");
  textdomain(domain.c_str());
}

void speak(const std::string& language) {
  setenv("LANGUAGE", language.c_str(), 1);
  ++_nl_msg_cat_cntr;
}

}  // namespace slipway::program
