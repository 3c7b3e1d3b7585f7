#pragma once

#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

// What tests of faults look for: the sentence on the screen, and papers that went wrong.
namespace slipway::kiosk::test {

inline scene::Said said(const Counter& counter) {
  const auto face = counter.face();
  REQUIRE(std::holds_alternative<scene::Said>(face.scene));
  auto message = std::get<scene::Said>(face.scene);
  CHECK_FALSE(message.message.sentence.zh.empty());
  CHECK_FALSE(message.message.sentence.en.empty());
  return message;
}

inline constexpr devices::Printed kNoPaper{devices::Outcome::NotPrinted, devices::Evidence::Nothing,
                                           devices::PrintCause::PaperOut};
inline constexpr devices::Printed kUnknown{devices::Outcome::Unknown, devices::Evidence::Nothing,
                                           devices::PrintCause::Unplugged};

}  // namespace slipway::kiosk::test
