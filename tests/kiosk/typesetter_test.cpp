#include "kiosk/typesetter.hpp"

#include <future>
#include <semaphore>

#include "tests/catch.hpp"

namespace slipway::kiosk {
namespace {

using namespace std::chrono_literals;

PrintSlip notice(devices::JobId job, int width_dots = 576) {
  return {job,
          paper::NoticeSlip{
              {"拾光美发", "Salon"}, {"没有可退金额", "Nothing"}, {"本金已用完", "Spent"}, {}, {}},
          width_dots};
}

// What an owner does: sleeps until it is woken, then takes all that has come.
class Owner {
 public:
  Typesetter typesetter{[this] { woken_.release(); }};

  std::vector<devices::PrintPage> wait_for(std::size_t count) {
    std::vector<devices::PrintPage> pages;
    while (pages.size() < count) {
      if (!woken_.try_acquire_for(60s)) break;
      for (Typesetter::Drawn& drawn : typesetter.take())
        pages.push_back(std::get<devices::PrintPage>(std::move(drawn)));
    }
    return pages;
  }

 private:
  std::counting_semaphore<> woken_{0};
};

}  // namespace

TEST_CASE("pages come in the order of their slips, under their jobs and for their paper") {
  Owner owner;
  REQUIRE(owner.typesetter.add(notice(11)));
  REQUIRE(owner.typesetter.add(notice(12, 384)));
  const auto pages = owner.wait_for(2);
  REQUIRE(pages.size() == 2);
  CHECK(pages[0].job == 11);
  CHECK(pages[1].job == 12);
  CHECK(pages[0].page.width == 576);
  CHECK(pages[1].page.width == 384);
}

TEST_CASE("a page from the worker is the page that the main thread would have set") {
  Owner owner;
  const PrintSlip slip = notice(1);
  REQUIRE(owner.typesetter.add(slip));
  const auto pages = owner.wait_for(1);
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].page.rows ==
        paper::typeset(std::get<paper::NoticeSlip>(slip.slip), slip.width_dots).rows);
}

TEST_CASE("a pad's picture comes under its ticket, as the main thread would have drawn it") {
  std::counting_semaphore<> woken{0};
  Typesetter typesetter([&] { woken.release(); });
  const paper::PadPrompt words{"拾光美发", "申请退 ¥886.50", "确认", "重签", "返回"};
  REQUIRE(typesetter.add(DrawPrompt{7, words, {320, 200}}));
  REQUIRE(woken.try_acquire_for(60s));
  const auto drawn = typesetter.take();
  REQUIRE(drawn.size() == 1);
  const auto* prompt = std::get_if<PromptDrawn>(&drawn[0]);
  REQUIRE(prompt != nullptr);
  CHECK(prompt->ticket == 7);
  REQUIRE(prompt->prompt.has_value());
  CHECK(prompt->prompt.value().rows == paper::draw(words, {320, 200}).value().rows);
}

TEST_CASE("adding a slip never waits, and what is too much is refused") {
  // The worker is held at its first page: nothing behind it is taken up.
  std::promise<void> may_go;
  std::binary_semaphore is_held{0};
  std::size_t taken = 0;
  {
    Typesetter typesetter([&, gate = may_go.get_future().share()] {
      is_held.release();
      gate.wait();
    });
    REQUIRE(typesetter.add(notice(1)));
    REQUIRE(is_held.try_acquire_for(60s));
    while (typesetter.add(notice(2)))
      ++taken;
    may_go.set_value();
  }
  CHECK(taken == Typesetter::kMostWaiting);
}

}  // namespace slipway::kiosk
