#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::program {

// How urgent a line is; the numbers are syslog's, which the journal understands.
enum class Level { Error = 3, Warning = 4, Notice = 5, Info = 6 };

// One fact of a log line. Never a PIN, a card number, a name or a phone.
using Field = std::pair<std::string_view, std::string>;

// Writes one line to stderr: "<level>program: event key=value ...". systemd reads the level from
// the prefix and drops it; on a terminal it is left out. Control and bidirectional characters in
// values are escaped, so one call is one line whatever it is given. Any thread.
void log(Level level, std::string_view event, std::initializer_list<Field> fields = {});

// The name that stands in front of every line of this process; call once, first thing in main().
void name_journal(std::string_view program);

// Printable form of a value for a log line: quoted when it has spaces, hostile bytes escaped.
[[nodiscard]] std::string escaped(std::string_view value);

}  // namespace slipway::program
