// The prompt on the pad's own screen: drawn before the signature begins, and its taps are buttons.
#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk {
namespace {

using test::Counter;

void show_screen(Counter& counter) {
  counter.give(devices::DeviceEvent{devices::PadSeen{devices::PadScreen{320, 200}, ""}});
}

void tap(Counter& counter, devices::PadNews news) {
  counter.give(devices::DeviceEvent{devices::PadTapped{news}});
}

std::vector<DrawPrompt> drawn(const Counter& counter) {
  std::vector<DrawPrompt> found;
  for (const Effect& effect : counter.effects) {
    if (const auto* one = std::get_if<DrawPrompt>(&effect)) found.push_back(*one);
  }
  return found;
}

devices::Prompt picture() {
  devices::Prompt prompt;
  prompt.size = {320, 200};
  prompt.rows.assign(prompt.row_bytes() * 200, 0x11);
  return prompt;
}

// At the screen that is signed, with the picture on the pad.
void go_to_prompted_review(Counter& counter) {
  show_screen(counter);
  counter.go_to_review();
  REQUIRE(counter.screen() == Screen::Review);
  REQUIRE(drawn(counter).size() == 1);
  counter.give(PromptDrawn{drawn(counter).back().ticket, picture()});
}

}  // namespace

TEST_CASE("what is signed is drawn for the pad first, in the member's language") {
  Counter counter;
  show_screen(counter);
  counter.go_to_review();
  REQUIRE(drawn(counter).size() == 1);
  const DrawPrompt wanted = drawn(counter).front();
  CHECK(wanted.screen == devices::PadScreen{320, 200});
  CHECK(wanted.words.claim == "申请退 ¥886.50");
  CHECK(wanted.words.store == "拾光美发");
  CHECK(wanted.words.accept == "确认并提交");
  CHECK(counter.told<devices::BeginSignature>().empty());
  counter.give(PromptDrawn{wanted.ticket, picture()});
  const auto begun = counter.told<devices::BeginSignature>();
  REQUIRE(begun.size() == 1);
  REQUIRE(begun[0].prompt);
  CHECK(begun[0].prompt->rows == picture().rows);
}

TEST_CASE("a pad without a screen begins at once, and so does one whose picture cannot be drawn") {
  Counter plain;
  plain.go_to_review();
  CHECK(drawn(plain).empty());
  REQUIRE(plain.told<devices::BeginSignature>().size() == 1);
  CHECK_FALSE(plain.told<devices::BeginSignature>()[0].prompt);
  Counter small;
  show_screen(small);
  small.go_to_review();
  small.give(PromptDrawn{drawn(small).back().ticket, std::nullopt});
  REQUIRE(small.told<devices::BeginSignature>().size() == 1);
  CHECK_FALSE(small.told<devices::BeginSignature>()[0].prompt);
}

TEST_CASE("accept on the pad submits what is signed, and asks for a signature when there is none") {
  Counter counter;
  go_to_prompted_review(counter);
  tap(counter, devices::PadNews::Accepted);
  CHECK(counter.screen() == Screen::Review);
  CHECK(counter.flow.session().notice == Notice::SignFirst);
  counter.sign();
  tap(counter, devices::PadNews::Accepted);
  CHECK(counter.screen() == Screen::Submitted);
  CHECK(counter.told<devices::EndSignature>().size() == 1);
  CHECK(counter.asked<sync::StoreFiling>().size() == 1);
}

TEST_CASE("clear on the pad empties screen and glass, back leads back and blanks it") {
  Counter counter;
  go_to_prompted_review(counter);
  counter.sign();
  REQUIRE(counter.flow.session().ink.is_enough());
  tap(counter, devices::PadNews::Cleared);
  CHECK_FALSE(counter.flow.session().ink.is_enough());
  CHECK(counter.told<devices::ClearSignature>().size() == 1);
  tap(counter, devices::PadNews::Cancelled);
  CHECK(counter.screen() == Screen::Payout);
  CHECK(counter.told<devices::EndSignature>().size() == 1);
}

TEST_CASE("a tap means nothing where nothing is signed, nor before the pad has begun") {
  Counter counter;
  show_screen(counter);
  for (const auto news : {devices::PadNews::Accepted, devices::PadNews::Cancelled})
    tap(counter, news);
  CHECK(counter.screen() == Screen::Attract);
  counter.go_to_review();
  tap(counter, devices::PadNews::Cancelled);  // of the visit before
  CHECK(counter.screen() == Screen::Review);
  counter.press(Button::Secondary);
  REQUIRE(counter.screen() == Screen::Payout);
  // The picture of a screen that was left is not shown.
  counter.give(PromptDrawn{drawn(counter).back().ticket, picture()});
  CHECK(counter.told<devices::BeginSignature>().empty());
}

TEST_CASE("the picture follows the language, but never at the cost of ink") {
  Counter counter;
  go_to_prompted_review(counter);
  counter.press(Button::Language);
  REQUIRE(drawn(counter).size() == 2);
  CHECK(drawn(counter).back().words.claim == "Request ¥886.50");
  CHECK(drawn(counter).back().words.cancel == "Back");
  counter.give(PromptDrawn{drawn(counter).front().ticket, picture()});  // the old one, late
  CHECK(counter.told<devices::BeginSignature>().size() == 1);
  counter.give(PromptDrawn{drawn(counter).back().ticket, picture()});
  CHECK(counter.told<devices::BeginSignature>().size() == 2);
  counter.sign();
  counter.press(Button::Language);
  CHECK(drawn(counter).size() == 2);
  counter.press(Button::Clear);
  CHECK(drawn(counter).size() == 3);
  CHECK(drawn(counter).back().words.cancel == "返回");
}

TEST_CASE("a pad that goes while its picture is drawn leaves the glass of the screen to sign on") {
  Counter counter;
  show_screen(counter);
  counter.go_to_review();
  counter.plug(devices::Role::Pad, devices::Presence::Absent);
  CHECK(counter.flow.session().sheet == Sheet::Glass);
  counter.give(PromptDrawn{drawn(counter).back().ticket, picture()});
  CHECK(counter.told<devices::BeginSignature>().empty());
  CHECK_FALSE(counter.flow.machine().pad_screen);
  counter.sign();
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Submitted);
}

TEST_CASE("the last word before the voucher says what is paid, and is given on the pad") {
  Counter counter;
  show_screen(counter);
  counter.go_to_confirm();
  REQUIRE(drawn(counter).size() == 1);
  CHECK(drawn(counter)[0].words.claim == "确认退款 ¥886.50");
  counter.give(PromptDrawn{drawn(counter)[0].ticket, picture()});
  counter.sign();
  tap(counter, devices::PadNews::Accepted);
  CHECK(counter.screen() == Screen::Done);
}

TEST_CASE("a tap on the pad answers the warning and still counts") {
  Counter counter;
  go_to_prompted_review(counter);
  counter.sign();
  counter.wait(std::chrono::seconds(125));
  REQUIRE(counter.face().seconds_left);
  tap(counter, devices::PadNews::Accepted);
  CHECK(counter.screen() == Screen::Submitted);
}

}  // namespace slipway::kiosk
