#include "kiosk/flow/words.hpp"

#include "tests/catch.hpp"

namespace slipway::kiosk {
namespace {

void check_both(const refund::Phrase& phrase) {
  CHECK_FALSE(phrase.zh.empty());
  CHECK_FALSE(phrase.en.empty());
  // Words for machines, not for members.
  for (const char* word : {"系统", "接口", "失败", "错误", "代码："})
    CHECK(phrase.zh.find(word) == std::string::npos);
  for (const char* word : {"error", "failed", "system", "invalid"})
    CHECK(phrase.en.find(word) == std::string::npos);
}

}  // namespace

TEST_CASE("every message is told in both languages, in words for people") {
  int messages = 0;
  for (std::size_t i = 0; i < kScreens; ++i) {
    const auto screen = static_cast<Screen>(i);
    const auto message = message_of(screen);
    if (!message) continue;
    ++messages;
    CAPTURE(name_of(screen));
    check_both(message->title);
    check_both(message->sentence);
    CHECK(message->primary.zh.empty() == message->primary.en.empty());
    CHECK(message->secondary.zh.empty() == message->secondary.en.empty());
  }
  CHECK(messages >= 15);
}

TEST_CASE("every notice is told in both languages") {
  for (int i = static_cast<int>(Notice::None) + 1; i <= static_cast<int>(Notice::SignFirst); ++i)
    check_both(phrase_of(static_cast<Notice>(i)));
}

TEST_CASE("a message never offers a button that leads nowhere") {
  for (std::size_t i = 0; i < kScreens; ++i) {
    const auto screen = static_cast<Screen>(i);
    const auto message = message_of(screen);
    if (!message) continue;
    CAPTURE(name_of(screen));
    const bool leads = next(screen, Event::Leave) || next(screen, Event::Proceed);
    if (!message->primary.zh.empty() || !message->secondary.zh.empty()) CHECK(leads);
  }
}

}  // namespace slipway::kiosk
