#include "kiosk/flow/screen.hpp"

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "kiosk/flow/decider.hpp"
#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk {
namespace {

constexpr auto kBegin = "<!-- table: drawn by tests/kiosk/screen_test.cpp -->\n";
constexpr auto kEnd = "<!-- end of table -->\n";

std::string drawn() {
  std::ostringstream out;
  out << "```\n";
  for (std::size_t i = 0; i < kScreens; ++i) {
    const auto screen = static_cast<Screen>(i);
    bool is_first = true;
    for (const Row& row : screen_table()) {
      if (row.from != screen) continue;
      std::string name = is_first ? std::string(name_of(screen)) : std::string();
      name.resize(19, ' ');
      std::string event(name_of(row.event));
      event.resize(16, ' ');
      out << name << event << "-> " << name_of(row.to) << '\n';
      is_first = false;
    }
  }
  out << "```\n";
  return out.str();
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the picture in the README is the table") {
  const std::string path = std::string(SLIPWAY_SOURCE) + "/kiosk/README.md";
  std::string text = read(path);
  const auto begin = text.find(kBegin);
  const auto end = text.find(kEnd);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const auto from = begin + std::string(kBegin).size();
  if (std::getenv("SLIPWAY_REDRAW") != nullptr) {
    text.replace(from, end - from, drawn());
    std::ofstream(path) << text;
    return;
  }
  INFO("draw it anew with SLIPWAY_REDRAW=1 build/dev/bin/test_kiosk");
  CHECK(text.substr(from, end - from) == drawn());
}

TEST_CASE("every screen answers every event by its row or stays where it is") {
  std::map<std::pair<Screen, Event>, Screen> rows;
  for (const Row& row : screen_table())
    rows[{row.from, row.event}] = row.to;
  CHECK(rows.size() == screen_table().size());
  for (std::size_t s = 0; s < kScreens; ++s)
    for (std::size_t e = 0; e < kEvents; ++e) {
      const auto screen = static_cast<Screen>(s);
      const auto event = static_cast<Event>(e);
      const auto row = rows.find({screen, event});
      const auto to = next(screen, event);
      CAPTURE(name_of(screen), name_of(event));
      CHECK(to.has_value() == (row != rows.end()));
      if (to) CHECK(*to == row->second);
    }
}

TEST_CASE("every event leads somewhere from some screen") {
  std::set<Event> used;
  for (const Row& row : screen_table())
    used.insert(row.event);
  CHECK(used.size() == kEvents);
}

TEST_CASE("nobody can leave between a money decision and its answer") {
  for (const Screen screen : {Screen::Submitting, Screen::Confirming, Screen::Withdrawing,
                              Screen::VoucherNoting, Screen::VoucherPrinting}) {
    CAPTURE(name_of(screen));
    CHECK_FALSE(next(screen, Event::Leave));
    CHECK(next(screen, Event::TimePassed));
  }
}

TEST_CASE("every screen but the first and the stopped one knows how long it waits") {
  for (std::size_t s = 0; s < kScreens; ++s) {
    const auto screen = static_cast<Screen>(s);
    CAPTURE(name_of(screen));
    const auto patience = patience_of(screen, Access::Normal);
    REQUIRE(patience.has_value() == (screen != Screen::OutOfService));
    if (!patience) continue;
    // Whatever the patience ends with, the table has a row for it.
    CHECK(next(screen, patience->warns ? Event::Leave : Event::TimePassed));
    CHECK(patience_of(screen, Access::Large)->limit >= patience->limit);
  }
}

TEST_CASE("a warning needs silence, and a touch takes it back") {
  CHECK(next(Attention::Present, Sign::Silence) == Attention::Warned);
  CHECK(next(Attention::Warned, Sign::Silence) == Attention::Gone);
  CHECK(next(Attention::Warned, Sign::Touch) == Attention::Present);
  CHECK(next(Attention::Present, Sign::Touch) == Attention::Present);
}

}  // namespace slipway::kiosk
