#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "command/verb.hpp"

namespace slipway::tests {

// What one call of the command line said, and its exit status.
struct Spoken {
  int status = 0;
  std::string out;
  std::string err;
};

// Calls verbs in this process. `add` registers the verb that is meant.
inline Spoken spoken(void (*add)(CLI::App&), std::vector<std::string> words) {
  CLI::App app;
  app.require_subcommand(1);
  add(app);
  std::ostringstream out;
  std::ostringstream err;
  auto* const old_out = std::cout.rdbuf(out.rdbuf());
  auto* const old_err = std::cerr.rdbuf(err.rdbuf());
  Spoken result;
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::RuntimeError& error) {
    result.status = error.get_exit_code();  // the verb has told stderr why
  } catch (const CLI::Error& error) {
    result.status = error.get_exit_code();
    err << error.what();
  }
  std::cout.rdbuf(old_out);
  std::cerr.rdbuf(old_err);
  result.out = out.str();
  result.err = err.str();
  return result;
}

}  // namespace slipway::tests
