#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>

#include "refund/request.hpp"
#include "refund/time.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// How the books' columns become values and back.
namespace slipway::book {

// Runs a query to its end and hands each row to `take`, so that no statement is left in the middle,
// where it would hold its snapshot of the file.
template <typename Take>
[[nodiscard]] sync::Result<void> each_row(sync::Statement& query, Take take) {
  while (true) {
    const auto row = query.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    take(query);
  }
}

// The first column of the first row; 0 when there is none.
[[nodiscard]] inline sync::Result<std::int64_t> first_number(sync::Statement& query) {
  std::int64_t found = 0;
  bool first = true;
  const auto read = each_row(query, [&](const sync::Statement& row) {
    if (first) found = row.number(0);
    first = false;
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

// A statement that changes rows, when only its success matters.
[[nodiscard]] inline sync::Result<void> done(sync::Statement& statement) {
  const auto ran = statement.run();
  if (!ran) return tl::unexpected(ran.error());
  return {};
}

[[nodiscard]] inline refund::RequestId request_id_in(const sync::Statement& row, int column) {
  refund::RequestId id{};
  const auto bytes = row.blob(column);
  std::copy_n(bytes.begin(), std::min(bytes.size(), id.size()), id.begin());
  return id;
}

[[nodiscard]] inline std::int64_t to_column(refund::Instant at) {
  return at.time_since_epoch().count();
}
[[nodiscard]] inline refund::Instant instant_from_column(std::int64_t milliseconds) {
  return refund::Instant{std::chrono::milliseconds{milliseconds}};
}
[[nodiscard]] inline std::int64_t to_column(refund::Date day) {
  return day.time_since_epoch().count();
}
[[nodiscard]] inline refund::Date date_from_column(std::int64_t days) {
  return refund::Date{std::chrono::days{days}};
}

// The error of a row that our own code cannot have written.
[[nodiscard]] inline tl::unexpected<sync::Error> damaged(const char* what) {
  return tl::unexpected(
      sync::Error{sync::Fault::Storage, std::string("the books are damaged: ") + what});
}

}  // namespace slipway::book
