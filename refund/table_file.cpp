#include "refund/table_file.hpp"

namespace slipway::refund {

namespace {

constexpr std::size_t kMostRates = 1'000;

std::string file_of(std::string_view name) {
  return "tables/" + std::string(name) + ".toml";
}

}  // namespace

RateTable read_rates(std::string_view name, std::string_view toml, FirstMistake& mistake) {
  const Node tree = tree_or_nothing(toml, file_of(name), mistake);
  Table root(tree, "", file_of(name), mistake);
  RateTable table;
  table.name = name;
  table.source = root.text("source");
  for (Table& row : root.tables("rate", kMostRates)) {
    const Rate rate{row.day("from"), row.number("basis_points", 0, 10'000)};
    if (!table.rates.empty() && rate.from <= table.rates.back().from) {
      row.refuse("from", "a later day than in the rate before");
    }
    row.finish();
    table.rates.push_back(rate);
  }
  root.finish();
  return table;
}

HolidayTable read_holidays(std::string_view name, std::string_view toml, FirstMistake& mistake) {
  const Node tree = tree_or_nothing(toml, file_of(name), mistake);
  Table root(tree, "", file_of(name), mistake);
  HolidayTable table;
  table.name = name;
  table.source = root.text("source");
  table.first_year = static_cast<int>(root.number("year", 2000, 2100));
  table.last_year = table.first_year;
  for (const Date day : root.days("off", table.first_year))
    table.off.insert(day);
  for (const Date day : root.days("working", table.first_year)) {
    if (table.off.contains(day)) root.refuse("working", "days that are not among \"off\"");
    table.working.insert(day);
  }
  root.finish();
  return table;
}

}  // namespace slipway::refund
