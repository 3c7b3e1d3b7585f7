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
  // Plain "C" ignores LANGUAGE; "C.UTF-8" is on every Debian machine. In the environment too,
  // because GTK sets the locale once more from there.
  ::setenv("LC_ALL", "C.UTF-8", 1);
  std::setlocale(LC_ALL, "");
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto beside = program.parent_path().parent_path() / "locale";
  const bool uninstalled = std::filesystem::exists(beside / "zh_CN", ignored);
  bindtextdomain(domain.c_str(), uninstalled ? beside.c_str() : kLocaleFolder);
  bind_textdomain_codeset(domain.c_str(), "UTF-8");
  textdomain(domain.c_str());
}

void speak(const std::string& language) {
  setenv("LANGUAGE", language.c_str(), 1);
  ++_nl_msg_cat_cntr;
}

}  // namespace slipway::program
