#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "refund/phrase.hpp"

// RFC 4180: commas and quotes; UTF-8 with or without a byte order mark, line ends of either kind.
// No line end inside a field: no text of a shop needs one, and a missing quote is found on its
// line. Pure: the caller reads the file.
namespace slipway::book {

struct CsvRow {
  int line = 0;  // on which it begins, from 1
  std::vector<std::string> fields;
};

// What is wrong and where. `column` counts fields from 1.
struct CsvMistake {
  int line = 0;
  int column = 0;
  refund::Phrase expected;
};

inline constexpr std::size_t kMostCsvBytes = 64UL * 1024 * 1024;
inline constexpr std::size_t kMostFieldBytes = 400;

// All rows, the header among them; blank lines are left out. Refuses bad UTF-8, control characters,
// a quote that never ends or stands in the middle, and fields of more than kMostFieldBytes.
[[nodiscard]] tl::expected<std::vector<CsvRow>, CsvMistake> read_csv(std::string_view text);

}  // namespace slipway::book
