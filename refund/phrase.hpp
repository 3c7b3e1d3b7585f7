#pragma once

#include <string>

namespace slipway::refund {

enum class Language { Chinese, English };

// One sentence in both languages. Screen, slip, desk and JSON take the same words from here.
struct Phrase {
  std::string zh;
  std::string en;

  [[nodiscard]] const std::string& in(Language language) const {
    return language == Language::Chinese ? zh : en;
  }
  friend bool operator==(const Phrase&, const Phrase&) = default;
};

}  // namespace slipway::refund
